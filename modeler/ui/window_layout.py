"""Where the panels stand: palette left, properties right, problems, preview and outbox below; remembered."""

from __future__ import annotations

import base64
import contextlib
from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QMainWindow, QToolButton, QWidget

from modeler.services.settings import Settings
from modeler.services.storage.file_errors import FileError
from modeler.ui.fitting_tabs import FittingTabs
from modeler.ui.icons import Icons
from modeler.ui.plain_text import label

VERSION = 1
GEOMETRY, STATE = "window.geometry", "window.state"


class Dock(QDockWidget):
    """A panel at an edge of the window, with a quiet title."""

    def __init__(self, name: str, title: str, icons: Icons, body: QWidget, window: QMainWindow) -> None:
        super().__init__(title, window)
        self.setObjectName(name)
        self.setFeatures(QDockWidget.DockWidgetFeature.DockWidgetClosable)
        self.setWidget(body)
        self._close = QToolButton()
        self._close.setIconSize(QSize(14, 14))
        self._close.setToolTip(self.tr("Hide"))
        self._close.setAccessibleName(self.tr("Hide {}").format(title))
        self._close.clicked.connect(self.close)
        self.setTitleBarWidget(self._title_bar(title))
        self.set_icons(icons)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._close.setIcon(icons.get("close"))

    def _title_bar(self, title: str) -> QWidget:
        bar = QWidget()
        bar.setProperty("surface", "header")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(bar)
        line.setContentsMargins(16, 4, 6, 4)
        line.addWidget(label(title, "panel-title"), 1)
        line.addWidget(self._close)
        return bar


class TabbedDock(Dock):
    """Several panels behind tabs; the tabs are its title."""

    def __init__(self, name: str, title: str, icons: Icons, window: QMainWindow) -> None:
        self.tabs = FittingTabs()
        super().__init__(name, title, icons, self.tabs, window)
        self.setTitleBarWidget(QWidget())
        self.tabs.put_at_the_end(self._close)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        super().set_icons(icons)
        self.tabs.set_icons(icons)

    def add(self, panel: QWidget, title: str) -> None:
        """One more tab."""
        self.tabs.add(panel, title)

    def count(self, panel: QWidget, title: str, number: int) -> None:
        """Say on a tab how much its panel holds."""
        self.tabs.say(panel, f"{title} ({number})" if number else title)

    def bring_one_of(self, panels: Sequence[QWidget]) -> None:
        """Show the dock; the panel in front stays where it is one of these, else the first of them comes."""
        self.show()
        if self.tabs.currentWidget() not in panels:
            self.tabs.bring(self.tabs.indexOf(panels[0]))

    def bring(self, panel: QWidget) -> None:
        """Show the dock with this panel in front."""
        self.show()
        self.tabs.bring(self.tabs.indexOf(panel))


def remember_layout(window: QMainWindow, settings: Settings) -> None:
    """Keep size, place and panels for the next start; a full disk is no reason to complain on closing."""
    remember_geometry(window, settings)
    with contextlib.suppress(FileError):
        settings.set(STATE, _text(window.saveState(VERSION)))


def remember_geometry(window: QMainWindow, settings: Settings) -> None:
    """Keep size and place alone, where the panels are not shown."""
    with contextlib.suppress(FileError):
        settings.set(GEOMETRY, _text(window.saveGeometry()))


def restore_layout(window: QMainWindow, settings: Settings) -> bool:
    """Bring back what was remembered; false at the first start or when it cannot be read."""
    geometry, state = _bytes(settings.get(GEOMETRY, "")), _bytes(settings.get(STATE, ""))
    if geometry is None or state is None:
        return False
    return window.restoreGeometry(geometry) and window.restoreState(state, VERSION)


def _text(data: QByteArray) -> str:
    return base64.b64encode(data.data()).decode("ascii")


def _bytes(text: str) -> QByteArray | None:
    try:
        return QByteArray(base64.b64decode(text, validate=True)) if text else None
    except ValueError:
        return None
