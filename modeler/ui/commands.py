"""Binds every command of the window to what it does, and keeps those that cannot be given now gray."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from modeler.services.collection import no_collection
from modeler.ui.menus import PREVIEW, TOOLS
from modeler.ui.plain_text import without_mnemonics
from modeler.ui.theme import MODES

if TYPE_CHECKING:
    from pathlib import Path

    from modeler.ui.canvas.widget import CanvasWidget
    from modeler.ui.documents.page import DocumentPage
    from modeler.ui.main_window import MainWindow

WITH_DOCUMENT = (
    "file.save", "file.save-as", "file.export", "file.export-image", "file.close", "edit.paste", "edit.select-all",
    "edit.create", "edit.find", "tool.select", "tool.hand", "tool.lasso", "tool.space", "tool.connect", "view.zoom-in",
    "view.zoom-out", "view.zoom-100", "view.zoom-fit", "view.grid",
)  # fmt: skip
CANVAS_MENUS = ("create", "append", "replace", "align", "color")
WITH_SELECTION = (
    "edit.cut", "edit.copy", "edit.duplicate", "edit.delete", "edit.label", "edit.append", "edit.replace", "edit.align",
    "edit.color",
)  # fmt: skip


WITH_DESKS = tuple(id for id in PREVIEW if id is not None and id != "live.secrets")


def bind_commands(window: MainWindow) -> None:
    """Connect all actions of a new window, and keep them fitting to its state from now on."""
    for part in (_bind_files, _bind_edit, _bind_view, _bind_secrets, _bind_connectors, _bind_help):
        part(window)
    window.commands_stale.connect(partial(refresh_commands, window))
    refresh_commands(window)


def refresh_commands(window: MainWindow) -> None:
    """Make possible what is possible now."""
    actions, page = window.actions_by_id, window.page
    history = page.file.document.history if page is not None else None
    actions.enable(WITH_DOCUMENT, page is not None)
    actions.enable(WITH_SELECTION, page is not None and page.canvas.has_selection())
    actions["file.save-all"].setEnabled(any(each.has_unsaved_work for each in window.documents.pages))
    actions["file.reopen"].setEnabled(window.documents.can_reopen)
    actions["edit.undo"].setEnabled(history is not None and history.can_undo)
    actions["edit.redo"].setEnabled(history is not None and history.can_redo)
    undo, redo = window.tr("&Undo"), window.tr("&Redo")
    actions["edit.undo"].setText(_with_label(undo, history.undo_label if history is not None else None))
    actions["edit.redo"].setText(_with_label(redo, history.redo_label if history is not None else None))
    if window.has_desks:
        window.desks.refresh_commands()
    else:
        actions.enable(WITH_DESKS, False)
    actions.enable(("view.palette", "view.properties", "view.bottom"), page is not None)
    actions.enable(("view.next-tab", "view.previous-tab"), window.tabs.count() > 1)
    _refresh_element_tools(window)
    if page is not None:
        if (tool := f"tool.{page.canvas.tool}") in TOOLS:
            actions[tool].setChecked(True)
        actions["view.grid"].setChecked(page.canvas.is_grid_shown)


def _refresh_element_tools(window: MainWindow) -> None:
    """What can be done with the one selected element, also as links over its properties."""
    from modeler.ui.data_connectors.commands import data_connector_element
    from modeler.ui.workspace_commands import offers_screens

    names = ("connectors.data", "connectors.map") if data_connector_element(window) is not None else ()
    screens = ("workspace.screens",) if offers_screens(window) else ()
    window.actions_by_id["connectors.map"].setEnabled(bool(names))
    update = ("tool.update",) if window.packages.update_plan() is not None else ()
    window.actions_by_id["tool.update"].setEnabled(bool(update))
    shown = (*names, *screens, *update)
    window.properties_panel.tools.show_actions([window.actions_by_id[name] for name in shown])


def _with_label(text: str, label: str | None) -> str:
    return f"{text} {without_mnemonics(label[:1].lower() + label[1:])}" if label else text


def _bind_files(window: MainWindow) -> None:
    actions, documents = window.actions_by_id, window.documents

    def with_page(act: Callable[..., object]) -> Callable[[], None]:
        def run() -> None:
            if window.page is not None:
                act(window.page)

        return run

    actions.bind("file.new", documents.new)
    actions.bind("file.open", documents.ask_and_open)
    actions.bind("file.import", lambda: _import(window))
    documents.package_wanted.connect(lambda path: _import(window, path))
    actions.bind("file.save", with_page(documents.save))
    actions.bind("file.save-as", with_page(documents.save_as))
    actions.bind("file.save-all", documents.save_all)
    actions.bind("file.close", with_page(documents.close))
    actions.bind("file.reopen", documents.reopen)
    actions.bind("file.quit", window.close)
    actions.bind("file.export", with_page(lambda page: _export(window, page, "bpmn")))
    actions.bind("file.export-image", with_page(lambda page: _export(window, page, "image")))
    window.menus.recent.aboutToShow.connect(lambda: _fill_recent(window))


def _export(window: MainWindow, page: DocumentPage, what: str) -> None:
    from modeler.ui.documents import export_commands

    export = export_commands.export_bpmn if what == "bpmn" else export_commands.export_image
    export(window, page)


def _import(window: MainWindow, path: Path | None = None) -> None:
    from modeler.ui.documents import import_commands

    if path is None:
        import_commands.ask_and_import(window)
    else:
        import_commands.import_package(window, path)


def _fill_recent(window: MainWindow) -> None:
    menu = window.menus.recent
    menu.clear()
    for path in window.session.workspace.recent[:10]:
        action = menu.addAction(without_mnemonics(path.name))
        action.setStatusTip(str(path))
        action.triggered.connect(lambda _=False, chosen=path: window.open_path(chosen))
    if menu.isEmpty():
        menu.addAction(window.tr("No recent files")).setEnabled(False)


def _settings(window: MainWindow) -> None:
    from modeler.ui.settings.commands import show_settings

    show_settings(window)


def _bind_edit(window: MainWindow) -> None:
    actions = window.actions_by_id
    actions.bind("edit.settings", lambda: _settings(window))
    actions.bind("edit.undo", lambda: _history(window, "undo"))
    actions.bind("edit.redo", lambda: _history(window, "redo"))
    on_canvas: dict[str, Callable[[CanvasWidget], object]] = {
        "edit.cut": lambda canvas: _to_clipboard(canvas.cut()),
        "edit.copy": lambda canvas: _to_clipboard(canvas.copy()),
        "edit.paste": lambda canvas: canvas.paste(QApplication.clipboard().text()),
        "edit.duplicate": lambda canvas: canvas.duplicate(),
        "edit.delete": lambda canvas: canvas.delete_selection(),
        "edit.select-all": lambda canvas: canvas.select_all(),
        "edit.label": lambda canvas: canvas.edit_label(),
        **{f"edit.{menu}": _opening(menu) for menu in CANVAS_MENUS},
        "tool.select": lambda canvas: canvas.set_tool("select"),
        "tool.hand": lambda canvas: canvas.set_tool("hand"),
        "tool.lasso": lambda canvas: canvas.set_tool("lasso"),
        "tool.space": lambda canvas: canvas.set_tool("space"),
        "tool.connect": lambda canvas: canvas.set_tool("connect"),
        "view.zoom-in": lambda canvas: canvas.zoom_in(),
        "view.zoom-out": lambda canvas: canvas.zoom_out(),
        "view.zoom-100": lambda canvas: canvas.zoom_to(1.0),
        "view.zoom-fit": lambda canvas: canvas.fit(),
        "view.grid": lambda canvas: canvas.set_grid(not canvas.is_grid_shown),
    }
    for id, act in on_canvas.items():
        actions.bind(id, _on_canvas(window, act))
    actions.bind("tool.connectors", lambda: window.packages.open())
    actions.bind("tool.update", lambda: window.packages.offer_update())
    actions.bind("edit.find", lambda: window.find_bar.open() if window.page is not None else None)


def _opening(menu: str) -> Callable[[CanvasWidget], object]:
    return lambda canvas: canvas.request(menu)


def _to_clipboard(text: str) -> None:
    if text:
        QApplication.clipboard().setText(text)


def _on_canvas(window: MainWindow, act: Callable[[CanvasWidget], object]) -> Callable[[], None]:
    def run() -> None:
        if window.page is not None:
            act(window.page.canvas)

    return run


def _history(window: MainWindow, what: str) -> None:
    page = window.page
    if page is None:
        return
    window.finish_typing()
    history = page.file.document.history
    with no_collection():
        if what == "undo" and history.can_undo:
            history.undo()
        elif what == "redo" and history.can_redo:
            history.redo()


def _bind_view(window: MainWindow) -> None:
    actions = window.actions_by_id
    for id, dock in (("view.palette", window.left), ("view.properties", window.right), ("view.bottom", window.bottom)):
        actions[id].setChecked(dock.isVisibleTo(window))
        actions[id].toggled.connect(dock.setVisible)
        dock.visibilityChanged.connect(partial(_show_checked, actions[id], dock))
    for mode in MODES:
        action = actions[f"view.theme-{mode}"]
        action.setChecked(window.appearance.mode == mode)
        actions.bind(f"view.theme-{mode}", partial(window.choose_theme, mode))
    actions.bind("view.next-tab", lambda: window.tabs.turn(1))
    actions.bind("view.previous-tab", lambda: window.tabs.turn(-1))
    full = actions["view.fullscreen"]
    full.toggled.connect(lambda on: window.showFullScreen() if on else window.showNormal())
    window.status.zoom_wanted.connect(actions["view.zoom-100"].trigger)


def _show_checked(action: QAction, dock: QWidget, _: bool) -> None:
    action.setChecked(not dock.isHidden())


def _bind_secrets(window: MainWindow) -> None:
    def secrets() -> None:
        from modeler.ui.live.commands import show_secrets

        show_secrets(window)

    window.actions_by_id.bind("live.secrets", secrets)


def _bind_connectors(window: MainWindow) -> None:
    from modeler.ui.data_connectors import commands
    from modeler.ui.mail_servers.commands import edit_mail_servers
    from modeler.ui.workspace_commands import edit_people, edit_screens, open_setting

    window.actions_by_id.bind("workspace.people", lambda: edit_people(window))
    window.actions_by_id.bind("workspace.screens", lambda: edit_screens(window))
    window.actions_by_id.bind("connectors.data", lambda: commands.edit_data_connectors(window))
    window.actions_by_id.bind("connectors.new-data", lambda: commands.new_data_connector(window))
    window.actions_by_id.bind("workspace.mail-servers", lambda: edit_mail_servers(window))
    window.properties_panel.open_wanted.connect(partial(open_setting, window))
    window.actions_by_id.bind("connectors.map", lambda: commands.map_answer(window))


def _bind_help(window: MainWindow) -> None:
    def about() -> None:
        from modeler.ui.dialogs.about import show_about

        show_about(window)

    def shortcuts() -> None:
        from modeler.ui.dialogs.shortcuts import show_shortcuts

        show_shortcuts(window, window.actions_by_id)

    window.actions_by_id.bind("help.about", about)
    window.actions_by_id.bind("help.shortcuts", shortcuts)
