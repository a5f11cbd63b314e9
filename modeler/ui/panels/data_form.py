"""JSON data as a form: a field for each value, whatever object it stands in; what is known but missing is offered."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLineEdit, QVBoxLayout, QWidget

from modeler.ui.panels.quiet_scroll import quiet_scroll
from modeler.ui.plain_text import label, tooltip, wrapped_label

MOST_FIELDS = 60
ABSENT = object()


class DataForm(QWidget):
    """Fields for the values of an object; `changed` carries the whole object after each change."""

    changed = Signal(dict)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._data: dict[str, object] = {}
        self.fields: dict[str, QLineEdit | QCheckBox] = {}
        self._body = QWidget()
        self._rows = QFormLayout(self._body)
        self._rows.setContentsMargins(0, 0, 8, 0)
        self._rows.setSpacing(6)
        self._rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(quiet_scroll(self._body))

    def show_data(self, data: Mapping[str, object], known: Mapping[str, object]) -> None:
        """A field for each value of `data` and for each `known` variable, whose value is only an example."""
        self._data = json.loads(json.dumps(data))
        leaves = dict(_leaves("", self._data))
        wanted = {**dict.fromkeys(name for name in known if name not in self._data), **leaves}
        while self._rows.rowCount():
            self._rows.removeRow(0)
        self.fields = {}
        for path in sorted(wanted, key=lambda path: path in known and path not in leaves)[:MOST_FIELDS]:
            self._add(path, leaves.get(path, ABSENT), known.get(path))
        if not wanted:
            self._rows.addRow(wrapped_label(self.tr("No variables are known yet. Add some as JSON."), "muted"))
        elif len(wanted) > MOST_FIELDS:
            self._rows.addRow(wrapped_label(self.tr("There are more: see them as JSON."), "muted"))

    def _add(self, path: str, value: object, example: object) -> None:
        name = label(path, "field")
        name.setToolTip(tooltip(path))
        field: QLineEdit | QCheckBox
        if isinstance(value, bool):
            field = QCheckBox()
            field.setChecked(value)
            field.toggled.connect(lambda on, path=path: self._put(path, on))
        else:
            field = QLineEdit("" if value is ABSENT else _written(value))
            field.setCursorPosition(0)
            field.setPlaceholderText("" if example is None else json.dumps(example, ensure_ascii=False))
            field.textEdited.connect(lambda text, path=path, value=value: self._put(path, _meant(text, value)))
        field.setAccessibleName(path)
        name.setBuddy(field)
        name.setMinimumHeight(field.sizeHint().height())
        self.fields[path] = field
        self._rows.addRow(name, field)

    def _put(self, path: str, value: object) -> None:
        """The field of a variable that was not there and is empty again takes it away."""
        place: object = self._data
        names = path.split(".")
        for name in names[:-1]:
            place = _inside(place, name)
        if isinstance(place, dict):
            if value is ABSENT:
                place.pop(names[-1], None)
            else:
                place[names[-1]] = value
        elif isinstance(place, list):
            place[int(names[-1])] = None if value is ABSENT else value
        self.changed.emit(json.loads(json.dumps(self._data)))


def _leaves(path: str, value: object) -> Iterator[tuple[str, object]]:
    """Every value that holds no others, by path; names with a dot in them are left to the JSON view."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, item in pairs:
        place = f"{path}.{name}" if path else str(name)
        if "." in str(name):
            continue
        if isinstance(item, dict | list) and item:
            yield from _leaves(place, item)
        else:
            yield place, item


def _inside(place: object, name: str) -> object:
    if isinstance(place, list):
        return place[int(name)]
    return place.get(name) if isinstance(place, dict) else None


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _meant(text: str, before: object) -> object:
    """What was typed: a text stays a text; anything else is read as JSON where it can be, such as 12 or true."""
    if isinstance(before, str):
        return text
    if not text and before is ABSENT:
        return ABSENT
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text
