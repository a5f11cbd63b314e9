"""Where commands stand: the menu bar and the toolbar, as lists of ids. `None` is a line between groups."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from modeler.ui.actions import Actions

THEMES = ("view.theme-system", "view.theme-light", "view.theme-dark")
TOOLS = ("tool.select", "tool.hand", "tool.lasso", "tool.space", "tool.connect")
FILE = ("file.new", "file.open", "recent", "file.import", None, "file.save", "file.save-as", "file.save-all", None)
FILE_END = ("file.export", "file.export-image", None, "file.close", "file.reopen", None, "file.quit")
ELEMENT = ("edit.create", "edit.append", "edit.replace", "edit.label", "edit.align", "edit.color")
EDIT = ("edit.undo", "edit.redo", None, "edit.cut", "edit.copy", "edit.paste", "edit.duplicate", "edit.delete", None)
EDIT_END = ("edit.select-all", "edit.find", None, *ELEMENT, None, "edit.settings")
VIEW = ("view.zoom-in", "view.zoom-out", "view.zoom-100", "view.zoom-fit", "view.grid", None)
VIEW_END = ("view.palette", "view.properties", "view.bottom", "view.fullscreen", None, "view.animate", "theme", None)
TABS = ("view.next-tab", "view.previous-tab")
LIVE = (None, "live.run", "live.runs", "live.secrets")
PREVIEW = (
    "preview.run", "preview.pause", "preview.restart", "preview.stop", None, "preview.step", "preview.step-into",
    "preview.step-out", "preview.step-back", "preview.run-to", None, "preview.open-called",
    "preview.to-caller", None, "preview.breakpoint", "preview.inspect",
    "preview.send", "preview.time", "preview.history",
    *LIVE,
)  # fmt: skip
HELP = ("help.shortcuts", None, "help.about")
DATA = (
    "connectors.data", "connectors.new-data", "connectors.map", None,
    "workspace.screens", "workspace.people", "workspace.mail-servers",
)  # fmt: skip
BAR = ("file.new", "file.open", "file.save", None, "edit.undo", "edit.redo", None, *TOOLS, None)
BAR_END = ("view.zoom-out", "view.zoom-in", "view.zoom-fit", None, "file.export-image", "file.export")


class Menus:
    """The menu bar of a window; `recent` is filled by the window each time it opens."""

    def __init__(self, window: QMainWindow, actions: Actions) -> None:
        self._actions = actions
        self.recent = QMenu(_tr("Open &recent"), window)
        self.theme = QMenu(_tr("&Theme"), window)
        self._submenus = {"recent": self.recent, "theme": self.theme}
        _group(window, actions, THEMES)
        self._fill(self.theme, THEMES)
        bar = window.menuBar()
        for title, ids in (
            (_tr("&File"), (*FILE, *FILE_END)),
            (_tr("&Edit"), (*EDIT, *EDIT_END)),
            (_tr("&View"), (*VIEW, *VIEW_END, *TABS)),
            (_tr("&Tools"), (*TOOLS, None, *DATA, None, "tool.connectors", "tool.update")),
            (_tr("&Preview"), PREVIEW),
            (_tr("&Help"), HELP),
        ):
            self._fill(bar.addMenu(title), ids)

    def _fill(self, menu: QMenu, ids: tuple[str | None, ...]) -> None:
        menu.setToolTipsVisible(False)
        for id in ids:
            if id is None:
                menu.addSeparator()
            elif id in self._submenus:
                menu.addMenu(self._submenus[id])
            else:
                menu.addAction(self._actions[id])


def build_toolbar(window: QMainWindow, actions: Actions) -> QToolBar:
    """The toolbar: files, history, tools and view on the left, the preview on the right."""
    bar = QToolBar(_tr("Toolbar"), window)
    bar.setObjectName("toolbar")
    bar.setMovable(False)
    bar.setIconSize(QSize(20, 20))
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    _group(window, actions, TOOLS)
    for id in (*BAR, *BAR_END):
        bar.addSeparator() if id is None else bar.addAction(actions[id])
    gap = QWidget()
    gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(gap)
    for id in ("preview.stop", "preview.step", "preview.run"):
        bar.addAction(actions[id])
    run = bar.widgetForAction(actions["preview.run"])
    if isinstance(run, QToolButton):
        run.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        run.setProperty("look", "primary")
    bar.addSeparator()
    for id in ("view.palette", "view.bottom", "view.properties"):
        bar.addAction(actions[id])
        bar.widgetForAction(actions[id]).setProperty("look", "toggle")
    for action in bar.actions():
        button = bar.widgetForAction(action)
        if isinstance(button, QToolButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setAccessibleName(action.toolTip())
    window.addToolBar(bar)
    return bar


def _group(window: QMainWindow, actions: Actions, ids: tuple[str, ...]) -> None:
    group = QActionGroup(window)
    for id in ids:
        group.addAction(actions[id])


def _tr(text: str) -> str:
    return QCoreApplication.translate("Menus", text)
