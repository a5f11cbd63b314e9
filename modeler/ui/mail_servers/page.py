"""One mail server in three pages: how it is reached, how it is signed in to, where replies are looked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QLineEdit,
    QScrollArea,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from modeler.editing.connector_types import JsonObject
from modeler.services.mail_sign_in.keeping import suggested_name
from modeler.services.secrets.keyring_store import Secrets
from modeler.ui.data_connectors.parts import add_row, choice, form, line, show_choice
from modeler.ui.icons import Icons
from modeler.ui.mail_servers.fields import (
    FIELDS,
    INCOMING,
    MAILBOX_HOST,
    Entry,
    FieldRow,
    Tab,
    changes_of,
    value_of,
)
from modeler.ui.mail_servers.sign_in_row import SignInRow
from modeler.ui.plain_text import wrapped_label
from modeler.ui.secret_line import SecretLine, words_about

NARROW = 120
TABS: tuple[Tab, ...] = ("server", "sign-in", "replies")


class FieldEditor(QWidget):
    """A field with what is wrong with it below; `changed` tells what it shows after each change of the user."""

    changed = Signal(str)

    def __init__(self, row: FieldRow, secrets: Secrets, name: Callable[[], str]) -> None:
        super().__init__()
        self.row = row
        words = _tr(row.words)
        self.edit: QLineEdit | QComboBox | SecretLine
        if row.kind == "choice":
            self.edit = choice(words, [(value, _tr(text)) for value, text in row.options], self.changed.emit)
        elif row.kind == "secret":
            self.edit = SecretLine(words, secrets, lambda: suggested_name(name(), row.suggestion))
            self.edit.changed.connect(self.changed)
        else:
            self.edit = line(words, self.changed.emit)
            if row.kind == "number":
                self.edit.setMaximumWidth(NARROW)
        self.error = wrapped_label("", "error")
        self.error.hide()
        self.setFocusProxy(self.edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.edit)
        column.addWidget(self.error)

    def show_entry(self, entry: Entry) -> None:
        """Show what an entry holds; a line that says the same keeps its cursor."""
        text = value_of(self.row, entry)
        if isinstance(self.edit, QComboBox):
            show_choice(self.edit, text)
        elif isinstance(self.edit, SecretLine):
            self.edit.show_reference(text)
        else:
            self.edit.setPlaceholderText(self.row.hint(entry))
            if self.edit.text() != text:
                self.edit.setText(text)
                self.edit.setCursorPosition(0)

    def select_all(self) -> None:
        """Let the next letter take the place of what stands there."""
        if isinstance(self.edit, QLineEdit):
            self.edit.selectAll()

    def show_error(self, words: str) -> None:
        """Say what is wrong, or nothing."""
        self.error.setText(words)
        self.error.setVisible(bool(words))
        target = self.edit.line if isinstance(self.edit, SecretLine) else self.edit
        target.setAccessibleDescription(words)
        state = "error" if words else ""
        if target.property("state") != state:
            target.setProperty("state", state)
            target.style().unpolish(target)
            target.style().polish(target)


class ServerPage(QWidget):
    """Edits one entry; `changed` brings what changes in the file, by the place of each value."""

    changed = Signal(object)
    default_wanted = Signal()

    def __init__(self, secrets: Secrets, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._entry = Entry({})
        self._mailbox: JsonObject = {}
        self.is_default = QCheckBox(_tr("Mails without a choice go through this server"))
        self.is_default.clicked.connect(lambda _: self.default_wanted.emit())
        self.has_mailbox = QCheckBox(_tr("Look for replies in a mailbox"))
        self.has_mailbox.clicked.connect(self._toggle_mailbox)
        self.sign_in = SignInRow()
        self.editors = [FieldEditor(row, secrets, lambda: value_of(FIELDS[0], self._entry)) for row in FIELDS]
        self._forms: dict[Tab, QFormLayout] = {tab: form() for tab in TABS}
        self._help = wrapped_label("", "muted")
        self._notes = {tab: wrapped_label("", "muted") for tab in TABS}
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self._build()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.tabs)

    def editor(self, *key: str) -> FieldEditor:
        """The editor of a value that is shown now, or the first one of that place."""
        found = [each for each in self.editors if each.row.key == key]
        return next((each for each in found if each.row.is_shown(self._entry)), found[0])

    def show_server(self, values: JsonObject, is_default: bool, is_alone: bool) -> None:
        """Show a server; one that is alone is the default one anyhow."""
        entry = self._entry = Entry(values)
        self.is_default.setChecked(is_default)
        self.is_default.setEnabled(not is_default and not is_alone)
        mailbox = entry.get(*INCOMING)
        self.has_mailbox.setChecked(mailbox is not None)
        if isinstance(mailbox, dict):
            self._mailbox = mailbox
        for each in self.editors:
            is_shown = each.row.is_shown(entry)
            self._forms[each.row.tab].setRowVisible(each, is_shown)
            if is_shown:
                each.show_entry(entry)
        self._forms["sign-in"].setRowVisible(self.sign_in, entry.has_account and not entry.is_application)
        words = self._provider_words(entry)
        self._help.setText(words)
        self._help.setVisible(bool(words))
        self._say()

    def forget_mailbox(self) -> None:
        """Another server is shown: what was taken away from the last one does not belong to it."""
        self._mailbox = {}

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Say below each field what is wrong with it; a page with such a field has a sign."""
        marked = set()
        for each in self.editors:
            words = problems.get(".".join(each.row.key), "") if each.row.is_shown(self._entry) else ""
            each.show_error(words)
            marked |= {each.row.tab} if words else set()
        for place, tab in enumerate(TABS):
            self.tabs.setTabIcon(place, self._icons.get("warning", "error") if tab in marked else QIcon())

    def reveal(self, key: str) -> None:
        """Bring the field with a problem to the front."""
        for each in self.editors:
            if ".".join(each.row.key) == key and each.row.is_shown(self._entry):
                self.tabs.setCurrentIndex(TABS.index(each.row.tab))
                each.setFocus()
                area = self.tabs.currentWidget()
                if isinstance(area, QScrollArea):
                    area.ensureWidgetVisible(each)
                return

    @property
    def secret_lines(self) -> Sequence[SecretLine]:
        """The lines for secrets that are shown."""
        shown = (each.edit for each in self.editors if each.row.is_shown(self._entry))
        return [each for each in shown if isinstance(each, SecretLine)]

    def _provider_words(self, entry: Entry) -> str:
        """Where what the fields ask for comes from."""
        if entry.provider == "google":
            return _tr("Google gives id and secret to a desktop app that you register in its Cloud Console, for Gmail.")
        if entry.provider == "microsoft" and entry.is_application:
            return _tr("Microsoft gives id and secret to an app registration with the permission SMTP.SendAsApp.")
        if entry.provider == "microsoft":
            return _tr("Microsoft gives the id to an app registration for desktops, redirected to http://localhost.")
        return ""

    def _toggle_mailbox(self, on: bool) -> None:
        kept: JsonObject = self._mailbox or {MAILBOX_HOST[1]: ""}
        self.changed.emit({INCOMING: kept if on else None})
        if on:
            self.editor(*MAILBOX_HOST).setFocus()

    def _edited(self, editor: FieldEditor, text: str) -> None:
        self.changed.emit(changes_of(editor.row, text, self._entry))

    def _say(self) -> None:
        lines = [each for each in self.secret_lines if each.line.text() and not each.is_open]
        text, role = words_about(lines)
        note = self._notes["sign-in"]
        note.setVisible(bool(self.secret_lines))
        note.setText(text)
        note.setProperty("role", role)
        note.style().unpolish(note)
        note.style().polish(note)

    def _build(self) -> None:
        self._forms["replies"].addRow(self.has_mailbox)
        for each in self.editors:
            self._add(each.row.tab, _tr(each.row.words), each)
            each.changed.connect(lambda text, each=each: self._edited(each, text))
        self._forms["server"].addRow("", self.is_default)
        self._add("sign-in", _tr("Person"), self.sign_in)
        self._notes["replies"].setText(
            _tr("Answers to mails of live runs are read here when you look for replies; other mails are left.")
        )
        for tab, words in zip(TABS, (_tr("Mail server"), _tr("Sign-in"), _tr("Replies")), strict=True):
            notes = (self._help, self._notes[tab]) if tab == "sign-in" else (self._notes[tab],)
            self.tabs.addTab(self._scrolled(self._forms[tab], *notes), words)

    def _add(self, tab: Tab, words: str, editor: QWidget) -> None:
        """A row whose label stands beside the first line of its editor."""
        title = add_row(self._forms[tab], words, editor)
        title.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        title.setContentsMargins(0, 7, 0, 0)

    def _scrolled(self, layout: QFormLayout, *notes: QWidget) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("surface", "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        layout.setContentsMargins(0, 0, 0, 0)
        column.addLayout(layout)
        for note in notes:
            column.addWidget(note)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area


def _tr(text: object) -> str:
    return QCoreApplication.translate("MailServers", str(text))
