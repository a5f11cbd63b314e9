"""A Request inside the files whose processes it calls: their tabs show it as the tab of its own document does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from modeler.services.preview.standing import Standing
from modeler.ui.canvas.run_button import RunButton
from modeler.ui.preview.breadcrumb import Breadcrumb, Crumb

if TYPE_CHECKING:
    from engine.bpmn import Element
    from modeler.services.preview.called import CalledFiles
    from modeler.ui.actions import Actions
    from modeler.ui.documents.page import DocumentPage
    from modeler.ui.shell import Shell


class CalledPages(QObject):
    """Opens called files, and keeps what their tabs show of the Request fitting to how it stands."""

    def __init__(self, window: Shell) -> None:
        super().__init__(window)
        self._window = window
        self._control = window.preview
        self._strips: dict[DocumentPage, Breadcrumb] = {}
        self._was_in_front = False
        self._files: CalledFiles | None = None
        self.steps_in = False
        """Whether the present command shall bring the file to the front into which the Request goes."""
        self._control.is_part = self.is_at_work
        self._control.stood.connect(self._show)
        window.appearance.changed.connect(lambda _: self._restyle())

    def page_opened(self, page: DocumentPage) -> None:
        """A tab takes part: what it calls is opened by a double click, and it may be a called file itself."""
        page.canvas.opens = lambda element: self.open(page, element)
        page.changed.connect(lambda: self._note_change(page))
        self._show(self._control.standing)

    def page_closed(self, page: DocumentPage) -> None:
        """A tab is gone."""
        self._strips.pop(page, None)

    # Places -------------------------------------------------------------------------------------------------------

    def is_shown(self, page: DocumentPage | None) -> bool:
        """Whether a tab shows a called file in which the Request has been."""
        return page in self._strips

    def is_at_work(self, page: DocumentPage) -> bool:
        """Whether the Request is in the process of a tab right now, called from another file."""
        return any(_is_in(token, self._processes(page)) for token in self._control.standing.tokens)

    def id_of(self, page: DocumentPage, element: Element) -> str | None:
        """What the Request calls an element of a tab; None where the tab has no part in it."""
        if page is self._control.page:
            return element.id
        if page not in self._strips or element.id is None:
            return None
        from modeler.services.preview.library import place_in

        return place_in(element) + element.id

    def open(self, page: DocumentPage, element: Element) -> bool:
        """Show the inside of a call of the Request in its own tab; false where there is nothing like that."""
        id = self.id_of(page, element)
        process = self._process_called(id) if id is not None else ""
        return bool(process) and self.reveal(f"{process}/", selects=False)

    def open_selected(self) -> None:
        """Show the inside of the selected call."""
        page = self._window.page
        if page is not None and (element := self._selected(page)) is not None:
            self.open(page, element)

    def leave_to_caller(self) -> None:
        """Back to the element that calls what the tab in front shows."""
        strip = self._strips.get(page) if (page := self._window.page) is not None else None
        if strip is not None:
            strip.go_back()

    def enable(self, actions: Actions) -> None:
        """Make possible what is possible now."""
        page = self._window.page
        element = self._selected(page) if page is not None else None
        id = self.id_of(page, element) if page is not None and element is not None else None
        actions["preview.open-called"].setEnabled(id is not None and bool(self._process_called(id)))
        actions["preview.to-caller"].setEnabled(self.is_shown(page))

    def _selected(self, page: DocumentPage) -> Element | None:
        chosen = page.canvas.selected_elements
        return chosen[0] if len(chosen) == 1 else None

    def reveal(self, id: str, selects: bool = True) -> bool:
        """Bring what the Request calls so into view, in the tab of its file; a process alone by its token."""
        process, slash, own = id.partition("/")
        path = self._called.path_of(process) if slash else None
        page = self._window.documents.open(path) if path is not None else self._back_to_own()
        if page is None:
            return False
        found = own if slash else id
        if slash and not own:
            tokens = self._control.standing.tokens
            found = next((token.partition("/")[2] for token in tokens if _is_in(token, (process,))), "")
        element = page.file.document.find(found)
        if element is None:
            return not own
        return page.reveal(element) if selects else page.show_element(element) or True

    def follow(self, here: str | None, flows: list[str]) -> None:
        """Look at where the Request goes on, in the tab in front if that is a called file, and step into another."""
        page, steps_in = self._window.page, self.steps_in
        self.steps_in = False
        if page is None or here is None:
            return
        process, slash, own = here.partition("/")
        is_here, has_left = process in self._processes(page), self._was_in_front and not self.is_at_work(page)
        if not is_here and ((slash and steps_in) or has_left):
            self.reveal(here, selects=False)
        elif slash and is_here:
            element = page.file.document.find(own)
            if element is not None:
                page.show_element(element)
            inside = [flow.partition("/")[2] for flow in flows if _is_in(flow, self._processes(page))]
            page.canvas.run_show.move_tokens(inside, self._control.pace.step_time)

    # Showing ------------------------------------------------------------------------------------------------------

    def _show(self, standing: Standing) -> None:
        front = self._window.page
        self._was_in_front = front in self._strips
        is_new, self._files = self._files is not self._called, self._called
        for page in self._window.documents.pages:
            processes = self._processes(page)
            if is_new or standing.is_over:
                page.unsay(self._changed_words())
            if any(_is_in(id, processes) for id in standing.path):
                self._mark(page, standing, processes)
            elif page in self._strips:
                self._leave(page)

    def _mark(self, page: DocumentPage, standing: Standing, processes: tuple[str, ...]) -> None:
        from modeler.services.preview.called import inside
        from modeler.ui.preview.words import marks_of

        own = inside(standing, processes)
        page.canvas.set_run(marks_of(own))
        if page not in self._strips:
            self._strips[page] = strip = Breadcrumb(self._window.icons, self.reveal)
            page.put_above(strip)
        process = next(id.partition("/")[0] for id in standing.path if _is_in(id, processes))
        self._strips[page].show_way(list(self._way(process)), self._control.name(process))

    def _note_change(self, page: DocumentPage) -> None:
        """A called file was edited: the Request goes on in it as it was saved when the Request began."""
        if page in self._strips and not self._control.standing.is_over:
            page.say("warning", self._changed_words(), self.tr("Start again"), self._control.restart)

    def _changed_words(self) -> str:
        return self.tr(
            "This file has changed; the Request runs it as it was. Save it and start again to see the change."
        )

    def _leave(self, page: DocumentPage) -> None:
        page.unsay(self._changed_words())
        strip = self._strips.pop(page)
        strip.hide()
        strip.deleteLater()
        if page is not self._control.page:
            page.canvas.set_run(None)
            page.canvas.run_buttons.show_buttons(())

    def _way(self, process: str) -> Iterator[Crumb]:
        """The calls that lead to a process, the first one first."""
        way: list[Crumb] = []
        while process and len(way) <= len(self._called.calls):
            caller = self._caller(process)
            around, slash, _ = caller.partition("/")
            title = self._control.name(around) if slash else self._own_title
            way.insert(0, Crumb(self.tr("{} · {}").format(title, self._control.name(caller)), caller))
            process = around if slash else ""
        yield from way

    def _caller(self, process: str) -> str:
        """The element that has called a process: one that does so now, else one that can."""
        now = [place.element for place in self._control.standing.local.places if place.called == process]
        return next(iter([*now, *self._called.callers_of(process)]), "")

    @property
    def _own_title(self) -> str:
        page = self._control.page
        return page.title if page is not None else ""

    def buttons(self, page: DocumentPage) -> list[RunButton]:
        """Ways into the calls that are at work in a tab."""
        return [
            RunButton(own, "step-into", self.tr("Open “{}”").format(self._control.name(id)))
            for id, own in self._here(page)
            if self._process_called(id)
        ]

    def show_buttons(self, buttons: Mapping[str, RunButton]) -> None:
        """Put the buttons of what waits inside called files on their canvases."""
        for page in self._strips:
            processes = self._processes(page)
            own = [
                replace(button, element=id.partition("/")[2]) for id, button in buttons.items() if _is_in(id, processes)
            ]
            page.canvas.run_buttons.show_buttons([*self.buttons(page), *own])

    def _here(self, page: DocumentPage) -> Iterator[tuple[str, str]]:
        """Where tokens are in a tab: what the Request calls the element, and what the file does."""
        for token in self._control.standing.tokens:
            process, slash, own = token.partition("/")
            if (page is self._control.page and not slash) or (slash and process in self._processes(page)):
                yield token, own if slash else token

    def _process_called(self, id: str) -> str:
        """The process of another file that an element calls, now or as the model says."""
        now = [place.called for place in self._control.standing.local.places if place.element == id and place.called]
        process = next(iter([*now, self._called.calls.get(id, "")]), "")
        return process if self._called.path_of(process) is not None else ""

    def _processes(self, page: DocumentPage) -> tuple[str, ...]:
        return () if page is self._control.page else self._called.processes_in(page.file.path)

    @property
    def _called(self) -> CalledFiles:
        return self._control.called

    def _back_to_own(self) -> DocumentPage | None:
        page = self._control.page
        if page is not None:
            self._window.tabs.setCurrentWidget(page)
        return page

    def _restyle(self) -> None:
        for strip in self._strips.values():
            strip.set_icons(self._window.icons)


def _is_in(id: str, processes: tuple[str, ...]) -> bool:
    return bool(processes) and id.partition("/")[0] in processes and "/" in id
