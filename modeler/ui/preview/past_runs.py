"""Runs of the history in the preview: looked at on the canvas, compared, run again, kept as scenarios."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from modeler.ui.panels.run_setup import RunSetup
from modeler.ui.preview.control import PreviewControl

if TYPE_CHECKING:
    from modeler.services.preview.session import MakeRun
    from modeler.services.preview.standing import Standing
    from modeler.services.preview.starting import PreviewOptions
    from modeler.services.scenarios.scenario import Scenario
    from modeler.ui.documents.page import DocumentPage


class PastRuns:
    """Works on the session of the preview; `refuse` is called with why something cannot be."""

    def __init__(self, control: PreviewControl, setup: RunSetup, refuse: Callable[[str], None]) -> None:
        self._control, self._setup, self._refuse = control, setup, refuse

    def open(self, page: DocumentPage, make: MakeRun, then: Callable[[], None]) -> None:
        """Look at a run over a document, and call `then`; the runs of another document go for it."""
        control = self._control
        is_other = page is not control.page
        control.pace.stop()

        def opened(_: Standing) -> None:
            control.show(page)
            then()

        control.do(lambda session: session.reopen(make, is_other), opened, self._refuse)

    def compare(self, page: DocumentPage, make: MakeRun, show: Callable[[int], None]) -> None:
        """Have a run beside the present one; `show` is called with its number."""

        def held(number: int) -> None:
            self._control.show(page)
            show(number)

        if page is self._control.page:
            self._control.do(lambda session: session.hold(make), held, self._refuse)

    def record(self, make: MakeRun, name: str, show: Callable[[Scenario], None]) -> None:
        """A run as a scenario; `show` is called with it."""
        self._control.do(lambda session: session.record_past(make, name), show, self._refuse)

    def run_again(self, page: DocumentPage, options: PreviewOptions) -> None:
        """Start a Request as another one was started, and show that in the setup."""
        if not self._control.is_busy:
            self._setup.show_options(options.data, options.start, options.seed, options.clock)
            self._control.begin(page, options.data, options)
