"""The fields of a task's form as those that the editors of the properties panel know."""

from __future__ import annotations

import json

from modeler.editing.connector_types import Json, JsonPath
from modeler.services.task_forms.nodes import Field, FieldKind
from modeler.ui.panels.form_model import Choice, Kind, Look
from modeler.ui.panels.form_model import Field as EditorField

KINDS: dict[FieldKind, tuple[Kind, Look]] = {
    "text": ("text", ""),
    "multiline": ("multiline", ""),
    "rich": ("rich", ""),
    "number": ("number", ""),
    "password": ("password", ""),
    "check": ("boolean", ""),
    "switch": ("boolean", "switch"),
    "choice": ("choice", "combo"),
    "radio": ("choice", "radio"),
    "several": ("checks", ""),
    "date": ("date", ""),
    "datetime": ("date-time", ""),
    "json": ("json", ""),
}


def editor_field(field: Field) -> EditorField:
    """A field as the editors know it; its key is its path."""
    kind, look = KINDS.get(field.kind, ("text", ""))
    return EditorField(
        key=key_of(field.path),
        label=field.label or ".".join(map(str, field.path)),
        kind=kind,
        look=look if field.options or kind == "boolean" else "",
        value=_shown(field.value),
        help=field.help,
        placeholder=field.placeholder,
        error=field.error,
        is_required=field.is_required,
        is_readonly=field.is_readonly,
        amount=field.amount,
        choices=tuple(Choice(option.value, option.title) for option in field.options),
    )


def key_of(path: JsonPath) -> str:
    """A path as a key."""
    return json.dumps(path)


def path_of(key: str) -> JsonPath:
    """The path that a key stands for."""
    return tuple(json.loads(key))


def as_json(value: object) -> Json:
    """What an editor holds, as a JSON value."""
    read: Json = json.loads(json.dumps(value, default=str))
    return read


def _shown(value: Json) -> object:
    return None if value == "" else value
