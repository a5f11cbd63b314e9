"""The scenarios of the document in front: what they are, how they came out, and runs off the window's thread."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from modeler.services.preview.model_copy import ModelCopy
from modeler.services.storage.file_errors import FileError
from modeler.ui.background import Background
from modeler.ui.panels.scenario_view import DifferenceRow, ScenarioRow, ScenarioState, ScenariosView

if TYPE_CHECKING:
    from modeler.services.catalog import Catalog
    from modeler.services.scenarios.coverage import Coverage
    from modeler.services.scenarios.expectations import Difference
    from modeler.services.scenarios.running import Trial
    from modeler.services.scenarios.scenario import Scenario
    from modeler.services.scenarios.shelf import Shelf, Shelved
    from modeler.ui.documents.page import DocumentPage

T = TypeVar("T")


@dataclass
class _Held:
    """One scenario: its file as it was read, how it came out last, and whether that still says something."""

    shelved: Shelved
    trial: Trial | None = None
    is_stale: bool = False
    is_running: bool = False


@dataclass
class _Shown:
    """What is known about one document."""

    held: dict[Path, _Held] = field(default_factory=dict)
    selected: Path | None = None
    deleted: tuple[Path, bytes] | None = None


class ScenarioControl(QObject):
    """`changed` tells that there is something else to show; `failed` carries why something could not be done."""

    changed = Signal()
    failed = Signal(str)
    _tried = Signal(object, object, object)

    def __init__(
        self, background: Background, catalog: Callable[[], Catalog], can_record: Callable[[], bool], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._background = background
        self._catalog = catalog
        self._can_record = can_record
        self._known: dict[DocumentPage, _Shown] = {}
        self._page: DocumentPage | None = None
        self._canceled = threading.Event()
        self._running = self._done = 0
        self.is_coverage_shown = False
        self._tried.connect(self._take)

    # State --------------------------------------------------------------------------------------------------------

    @property
    def page(self) -> DocumentPage | None:
        """The document whose scenarios are shown."""
        return self._page

    @property
    def is_running(self) -> bool:
        """Whether scenarios run now."""
        return self._running > 0

    def watch(self, page: DocumentPage | None) -> None:
        """Another document came to the front."""
        self._page = page
        self.reload()

    def forget(self, page: DocumentPage) -> None:
        """The document is closed."""
        self._known.pop(page, None)
        if self._page is page:
            self._page = None

    def note_change(self, page: DocumentPage) -> None:
        """The document was edited: what came out before says nothing about it any more."""
        held = self._known[page].held.values() if page in self._known else ()
        if any(each.trial is not None and not each.is_stale for each in held):
            for each in held:
                each.is_stale = True
            if page is self._page:
                self.changed.emit()

    def reload(self, select: Path | None = None) -> None:
        """Read the files beside the process again; results of those that are the same are kept."""
        shelf, page = self._shelf(), self._page
        if shelf is not None and page is not None:
            shown = self._known.setdefault(page, _Shown())
            found = {each.file: each for each in shelf.all()}
            shown.held = {file: _kept(shown.held.get(file), each) for file, each in found.items()}
            shown.selected = select or shown.selected
            if shown.selected not in shown.held:
                shown.selected = next(iter(shown.held), None)
        self.changed.emit()

    def select(self, file: Path | None) -> None:
        """Look at another one."""
        if file is not None and file != self._here.selected:
            self._here.selected = file
            self.changed.emit()

    def scenario(self, file: Path) -> Scenario | None:
        """What a file holds; None for one that cannot be read."""
        held = self._here.held.get(file)
        return held.shelved.scenario if held is not None else None

    def trial(self, file: Path) -> Trial | None:
        """How one came out, if that is still so."""
        held = self._here.held.get(file)
        return held.trial if held is not None and not held.is_stale else None

    def name(self, file: Path) -> str:
        """What one is called."""
        held = self._here.held.get(file)
        return held.shelved.name if held is not None else file.name

    def names(self) -> list[str]:
        """What all are called."""
        return [held.shelved.name for held in self._here.held.values()]

    @property
    def coverage(self) -> Coverage | None:
        """What those pass that have come out since the last change; None before one has."""
        trials = [held.trial for held in self._here.held.values() if held.trial is not None and not held.is_stale]
        if not trials:
            return None
        from modeler.services.scenarios.coverage import Coverage

        total = Coverage()
        for trial in trials:
            total.add(trial.coverage)
        return total

    def view(self) -> ScenariosView:
        """What the panel shows."""
        refusal = ""
        if self._page is None:
            refusal = self.tr("Open a process first.")
        elif self._shelf() is None:
            refusal = self.tr("Save the process first: scenarios are files beside it.")
        return ScenariosView(
            refusal=refusal,
            rows=tuple(_row(held) for held in self._here.held.values()),
            selected=self._here.selected,
            done=self._done,
            running=self._running,
            can_record=self._can_record(),
            can_undo=self._here.deleted is not None,
            is_coverage_shown=self.is_coverage_shown,
        )

    # Files --------------------------------------------------------------------------------------------------------

    def add(self, scenario: Scenario) -> None:
        """Keep a new scenario, and run it."""
        file = self._do(lambda shelf: shelf.add(scenario))
        if file is not None:
            self.reload(file)
            self.run([file])

    def write(self, file: Path, scenario: Scenario) -> None:
        """Keep a changed scenario, and run it."""
        if self._done_with(lambda shelf: shelf.write(file, scenario)):
            self.reload(file)
            self.run([file])

    def edit(self, file: Path, values: Mapping[str, object]) -> None:
        """Another name, description or other expectations."""
        from modeler.services.scenarios.scenario import with_expectations

        scenario, expect = self.scenario(file), values["expect"]
        if scenario is None or not isinstance(expect, dict):
            return
        try:
            changed = with_expectations(scenario, expect)
        except ValueError as error:
            self.failed.emit(str(error))
            return
        self.write(file, replace(changed, name=str(values["name"]), description=str(values["description"])))

    def rename(self, file: Path, name: str) -> None:
        """Call one otherwise."""
        held = self._here.held[file]
        if self._done_with(lambda shelf: shelf.rename(held.shelved, name)):
            self.reload(file)

    def duplicate(self, file: Path, name: str) -> None:
        """A second one like it."""
        held = self._here.held[file]
        copy = self._do(lambda shelf: shelf.duplicate(held.shelved, name))
        if copy is not None:
            self.reload(copy)

    def delete(self, file: Path) -> None:
        """Delete one; `bring_back` undoes it."""
        files = list(self._here.held)
        data = self._do(lambda shelf: shelf.delete(file))
        if data is not None:
            self._here.deleted = (file, data)
            place = files.index(file) if file in files else 0
            left = [each for each in files if each != file]
            self.reload(left[min(place, len(left) - 1)] if left else None)

    def bring_back(self) -> None:
        """Put back what was deleted last."""
        deleted = self._here.deleted
        if deleted is not None and self._done_with(lambda shelf: shelf.bring_back(*deleted)):
            self._here.deleted = None
            self.reload(deleted[0])

    # Running ------------------------------------------------------------------------------------------------------

    def run(self, files: Iterable[Path] | None = None) -> None:
        """Run these, or all, in the model as it is now."""
        page, held = self._page, self._here.held
        wanted = [file for file in (held if files is None else files) if file in held]
        scenarios = [(file, scenario) for file in wanted if (scenario := held[file].shelved.scenario) is not None]
        if page is None or self._running or not scenarios:
            return
        for file, _ in scenarios:
            held[file].is_running = True
        self._running, self._done = len(scenarios), 0
        self._canceled.clear()
        model, catalog, folder = ModelCopy.of(page.file.document), self._catalog(), _folder(page)
        tell, canceled = self._tried.emit, self._canceled.is_set

        def work() -> None:
            from modeler.services.scenarios.batch import run_all

            run_all(model, catalog, folder, scenarios, lambda *found: tell(page, *found), canceled)

        self._background.run(work, lambda _: self._end(page), lambda error: self._stopped(page, error))
        self.changed.emit()

    def cancel(self) -> None:
        """Run no further one; the present one ends by itself."""
        self._canceled.set()

    def _take(self, page: DocumentPage, file: Path, trial: Trial) -> None:
        """One has come out."""
        self._done += 1
        held = self._known[page].held.get(file) if page in self._known else None
        if held is not None:
            held.trial, held.is_running, held.is_stale = trial, False, False
        self.changed.emit()

    def _end(self, page: DocumentPage) -> None:
        self._running = 0
        for held in self._known[page].held.values() if page in self._known else ():
            held.is_running = False
        self.changed.emit()

    def _stopped(self, page: DocumentPage, error: Exception) -> None:
        self._end(page)
        self.failed.emit(str(error))

    # Inside -------------------------------------------------------------------------------------------------------

    @property
    def _here(self) -> _Shown:
        return self._known.setdefault(self._page, _Shown()) if self._page is not None else _Shown()

    def _shelf(self) -> Shelf | None:
        path = self._page.file.path if self._page is not None else None
        if path is None:
            return None
        from modeler.services.scenarios.shelf import Shelf

        return Shelf(path)

    def _do(self, act: Callable[[Shelf], T]) -> T | None:
        """Do something with the files; what cannot be done is told."""
        shelf = self._shelf()
        if shelf is None:
            return None
        try:
            return act(shelf)
        except FileError as error:
            self.failed.emit(str(error))
            return None

    def _done_with(self, act: Callable[[Shelf], None]) -> bool:
        """Whether something could be done with the files."""

        def done(shelf: Shelf) -> bool:
            act(shelf)
            return True

        return self._do(done) is True


def _kept(before: _Held | None, now: Shelved) -> _Held:
    """What came out stays with a scenario that is still the same."""
    if before is not None and before.shelved.scenario == now.scenario:
        return _Held(now, before.trial, before.is_stale, before.is_running)
    return _Held(now)


def _folder(page: DocumentPage) -> Path | None:
    return page.file.path.parent if page.file.path is not None else None


def _row(held: _Held) -> ScenarioRow:
    shelved, trial = held.shelved, held.trial
    scenario = shelved.scenario
    if scenario is None:
        return ScenarioRow(shelved.file, shelved.name, state="refused", problem=shelved.refusal)
    state: ScenarioState = "unknown"
    if held.is_running:
        state = "running"
    elif trial is not None:
        state = "passed" if trial.passed else "failed"
    return ScenarioRow(
        shelved.file,
        shelved.name,
        scenario.description,
        state,
        held.is_stale,
        trial.problem if trial is not None else "",
        tuple(_difference(each) for each in trial.differences) if trial is not None else (),
        scenario.expect,
        len(scenario.events) + sum(map(len, scenario.answers.values())),
    )


def _difference(found: Difference) -> DifferenceRow:
    both = (found.expected, found.actual)
    if all(isinstance(side, list | tuple) for side in both):
        return DifferenceRow(found.part, found.text, rows=tuple(_beside(list(both[0]), list(both[1]))))  # type: ignore[call-overload]  # lists by the line before
    return DifferenceRow(found.part, found.text, _words(found.expected), _words(found.actual))


def _beside(expected: list[object], actual: list[object]) -> Iterator[tuple[str, str]]:
    """Two lists side by side, what is alike on one line."""
    from difflib import SequenceMatcher

    left, right = [_words(each) for each in expected], [_words(each) for each in actual]
    for kind, start, end, begin, stop in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from zip(left[start:end], right[begin:stop], strict=True)
        else:
            yield from ((each, "") for each in left[start:end])
            yield from (("", each) for each in right[begin:stop])


def _words(value: object) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
