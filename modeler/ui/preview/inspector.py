"""Keeps the inspector of a run in step with what is selected, and runs or pins single elements for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from modeler.ui.panels.element_run import ElementRunPanel
from modeler.ui.preview.pinning import ask_to_pin

if TYPE_CHECKING:
    from modeler.services.preview.element_run import ElementRun
    from modeler.ui.preview.called_pages import CalledPages
    from modeler.ui.shell import Shell


class RunInspector(QObject):
    """Asks the session only while the panel can be seen."""

    def __init__(self, window: Shell, panel: ElementRunPanel, called: CalledPages) -> None:
        super().__init__(window)
        self._called = called
        self._window = window
        self._panel = panel
        self._control = window.preview
        panel.shown.connect(self.refresh)
        panel.visit_wanted.connect(self._look)
        panel.try_wanted.connect(self.try_step)
        panel.pin_wanted.connect(self.pin)
        panel.unpin_wanted.connect(lambda element: self._control.pin(element, None))
        panel.place_wanted.connect(self._go_to_error)
        panel.details.text_wanted.connect(self._go_to_text)
        panel.details.effect_wanted.connect(window.show_effect)
        self._control.stood.connect(lambda _: self.refresh())

    def refresh(self) -> None:
        """Look at the selected element as the Request stands now."""
        if not self._panel.isVisible() or self._control.is_busy:
            return
        chosen = self.chosen()
        if chosen is None or not self._control.has_run:
            self._panel.show_run(None, "", {})
        else:
            self._look(chosen, None)

    def chosen(self) -> str | None:
        """The selected flow node, or the one from which the selected flow comes, in what the Request is in."""
        page = self._window.page
        if page is None:
            return None
        from engine.bpmn import FlowNode, SequenceFlow

        chosen = page.canvas.selected_elements
        only = chosen[0] if len(chosen) == 1 else None
        if isinstance(only, SequenceFlow):
            only = only.source
        return self._called.id_of(page, only) if isinstance(only, FlowNode) else None

    def try_step(self, element: str) -> None:
        """Open the dialog that runs one element alone."""
        from modeler.ui.dialogs.try_step import TryStepDialog

        run = self._panel.run
        given = {**run.input, **run.mapped} if run is not None else {}

        def show(tried: ElementRun) -> None:
            dialog.show_output(tried.output, tried.error, tried.state in ("waiting", "failed") and not tried.error)

        dialog = TryStepDialog(
            self._control.name(element),
            given,
            lambda data: self._control.try_step(element, data, show, dialog.refuse),
            lambda output: self._control.pin(element, output),
            self._window,
        )
        dialog.open()

    def pin(self, element: str) -> None:
        """Open the dialog with the output that shall be pinned."""
        run, page = self._panel.run, self._control.page
        output: Mapping[str, object] = {}
        if run is not None and run.element == element:
            output = run.pin if run.pin is not None else run.output
        if page is not None:
            ask_to_pin(self._window, page, element, output)

    def show_error(self, element: str) -> None:
        """Go to the field that the error of an element is about; where there is none, to the expression here."""
        self._control.inspect(element, None, self._jump)

    def _go_to_error(self) -> None:
        if self._panel.run is not None:
            self._jump(self._panel.run)

    def _jump(self, run: ElementRun) -> None:
        from modeler.services.preview.failed_place import failed_place
        from modeler.ui.preview.error_jump import jump

        place = failed_place(run)
        if jump(self._window, run.element, place, run.error, self._called.reveal) or place is None:
            return
        texts = [seen.text for seen in run.expressions]
        if place.text in texts:
            self._window.bottom.bring(self._panel)
            self._panel.details.show_expression(texts.index(place.text))

    def _go_to_text(self, element: str, text: str, column: int) -> None:
        from modeler.services.preview.failed_place import FailedPlace
        from modeler.ui.preview.error_jump import jump

        jump(self._window, element, FailedPlace(element, text, column), "", self._called.reveal)

    def _look(self, element: str, visit: int | None) -> None:
        def show(run: ElementRun) -> None:
            names = {way.flow: way.name for way in run.ways_out if way.name}
            self._panel.show_run(run, self._control.name(element), names)

        self._control.inspect(element, visit, show)
