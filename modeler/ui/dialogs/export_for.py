"""Before an export: for which engine, and what that one would not run or not read of the process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.icons import Icons
from modeler.ui.panels.empty_state import EmptyState
from modeler.ui.panels.problems import ProblemsList, ProblemsModel
from modeler.ui.plain_text import label, wrapped_label
from modeler.ui.theme import theme_of

if TYPE_CHECKING:
    from modeler.ui.background import Background, Task
    from modeler.ui.documents.problem_row import ProblemRow

TARGET = Qt.ItemDataRole.UserRole
WIDTH, HEIGHT, SIDE, ROW = 900, 500, 184, 32
LINE, PLACE = 2, 168
Check = Callable[[str], "list[ProblemRow]"]


class ExportDialog(QDialog):
    """Lists the targets with what is to be known of each; a worker checks them one after the other.

    `place` is the element that was asked for instead of an export, empty where none was.
    """

    def __init__(self, title: str, made_for: str, targets: dict[str, str], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export BPMN"))
        self.resize(WIDTH, HEIGHT)
        self.place = ""
        self._names = targets
        self._found: dict[str, list[ProblemRow]] = {}
        self._task: Task[list[ProblemRow]] | None = None
        self._icons = Icons(theme_of(parent))
        self._model = ProblemsModel(self._icons)
        self.targets = self._target_list()
        self.rows = ProblemsList(self._model)
        self.rows.setColumnHidden(LINE, True)
        self.rows.header().resizeSection(1, PLACE)
        self.rows.doubleClicked.connect(lambda _: self._go())
        self.rows.selectionModel().currentRowChanged.connect(lambda *_: self._offer_to_go())
        self._nothing = EmptyState("success", self.tr("Nothing is lost"), "")
        self._nothing.set_icons(self._icons)
        self._waiting = EmptyState("clock", self.tr("Checking…"), "")
        self._waiting.set_icons(self._icons)
        self._report = QStackedWidget()
        for widget in (self.rows, self._nothing, self._waiting):
            self._report.addWidget(widget)
        self.summary = wrapped_label("", "muted")
        self._lay_out(title, made_for)
        self.targets.currentItemChanged.connect(lambda *_: self._show())

    @property
    def target(self) -> str:
        """The target that is chosen."""
        item = self.targets.currentItem()
        return str(item.data(TARGET)) if item is not None else next(iter(self._names))

    @property
    def is_checked(self) -> bool:
        """Whether it is known of every target what is to be said."""
        return len(self._found) == len(self._names)

    def start(self, target: str, background: Background, check: Check) -> None:
        """Offer this target first, and have all of them checked, this one first."""
        self.targets.setCurrentRow(list(self._names).index(target))
        self._show()
        self._check_next(background, check)

    def done(self, result: int) -> None:
        """Close; what a worker still finds is not told any more."""
        if self._task is not None:
            self._task.cancel()
        super().done(result)

    def _check_next(self, background: Background, check: Check) -> None:
        target = next((each for each in (self.target, *self._names) if each not in self._found), None)
        if target is None:
            return

        def take(rows: list[ProblemRow]) -> None:
            self._take(target, rows)
            self._check_next(background, check)

        self._task = background.run(lambda: check(target), take, lambda error: self._fail(target, error))

    def _take(self, target: str, rows: list[ProblemRow]) -> None:
        self._found[target] = rows
        item = self._item(target)
        sign, words = self._sign(rows)
        item.setIcon(self._icons.get(sign, sign))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{self._names[target]}: {words}")
        if target == self.target:
            self._show()

    def _fail(self, target: str, error: Exception) -> None:
        from modeler.ui.documents.problem_row import ProblemRow

        self._take(target, [ProblemRow("error", self.tr("This could not be checked: {}").format(error))])

    def _show(self) -> None:
        rows = self._found.get(self.target)
        self._model.set_rows(rows or [])
        self._report.setCurrentIndex(2 if rows is None else 0 if rows else 1)
        self._nothing.set_words(self.tr("Nothing is lost"), self._nothing_words())
        self.summary.setText(self._sign(rows)[1] if rows is not None else self.tr("Checking…"))
        has_errors = any(row.severity == "error" for row in rows or ())
        self.export_button.setText(self.tr("Export anyway…") if has_errors else self.tr("Export…"))
        self.export_button.setEnabled(rows is not None)
        self.export_button.setDefault(not has_errors)
        self.cancel_button.setDefault(has_errors)
        self._offer_to_go()

    def _nothing_words(self) -> str:
        if self.target == next(iter(self._names)):
            return self.tr("The file is written as it is.")
        return self.tr("{} reads and runs all of this process.").format(self._names[self.target])

    def _sign(self, rows: Sequence[ProblemRow]) -> tuple[str, str]:
        """The icon and the words for what was found of a target."""
        errors = sum(row.severity == "error" for row in rows)
        warnings = len(rows) - errors
        said = []
        if errors:
            said.append(self.tr("1 problem") if errors == 1 else self.tr("{} problems").format(errors))
        if warnings:
            one = self.tr("1 thing that is not read")
            said.append(one if warnings == 1 else self.tr("{} things that are not read").format(warnings))
        sign = "error" if errors else "warning" if warnings else "success"
        return sign, self.tr(", ").join(said) or self.tr("Nothing is lost")

    def _offer_to_go(self) -> None:
        self.go_button.setEnabled(bool(self._chosen_place()))

    def _chosen_place(self) -> str:
        index = self.rows.currentIndex()
        row = self._model.rows[index.row()] if index.isValid() and self._model.rows else None
        return row.element_id or "" if row is not None else ""

    def _go(self) -> None:
        self.place = self._chosen_place()
        if self.place:
            self.reject()

    def _target_list(self) -> QListWidget:
        listed = QListWidget()
        listed.setAccessibleName(self.tr("Export for"))
        listed.setIconSize(QSize(16, 16))
        listed.setFixedWidth(SIDE)
        for target, name in self._names.items():
            item = QListWidgetItem(self._icons.get("clock"), name)
            item.setData(TARGET, target)
            item.setSizeHint(QSize(0, ROW))
            listed.addItem(item)
        return listed

    def _item(self, target: str) -> QListWidgetItem:
        return self.targets.item(list(self._names).index(target))

    def _lay_out(self, title: str, made_for: str) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for side, words, body in (
            (left, label(self.tr("Export for"), "section"), self.targets),
            (right, self.summary, self._report),
        ):
            side.setSpacing(6)
            side.addWidget(words)
            side.addWidget(body, 1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(left)
        middle.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(10)
        column.addWidget(wrapped_label(self.tr("Export “{}”").format(title), "empty-title"))
        column.addWidget(wrapped_label(made_for, "muted"))
        column.addLayout(middle, 1)
        column.addSpacing(4)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        self.go_button = QPushButton(self.tr("Go to element"))
        self.cancel_button = QPushButton(self.tr("Cancel"))
        self.export_button = QPushButton(self.tr("Export…"))
        self.go_button.setAutoDefault(False)
        self.go_button.clicked.connect(self._go)
        self.cancel_button.clicked.connect(self.reject)
        self.export_button.clicked.connect(self.accept)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.go_button)
        line.addStretch(1)
        line.addWidget(self.cancel_button)
        line.addWidget(self.export_button)
        return line
