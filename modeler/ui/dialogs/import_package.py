"""A ProcessMaker package before it is imported: what it holds, what to know, and the folder it goes to."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from modeler.services.workspace.package_folder import FolderPlan
from modeler.services.workspace.process_package import Package
from modeler.ui.dialog_buttons import ending
from modeler.ui.plain_text import label, tooltip, wrapped_label

WIDTH = 560
KINDS = {
    "Process": ("1 process", "{} processes"),
    "Screen": ("1 screen", "{} screens"),
    "Script": ("1 script", "{} scripts"),
    "DataConnector": ("1 data connector", "{} data connectors"),
    "Collection": ("1 collection", "{} collections"),
}


class ImportPackageDialog(QDialog):
    """Shows a plan and asks for an empty place; nothing is written here."""

    def __init__(self, package: Package, plan: FolderPlan, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self.setWindowTitle(self.tr("Import a ProcessMaker package"))
        self.setMinimumWidth(WIDTH)
        self.folder = QLineEdit(str(folder))
        self.folder.setAccessibleName(self.tr("Folder"))
        self.folder.textChanged.connect(self._check)
        self.error = wrapped_label("", "error")
        self.files = QListWidget()
        self.files.setAccessibleName(self.tr("Files that will be written"))
        self.files.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for name in plan.files:
            self.files.addItem(name)
            self.files.item(self.files.count() - 1).setToolTip(tooltip(name))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        column.addWidget(wrapped_label(package.name or self.tr("Package without a name"), "empty-title"))
        column.addWidget(wrapped_label(in_words(package), "muted"))
        column.addSpacing(8)
        column.addWidget(label(self.tr("Files"), "section"))
        column.addWidget(self.files, 1)
        for note in plan.notes:
            column.addWidget(wrapped_label(f"•  {note}", "muted"))
        column.addSpacing(8)
        column.addWidget(label(self.tr("Folder"), "section"))
        column.addLayout(self._place())
        column.addWidget(self.error)
        column.addSpacing(8)
        column.addWidget(self._buttons())
        self._check()

    @property
    def chosen(self) -> Path:
        """The folder to write into."""
        return Path(self.folder.text().strip()).expanduser()

    def _place(self) -> QHBoxLayout:
        choose = QPushButton(self.tr("Choose…"))
        choose.setAutoDefault(False)
        choose.clicked.connect(self._choose)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.folder, 1)
        line.addWidget(choose)
        return line

    def _buttons(self) -> QDialogButtonBox:
        self.accept_button = QPushButton(self.tr("Import and open"))
        self.accept_button.setProperty("look", "primary")
        return ending(self, self.accept_button, self.tr("Cancel"))

    def _choose(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Folder"), str(self.chosen.parent))
        if name:
            self.folder.setText(name)

    def _check(self) -> None:
        taken = [name for name in self._plan.files if self.folder.text().strip() and (self.chosen / name).exists()]
        if not self.folder.text().strip():
            self.error.setText(self.tr("Choose a folder."))
        elif taken:
            self.error.setText(self.tr("“{}” is there already. Choose another folder.").format(taken[0]))
        else:
            self.error.setText("")
        self.error.setVisible(bool(self.error.text()))
        if hasattr(self, "accept_button"):
            self.accept_button.setEnabled(not self.error.text())


class PasswordDialog(QDialog):
    """Asks for the password of an encrypted package; it is used once and kept nowhere."""

    def __init__(self, name: str, error: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Encrypted package"))
        self.setFixedWidth(420)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName(self.tr("Password"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        column.addWidget(wrapped_label(self.tr("The password of “{}”").format(name), "empty-title"))
        column.addWidget(self.password)
        problem = wrapped_label(error, "error")
        problem.setVisible(bool(error))
        column.addWidget(problem)
        column.addSpacing(8)
        column.addWidget(ending(self, QPushButton(self.tr("Open")), self.tr("Cancel")))


def in_words(package: Package) -> str:
    """What a package holds, such as “1 process, 6 screens”."""
    found = []
    for kind, (one, many) in KINDS.items():
        count = len(package.of_type(kind))
        if count:
            found.append(_tr(one) if count == 1 else _tr(many).format(count))
    return ", ".join(found) or _tr("Nothing that can be shown")


def _tr(text: str) -> str:
    return QCoreApplication.translate("ImportPackage", text)
