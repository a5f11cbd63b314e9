"""The Request's variables as the fields of a form see them: what can be inserted, and what a text means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from modeler.ui.panels.fields.context import KnownVariable, Unknown, Verdict

if TYPE_CHECKING:
    from engine.bpmn import Document, Element
    from modeler.services.catalog import Catalog
    from modeler.services.workspace.variables import Variable

Data = Callable[[], Mapping[str, object]]


class FormVariables:
    """Follows the shown element; looks for its variables when a field asks first, and once per state of the file."""

    def __init__(self, catalog: Callable[[], Catalog], start_data: Data, last_data: Data) -> None:
        self._catalog = catalog
        self._start_data = start_data
        self._last_data = last_data
        self._document: Document | None = None
        self._element: Element | None = None
        self._folder: Path | None = None
        self._found: tuple[Variable, ...] | None = None

    def watch(self, document: Document | None, element: Element | None, folder: Path | None) -> None:
        """Another element, or the same one after a change."""
        self._document, self._element, self._folder = document, element, folder
        self._found = None

    def known(self, language: str = "") -> Sequence[KnownVariable]:
        """The variables that can be inserted into a template, or into an expression of some language."""
        return [KnownVariable(each.written(bool(language)), each.origin) for each in self._variables()]

    def judge(self, text: str, language: str = "") -> Verdict:
        """What a template means, or an expression of some language."""
        if not text.strip() or (not language and "{{" not in text):
            return Verdict()
        from modeler.services.dialects import dialect_at
        from modeler.services.workspace.variables import judge

        dialect = dialect_at(self._element, text) if language and self._element is not None else None
        dialect = "feel" if language == "feel" else dialect
        meaning = judge(text, self._variables(), self._last_data(), dialect)
        unknown = tuple(Unknown(each.start, each.end, each.name) for each in meaning.unknown)
        return Verdict(unknown, meaning.error, meaning.live)

    def _variables(self) -> tuple[Variable, ...]:
        if self._document is None or self._element is None:
            return ()
        if self._found is None:
            from modeler.services.workspace.variables import known_variables

            start, last = self._start_data(), self._last_data()
            catalog = self._catalog()
            self._found = known_variables(self._document, self._element, catalog, self._folder, start, last)
        return self._found
