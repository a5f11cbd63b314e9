"""Maps a data connector's answer into Request data: the sample answer as a tree, the mapping beside it, the inputs."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QModelIndex, Qt, Signal
from PySide6.QtGui import QDrag
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from modeler.editing.connector_types import Json, JsonObject, as_text
from modeler.services.workspace.source_files import SourceFile, declared_inputs, sample_of
from modeler.ui.data_connectors.mapping_rows import AnswerRows, Columns, InputRows, variable_for
from modeler.ui.icons import Icons
from modeler.ui.panels.data_tree import DataTree
from modeler.ui.plain_text import label, wrapped_label
from modeler.ui.theme import theme_of

WHOLE, STATUS = "", "$status"


class SampleTree(DataTree):
    """The sample answer; `path_chosen` tells the path of a value that was double-clicked or chosen with Enter."""

    path_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Sample answer"))
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setExpandsOnDoubleClick(False)
        self.activated.connect(lambda index: self.path_chosen.emit(self.path(index)))

    def path(self, index: QModelIndex) -> str:
        """Where a value stands in the answer: `orders.0.id`."""
        names: list[str] = []
        here = index.siblingAtColumn(0)
        while here.isValid():
            names.insert(0, str(here.data()))
            here = here.parent()
        return ".".join(names)

    def startDrag(self, actions: Qt.DropAction) -> None:
        """The path goes along as text."""
        data = QMimeData()
        data.setText(self.path(self.currentIndex()))
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.exec(Qt.DropAction.CopyAction)


class MappingDialog(QDialog):
    """Edits `dataMapping` and `outboundConfig` of one element; they are written when it is accepted."""

    def __init__(self, source: SourceFile, resource: str, config: JsonObject, parent: QWidget) -> None:
        super().__init__(parent)
        icons = Icons(theme_of(parent))
        values = source.resources.get(resource, {})
        method = as_text(values.get("method"), "GET")
        self.setWindowTitle(self.tr("Map inputs and answer"))
        self.resize(1040, 620)
        self.tree = SampleTree()
        self.tree.path_chosen.connect(self._map)
        self.answer = AnswerRows(self._answer_columns(), icons)
        self.answer.show_rows(config.get("dataMapping"))
        self.inputs = InputRows(self._input_columns(), icons)
        self.inputs.show_rows(config.get("outboundConfig"), declared_inputs(values))
        sample = sample_of(values)
        self.tree.set_data(sample)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._answer_page(sample), self.tr("Answer"))
        self.tabs.addTab(self.inputs, self.tr("Inputs"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head(f"{method} {resource}", source.name))
        column.addWidget(self.tabs, 1)
        column.addWidget(self._foot())

    @property
    def mapping(self) -> list[Json]:
        """What `dataMapping` shall be."""
        return self.answer.values

    @property
    def outbound(self) -> list[Json]:
        """What `outboundConfig` shall be."""
        return self.inputs.values

    def _map(self, path: str) -> None:
        self.answer.map_path(path, variable_for(path))

    def _answer_columns(self) -> Columns:
        formats = (("dotNotation", self.tr("Path")), ("mustache", self.tr("Mustache")), ("feel", self.tr("Expression")))
        hint = self.tr(
            "Double-click a value of the sample, press Enter on it, or drag it here; then name the variable."
        )
        return Columns(
            hint, self.tr("Request variable"), self.tr("Part of the answer"), formats, self.tr("the whole answer")
        )

    def _input_columns(self) -> Columns:
        formats = (("mustache", self.tr("Mustache")), ("feel", self.tr("Expression")))
        hint = self.tr(
            "What this element gives the resource. Mustache fills in {{variable}} and sends other words as they stand."
        )
        return Columns(hint, self.tr("Input"), self.tr("Value"), formats, "{{variable}}")

    def _answer_page(self, sample: Json) -> QWidget:
        left = QWidget()
        left.setProperty("surface", "panel")
        left.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(8)
        bar = QHBoxLayout()
        bar.setContentsMargins(16, 0, 8, 0)
        bar.addWidget(label(self.tr("Sample answer"), "heading"))
        bar.addStretch(1)
        for words, path in ((self.tr("Whole answer"), WHOLE), (self.tr("Status"), STATUS)):
            button = QPushButton(words)
            button.setProperty("look", "link")
            button.setAutoDefault(False)
            button.clicked.connect(lambda _=False, path=path: self._map(path))
            bar.addWidget(button)
        column.addLayout(bar)
        if sample in ({}, []):
            empty = wrapped_label(
                self.tr("The resource has no sample data. Add some in the data connector, or type paths."), "muted"
            )
            empty.setContentsMargins(16, 0, 16, 0)
            column.addWidget(empty)
        column.addWidget(self.tree, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(left)
        split.addWidget(self.answer)
        split.setSizes([400, 640])
        split.setChildrenCollapsible(False)
        return split

    def _head(self, resource: str, source: str) -> QWidget:
        head = QWidget()
        head.setProperty("surface", "header")
        head.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(head)
        line.setContentsMargins(16, 12, 16, 12)
        line.setSpacing(8)
        line.addWidget(label(resource, "heading"))
        line.addWidget(label(source, "muted"))
        line.addStretch(1)
        return head

    def _foot(self) -> QWidget:
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Apply"))
        for button in buttons.buttons():
            button.setAutoDefault(False)  # type: ignore[attr-defined]  # both are push buttons
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        foot = QWidget()
        foot.setProperty("surface", "foot")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(foot)
        line.setContentsMargins(16, 10, 16, 10)
        line.addWidget(buttons)
        return foot
