"""The answer to a waiting task: its form, the same as data, and who has it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMenu, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from modeler.ui.icons import Icons
from modeler.ui.panels.json_edit import JsonEdit
from modeler.ui.panels.segments import Segments
from modeler.ui.plain_text import ElidedLabel, without_mnemonics

if TYPE_CHECKING:
    from modeler.services.preview.task_people import TaskPeople
    from modeler.ui.panels.task_form.view import TaskFormView
    from modeler.ui.preview.task_desk import TaskDesk

FORM, DATA = 0, 1
LARGE = (900, 700)


class AnswerForm(QWidget):
    """Form and data of one task. `sent` carries the answer of a form's own button, `assigned` who gets the task."""

    sent = Signal(dict)
    assigned = Signal(str)

    def __init__(self, icons: Icons, edit: JsonEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._desk: TaskDesk | None = None
        self.edit = edit
        self._form_place = QVBoxLayout()
        self._form_place.setContentsMargins(0, 0, 0, 0)
        holder = QWidget()
        holder.setLayout(self._form_place)
        self.views = Segments((self.tr("Form"), self.tr("Data")))
        self.views.add(holder)
        self.views.add(edit)
        self.views.turned.connect(self._turned)
        self.larger = QToolButton()
        self.larger.setIcon(icons.get("open-large"))
        self.larger.setToolTip(self.tr("Fill in the form in a window of its own"))
        self.larger.setAccessibleName(self.larger.toolTip())
        self.larger.clicked.connect(self._enlarge)
        self.who = ElidedLabel("muted")
        self.who.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.give = QToolButton()
        self.give.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.give.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        for tool in (self.give, self.larger):
            self.views.head.addWidget(tool)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.who)
        column.addWidget(self.views, 1)

    @cached_property
    def form(self) -> TaskFormView:
        """The form; made for the first task that has one."""
        from modeler.ui.panels.task_form.view import TaskFormView

        made = TaskFormView(self._icons, is_growing=True)
        made.sent.connect(self.sent)
        self._form_place.addWidget(made)
        self._form_place.addStretch(1)
        return made

    @property
    def has_form(self) -> bool:
        """Whether the task is answered by its form now, and not as data."""
        return self._desk is not None and self.views.current == FORM

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        self.larger.setIcon(icons.get("open-large"))
        if "form" in vars(self):
            self.form.set_icons(icons)

    def show_desk(self, desk: TaskDesk | None) -> None:
        """Another task; without a desk it is answered as data."""
        self._desk = desk
        has_form = desk is not None and bool(desk.form.nodes())
        for widget in (self.views.buttons[FORM], self.views.buttons[DATA], self.larger):
            widget.setVisible(has_form)
        if desk is None:
            self.views.turn(DATA)
            self._show_people(None)
            return
        if has_form:
            self.form.attach = desk.attach
            self.form.show_form(desk.form)
        self.views.turn(FORM if has_form else DATA)
        self._show_people(desk.people)

    def show_people(self, people: TaskPeople) -> None:
        """Somebody else has the task."""
        self._show_people(people)

    def answer(self) -> dict[str, object] | None:
        """The answer; None where something is wrong with it, which is then shown."""
        if not self.has_form:
            return self.edit.data()
        return self.form.checked()

    def _turned(self, view: int) -> None:
        """What was entered in the form is there as data, too."""
        if view == DATA and self._desk is not None:
            self.edit.set_data(dict(self._desk.form.answer()))

    def _enlarge(self) -> None:
        desk = self._desk
        if desk is None:
            return
        dialog = FormDialog(desk, self._icons, self)
        dialog.view.sent.connect(lambda _answer: dialog.accept())
        is_sent = dialog.exec() == QDialog.DialogCode.Accepted
        dialog.deleteLater()
        if is_sent:
            self.sent.emit(dict(desk.form.answer()))
        else:
            self.form.show_form(desk.form)

    def _show_people(self, people: TaskPeople | None) -> None:
        self.who.set_full_text(self._who(people) if people is not None else "")
        self.who.setVisible(people is not None)
        self.give.setVisible(people is not None and bool(people.candidates))
        if people is None:
            return
        self.give.setText(self.tr("Reassign") if people.assignee else self.tr("Claim for"))
        menu = QMenu(self.give)
        for candidate in people.candidates:
            action = QAction(without_mnemonics(candidate.name), menu)
            action.triggered.connect(lambda _=False, id=candidate.id: self.assigned.emit(id))
            menu.addAction(action)
        self.give.setMenu(menu)

    def _who(self, people: TaskPeople) -> str:
        if people.name:
            words = self.tr("For {}").format(people.name)
        elif people.offered_to:
            words = self.tr("Offered to {}").format(", ".join(people.offered_to))
        else:
            words = self.tr("For nobody in particular")
        return f"{words} · {people.why}" if people.why else words


class FormDialog(QDialog):
    """The same form with more room."""

    def __init__(self, desk: TaskDesk, icons: Icons, parent: QWidget) -> None:
        from modeler.ui.panels.task_form.view import TaskFormView

        super().__init__(parent)
        self.setWindowTitle(desk.form.title)
        self.resize(*LARGE)
        self.view = TaskFormView(icons, desk.attach)
        self.view.show_form(desk.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.view)
