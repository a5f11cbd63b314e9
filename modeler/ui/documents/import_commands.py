"""Importing a ProcessMaker package into a folder of plain files, and opening its processes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog

from modeler.services.storage.file_errors import FileError
from modeler.services.workspace.package_folder import FolderPlan, plan_folder, write_folder
from modeler.services.workspace.process_package import Package, PackageError, PasswordNeededError, read_package
from modeler.ui.dialogs.import_package import ImportPackageDialog, PasswordDialog
from modeler.ui.long_work import LongWork
from modeler.ui.questions import tell_error

if TYPE_CHECKING:
    from modeler.ui.shell import Shell


def ask_and_import(window: Shell) -> None:
    """Let the user choose a package."""
    filters = window.tr("ProcessMaker packages (*.json);;All files (*)")
    name, _ = QFileDialog.getOpenFileName(window, window.tr("Import a ProcessMaker package"), "", filters)
    if name:
        import_package(window, Path(name))


def import_package(window: Shell, path: Path) -> bool:
    """Read a package, show what it holds, write it into the chosen folder, open it. False when nothing was written."""
    try:
        package = _read(window, path)
        if package is None:
            return False
        plan = plan_folder(package)
        folder = _ask_folder(window, package, plan, path)
        return folder is not None and _write(window, plan, folder)
    except (PackageError, OSError) as error:
        tell_error(window, window.tr("The package cannot be imported"), path.name, str(error))
    return False


def _read(window: Shell, path: Path) -> Package | None:
    data = path.read_bytes()
    try:
        return _decoded(window, path, data, None)
    except PasswordNeededError:
        return _unlocked(window, path, data)


def _unlocked(window: Shell, path: Path, data: bytes) -> Package | None:
    """Ask for the password until it fits or the user gives up."""
    error = ""
    while True:
        dialog = PasswordDialog(path.name, error, window)
        is_given = dialog.exec()
        password = dialog.password.text()
        dialog.deleteLater()
        if not is_given:
            return None
        try:
            return _decoded(window, path, data, password)
        except PackageError as wrong:
            error = str(wrong)


def _decoded(window: Shell, path: Path, data: bytes, password: str | None) -> Package | None:
    text = window.tr("Reading {}…").format(path.name)
    waiting = LongWork[Package](window, window.background, text, lambda _late: None)
    return waiting.wait(lambda: read_package(data, password))


def _ask_folder(window: Shell, package: Package, plan: FolderPlan, path: Path) -> Path | None:
    dialog = ImportPackageDialog(package, plan, path.parent / path.name.partition(".")[0], window)
    is_wanted = dialog.exec()
    folder = dialog.chosen
    dialog.deleteLater()
    return folder if is_wanted else None


def _write(window: Shell, plan: FolderPlan, folder: Path) -> bool:
    try:
        written = write_folder(plan, folder, window.session.profile)
    except FileExistsError as taken:
        reason = window.tr("{} is there already; nothing was written.").format(taken)
        tell_error(window, window.tr("The package cannot be imported"), folder.name, reason)
        return False
    except FileError as error:
        tell_error(window, window.tr("The package cannot be imported"), folder.name, str(error))
        return False
    window.documents.open_all([path for path in written if path.suffix == ".bpmn"])
    return True
