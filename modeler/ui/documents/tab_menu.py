"""The menu of a tab: closing it and others, and where its file is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

Act = Callable[[], object]


def tab_menu(parent: QWidget, path: Path | None, close: Act, close_others: Act | None, close_all: Act) -> QMenu:
    """What can be done with the tab of a file; the menu deletes itself when it closes."""
    menu = QMenu(parent)
    _add(menu, _tr("Close"), close)
    _add(menu, _tr("Close others"), close_others)
    _add(menu, _tr("Close all"), close_all)
    menu.addSeparator()
    _add(menu, _tr("Copy path"), partial(_copy, path) if path is not None else None)
    _add(menu, _tr("Open folder"), partial(_open, path.parent) if path is not None else None)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _add(menu: QMenu, text: str, act: Act | None) -> None:
    action = menu.addAction(text)
    action.setEnabled(act is not None)
    if act is not None:
        action.triggered.connect(lambda: act())


def _copy(path: Path) -> None:
    QGuiApplication.clipboard().setText(str(path))


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("TabMenu", text)
