"""All that runs processes in a window: panels and desks of preview, outbox, scenarios, history and live runs.

Nothing of it can be seen before a document is open, so that a window is painted first and these are made then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from modeler.ui.history.desk import HistoryDesk
from modeler.ui.live.commands import bind_live
from modeler.ui.preview.desk import PreviewDesk
from modeler.ui.scenarios.desk import ScenarioDesk

if TYPE_CHECKING:
    from modeler.ui.documents.page import DocumentPage
    from modeler.ui.icons import Icons
    from modeler.ui.outbox.rows import EffectRow
    from modeler.ui.shell import Shell
    from modeler.ui.theme import Theme


class RunDesks(QObject):
    """Makes the panels of a window that show runs, with a desk for each kind of run, and tells them of documents."""

    def __init__(self, window: Shell) -> None:
        super().__init__(window)
        self._window = window
        self.preview = PreviewDesk(window)
        self.scenarios = ScenarioDesk(window)
        self.history = HistoryDesk(window, self.scenarios)
        self._add_panels()
        self._connect()
        bind_live(window)

    def _add_panels(self) -> None:
        window = self._window
        for panel, title in (
            (window.run_panel, self.tr("Preview")),
            (window.element_run_panel, self.tr("Inspect")),
            (window.outbox_panel, self.tr("Outbox")),
            (window.scenarios_panel, self.tr("Scenarios")),
            (self.history.panel, self.tr("History")),
        ):
            window.bottom.add(panel, title)

    def _connect(self) -> None:
        window = self._window
        window.preview.effects_changed.connect(self._show_effects)
        window.preview.changed.connect(window.show_faults)
        window.preview.changed.connect(window.inspector.refresh)
        window.outbox_panel.activated.connect(lambda element: self.preview.called.reveal(element))

    def _show_effects(self, effects: list[EffectRow]) -> None:
        panel = self._window.outbox_panel
        panel.set_effects(effects)
        self._window.bottom.count(panel, self.tr("Outbox"), len(effects))

    def page_opened(self, page: DocumentPage) -> None:
        """A document is open."""
        self.preview.page_opened(page)
        self.scenarios.page_opened(page)
        self.history.page_opened(page)

    def page_closed(self, page: DocumentPage) -> None:
        """A document is closed."""
        self._window.preview.forget(page)
        self.preview.called.page_closed(page)
        self.scenarios.control.forget(page)
        self.history.page_closed(page)

    def watch(self, page: DocumentPage | None) -> None:
        """Another document is in front."""
        self._window.preview.watch(page)
        self._window.show_faults()
        self.scenarios.watch(page)
        self.history.watch(page)

    def refresh_commands(self) -> None:
        """Make possible what is possible now."""
        window, actions = self._window, self._window.actions_by_id
        self.preview.refresh()
        actions["preview.history"].setEnabled(window.page is not None)
        actions["live.runs"].setEnabled(True)
        actions["live.run"].setEnabled(window.page is not None and not window.live.is_busy)

    def set_theme(self, theme: Theme, icons: Icons) -> None:
        """Draw in other colors."""
        window = self._window
        window.outbox_panel.set_theme(theme, icons)
        for panel in (window.run_panel, window.element_run_panel, window.scenarios_panel, self.history.panel):
            panel.set_icons(icons)

    def leave(self) -> None:
        """The window is about to close: what runs is told to end."""
        self._window.preview.leave()
        self._window.live.interrupt()
        self._window.outbox_panel.view.close_files()

    def close(self) -> None:
        """The window closes, and nothing works in the background any more."""
        self.history.close()
        self._window.preview.close()
        self._window.live.close()
