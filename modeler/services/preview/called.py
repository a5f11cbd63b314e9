"""The files whose processes a Request calls: their elements by the ids that the Request has for them.

In the Request `Check/Ask` is the element `Ask` of the process `Check`, which another file of the workspace lends.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from modeler.services.preview.standing import Standing

if TYPE_CHECKING:
    from engine.bpmn import Document, Element
    from modeler.services.preview.library import Lent

T = TypeVar("T")


@dataclass
class CalledFiles:
    """What a Request calls; a file is read, for its names, when something of it is first asked for.

    `calls` says which process an element calls.
    """

    lent: Sequence[Lent] = ()
    calls: Mapping[str, str] = field(default_factory=dict)
    _read: dict[Path, Document] = field(default_factory=dict, repr=False)

    def find(self, id: str) -> Element | None:
        """An element by the id that the Request has for it, or a process by its own."""
        document, (process, _, element) = self.document_of(id), id.partition("/")
        return document.find(element or process) if document is not None else None

    def document_of(self, id: str) -> Document | None:
        """The document of such an element."""
        lent = self._lending(id.partition("/")[0])
        if lent is None:
            return None
        if lent.path not in self._read:
            from engine.bpmn import Document

            self._read[lent.path] = Document.from_bytes(lent.document.original, lent.path.name)
        return self._read[lent.path]

    def path_of(self, process: str) -> Path | None:
        """The file that has a process."""
        lent = self._lending(process)
        return lent.path if lent is not None else None

    def processes_in(self, path: Path | None) -> tuple[str, ...]:
        """The processes that a file lends."""
        return next((each.processes for each in self.lent if each.path == path), ())

    def callers_of(self, process: str) -> list[str]:
        """The elements that call a process."""
        return [element for element, called in self.calls.items() if called == process]

    def _lending(self, process: str) -> Lent | None:
        return next((each for each in self.lent if process in each.processes), None)


def inside(standing: Standing, processes: Collection[str]) -> Standing:
    """How a Request stands inside called processes of one file, in the file's own ids."""

    def own(ids: Collection[str]) -> Iterator[tuple[str, str]]:
        for id in ids:
            process, slash, element = id.partition("/")
            if slash and process in processes:
                yield id, element

    def by_id(values: Mapping[str, T]) -> dict[str, T]:
        return {element: values[id] for id, element in own(values.keys())}

    def each(ids: Collection[str]) -> tuple[str, ...]:
        return tuple(element for _, element in own(ids))

    found = [(incident, each([incident.element or ""])) for incident in standing.incidents]
    return replace(
        standing,
        path=each(standing.path),
        flows=frozenset(each(standing.flows)),
        messages=frozenset(),
        tokens=by_id(standing.tokens),
        waiting=by_id(standing.waiting),
        spent=by_id(standing.spent),
        failed=each(standing.failed),
        incidents=tuple(replace(incident, element=ids[0]) for incident, ids in found if ids),
    )
