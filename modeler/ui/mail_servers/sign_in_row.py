"""Who has signed in, and the button with which a person does so in the browser."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from modeler.ui.plain_text import wrapped_label


class SignInRow(QWidget):
    """`wanted` asks for the browser, `cancel_wanted` for an end of the waiting."""

    wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._address = ""
        self.button = QPushButton(self.tr("Sign in…"))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.wanted)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.cancel_wanted)
        self.copy = QPushButton(self.tr("Copy address"))
        self.copy.setProperty("look", "link")
        self.copy.setAutoDefault(False)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._address))
        self.words = wrapped_label("", "muted")
        self._is_waiting = False
        line = QHBoxLayout()
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for button in (self.button, self.cancel, self.copy):
            button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            line.addWidget(button)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.words)
        self.setFocusProxy(self.button)
        self.show_state("")

    def show_state(self, secret: str, is_set: bool = False, for_session: bool = False) -> None:
        """Say whether somebody has signed in; `secret` is the name under which that is kept."""
        self._wait(False)
        again = self.tr("Sign in again…")
        self.button.setText(again if is_set else self.tr("Sign in…"))
        if is_set and for_session:
            self.say(self.tr("Signed in until the program ends, as “{}”.").format(secret), "success")
        elif is_set:
            self.say(self.tr("Signed in; kept in the keyring as “{}”.").format(secret), "success")
        elif secret:
            self.say(self.tr("Nobody has signed in on this computer yet (“{}” is not set).").format(secret), "warning")
        else:
            self.say(self.tr("Nobody has signed in yet."), "warning")

    def wait(self, address: str) -> None:
        """The browser shows this page now."""
        self._address = address
        self._wait(True)
        self.say(self.tr("Sign in in the browser. If no page has opened, copy its address and open it there."), "muted")
        self.cancel.setFocus()

    def say(self, words: str, role: str = "error") -> None:
        """Tell how it stands."""
        self.words.setText(words)
        self.words.setProperty("role", role)
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)

    def fail(self, words: str) -> None:
        """It came to nothing."""
        self._wait(False)
        self.say(words)

    def _wait(self, is_waiting: bool) -> None:
        had_focus = self.cancel.hasFocus()
        self._is_waiting = is_waiting
        self.button.setVisible(not is_waiting)
        self.cancel.setVisible(is_waiting)
        self.copy.setVisible(is_waiting)
        if had_focus and not is_waiting:
            self.button.setFocus()

    @property
    def is_waiting(self) -> bool:
        """Whether the browser is waited for."""
        return self._is_waiting
