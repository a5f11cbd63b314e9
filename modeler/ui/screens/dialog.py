"""The screens of a workspace: a list, the template, the data to look at it with, and the result beside it.

Pages of one's own are edited and saved as files; ProcessMaker's screens are looked at, with data of choice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QFont, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QHBoxLayout,
    QInputDialog,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from modeler.editing.connector_types import JsonObject
from modeler.services.screens import ScreenError
from modeler.services.screens.drawing import Drawer, Drawn, Sheet
from modeler.services.screens.folder import FolderScreens
from modeler.services.screens.screen_files import (
    ScreenFile,
    new_screen,
    read_sample,
    screen_files,
    write_sample,
    write_screen,
)
from modeler.services.storage.file_errors import FileChanged, FileError
from modeler.services.storage.operating_system import OperatingSystem
from modeler.ui.background import Background, Task
from modeler.ui.dialogs.option import Option
from modeler.ui.icons import Icons
from modeler.ui.panels.empty_state import EmptyState
from modeler.ui.panels.json_edit import JsonEdit
from modeler.ui.plain_text import ElidedLabel, label, wrapped_label
from modeler.ui.questions import ask, ask_to_save, tell_error
from modeler.ui.screens.result_view import ResultView
from modeler.ui.screens.template_editor import TemplateEditor
from modeler.ui.theme import theme_of

PAUSE = 200


@dataclass(frozen=True)
class Means:
    """What the dialog needs of the program: what draws, workers, and data for a screen that has none of its own."""

    drawer: Drawer
    background: Background
    data: JsonObject


class ScreensDialog(QDialog):
    """`saved` tells that files on disk are others now, for forms that offer them."""

    saved = Signal()

    def __init__(self, folder: Path, means: Means, parent: QWidget) -> None:
        super().__init__(parent)
        self._folder, self._means = folder, means
        self._icons = Icons(theme_of(parent))
        self._files: list[ScreenFile] = []
        self._file: ScreenFile | None = None
        self._saved_data = ""
        self._task: Task[Drawn] | None = None
        self._paper: Task[tuple[list[Sheet], str]] | None = None
        self._drawn = Drawn()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE)
        self._soon.timeout.connect(self.draw)
        self.setWindowTitle(self.tr("Screens"))
        self.resize(1240, 760)
        self._build()
        self._list_files()
        self.list.setCurrentRow(0)
        self._mark()
        self.list.setFocus()

    def select(self, reference: str) -> bool:
        """Show the screen that a setting means; whether there is one."""
        for row, file in enumerate(self._files):
            if file.is_named(reference):
                self.list.setCurrentRow(row)
                return True
        return False

    @property
    def is_changed(self) -> bool:
        """Whether something of the shown screen is not on disk."""
        file = self._file
        if file is None or file.error:
            return False
        is_new = file.is_own and file.before is None
        is_text = file.is_own and self.template.text() != _lines(file.text)
        return is_new or is_text or self.data.block.toPlainText() != self._saved_data

    def add(self, name: str) -> None:
        """A new page of one's own, its text ready to be typed."""
        try:
            made = new_screen(self._folder, name)
        except ValueError as error:
            tell_error(self, self.tr("New screen"), self.tr("This is no name for a screen."), str(error))
            return
        if not self._may_leave():
            return
        self._files.append(made)
        self._list_rows()
        self._file = None
        self.list.setCurrentRow(len(self._files) - 1)
        self.template.block.setFocus()

    def save(self) -> bool:
        """Put the template and its data on disk; whether they are there."""
        file, data = self._file, self.data.data()
        if file is None or not self.is_changed:
            return True
        if data is None:
            tell_error(self, self.tr("Screens"), self.tr("The data cannot be read."), self.data.error)
            return False
        try:
            written = self._write(file)
            if self.data.block.toPlainText() != self._saved_data:
                write_sample(OperatingSystem(), self._folder, file.name, _plain(data))
                self._saved_data = self.data.block.toPlainText()
        except FileError as error:
            tell_error(self, self.tr("Screens"), self.tr("The file was not saved."), str(error))
            return False
        if written is None:
            return False
        self._files[self._files.index(file)] = self._file = written
        self._mark()
        self.saved.emit()
        return True

    def draw(self) -> None:
        """Show the result of the template and the data as they are now."""
        self._soon.stop()
        file, data = self._file, self.data.data()
        if file is None or file.error or data is None:
            return
        text, values, page = self.template.text(), _plain(data), max(0, self.pages.currentIndex())
        drawer, screen = self._means.drawer, file.screen
        self._forget_work()

        def work() -> Drawn:
            return drawer.template(text, values) if screen is None else drawer.screen(screen, values, page)

        self._task = self._means.background.run(work, self._show_drawn, self._show_failure)

    def reject(self) -> None:
        """Esc and Close ask about changes that are not saved."""
        if self._may_leave():
            self._end()
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own cross asks too."""
        if self._may_leave():
            self._end()
            event.accept()
        else:
            event.ignore()

    def _end(self) -> None:
        self._soon.stop()
        self._forget_work()

    def _forget_work(self) -> None:
        for task in (self._task, self._paper):
            if task is not None:
                task.cancel()

    def _may_leave(self) -> bool:
        if not self.is_changed or self._file is None:
            return True
        answer = ask_to_save(self, self._file.name)
        if answer == "discard":
            self._files = [each for each in self._files if each.before is not None or not each.is_own]
            self._file = None
        return answer == "discard" or (answer == "save" and self.save())

    def _write(self, file: ScreenFile) -> ScreenFile | None:
        """The page as it is on disk now; None where somebody else changed it and mine shall not go over it."""
        if not file.is_own:
            return file
        text = self.template.text()
        if file.before is not None and b"\r\n" in file.before:
            text = text.replace("\n", "\r\n")
        if file.before is not None and text == file.text:
            return file
        try:
            return write_screen(OperatingSystem(), file, text)
        except FileChanged as change:
            options = (
                Option("mine", self.tr("Keep mine"), "destroy"),
                Option("cancel", self.tr("Cancel"), "reject"),
            )
            title = self.tr("“{}” was changed outside").format(file.name)
            if ask(self, title, title, str(change), options, "cancel") != "mine":
                return None
            theirs = ScreenFile(file.name, file.path, file.text, change.theirs)
            return write_screen(OperatingSystem(), theirs, text)

    def _show_drawn(self, drawn: Drawn) -> None:
        self._drawn = drawn
        self.where.setVisible(drawn.place is not None)
        if drawn.error:
            self.result_view.show_error(drawn.error)
            return
        self.result_view.show_page(drawn.page)
        if self.result_view.shows_paper:
            self._draw_paper()

    def _show_failure(self, error: Exception) -> None:
        self.result_view.show_error(str(error))

    def _draw_paper(self) -> None:
        page, drawer = self._drawn.page, self._means.drawer
        if not page:
            return

        def done(found: tuple[list[Sheet], str]) -> None:
            sheets, error = found
            words = self.tr("1 page") if len(sheets) == 1 else self.tr("{} pages").format(len(sheets))
            self.result_view.paper.show_sheets(sheets, error or words)

        if self._paper is not None:
            self._paper.cancel()
        self._paper = self._means.background.run(lambda: drawer.sheets(page), done, self._show_failure)

    def _chosen(self, row: int) -> None:
        if not 0 <= row < len(self._files) or self._files[row] is self._file:
            return
        wanted = self._files[row]
        if not self._may_leave():
            self._select_again()
            return
        if len(self._files) != self.list.count():
            self._list_rows()
        self._show_file(wanted)
        self._select_again()

    def _select_again(self) -> None:
        if self._file is not None:
            blocked = self.list.blockSignals(True)
            self.list.setCurrentRow(self._files.index(self._file))
            self.list.blockSignals(blocked)

    def _show_file(self, file: ScreenFile) -> None:
        self._file = file
        data = read_sample(self._folder, file.name)
        self.data.set_data(dict(self._means.data if data is None else data))
        self._saved_data = self.data.block.toPlainText()
        is_typed = file.is_own and not file.error
        if is_typed == self.template.isHidden():
            self._written.setSizes([440, 240] if is_typed else [1, 10_000])
        self.template.setVisible(is_typed)
        self.template.show_text(file.text)
        self.about.setVisible(not file.is_own or bool(file.error))
        self.about.setText(file.error or self._words(file))
        self._show_pages(file)
        self.result_view.clear()
        self._show_form()
        self._mark()
        self.draw()

    def _show_pages(self, file: ScreenFile) -> None:
        blocked = self.pages.blockSignals(True)
        self.pages.clear()
        count = len(file.screen.pages) if file.screen is not None else 0
        self.pages.addItems([self.tr("Page {} of {}").format(number + 1, count) for number in range(count)])
        self.pages.setVisible(count > 1)
        self.pages.blockSignals(blocked)

    def _words(self, file: ScreenFile) -> str:
        """What ProcessMaker's screen holds, and what does not work here."""
        screen = file.screen
        if screen is None:
            return ""
        words = [self.tr("ProcessMaker screen of type {}; it is edited in ProcessMaker.").format(screen.kind)]
        if screen.kind in ("DISPLAY", "EMAIL") and len(screen.pages) > 1:
            words.append(self.tr("Only its first page goes into a mail or a PDF file."))
        if screen.watchers:
            names = ", ".join(screen.watchers)
            words.append(self.tr("Watchers run on the server only and are not run here: {}.").format(names))
        return "\n".join(words)

    def _show_form(self) -> None:
        from modeler.services.task_forms.screen_form import ScreenForm

        screen = self._file.screen if self._file is not None else None
        data = self.data.data()
        if screen is None or screen.kind not in ("FORM", "CONVERSATIONAL") or data is None:
            self.result_view.show_form(None)
            return
        options = self._means.drawer.options()
        every = list(FolderScreens(self._folder).screens())
        try:
            self.result_view.show_form(ScreenForm(screen, _plain(data), every, options, options.lists))
        except ScreenError as error:
            self.result_view.show_form(None)
            self.result_view.show_error(str(error))

    def _changed(self) -> None:
        self._mark()
        self._soon.start()

    def _data_changed(self, is_right: bool) -> None:
        self._mark()
        if is_right:
            self._soon.start()
            self._show_form()
            self.template.help.judge()

    def _mark(self) -> None:
        self.save_button.setEnabled(self.is_changed)
        for row, file in enumerate(self._files):
            item = self.list.item(row)
            is_changed = file is self._file and self.is_changed
            if item is not None:
                font = QFont(self.list.font())
                font.setBold(is_changed)
                item.setFont(font)
                item.setText(f"{file.name} •" if is_changed else file.name)

    def _list_files(self) -> None:
        self._files = screen_files(self._folder)
        self._list_rows()

    def _list_rows(self) -> None:
        blocked = self.list.blockSignals(True)
        self.list.clear()
        for file in self._files:
            icon = "warning" if file.error else "code" if file.is_own else "properties"
            item = QListWidgetItem(self._icons.get(icon), file.name)
            kind = file.screen.kind if file.screen is not None else "HTML"
            item.setToolTip(f"{file.name} · {kind}".replace("&", "&amp;").replace("<", "&lt;"))
            self.list.addItem(item)
        self.list.blockSignals(blocked)
        self.work.setVisible(bool(self._files))
        self.empty.setVisible(not self._files)

    def _ask_name(self) -> None:
        name, is_given = QInputDialog.getText(self, self.tr("New screen"), self.tr("Name of the screen:"))
        if is_given and name.strip():
            self.add(name)

    def _build(self) -> None:
        self.list = QListWidget()
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Screens of the workspace"))
        self.list.currentRowChanged.connect(self._chosen)
        self.data = JsonEdit(self.tr("Data to look at the screen with"))
        self.data.changed.connect(self._data_changed)
        self.template = TemplateEditor(lambda: self.data.data() or {})
        self.template.block.textChanged.connect(self._changed)
        self.about = wrapped_label("", "muted")
        self.about.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.pages = QComboBox()
        self.pages.setAccessibleName(self.tr("Page of the screen"))
        self.pages.currentIndexChanged.connect(lambda _: self.draw())
        self.result_view = ResultView(self._icons)
        self.result_view.paper_wanted.connect(self._draw_paper)
        self.where = QPushButton(self.tr("Go to the place"))
        self.where.setProperty("look", "link")
        self.where.setAutoDefault(False)
        self.where.hide()
        self.where.clicked.connect(lambda: self.template.go_to(self._drawn.place or 0))
        self.empty = EmptyState(
            "code",
            self.tr("No screen yet"),
            self.tr("A screen is a page for a mail or a PDF file, filled with Request data. Make one with +."),
        )
        self.empty.set_icons(self._icons)
        self.work = self._middle()
        split = QSplitter(Qt.Orientation.Horizontal)
        for part in (self._left(), self.work, self.empty):
            split.addWidget(part)
        split.setSizes([220, 1020, 1020])
        split.setStretchFactor(1, 1)
        split.setStretchFactor(2, 1)
        split.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(split, 1)
        column.addWidget(self._foot())
        QShortcut(QKeySequence.StandardKey.Save, self).activated.connect(self.save)

    def _middle(self) -> QSplitter:
        written = self._written = QSplitter(Qt.Orientation.Vertical)
        written.addWidget(_panel(self.tr("Template"), self.template, self.about))
        written.addWidget(_panel(self.tr("Sample data"), self.data))
        written.setSizes([440, 240])
        written.setChildrenCollapsible(False)
        head = QHBoxLayout()
        head.addWidget(self.where)
        head.addWidget(self.pages)
        middle = QSplitter(Qt.Orientation.Horizontal)
        middle.addWidget(written)
        middle.addWidget(_panel(self.tr("Result"), self.result_view, head=head))
        middle.setSizes([480, 540])
        middle.setChildrenCollapsible(False)
        return middle

    def _left(self) -> QWidget:
        self.new_button = QToolButton()
        self.new_button.setIcon(self._icons.get("plus"))
        self.new_button.setIconSize(QSize(16, 16))
        self.new_button.setToolTip(self.tr("New screen"))
        self.new_button.setAccessibleName(self.tr("New screen"))
        self.new_button.clicked.connect(self._ask_name)
        head = QHBoxLayout()
        head.addWidget(self.new_button)
        return _panel(self.tr("Workspace"), self.list, head=head)

    def _foot(self) -> QWidget:
        place = ElidedLabel("muted")
        place.set_full_text(self.tr("Files in {}").format(self._folder / "screens"))
        self.save_button = _button(self.tr("Save"), self.save)
        self.save_button.setProperty("look", "primary")
        foot = QWidget()
        foot.setProperty("surface", "foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(foot)
        line.setContentsMargins(16, 10, 16, 10)
        line.setSpacing(8)
        line.addWidget(place, 1)
        line.addWidget(_button(self.tr("Close"), self.reject))
        line.addWidget(self.save_button)
        return foot


def _panel(title: str, *widgets: QWidget, head: QHBoxLayout | None = None) -> QWidget:
    panel = QWidget()
    panel.setProperty("surface", "panel")
    panel.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(label(title, "panel-title"), 1)
    if head is not None:
        line.addLayout(head)
    column = QVBoxLayout(panel)
    column.setContentsMargins(12, 8, 8, 8)
    column.setSpacing(6)
    column.addLayout(line)
    for widget in widgets:
        column.addWidget(widget, 0 if isinstance(widget, type(label(""))) else 1)
    return panel


def _button(words: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(words)
    button.setAutoDefault(False)
    button.clicked.connect(lambda: act())
    return button


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")


def _plain(data: dict[str, object]) -> JsonObject:
    return dict(data)  # type: ignore[arg-type]  # it was read from JSON
