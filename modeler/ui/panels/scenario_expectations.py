"""What a scenario expects, to be edited: its name, what it is about, and what shall come out."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from modeler.ui.panels.fields.choice import QuietComboBox
from modeler.ui.panels.json_edit import JsonEdit
from modeler.ui.panels.scenario_view import ScenarioRow
from modeler.ui.plain_text import label, wrapped_label

PATH_FORMS = ("exact", "order", "contains", "excludes", "")
SIDE_BY_SIDE = 520
LEAST_TEXT = 120


class ScenarioExpectations(QWidget):
    """Name, description and expectations of a scenario; `saved` carries the file and what it shall hold."""

    saved = Signal(object, dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row: ScenarioRow | None = None
        self._drafts: dict[Path, tuple[str, str, str]] = {}
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
        self.path_form.setMinimumContentsLength(6)
        self.path_form.setSizeAdjustPolicy(QuietComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.path_form.activated.connect(self._change_path)
        self.text = JsonEdit(self.tr("Expectations"))
        self.text.block.setPlaceholderText('{ "status": "completed", "data": { "order.total": 5 } }')
        self.save = QPushButton(self.tr("Save"))
        self.save.setProperty("look", "primary")
        self.save.setToolTip(self.tr("Save (Ctrl+Return)"))
        self.save.clicked.connect(self._save)
        self.revert = QPushButton(self.tr("Revert"))
        self.revert.setToolTip(self.tr("Back to what the file says"))
        self.revert.clicked.connect(self._fill)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._save, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        for line in (self.name, self.description):
            line.textChanged.connect(lambda _: self._allow())
        self.text.changed.connect(lambda _: self._text_changed())
        self._lay_out()

    def show_row(self, row: ScenarioRow | None) -> None:
        """Show a scenario; what was edited of it and not saved is there again."""
        self._keep_draft()
        if row is not None and self._row is not None and row.file == self._row.file and self.is_edited:
            return
        self._row = row
        self._fill()
        draft = self._drafts.pop(row.file, None) if row is not None else None
        if draft is not None:
            self.name.setText(draft[0])
            self.description.setText(draft[1])
            self.text.block.setPlainText(draft[2])
        self.setEnabled(row is not None and row.state != "refused")
        self._allow()

    def _fill(self) -> None:
        row = self._row
        self.name.setText(row.name if row is not None else "")
        self.description.setText(row.description if row is not None else "")
        self.text.set_data(dict(row.expect) if row is not None else {})

    def _keep_draft(self) -> None:
        if self._row is not None and self.is_edited:
            self._drafts[self._row.file] = (self.name.text(), self.description.text(), self.text.block.toPlainText())

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
        self.text.setMinimumHeight(LEAST_TEXT)
        body = QWidget()
        body.setProperty("surface", "panel")
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._sides.setContentsMargins(0, 4, 8, 0)
        self._sides.setSpacing(12)
        self._sides.addLayout(left, 2)
        self._sides.addWidget(self.text, 3)
        area = QScrollArea()
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(body)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(self.revert)
        line.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area, 1)
        column.addLayout(line)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room, else one above the other."""
        is_wide = event.size().width() >= SIDE_BY_SIDE
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(way)
        super().resizeEvent(event)

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
        self.revert.setEnabled(self.is_edited)
        self.save.setEnabled(self.text.data() is not None and bool(self.name.text().strip()) and self.is_edited)

    def _save(self) -> None:
        data, row = self.text.data(), self._row
        if row is None or data is None or not self.save.isEnabled():
            return
        values = {"name": self.name.text().strip(), "description": self.description.text(), "expect": data}
        self._drafts.pop(row.file, None)
        self._row = None
        self.saved.emit(row.file, values)


def _path_of(expect: Mapping[str, object]) -> tuple[str, list[object]]:
    """How the path is compared and with which ids; of several ways the first."""
    path = expect.get("path")
    if isinstance(path, dict):
        form = next((form for form in PATH_FORMS if form in path), "")
        ids = path.get(form, [])
        return form, list(ids) if isinstance(ids, list) else []
    return ("exact", list(path)) if isinstance(path, list) else ("", [])
