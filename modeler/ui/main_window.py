"""The window: tabs of documents in the middle, panels round them, commands above. It only connects its parts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QEvent, QPoint, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

from modeler.services.collection import paused_collection
from modeler.services.storage.file_errors import FileError
from modeler.ui.canvas_menus import open_context_menu
from modeler.ui.documents.problem_row import ProblemRow, Severity, at_fields, counts
from modeler.ui.first_paint import FirstPaint
from modeler.ui.icons import Icons
from modeler.ui.menus import Menus, build_toolbar
from modeler.ui.session import Session
from modeler.ui.shell import Shell
from modeler.ui.theme import Appearance, Theme
from modeler.ui.window_layout import remember_geometry, remember_layout, restore_layout

if TYPE_CHECKING:
    from engine.bpmn import Element
    from modeler.services.storage.recovery import UnsavedWork
    from modeler.ui.documents.page import DocumentPage
    from modeler.ui.packages.control import PackageControl
    from modeler.ui.run_desks import RunDesks

PRODUCT = "Processwright"


class Themed(Protocol):
    """A part of the window that draws icons."""

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""


class MainWindow(Shell):
    """One window of one user: what happens in one part is shown in the others."""

    def __init__(self, session: Session, appearance: Appearance) -> None:
        super().__init__(session, appearance)
        self._is_leaving = False
        self._docks_before: list[bool] | None = None
        self.menus = Menus(self, self.actions_by_id)
        self.toolbar = build_toolbar(self, self.actions_by_id)
        self._connect()
        self.setAcceptDrops(True)
        self.resize(1440, 900)
        restore_layout(self, session.settings)
        self._show_page(None)

    @cached_property
    def packages(self) -> PackageControl:
        """The page of connectors and what can be done there."""
        from modeler.ui.packages.control import PackageControl

        return PackageControl(self)

    @cached_property
    def desks(self) -> RunDesks:
        """What runs processes; made in the pause after the first paint, or when something asks for it before."""
        from modeler.ui.run_desks import RunDesks

        return RunDesks(self)

    @property
    def has_desks(self) -> bool:
        """Whether what runs processes is there already."""
        return "desks" in self.__dict__

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _: self._show_page(self.page))
        self.documents.opened.connect(self._page_opened)
        self.documents.closed.connect(self._page_closed)
        self.documents.field_wanted.connect(self._go_to_problem)
        self.documents.saving.connect(self.finish_typing)
        self.welcome.new_wanted.connect(self.documents.new)
        self.welcome.open_wanted.connect(self.documents.ask_and_open)
        self.welcome.path_wanted.connect(self.open_path)
        self.palette_panel.chosen.connect(self._entry_chosen)
        self.palette_panel.manage_wanted.connect(lambda: self.packages.open())
        self.problem_watch.found.connect(self._show_problems)
        self.problems_panel.activated.connect(self._go_to_problem)
        self.outline_panel.selected.connect(self.reveal)
        self.status.problems_wanted.connect(lambda: self.bottom.bring(self.problems_panel))
        self.inspector.refused.connect(self.status.set_hint)
        self.package_icons.arrived.connect(self._icons_arrived)
        self.appearance.changed.connect(self._restyle)

    def start(self, paths: Sequence[Path]) -> None:
        """Offer the unsaved work of a crash, then open these files."""
        try:
            works = self.session.files.unsaved_work()
        except FileError as error:
            self.status.set_hint(str(error))
            works = []
        if works:
            self._offer(works)
        self.documents.open_all(paths)
        FirstPaint(self._center, self._furnish)
        self._sample_pictures.start()

    def _furnish(self) -> None:
        """The window is on the screen: make what the first document needs while nobody waits for it."""
        with paused_collection():
            self.fill_palette()
        QTimer.singleShot(0, self, self._make_desks)

    def _make_desks(self) -> None:
        if not self.has_desks:
            with paused_collection():
                self.desks.watch(self.page)
            self.commands_stale.emit()

    def quit_now(self) -> None:
        """Close without questions; journals keep what is unsaved."""
        self._is_leaving = True
        self.close()

    def _offer(self, works: list[UnsavedWork]) -> None:
        from modeler.ui.dialogs.recovered import RecoveredDialog

        dialog = RecoveredDialog(works, self)
        if dialog.exec():
            if dialog.is_discarded:
                for work in dialog.chosen():
                    work.discard()
            else:
                self.documents.recover(dialog.chosen())
        dialog.deleteLater()

    def _open_menu(self, at: QPoint) -> None:
        open_context_menu(self, self.actions_by_id, at, self.desks.preview.fill_context_menu)

    def _page_opened(self, page: DocumentPage) -> None:
        self._make_desks()
        self.fill_palette()
        canvas = page.canvas
        canvas.set_theme(self._canvas_style())
        canvas.set_icons(self.icons)
        canvas.set_connector_icons(self.connector_icons.reference)
        canvas.set_creations(self.palette_control.creation)
        canvas.set_connectors(self.palette_control.connectors)
        canvas.context_menu_requested.connect(lambda at: self._open_menu(at))
        canvas.selection_changed.connect(lambda elements: self._selection_changed(page, elements))
        canvas.zoom_changed.connect(lambda scale: self._if_current(page, lambda: self.status.set_zoom(scale)))
        canvas.hint_changed.connect(self.status.set_hint)
        canvas.refused.connect(self.status.set_hint)
        canvas.tool_changed.connect(lambda name: self._tool_changed(page, name))
        page.changed.connect(lambda: self._if_current(page, self._document_changed))
        self.desks.page_opened(page)

    def _page_closed(self, page: DocumentPage) -> None:
        self.desks.page_closed(page)
        if page is self.page:
            self._show_page(None)

    def _if_current(self, page: DocumentPage, act: object) -> None:
        if page is self.page and callable(act):
            act()

    def _show_page(self, page: DocumentPage | None) -> None:
        self._center.setCurrentIndex(0 if page is None else 1)
        self._show_docks(page is not None)
        self._name_window()
        self.inspector.watch(page)
        self.problem_watch.watch(page)
        if self.has_desks:
            self.desks.watch(page)
        self.outline_watch.refresh(at_once=True)
        self.status.show_document(page.file.document.profile if page is not None else None)
        if page is None:
            self.welcome.set_recent(self.session.workspace.recent)
            self._sample_pictures.start()
            self.status.set_hint("")
        else:
            self.status.set_zoom(page.canvas.zoom)
            self._selection_changed(page, page.canvas.selected_elements)
        self.commands_stale.emit()

    def _show_docks(self, wanted: bool) -> None:
        """Panels stand round a document only; the welcome page has the window for itself."""
        docks = (self.left, self.right, self.bottom)
        if not wanted and self._docks_before is None:
            if self.isVisible():
                remember_layout(self, self.session.settings)
            self._docks_before = [not dock.isHidden() for dock in docks]
            for dock in docks:
                dock.hide()
        elif wanted and self._docks_before is not None:
            for dock, is_shown in zip(docks, self._docks_before, strict=True):
                dock.setVisible(is_shown)
            self._docks_before = None

    def _name_window(self) -> None:
        page = self.page
        self.setWindowTitle(f"{page.title}[*] – {PRODUCT}" if page is not None else PRODUCT)
        self.setWindowModified(page is not None and page.has_unsaved_work)

    def _document_changed(self) -> None:
        self._name_window()
        page = self.page
        if page is not None:
            self.inspector.refresh()
            self.problem_watch.refresh()
            self.outline_watch.refresh()
            self.status.set_hint(self._selection_words(page.canvas.selected_elements))
        self.commands_stale.emit()

    def _selection_changed(self, page: DocumentPage, elements: Sequence[Element]) -> None:
        if page is not self.page:
            return
        self.inspector.follow_selection()
        self.desks.preview.inspector.refresh()
        self.outline_watch.select(elements[0].id if len(elements) == 1 else None)
        self.status.set_hint(self._selection_words(elements))
        self.commands_stale.emit()

    def _selection_words(self, elements: Sequence[Element]) -> str:
        from modeler.ui.forms.element_kinds import display_name, kind_name

        if not elements:
            return ""
        if len(elements) > 1:
            return self.tr("{} elements selected").format(len(elements))
        kind, name = kind_name(elements[0]), display_name(elements[0])
        return f"{kind}: {name}" if name != kind else kind

    def _tool_changed(self, page: DocumentPage, name: str) -> None:
        if page is self.page:
            self.commands_stale.emit()
            if name != "create":
                self.palette_panel.set_chosen(None)

    def _entry_chosen(self, id: str) -> None:
        if self.page is None:
            self.palette_panel.set_chosen(None)
            self.status.set_hint(self.tr("Open or start a process first."))
        elif reason := self.palette_control.refusal(id):
            self.palette_panel.set_chosen(None)
            self.status.set_hint(reason)
        elif id:
            self.page.canvas.start_create(id)
            self.palette_panel.set_chosen(None)

    def _show_problems(self, rows: list[ProblemRow], worst: dict[str, Severity]) -> None:
        errors, warnings, _ = counts(rows)
        self.problems_panel.set_problems(rows)
        self.inspector.show_findings(at_fields(rows))
        self.bottom.count(self.problems_panel, self.tr("Problems"), errors + warnings)
        self.status.set_problems(errors, warnings)
        if self.page is not None:
            self.page.canvas.set_problems(worst)

    def _go_to_problem(self, row: ProblemRow) -> None:
        if row.element_id and self.reveal(row.element_id) and row.field:
            self.right.show()
            self.properties_panel.reveal(row.field)

    def _icons_arrived(self) -> None:
        self.palette_panel.set_theme(self.appearance.theme, self.icons)
        self.inspector.refresh()
        for page in self.documents.pages:
            page.canvas.set_connector_icons(self.connector_icons.reference)

    def _restyle(self, theme: Theme) -> None:
        self.icons = Icons(theme)
        self._pictures = None
        self._signs = {}
        self.outline_panel.redraw()
        self.connector_icons.set_theme(theme)
        self.actions_by_id.set_icons(self.icons)
        self.inspector.refresh()
        self.palette_panel.set_theme(theme, self.icons)
        for part in self._themed():
            part.set_icons(self.icons)
        for page in self.documents.pages:
            page.canvas.set_theme(self._canvas_style())
            page.canvas.set_icons(self.icons)
        self.problem_watch.refresh()
        self._sample_pictures.start()
        if self.has_desks:
            self.desks.set_theme(theme, self.icons)
        if "packages" in self.__dict__:
            self.packages.set_theme()

    def _themed(self) -> tuple[Themed, ...]:
        chrome = (self.tabs, self.documents, self.welcome, self.find_bar, self.status)
        return (*chrome, self.properties_panel, self.problems_panel, self.left, self.right, self.bottom)

    def changeEvent(self, event: QEvent) -> None:
        """The window comes to the front: look whether files or connectors changed meanwhile."""
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.documents.check_outside()
            if self.session.is_catalog_old:
                self.packages.refresh()
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on the window."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open dropped files."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        event.acceptProposedAction()
        packages = [path for path in paths if path.suffix.lower() == ".whl"]
        self.documents.open_all([path for path in paths if path not in packages])
        for path in packages[:1]:
            self.packages.look_at(str(path))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about unsaved work, then remember how the window looked."""
        self.finish_typing()
        if not self._is_leaving and not self.documents.close_all():
            event.ignore()
            return
        if self._docks_before is None:
            remember_layout(self, self.session.settings)
        else:
            remember_geometry(self, self.session.settings)
        if self.has_desks:
            self.desks.leave()
        self.request_work.close()
        self.background.close()
        self.problem_watch.close()
        self.loaded_choices.close()
        if self.has_desks:
            self.desks.close()
        event.accept()
