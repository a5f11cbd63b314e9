"""Fields that are finished by one click: a choice and a yes or no."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from modeler.ui.panels.fields.choice_loader import ChoiceLoader
from modeler.ui.panels.fields.completion import CompletionList
from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.form_model import Field
from modeler.ui.plain_text import without_mnemonics, wrapped_label

SEARCHED = 8


class QuietComboBox(QComboBox):
    """A combo box that leaves the wheel to the panel it stands in, so that scrolling changes nothing."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the panel scroll."""
        event.ignore()


class ChoiceField(FieldEditor):
    """One of several options; a value that is no option is kept and shown as it is.

    Many options, and open choices, are searched by typing any part of their names. Where the options could not be
    loaded, the reason and a button to try again stand under the box. Where the connector can load them, a button under
    the box does so, with words about what is asked. What the value refers to can be opened by a link over the box.
    """

    reload_wanted = Signal()
    load_wanted = Signal(str)
    open_wanted = Signal(str, object)
    _box: QuietComboBox
    _list: CompletionList | None = None
    _loader: ChoiceLoader | None = None
    opener: QPushButton | None = None

    def _build(self, field: Field) -> QWidget:
        self._box = QuietComboBox()
        self._box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._box.setMinimumContentsLength(8)
        for choice in field.choices:
            self._box.addItem(choice.title)
        self._box.setEnabled(not field.is_readonly)
        self._box.setProperty("locked", field.is_readonly)
        self._box.activated.connect(self._chosen)
        if field.opens and not field.is_readonly:
            self._add_opener()
        if field.is_open or len(field.choices) > SEARCHED:
            self._open(field)
        if field.loading is not None and not field.is_readonly:
            return self._with_loader(field)
        return self._with_reason(field) if field.choices_error else self._box

    @property
    def loader(self) -> ChoiceLoader | None:
        """What loads the choices, where the connector can."""
        return self._loader

    def _add_opener(self) -> None:
        self.opener = QPushButton()
        self.opener.setProperty("look", "link")
        self.opener.setProperty("place", "head")
        self.opener.clicked.connect(lambda: self.open_wanted.emit(self.field.opens, self.field.value))
        self._head.addWidget(self.opener)

    def _describe(self, field: Field) -> None:
        super()._describe(field)
        if self.opener is not None:
            is_chosen = field.value not in (None, "") or any(each.value == "" for each in field.choices)
            words = self.tr("Edit…") if is_chosen else self.tr("New…")
            self.opener.setText(words)
            self.opener.setAccessibleName(f"{field.label}: {words}")

    def update_field(self, field: Field) -> None:
        """As for every field; other choices and how loading stands are shown without touching what is typed."""
        if field.choices != self.field.choices and self._box.isEditable():
            self._offer(field)
        super().update_field(field)
        if self._loader is not None and field.loading is not None:
            self._loader.show_state(field.loading)

    def _offer(self, field: Field) -> None:
        line = self._box.lineEdit()
        assert line is not None
        text, place = line.text(), line.cursorPosition()
        with QSignalBlocker(self._box), QSignalBlocker(line):
            self._box.clear()
            self._box.addItems([choice.title for choice in field.choices])
            line.setText(text)
            line.setCursorPosition(place)

    @property
    def editor(self) -> QWidget:
        """The box itself, also where a reason stands under it."""
        return self._box

    def _with_loader(self, field: Field) -> QWidget:
        frame, column = self._framed()
        self._loader = ChoiceLoader(field.label)
        self._loader.wanted.connect(lambda: self.load_wanted.emit(self.field.key))
        if field.loading is not None:
            self._loader.show_state(field.loading)
        column.addWidget(self._loader)
        return frame

    def _framed(self) -> tuple[QWidget, QVBoxLayout]:
        frame = QWidget()
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._box)
        return frame, column

    def _with_reason(self, field: Field) -> QWidget:
        frame, column = self._framed()
        column.addWidget(wrapped_label(field.choices_error, "warning"))
        again = QPushButton(self.tr("Try again"))
        again.setProperty("look", "link")
        again.setAccessibleName(self.tr("{}: load the choices again").format(field.label))
        again.clicked.connect(self.reload_wanted)
        line = QHBoxLayout()
        line.addWidget(again)
        line.addStretch(1)
        column.addLayout(line)
        return frame

    def _open(self, field: Field) -> None:
        self._box.setEditable(True)
        self._box.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._box.setCompleter(None)  # type: ignore[arg-type]  # Qt takes none to switch completion off
        line = self._box.lineEdit()
        assert line is not None
        line.setPlaceholderText(field.placeholder)
        line.textEdited.connect(self._search)
        line.textEdited.connect(self._typed)
        line.editingFinished.connect(self.commit)
        line.installEventFilter(self)
        self._box.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys for the open list of matches; Esc without one takes back what was typed."""
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._close_list()
        elif isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            if self._list is not None:
                return self._list.take_key(event, self._take, self._close_list)
            if event.key() == Qt.Key.Key_Escape and event.type() == QEvent.Type.KeyPress:
                self.revert()
        return super().eventFilter(watched, event)

    @property
    def matches(self) -> CompletionList | None:
        """The open list of options that match what was typed."""
        return self._list

    def _search(self, text: str) -> None:
        words = text.casefold().split()
        titles = [choice.title for choice in self.field.choices]
        found = [title for title in titles if all(word in title.casefold() for word in words)]
        if not words or not found or found == [text]:
            self._close_list()
            return
        if self._list is None:
            self._list = CompletionList(self.window(), self.field.label)
            self._list.itemClicked.connect(lambda item: self._take(item.text()))
        self._list.offer([(title, "") for title in found])
        self._list.stand_below(self._box, QPoint(0, self._box.height()))

    def _take(self, title: str) -> None:
        self._close_list()
        self._box.setEditText(title)
        self._chosen()

    def _close_list(self) -> None:
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
            self._list = None

    def _chosen(self) -> None:
        self.edited.emit(self.field.key, self._read_value())
        self.commit()

    def _read_value(self) -> object:
        if self._box.isEditable():
            return self._typed_value(self._box.currentText())
        index = self._box.currentIndex()
        if 0 <= index < len(self.field.choices):
            return self.field.choices[index].value
        return self._known

    def _typed_value(self, text: str) -> object:
        named = next((choice.value for choice in self.field.choices if choice.title == text), None)
        if named is not None or (not text and self._known is None):
            return named
        if self._known is not None and text == str(self._known):
            return self._known  # a number that no choice has is shown as text, and stays a number
        folded = (choice.value for choice in self.field.choices if choice.title.casefold() == text.casefold())
        return text if self.field.is_open else next(folded, self._known)

    def _show_value(self, value: object) -> None:
        self._box.setPlaceholderText(self.field.placeholder)
        if self._box.isEditable():
            titles = (choice.title for choice in self.field.choices if choice.value == value)
            self._box.setEditText(next(titles, "" if value is None else str(value)))
            return
        self._forget_foreign()
        index = next((i for i, choice in enumerate(self.field.choices) if choice.value == value), -1)
        if index < 0 and value not in (None, ""):
            self._box.addItem(str(value))
            index = self._box.count() - 1
        self._box.setCurrentIndex(index)

    def commit(self) -> None:
        """As for every field; what is typed into a closed choice and names no option is taken back."""
        super().commit()
        if self._box.isEditable() and not self.field.is_open:
            self._show_value(self._known)

    def _forget_foreign(self) -> None:
        while self._box.count() > len(self.field.choices):
            self._box.removeItem(self._box.count() - 1)


class BooleanField(FieldEditor):
    """A check box with its label beside it; where elements differ, it is half checked."""

    _check: QCheckBox

    def _build(self, field: Field) -> QWidget:
        self._check = QCheckBox(without_mnemonics(field.label))
        self._check.setEnabled(not field.is_readonly)
        self._check.setProperty("look", field.look)
        self._check.clicked.connect(self._chosen)
        frame = QWidget()
        self._head = QHBoxLayout(frame)
        self._head.setContentsMargins(0, 0, 0, 0)
        self._head.addWidget(self._check, 1)
        return frame

    @property
    def editor(self) -> QWidget:
        """The check box, also where a button stands beside it."""
        return self._check

    def _chosen(self) -> None:
        self._check.setTristate(False)
        self.edited.emit(self.field.key, self._read_value())
        self.commit()

    def _shows_label(self) -> bool:
        return False

    def _read_value(self) -> object:
        return self._check.isChecked()

    def _show_value(self, value: object) -> None:
        self._check.setTristate(self.field.is_mixed)
        if self.field.is_mixed:
            self._check.setCheckState(Qt.CheckState.PartiallyChecked)
        else:
            self._check.setChecked(_is_yes(value))

    def update_field(self, field: Field) -> None:
        """As for every field; a missing value is not the same as no."""
        self.field = field
        self._known = field.value
        self._show_value(field.value)
        self.set_error(field.error)

    def commit(self) -> None:
        """Only a click finishes a yes or no: one that is not set or mixed is left as it is."""
        if not self._check.isTristate() and self._check.isChecked() != _is_yes(self._known):
            super().commit()


def _is_yes(value: object) -> bool:
    """Whether a value counts as yes; other programs write “false” as a text."""
    return bool(value) and value != "false"
