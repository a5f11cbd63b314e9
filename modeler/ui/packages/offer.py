"""A package before it is installed: what it is, what comes with it, and what it wants to be allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from modeler.ui.packages.page import Page

if TYPE_CHECKING:
    from modeler.services.packages.store import Candidate


class OfferPage(QWidget):
    """Asks once; nothing of the package has been written or run when it shows."""

    accepted = Signal()
    rejected = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.page = Page()
        self.accept_button = QPushButton()
        self.accept_button.setProperty("look", "primary")
        self.accept_button.clicked.connect(lambda: self.accepted.emit())
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.cancel_button.clicked.connect(lambda: self.rejected.emit())
        for button in (self.accept_button, self.cancel_button):
            button.setAutoDefault(False)
        line = QHBoxLayout()
        line.setContentsMargins(24, 12, 24, 16)
        line.setSpacing(8)
        line.addStretch(1)
        line.addWidget(self.cancel_button)
        line.addWidget(self.accept_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.page, 1)
        column.addLayout(line)

    def show_candidate(self, candidate: Candidate) -> None:
        """Show a package and what it wants."""
        page = self.page
        page.clear()
        title, button = self._words(candidate)
        self.accept_button.setText(button)
        page.words(title, "empty-title")
        page.words("  ·  ".join(filter(None, (candidate.source, candidate.index))), "muted")
        for note in candidate.notes:
            page.words(note, "warning")
        page.heading(self.tr("It brings"))
        page.bullets([f"{each.name} {each.version}" for each in candidate.connectors])
        if candidate.libraries:
            page.heading(self.tr("Libraries that come with it"))
            page.bullets([f"{each.wheel.name} {each.wheel.version}" for each in candidate.libraries])
        self._permissions(candidate)
        page.heading(self.tr("SHA-256"))
        page.words(candidate.layout.digest, "code")
        page.end()
        self.accept_button.setFocus()

    def _permissions(self, candidate: Candidate) -> None:
        page, new = self.page, candidate.new_permissions
        kept = [words for words in candidate.permissions.values() if words not in new]
        if new:
            page.heading(self.tr("It asks to be allowed") if candidate.replaces is None else self.tr("It newly asks"))
            page.bullets(new)
            page.words(
                self.tr(
                    "Its code runs in a process of its own, and all that it asks of Processwright is checked against"
                    " this list. On Linux the system also keeps it from files and network. Install what you trust."
                ),
                "muted",
            )
        if kept:
            page.heading(self.tr("You have agreed to"))
            page.bullets(kept, "muted")
        if not candidate.permissions:
            page.heading(self.tr("Permissions"))
            page.words(self.tr("None: it has no code and reaches nothing."), "muted")

    def _words(self, candidate: Candidate) -> tuple[str, str]:
        name, version = candidate.name, candidate.version
        before = candidate.replaces.version if candidate.replaces is not None else ""
        return {
            "install": (self.tr("Install {} {}").format(name, version), self.tr("Install")),
            "upgrade": (self.tr("Upgrade {} from {} to {}").format(name, before, version), self.tr("Upgrade")),
            "downgrade": (self.tr("Go back with {} from {} to {}").format(name, before, version), self.tr("Go back")),
            "reinstall": (self.tr("Install {} {} again").format(name, version), self.tr("Install again")),
        }[candidate.step]
