"""Files of the outbox on disk: opened from a folder that goes with the program, or kept where the user says."""

from __future__ import annotations

import weakref
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

HARMLESS = frozenset({"pdf", "png", "jpg", "jpeg", "gif", "webp", "bmp", "txt", "csv", "json", "log", "md"})
"""Files that the system's program only shows; others might be run by it, so they can only be saved."""


def can_open(name: str) -> bool:
    """Whether a file of this name may be handed to the system's program for it."""
    from modeler.services.safe_names import safe_name

    return safe_name(name).rpartition(".")[2].lower() in HARMLESS


class OpenedFiles:
    """Copies that are open in other programs; they go when the window goes."""

    def __init__(self) -> None:
        self._folder: Path | None = None

    def open(self, parent: QWidget, name: str, content: bytes) -> Path | None:
        """Write a copy and hand it to the system's program; None, with a word to the user, where that fails."""
        from modeler.services.safe_names import safe_name, unique_name

        if not can_open(name):
            return None
        try:
            folder = self._place()
            path = folder / unique_name(safe_name(name), [each.name for each in folder.iterdir()])
            path.write_bytes(content)
        except OSError as error:
            _tell(parent, _tr("Open file"), name, error)
            return None
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
        return path

    def _place(self) -> Path:
        import shutil
        from tempfile import mkdtemp

        if self._folder is None:
            self._folder = Path(mkdtemp(prefix="processwright-"))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        return self._folder


def save_as(parent: QWidget, name: str, content: bytes) -> Path | None:
    """Ask where to keep a file and write it whole; None where the user or the disk refuses."""
    from modeler.services.safe_names import safe_name

    chosen, _ = QFileDialog.getSaveFileName(parent, _tr("Save file"), safe_name(name))
    return Path(chosen) if chosen and write_file(parent, Path(chosen), content) else None


def write_file(parent: QWidget, path: Path, content: bytes) -> bool:
    """Write a file whole, or say why not."""
    from modeler.services.storage.file_errors import FileError
    from modeler.services.storage.json_file import write_whole
    from modeler.services.storage.operating_system import OperatingSystem

    try:
        write_whole(OperatingSystem(), path, content)
    except (OSError, FileError) as error:
        _tell(parent, _tr("Save file"), path.name, error)
        return False
    return True


def _tell(parent: QWidget, title: str, name: str, error: Exception) -> None:
    from modeler.ui.questions import tell_error

    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    tell_error(parent, title, _tr("“{}” cannot be written.").format(name), reason)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Outbox", text)
