"""What a preview remembers of each open document: start data, breakpoints and pins; kept in the profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from modeler.services.preview.run_memory import Remembered, RunMemory
from modeler.services.preview.stops import Stop
from modeler.ui.panels.run_setup import RunSetup

if TYPE_CHECKING:
    from pathlib import Path

    from modeler.editing.connector_types import JsonObject
    from modeler.ui.documents.page import DocumentPage


class PreviewStops(QObject):
    """Shows a document's start in the setup, and holds its breakpoints and pins; `changed` when those change."""

    changed = Signal()

    def __init__(self, memory: RunMemory, setup: RunSetup, parent: QObject) -> None:
        super().__init__(parent)
        self._memory = memory
        self._setup = setup
        self._known: dict[DocumentPage, Remembered] = {}
        self._front: DocumentPage | None = None
        self._told: DocumentPage | None = None
        setup.shown.connect(self._tell_known)

    def watch(self, page: DocumentPage | None) -> None:
        """Another document came to the front: its start is shown, that of the one before is kept."""
        if self._front is not None:
            self._known[self._front] = self._typed(self._front)
        self._front, self._told = page, None
        if page is None:
            self._setup.set_starts((), "")
            return
        found = self._of(page)
        starts = [(found.start, found.start)] if found.start else []
        self._setup.set_starts(starts, found.start)
        self._setup.show_start(found.data or "", found.seed, found.clock)
        if self._setup.isVisible():
            self._tell_known()
        self._show_marks(page)
        self.changed.emit()

    def _tell_known(self) -> None:
        """Offer the start events and variables of the document; looking for them takes a while in a large one."""
        page = self._front
        if page is None or page is self._told:
            return
        from modeler.ui.preview.answer_guess import known_variables

        self._told = page
        self._setup.set_starts(_starts(page), self._setup.chosen_start or "")
        self._setup.set_known(known_variables(page.file.document))

    def started(self, page: DocumentPage) -> None:
        """A Request starts: what it starts with is what will be offered next time."""
        self._keep(page, self._typed(page))

    def of(self, page: DocumentPage) -> tuple[Stop, ...]:
        """The breakpoints of a document."""
        return self._of(page).stops

    def of_file(self, path: Path) -> tuple[Stop, ...]:
        """The breakpoints of a file that a Request calls, open or not; may be called from any thread."""
        return self._memory.recall(path).stops

    @property
    def stops(self) -> tuple[Stop, ...]:
        """The breakpoints of the document in front."""
        return self._of(self._front).stops if self._front is not None else ()

    def pins_of(self, page: DocumentPage) -> dict[str, JsonObject]:
        """The pins of a document."""
        return {id: dict(pin) for id, pin in self._of(page).pins.items()}  # type: ignore[arg-type]  # JSON as it was read

    def set_stops(self, stops: list[Stop]) -> None:
        """Other breakpoints for the document in front."""
        if self._front is not None:
            self._keep(self._front, replace(self._of(self._front), stops=tuple(stops)))
            self._show_marks(self._front)
            self.changed.emit()

    def toggle(self, places: list[str]) -> None:
        """A breakpoint where there is none; none where there is one."""
        stops = [stop for stop in self.stops if stop.place not in places]
        known = {stop.place for stop in self.stops}
        self.set_stops([*stops, *(Stop(place) for place in places if place not in known)])

    def pin(self, page: DocumentPage, element: str, outputs: Mapping[str, object] | None) -> None:
        """Remember or forget the pin of an element."""
        found = self._of(page)
        pins = {id: pin for id, pin in found.pins.items() if id != element}
        if outputs is not None:
            pins[element] = dict(outputs)
        self._keep(page, replace(found, pins=pins))
        self._show_marks(page)

    def forget(self, page: DocumentPage) -> None:
        """The document is closed."""
        if page is self._front:
            self._front = None
        self._known.pop(page, None)

    def names(self) -> dict[str, str]:
        """What the places of the breakpoints are called."""
        from modeler.ui.forms.element_kinds import display_name

        page = self._front
        found = {stop.place: page.file.document.find(stop.place) for stop in self.stops} if page is not None else {}
        return {place: display_name(element) for place, element in found.items() if element is not None}

    def errors(self) -> dict[str, str]:
        """What is wrong with conditions of breakpoints."""
        if self._front is None or not any(stop.condition for stop in self.stops):
            return {}
        from modeler.services.preview.stop_conditions import condition_error

        profile = self._front.file.document.profile
        found = {stop.place: condition_error(stop.condition, profile) for stop in self.stops if stop.condition}
        return {place: error for place, error in found.items() if error}

    def _of(self, page: DocumentPage) -> Remembered:
        if page not in self._known:
            self._known[page] = self._memory.recall(page.file.path)
        return self._known[page]

    def _typed(self, page: DocumentPage) -> Remembered:
        setup = self._setup
        return replace(
            self._of(page),
            data=setup.data.block.toPlainText(),
            start=setup.chosen_start or "",
            seed=setup.seed.value(),
            clock=setup.clock.text(),
        )

    def _keep(self, page: DocumentPage, remembered: Remembered) -> None:
        self._known[page] = remembered
        self._memory.keep(page.file.path, remembered)

    def _show_marks(self, page: DocumentPage) -> None:
        found = self._of(page)
        page.canvas.run_show.set_stops({stop.place: stop for stop in found.stops}, frozenset(found.pins))


def _starts(page: DocumentPage) -> list[tuple[str, str]]:
    """The start events at the top of processes, by id and words; those of sub-processes start nothing by themselves."""
    from engine.bpmn import Process, StartEvent
    from modeler.ui.forms.element_kinds import display_name

    found = []
    for start in page.file.document.elements(StartEvent):
        process = start.parent
        if start.id and isinstance(process, Process):
            pool = process.get("name") or process.id or ""
            found.append((start.id, f"{display_name(start)}  –  {pool}" if pool else display_name(start)))
    return found
