"""The controls of a ProcessMaker screen as fields of a form: which kind each is, and what an entry is stored as."""

from __future__ import annotations

import re
from math import isfinite

from connectors.sdk.values import Json, JsonObject, JsonPath, as_object, as_text
from modeler.services.screens.amounts import amount_of
from modeler.services.screens.fields import masked, read_only_text
from modeler.services.screens.options import Lists, options_of
from modeler.services.screens.rules import text_of
from modeler.services.screens.values import at_path
from modeler.services.task_forms.nodes import Field, FieldKind
from modeler.services.task_forms.validation import is_required

_PLAIN: dict[str, FieldKind] = {
    "FormInput": "text",
    "FormTextArea": "multiline",
    "FormCheckbox": "check",
    "FormDatePicker": "date",
    "FormSelectList": "choice",
    "FormRadioButtonGroup": "radio",
    "FileUpload": "file",
    "FileDownload": "download",
    "Viewer": "download",
    "SignaturePad": "signature",
}
_WHOLE = re.compile(r"[-+]?\d+", re.ASCII)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?", re.ASCII)
_NUMBERS = frozenset(("int", "float", "currency", "percentage"))


def is_control(component: str) -> bool:
    """Whether an item is a control that has a variable."""
    return component in _PLAIN


def field_of(component: str, config: JsonObject, path: JsonPath, data: JsonObject, lists: Lists, locked: bool) -> Field:
    """The field of a control; `data` is what it sees, `locked` says that its value is computed."""
    kind = kind_of(component, config)
    has_options = kind in ("choice", "radio", "several")
    is_readonly = locked or config.get("readonly") is True or config.get("disabled") is True or kind == "download"
    value = at_path(data, as_text(config.get("name")))
    read = read_only_text(config, value) if is_readonly and kind in ("text", "number") else None
    if read is not None:
        kind, value = "text", read
    return Field(
        path=path,
        kind=kind,
        label=as_text(config.get("label")),
        value=value,
        help=as_text(config.get("helper")),
        placeholder=as_text(config.get("placeholder")),
        options=options_of(config, data, lists) if has_options else (),
        is_readonly=is_readonly,
        is_required=is_required(config, data),
        lines=_lines(config),
        amount=amount_of(config) if kind == "number" else None,
        accepts=_accepted(config) if kind == "file" else (),
        takes_many=kind == "file" and config.get("multipleUpload") is True,
    )


def kind_of(component: str, config: JsonObject) -> FieldKind:
    """How a control is filled in."""
    kind, text_format = _PLAIN[component], as_text(config.get("dataFormat"))
    if component == "FormSelectList":
        return _kind_of_list(as_object(config.get("options")))
    if component == "FormInput":
        return _kind_of_input(config, text_format)
    if component == "FormTextArea" and config.get("richtext") is True:
        return "rich"
    if component == "FormCheckbox" and config.get("toggle") is True:
        return "switch"
    return "datetime" if component == "FormDatePicker" and text_format == "datetime" else kind


def _kind_of_input(config: JsonObject, text_format: str) -> FieldKind:
    if text_format == "password" or config.get("type") == "password":
        return "password"
    if text_format in _NUMBERS:
        return "number"
    named: dict[str, FieldKind] = {"date": "date", "datetime": "datetime", "boolean": "check", "array": "json"}
    return named.get(text_format, "text")


def _kind_of_list(options: JsonObject) -> FieldKind:
    is_many = options.get("allowMultiSelect") is True
    if options.get("renderAs") == "checkbox":
        return "several" if is_many else "radio"
    return "several" if is_many else "choice"


def stored(config: JsonObject, kind: FieldKind, value: Json) -> Json:
    """What an entry becomes in the data: numbers where the control wants them, masks filled in."""
    if isinstance(value, str):
        if kind == "number":
            return _number(value, as_text(config.get("dataFormat")))
        mask = as_text(config.get("customFormatter"))
        return masked(value, mask) if mask and kind == "text" else value
    return value


def _number(text: str, text_format: str) -> Json:
    """A number as typed; what is none stays text, and is complained about."""
    plain = text.strip().replace(" ", "")
    if not plain:
        return None if text_format != "currency" else 0
    return _plain_number(plain) if _NUMBER.fullmatch(plain) else text


def _plain_number(plain: str) -> Json:
    number = float(plain)
    return int(plain) if _WHOLE.fullmatch(plain) else number if isfinite(number) else plain


def _accepted(config: JsonObject) -> tuple[str, ...]:
    return tuple(kind for each in as_text(config.get("accept")).split(",") if (kind := each.strip()))


def _lines(config: JsonObject) -> int:
    text = text_of(config.get("rows"))
    return min(max(int(text), 1), 20) if text.isdigit() else 2
