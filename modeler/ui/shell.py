"""The frame of the window: its parts, where they stand, and what each of them may ask of the window.

The parts know this and no more of the window; how they work together is the main window's.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from modeler.services.storage.file_errors import FileError
from modeler.ui.actions import Actions
from modeler.ui.background import Background
from modeler.ui.connector_icons import ConnectorIcons
from modeler.ui.documents.find_bar import FindBar
from modeler.ui.documents.opening import OpenDocuments
from modeler.ui.documents.outline_watch import OutlineWatch
from modeler.ui.documents.problem_watch import ProblemWatch
from modeler.ui.documents.tabs import DocumentTabs
from modeler.ui.forms.inspector import Inspector
from modeler.ui.forms.secrets import FormSecrets
from modeler.ui.forms.variables import FormVariables
from modeler.ui.icons import Icons
from modeler.ui.loaded_choices import LoadedChoices
from modeler.ui.package_icons import PackageIcons
from modeler.ui.palette_control import PaletteControl
from modeler.ui.panels.outline import OutlinePanel
from modeler.ui.panels.palette import PaletteEntry, PalettePanel
from modeler.ui.panels.problems import ProblemsPanel
from modeler.ui.panels.properties import PropertiesPanel
from modeler.ui.sample_pictures import SamplePictures
from modeler.ui.session import Session
from modeler.ui.status_bar import StatusBar
from modeler.ui.theme import Appearance, Mode
from modeler.ui.welcome import WelcomePage
from modeler.ui.window_layout import Dock, TabbedDock

if TYPE_CHECKING:
    from engine.bpmn import Element
    from modeler.drawing import Style
    from modeler.services.catalog import Catalog
    from modeler.services.preview.outbox import Effect
    from modeler.ui.documents.page import DocumentPage
    from modeler.ui.forms.entry_pictures import EntryPictures
    from modeler.ui.live.control import LiveControl
    from modeler.ui.outbox.panel import OutboxPanel
    from modeler.ui.panels.element_run import ElementRunPanel
    from modeler.ui.panels.run import RunPanel
    from modeler.ui.panels.scenarios import ScenariosPanel
    from modeler.ui.preview.control import PreviewControl

ICON_FOLDER = "icons"
SIGN = 18


class Shell(QMainWindow):
    """Panels round the documents of one user; everything they need comes with the session.

    `commands_stale` says that other commands may be possible now than before.
    """

    commands_stale = Signal()

    def __init__(self, session: Session, appearance: Appearance) -> None:
        super().__init__()
        self.session = session
        self.appearance = appearance
        self.icons = Icons(appearance.theme)
        self.background = Background(self)
        self.request_work = Background(self, workers=1)
        """What the preview is told to do: it waits for no picture, check or history that is made beside it."""
        self.package_icons = PackageIcons(session.profile.folder / ICON_FOLDER, self.background, self)
        self.connector_icons = ConnectorIcons(self.package_icons, lambda: self.catalog, appearance.theme)
        self.actions_by_id = Actions(self, self.icons)
        self._build_center()
        self._build_panels()
        self._build_docks()

    @property
    def catalog(self) -> Catalog:
        """The connectors that are installed; looked for when the first document needs them."""
        return self.session.catalog

    @property
    def page(self) -> DocumentPage | None:
        """The document in front."""
        return self.documents.current

    def finish_typing(self) -> None:
        """Take what is being typed, in the properties or into a label: before saving, running or undoing."""
        self.properties_panel.commit()
        if self.page is not None:
            self.page.canvas.label_editor.commit()

    def _build_center(self) -> None:
        self.tabs = DocumentTabs(self.icons)
        self.documents = OpenDocuments(
            self.session, self.tabs, self.icons, self.connector_icons.picture, self.background, self
        )
        self.welcome = WelcomePage(self.icons, self.session.samples)
        self.welcome.set_recent(self.session.workspace.recent)
        self._sample_pictures = SamplePictures(self.welcome, self.appearance)
        self.find_bar = FindBar(self.icons, lambda: self.page.file.document if self.page else None, self._reveal)
        self.find_bar.closed.connect(self._to_canvas)
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.find_bar)
        column.addWidget(self.tabs, 1)
        self._center = QStackedWidget()
        self._center.addWidget(self.welcome)
        self._center.addWidget(work)
        self.setCentralWidget(self._center)
        self.status = StatusBar(self.icons)
        self.setStatusBar(self.status)

    def _build_panels(self) -> None:
        theme = self.appearance.theme
        self._pictures: EntryPictures | None = None
        self._signs: dict[str, QIcon] = {}
        self.palette_control = PaletteControl(
            lambda: self.catalog, lambda: self.preview.faults, lambda: self.page.file.document if self.page else None
        )
        self.palette_panel = PalettePanel(theme, self.icons, self._entry_picture)
        self.outline_panel = OutlinePanel(self._sign)
        self.outline_watch = OutlineWatch(self.outline_panel, lambda: self.page.file.document if self.page else None)
        self.properties_panel = PropertiesPanel(self.icons)
        variables = FormVariables(lambda: self.catalog, lambda: self.run_panel.setup.data.data() or {}, self._last_data)
        self.properties_panel.use(variables, FormSecrets(lambda: self.session.secrets))
        self.loaded_choices = LoadedChoices(self.background, lambda: self.session.secrets, self)
        self.inspector = Inspector(
            self.properties_panel, lambda: self.catalog, self.entry_pictures, variables, self.loaded_choices
        )
        self.problems_panel = ProblemsPanel(self.icons)
        self.problem_watch = ProblemWatch(lambda: self.catalog, self.background, self)

    def _build_docks(self) -> None:
        self.setDockOptions(QMainWindow.DockOption.AnimatedDocks)
        self.setCorner(Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.LeftDockWidgetArea)
        self.setCorner(Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea)
        self.left = TabbedDock("left", self.tr("Palette"), self.icons, self)
        self.left.add(self.palette_panel, self.tr("Palette"))
        self.left.add(self.outline_panel, self.tr("Outline"))
        self.right = Dock("right", self.tr("Properties"), self.icons, self.properties_panel, self)
        self.bottom = TabbedDock("bottom", self.tr("Panels"), self.icons, self)
        self.bottom.add(self.problems_panel, self.tr("Problems"))
        self.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.left)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.right)
        self.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, self.bottom)
        self.resizeDocks([self.left, self.right], [272, 336], Qt.Orientation.Horizontal)
        self.resizeDocks([self.bottom], [220], Qt.Orientation.Vertical)

    # What runs processes is made when it is first needed, after the first paint: see `run_desks`.

    @cached_property
    def run_panel(self) -> RunPanel:
        """The panel of the preview."""
        from modeler.ui.panels.run import RunPanel

        return RunPanel(self.icons)

    @cached_property
    def outbox_panel(self) -> OutboxPanel:
        """The panel of what a run has sent."""
        from modeler.ui.outbox.panel import OutboxPanel

        return OutboxPanel(self.appearance.theme, self.icons, self.background)

    @cached_property
    def element_run_panel(self) -> ElementRunPanel:
        """The panel of a single element's run."""
        from modeler.ui.panels.element_run import ElementRunPanel

        return ElementRunPanel(self.icons)

    @cached_property
    def scenarios_panel(self) -> ScenariosPanel:
        """The panel of scenarios."""
        from modeler.ui.panels.scenarios import ScenariosPanel

        return ScenariosPanel(self.icons)

    @cached_property
    def preview(self) -> PreviewControl:
        """The previewed Request."""
        from modeler.services.preview.run_memory import RunMemory
        from modeler.ui.preview.control import PreviewControl

        memory = RunMemory(self.session.profile)
        return PreviewControl(self.request_work, lambda: self.catalog, self.run_panel.setup, memory)

    @cached_property
    def live(self) -> LiveControl:
        """The live runs."""
        from modeler.ui.live.control import LiveControl

        session = self.session
        return LiveControl(self.background, session.profile, lambda: session.secrets, lambda: self.catalog, self)

    def open_path(self, path: Path) -> DocumentPage | None:
        """Open a file or, read only, a sample."""
        if any(sample.path == path for sample in self.session.samples):
            return self.documents.open_sample(path)
        page = self.documents.open(path)
        if page is None:
            self.welcome.set_recent(self.session.workspace.recent)  # what cannot be opened is not offered again
        return page

    def fill_palette(self) -> None:
        """List what can be placed, once."""
        if not self.palette_panel.buttons:
            self.palette_panel.set_entries(self.palette_control.refresh())

    def connectors_changed(self) -> None:
        """Show in palette, menus, forms, problems and pictures which connectors there are now."""
        self.preview.keep_processes()
        if self.palette_panel.buttons:
            self.palette_panel.set_entries(self.palette_control.refresh())
        for page in self.documents.pages:
            page.canvas.set_connector_icons(self.connector_icons.reference)
        self.inspector.refresh()
        self.problem_watch.refresh()
        self.commands_stale.emit()

    def show_faults(self) -> None:
        """Gray out connectors whose last run crashed or that are not for the document in front, and no others."""
        if self.palette_panel.buttons and self.palette_control.has_other_troubles():
            self.palette_panel.set_entries(self.palette_control.refresh())

    def reveal(self, element_id: str) -> bool:
        """Select an element of the current document and bring it into view."""
        page = self.page
        element = page.file.document.find(element_id) if page is not None else None
        return page is not None and element is not None and page.reveal(element)

    def show_effect(self, effect: Effect) -> bool:
        """Bring the outbox to the front with this effect chosen; false where the outbox does not hold it."""
        self.bottom.bring(self.outbox_panel)
        return self.outbox_panel.show_effect(effect)

    def choose_theme(self, mode: Mode) -> None:
        """Look otherwise from now on."""
        self.appearance.set_mode(mode)
        self.keep_setting("theme", mode)

    def keep_setting(self, name: str, value: object) -> None:
        """Remember a choice; a full disk is no reason to complain about it."""
        with contextlib.suppress(FileError):
            self.session.settings.set(name, value)

    def _to_canvas(self) -> None:
        if self.page is not None:
            self.page.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def _reveal(self, element: Element) -> None:
        if self.page is not None:
            self.page.reveal(element)

    def entry_pictures(self) -> EntryPictures:
        """Draws entries and elements in the colors of now; made when the first is drawn."""
        from modeler.ui.forms.entry_pictures import EntryPictures

        if self._pictures is None:
            self._pictures = EntryPictures(self.appearance.theme, self._canvas_style(), self.icons, self.package_icons)
        return self._pictures

    def _last_data(self) -> Mapping[str, object]:
        """What the preview of the document in front has come to."""
        return self.preview.data_of(self.page)

    def _sign(self, sign: str) -> QIcon:
        if sign not in self._signs:
            self._signs[sign] = QIcon(self.entry_pictures().of_sign(sign, SIGN, 2.0))
        return self._signs[sign]

    def _canvas_style(self) -> Style:
        from modeler.drawing import theme

        return theme(self.appearance.theme.name)

    def _entry_picture(self, shown: PaletteEntry, size: int) -> QPixmap:
        entry = self.palette_control.entry(shown.id)
        return self.entry_pictures().of_entry(entry, size, self.devicePixelRatioF()) if entry is not None else QPixmap()
