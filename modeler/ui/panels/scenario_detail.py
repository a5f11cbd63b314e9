"""One scenario in detail: how it came out, what it expects (to be edited), and what all of them pass."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.icons import Icons
from modeler.ui.panels.fields.choice import QuietComboBox
from modeler.ui.panels.json_edit import JsonEdit
from modeler.ui.panels.scenario_view import CoverageRow, ScenarioRow
from modeler.ui.plain_text import label, tooltip, wrapped_label

ID = Qt.ItemDataRole.UserRole
PATH_FORMS = ("exact", "order", "contains", "excludes", "")


class ScenarioResult(QWidget):
    """What came out otherwise than expected, with both sides."""

    element_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = wrapped_label("", "heading")
        self.rows = _tree(self.tr("Differences"), [self.tr("What"), self.tr("Expected"), self.tr("Came out")])
        self.rows.itemActivated.connect(lambda item, _: self.element_chosen.emit(item.data(0, ID) or ""))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addWidget(self.rows, 1)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)

    def show_row(self, row: ScenarioRow | None, icons: Icons) -> None:
        """Show how a scenario came out."""
        self.words.setText(self._sentence(row))
        self.rows.clear()
        for difference in row.differences if row is not None else ():
            top = self._item(difference.text, difference.expected, difference.actual, icons)
            self.rows.addTopLevelItem(top)
            for expected, actual in difference.rows:
                top.addChild(_step(expected, actual, icons))
            top.setExpanded(len(difference.rows) < 60)
        has_rows = self.rows.topLevelItemCount() > 0
        self.rows.setVisible(has_rows)
        self._rest.setVisible(not has_rows)

    def _item(self, text: str, expected: str, actual: str, icons: Icons) -> QTreeWidgetItem:
        item = QTreeWidgetItem([text, expected, actual])
        item.setIcon(0, icons.get("error", "error"))
        for column, words in enumerate((text, expected, actual)):
            item.setToolTip(column, tooltip(words))
        return item

    def _sentence(self, row: ScenarioRow | None) -> str:
        if row is None:
            return self.tr("Choose a scenario.")
        if row.problem:
            return row.problem
        stale = self.tr(" It has changed since.") if row.is_stale and row.state in ("passed", "failed") else ""
        return {
            "unknown": self.tr("It was not run yet: press Return to run it."),
            "running": self.tr("It is running…"),
            "passed": self.tr("Everything came out as expected."),
            "failed": self.tr("{} differences.").format(len(row.differences)),
            "refused": self.tr("It cannot be read."),
        }[row.state] + stale


class ScenarioExpectations(QWidget):
    """Name, description and expectations of a scenario; `saved` carries the file and what it shall hold."""

    saved = Signal(object, dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: ScenarioRow | None = None
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name"))
        self.description = QLineEdit()
        self.description.setAccessibleName(self.tr("Description"))
        self.path_form = QuietComboBox()
        self.path_form.setAccessibleName(self.tr("How the path is compared"))
        for words, form in zip(
            (
                self.tr("exactly"), self.tr("in this order, others between"), self.tr("all of these"),
                self.tr("none of these"), self.tr("not at all"),
            ),
            PATH_FORMS, strict=True,
        ):  # fmt: skip
            self.path_form.addItem(words, form)
        self.path_form.activated.connect(self._change_path)
        self.text = JsonEdit(self.tr("Expectations"))
        self.text.block.setPlaceholderText('{ "status": "completed", "data": { "order.total": 5 } }')
        self.save = QPushButton(self.tr("Save"))
        self.save.setProperty("look", "primary")
        self.save.setToolTip(self.tr("Save (Ctrl+Return)"))
        self.save.clicked.connect(self._save)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for line in (self.name, self.description):
            line.textChanged.connect(lambda _: self._allow())
        self.text.changed.connect(lambda _: self._text_changed())
        self._lay_out()

    def show_row(self, row: ScenarioRow | None) -> None:
        """Show a scenario; what is being edited of the same one stays."""
        if row is not None and self._row is not None and row.file == self._row.file and self.is_edited:
            return
        self._row = row
        self.name.setText(row.name if row is not None else "")
        self.description.setText(row.description if row is not None else "")
        self.text.set_data(dict(row.expect) if row is not None else {})
        self.setEnabled(row is not None and row.state != "refused")
        self._allow()

    @property
    def is_edited(self) -> bool:
        """Whether there is something to save."""
        row = self._row
        return row is not None and (
            self.name.text() != row.name
            or self.description.text() != row.description
            or self.text.data() != dict(row.expect)
        )

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(6)
        form.addRow(label(self.tr("Name"), "field"), self.name)
        form.addRow(label(self.tr("About"), "field"), self.description)
        form.addRow(label(self.tr("Path"), "field"), self.path_form)
        hint = wrapped_label(
            self.tr("status, path, data (by path), exactData, waiting, effects, effectCounts, errors"), "muted"
        )
        left = QVBoxLayout()
        left.addLayout(form)
        left.addWidget(hint)
        left.addStretch(1)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.save)
        left.addLayout(line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 0)
        row.setSpacing(12)
        row.addLayout(left, 2)
        row.addWidget(self.text, 3)

    def _text_changed(self) -> None:
        form, _ = _path_of(self.text.data() or {})
        self.path_form.setCurrentIndex(PATH_FORMS.index(form))
        self._allow()

    def _change_path(self, index: int) -> None:
        expect = self.text.data()
        if expect is None:
            return
        form, (_, ids) = PATH_FORMS[index], _path_of(expect)
        if form:
            expect["path"] = ids if form == "exact" else {form: ids}
        else:
            expect.pop("path", None)
        self.text.set_data(expect)

    def _allow(self) -> None:
        self.save.setEnabled(self.text.data() is not None and bool(self.name.text().strip()) and self.is_edited)

    def _save(self) -> None:
        data, row = self.text.data(), self._row
        if row is None or data is None or not self.save.isEnabled():
            return
        values = {"name": self.name.text().strip(), "description": self.description.text(), "expect": data}
        self._row = None
        self.saved.emit(row.file, values)


class ScenarioCoverage(QWidget):
    """What all scenarios pass, what is missed first; `shown_on_canvas` says whether it is painted there."""

    element_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = wrapped_label("", "heading")
        self.rows = _tree(self.tr("Coverage"), [self.tr("Element"), self.tr("Kind"), self.tr("Passed")])
        self.rows.setRootIsDecorated(False)
        self.rows.itemActivated.connect(lambda item, _: self.element_chosen.emit(item.data(0, ID)))
        self.rows.itemClicked.connect(lambda item, _: self.element_chosen.emit(item.data(0, ID)))
        self._none = wrapped_label(self.tr("Run scenarios to see what they pass."), "muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        holder, table = QWidget(), QWidget()
        column = QVBoxLayout(table)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.words)
        column.addWidget(self.rows, 1)
        self._layers = QStackedLayout(holder)
        self._layers.addWidget(self._none)
        self._layers.addWidget(table)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(holder)

    def show_rows(self, rows: tuple[CoverageRow, ...], words: str, icons: Icons) -> None:
        """List what was passed how often."""
        self._layers.setCurrentIndex(1 if rows else 0)
        self.words.setText(words)
        self.rows.clear()
        for row in sorted(rows, key=lambda row: not row.is_missed):
            item = QTreeWidgetItem([row.name, row.kind, row.words])
            item.setIcon(0, icons.get("error" if row.is_missed else "success", "error" if row.is_missed else "success"))
            item.setData(0, ID, row.element)
            item.setToolTip(0, tooltip(f"{row.name}\n{row.element}"))
            self.rows.addTopLevelItem(item)


def _step(expected: str, actual: str, icons: Icons) -> QTreeWidgetItem:
    item = QTreeWidgetItem(["", expected, actual])
    if expected != actual:
        item.setForeground(1, icons.color("error"))
        item.setForeground(2, icons.color("success"))
    else:
        item.setForeground(1, icons.color("muted"))
        item.setForeground(2, icons.color("muted"))
    item.setData(0, ID, actual or expected)
    return item


def _path_of(expect: Mapping[str, object]) -> tuple[str, list[object]]:
    """How the path is compared and with which ids; of several ways the first."""
    path = expect.get("path")
    if isinstance(path, dict):
        form = next((form for form in PATH_FORMS if form in path), "")
        ids = path.get(form, [])
        return form, list(ids) if isinstance(ids, list) else []
    return ("exact", list(path)) if isinstance(path, list) else ("", [])


def _tree(name: str, titles: list[str]) -> QTreeWidget:
    tree = QTreeWidget()
    tree.setAccessibleName(name)
    tree.setHeaderLabels(titles)
    tree.setUniformRowHeights(True)
    tree.setFrameShape(QTreeWidget.Shape.NoFrame)
    tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    return tree


def file_of(value: object) -> Path | None:
    """The file that an item stands for."""
    return value if isinstance(value, Path) else None
