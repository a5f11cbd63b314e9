"""The properties panel: the selected element's form, rebuilt only when its shape changes.

It sends `edited` while somebody types, to be judged, `finished` once per finished field, to be written, and `drafted`
for what cannot be written and shall not be lost. What it shows comes as a `Form`; it knows neither documents nor
connectors.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Signal, SignalInstance
from PySide6.QtGui import QDesktopServices, QKeyEvent, QPixmap
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.icons import Icons
from modeler.ui.panels.element_tools import ElementTools
from modeler.ui.panels.empty_state import EmptyState
from modeler.ui.panels.fields.context import FieldContext, Secrets, Variables
from modeler.ui.panels.fields.editor import WEB, tool_button
from modeler.ui.panels.fields.group import GroupBox, find_editor
from modeler.ui.panels.form_model import Form
from modeler.ui.plain_text import ElidedLabel, wrapped_label
from modeler.ui.tab_order import follow_layout

ICON = 28
MANY = 12


class PropertiesPanel(QWidget):
    """Header with icon, name and type; groups of fields under it."""

    edited = Signal(str, str, object)
    finished = Signal(str, str, object)
    drafted = Signal(str, str, object)
    reload_wanted = Signal()
    load_wanted = Signal(str)
    open_wanted = Signal(str, object)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icons = icons
        self._context = FieldContext(
            icons,
            reload=self.reload_wanted.emit,
            load=self.load_wanted.emit,
            open=self.open_wanted.emit,
            keep=self._keep,
        )
        self._form: Form | None = None
        self._visit = 0
        self._boxes: list[GroupBox] = []
        self._boxes_before: list[GroupBox] = []
        self._folded: dict[str, bool] = {}
        self._due: Callable[[], None] | None = None
        self._empty = EmptyState(
            "select",
            self.tr("Nothing selected"),
            self.tr("Click an element of the diagram to see and change its properties."),
        )
        self._empty.set_icons(icons)
        self._page = self._build_page()
        self._layers = QStackedLayout(self)
        self._layers.addWidget(self._empty)
        self._layers.addWidget(self._page)

    def show_form(self, form: Form | None, picture: QPixmap | None = None) -> None:
        """Show `form`; texts change in place when its shape is the one shown, and the focus stays."""
        self._due = None
        if form is None:
            self.commit()
            self._form = None
            self._layers.setCurrentWidget(self._empty)
            return
        if self._form is not None and self._form.subject != form.subject:
            self.commit()
        self._header(form, picture)
        before = self._form
        if before is not None and before.frame() == form.frame():
            self._form = form  # what fields have to say of their new values is about these
            for box, group in zip(self._boxes, form.groups, strict=True):
                box.update_group(group)
        else:
            self._rebuild(form)
        if before is None or before.subject != form.subject:
            self._search.clear()
        self._form = form
        self._find(self._search.text())
        self._layers.setCurrentWidget(self._page)

    def expect(self, show: Callable[[], None]) -> None:
        """Another form is on its way: `show` brings it at once for whoever asks the panel before that."""
        self.commit()
        self._due = show

    def use(self, variables: Variables, secrets: Secrets | None) -> None:
        """What the fields may ask about the Request's data and the keyring; for fields that are made from now on."""
        self._context = replace(self._context, variables=variables, secrets=secrets)

    def commit(self) -> None:
        """Finish what is being typed: before saving, running, or showing another element."""
        for box in self._boxes:
            box.commit()

    def leave(self) -> None:
        """Finish what is being typed, for the elements of the next form are others, even under the same ids."""
        self.commit()
        self._form, self._visit = None, self._visit + 1

    def set_icons(self, icons: Icons) -> None:
        """Draw everything again in the colors of another theme."""
        self._icons = icons
        self._context = replace(self._context, icons=icons)
        self._empty.set_icons(icons)
        self._help.setIcon(icons.get("help"))
        form, self._form = self._form, None
        if form is not None:
            self._rebuild(form)
            self._form = form

    def set_errors(self, errors: dict[str, str]) -> None:
        """Show the messages of a check made while typing: field key to message, all other fields are right."""
        for box in self._boxes:
            box.set_errors(sum(editor.apply_errors(errors) for editor in box.editors))

    def focusNextPrevChild(self, next: bool) -> bool:
        """Tab goes through the fields as they stand, whenever they were made."""
        follow_layout(self)
        return super().focusNextPrevChild(next)

    def reveal(self, key: str) -> bool:
        """Unfold, scroll to and focus the field called `key`; whether there is one."""
        self._bring_due()
        found = find_editor(self._boxes, key)
        if found is None:
            return False
        box, editor = found
        self._search.clear()
        box.set_open(True)
        self._scroll.ensureWidgetVisible(editor)
        editor.focus_editor()
        return True

    def editor_of(self, key: str) -> QWidget | None:
        """What takes the keyboard in the field called `key`."""
        found = find_editor(self._boxes, key)
        return found[1].editor if found is not None else None

    def has_focus(self, key: str) -> bool:
        """Whether the keyboard is in the field called `key`."""
        self._bring_due()
        found = find_editor(self._boxes, key)
        focus = QApplication.focusWidget()
        return found is not None and focus is not None and found[1].isAncestorOf(focus)

    @property
    def form(self) -> Form | None:
        """What is shown now."""
        self._bring_due()
        return self._form

    @property
    def groups(self) -> list[GroupBox]:
        """The groups shown now, from top to bottom."""
        self._bring_due()
        return list(self._boxes)

    def _bring_due(self) -> None:
        show, self._due = self._due, None
        if show is not None:
            show()

    def _keep(self, key: str, text: object) -> None:
        """What was typed into a field of the shown form cannot be stored, or was given up."""
        if self._form is not None:
            self.drafted.emit(self._form.subject, key, text)

    def _build_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._build_header())
        self.tools = ElementTools()
        column.addWidget(self.tools)
        self._message = wrapped_label("", "muted")
        self._message.setContentsMargins(16, 12, 16, 12)
        column.addWidget(self._message)
        self._errors = wrapped_label("", "error")
        self._errors.setContentsMargins(16, 10, 16, 10)
        column.addWidget(self._errors)
        column.addWidget(self._build_search())
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._holder = QWidget()
        self._holder.setProperty("surface", "panel")
        self._holder_line = QVBoxLayout(self._holder)
        self._holder_line.setContentsMargins(0, 0, 0, 0)
        self._scroll.setWidget(self._holder)
        self._content: QWidget | None = None
        column.addWidget(self._scroll, 1)
        return page

    def _build_search(self) -> QWidget:
        self._search_bar = QWidget()
        line = QHBoxLayout(self._search_bar)
        line.setContentsMargins(16, 8, 16, 8)
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Find a setting"))
        self._search.setAccessibleName(self.tr("Find a setting"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._find)
        self._search.installEventFilter(self)
        line.addWidget(self._search)
        return self._search_bar

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc in the search shows everything again."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self._search and is_key and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            self._search.clear()
            return True
        return super().eventFilter(watched, event)

    def _find(self, words: str) -> None:
        """Show only what holds the words that are searched for."""
        found = [box.filter(words.strip()) for box in self._boxes]
        self._nothing.setVisible(bool(words.strip()) and not any(found))

    def _build_header(self) -> QWidget:
        header = QWidget()
        header.setProperty("surface", "header")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(header)
        line.setContentsMargins(16, 12, 16, 12)
        line.setSpacing(12)
        self._picture = QLabel()
        self._picture.setFixedSize(ICON, ICON)
        self._title = ElidedLabel("heading")
        self._kind = ElidedLabel("muted")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._kind)
        line.addWidget(self._picture)
        line.addLayout(words, 1)
        self._help = tool_button(self._icons.get("help"), self.tr("Open the documentation"), self._open_help)
        line.addWidget(self._help, 0, Qt.AlignmentFlag.AlignTop)
        return header

    def _open_help(self) -> None:
        if self._form is not None:
            QDesktopServices.openUrl(QUrl(self._form.documentation))

    def _header(self, form: Form, picture: QPixmap | None) -> None:
        self._title.set_full_text(form.title)
        self._kind.set_full_text(form.kind)
        self._picture.setPixmap(picture if picture is not None else QPixmap())
        self._picture.setVisible(picture is not None and not picture.isNull())
        self._message.setText(form.message)
        self._message.setVisible(bool(form.message))
        self._errors.setText("\n".join(form.errors))
        self._errors.setVisible(bool(form.errors))
        self._help.setVisible(QUrl(form.documentation).scheme() in WEB)
        self._search_bar.setVisible(sum(len(group.fields) for group in form.groups) >= MANY)

    def _rebuild(self, form: Form) -> None:
        old = self._content
        self._content = content = QWidget(self._holder)
        content.setProperty("surface", "panel")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._boxes_before, self._boxes = self._boxes, []
        for group in form.groups:
            self._boxes.append(self._make_box(form, group.id, len(self._boxes)))
            column.addWidget(self._boxes[-1])
        self._nothing = wrapped_label(self.tr("No setting is called so."), "muted")
        self._nothing.setContentsMargins(16, 16, 16, 16)
        self._nothing.hide()
        column.addWidget(self._nothing)
        column.addStretch(1)
        same_subject = self._form is not None and self._form.subject == form.subject
        place = self._scroll.verticalScrollBar().value() if same_subject else 0
        focused = self._focused_key() if same_subject else None
        self._holder_line.addWidget(content)
        content.show()
        if old is not None:  # an editor inside may be about to return from its signal: it goes later
            self._holder_line.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._holder_line.activate()
        self._scroll.verticalScrollBar().setValue(place)
        if focused is not None:
            self.reveal(focused)

    def _focused_key(self) -> str | None:
        focus = self.focusWidget()
        if focus is None or not focus.hasFocus():
            return None
        tops = [editor for box in self._boxes_before for editor in box.editors]
        holder = next((editor for editor in tops if editor.isAncestorOf(focus)), None)
        while holder is not None:
            inner = next((editor for editor in holder.inner_editors() if editor.isAncestorOf(focus)), None)
            if inner is None:
                return holder.field.key
            holder = inner
        return None

    def _make_box(self, form: Form, group_id: str, index: int) -> GroupBox:
        box = GroupBox(form.groups[index], self._context)
        if group_id in self._folded:
            box.set_open(self._folded[group_id])
        box.toggled.connect(self._folded.__setitem__)
        box.edited.connect(self._told(self.edited, form.subject))
        box.finished.connect(self._told(self.finished, form.subject))
        return box

    def _told(self, signal: SignalInstance, subject: str) -> Callable[[str, object], None]:
        """Editors of a form that was left may still lose the keyboard: what they say then is about nothing."""
        visit = self._visit

        def tell(key: str, value: object) -> None:
            if visit == self._visit:
                signal.emit(subject, key, value)

        return tell
