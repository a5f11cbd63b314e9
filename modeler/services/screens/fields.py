"""The controls of a form as they read when nobody can change them: a label and what was entered."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import tzinfo
from html import escape

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, same
from modeler.services.screens.markup import harmless, picture
from modeler.services.screens.rules import is_true, number_of, text_of
from modeler.services.screens.values import at_path, shown_date


def shown(component: str, config: JsonObject, data: JsonObject, pattern: str, zone: tzinfo) -> str:
    """One control; a component that nobody knows becomes a labelled place."""
    value = at_path(data, as_text(config.get("name")))
    if component == "FormDatePicker":
        return _labelled(config, escape(shown_date(text_of(value), pattern, zone)))
    draw = _KINDS.get(component)
    if draw is None:
        return _labelled(config, f'<span class="hint">{escape(component or "unknown control")}</span>')
    return draw(config, value)


def _labelled(config: JsonObject, inner: str) -> str:
    label = as_text(config.get("label"))
    heading = f'<div class="label">{escape(label)}</div>' if label else ""
    helper = as_text(config.get("helper"))
    return f'<div class="field">{heading}<div>{inner}</div>{_helper(helper)}</div>'


def _helper(text: str) -> str:
    return f'<div class="hint">{escape(text)}</div>' if text else ""


def _input(config: JsonObject, value: Json) -> str:
    kind = config.get("dataFormat")
    text = text_of(value)
    if kind == "password" or config.get("type") == "password":
        text = "•" * len(text)
    elif kind == "currency" and text:
        text = _money(value, as_object(config.get("dataMask")))
    elif kind == "percentage" and text:
        text = f"{number_of(value):.2f} %"
    return _labelled(config, escape(text))


def _money(value: Json, mask: JsonObject) -> str:
    amount = number_of(value)
    shown_amount = f"{amount:,.2f}" if amount == amount else text_of(value)
    if as_text(mask.get("format")).startswith("#.###"):
        shown_amount = shown_amount.translate(str.maketrans(",.", ".,"))
    return f"{as_text(mask.get('symbol'))} {shown_amount} {as_text(mask.get('code'))}".strip()


def _area(config: JsonObject, value: Json) -> str:
    text = text_of(value)
    rich = config.get("richtext") is True
    return _labelled(config, harmless(text) if rich else escape(text).replace("\n", "<br>"))


def _check_box(config: JsonObject, value: Json) -> str:
    mark, label = "☑" if is_true(value) else "☐", escape(as_text(config.get("label")))
    return f'<div class="field">{mark} {label}{_helper(as_text(config.get("helper")))}</div>'


def _select(config: JsonObject, value: Json) -> str:
    options = as_object(config.get("options"))
    listed = [as_object(each) for each in as_list(options.get("optionsList")) or _written(options.get("jsonData"))]
    key, label = as_text(options.get("key"), "value"), as_text(options.get("value"), "content")
    chosen = value if isinstance(value, list) else [value]
    if options.get("renderAs") == "checkbox":
        marks = ("☑", "☐") if options.get("allowMultiSelect") is True else ("◉", "○")
        rows = (
            f"<div>{marks[0] if any(same(each.get(key), one) for one in chosen) else marks[1]} "
            f"{escape(text_of(each.get(label)))}</div>"
            for each in listed
        )
        return _labelled(config, "".join(rows))
    return _labelled(config, escape(", ".join(filter(None, (_option(one, listed, key, label) for one in chosen)))))


def _option(value: Json, listed: list[JsonObject], key: str, label: str) -> str:
    if isinstance(value, dict):
        return text_of(value.get(label))
    found = next((each for each in listed if same(each.get(key), value)), None)
    return text_of(value) if found is None else text_of(found.get(label))


def _written(value: Json) -> list[Json]:
    try:
        return as_list(json.loads(as_text(value) or "[]"))
    except (ValueError, RecursionError):
        return []


def _file(config: JsonObject, value: Json) -> str:
    names = [_file_name(each) for each in (value if isinstance(value, list) else [value])]
    listed = ", ".join(filter(None, names))
    return _labelled(config, escape(listed) if listed else '<span class="hint">no files</span>')


def _file_name(value: Json) -> str:
    if isinstance(value, dict):
        return text_of(value.get("name")) or text_of(value.get("file_name")) or text_of(value.get("id"))
    return text_of(value)


def _signature(config: JsonObject, value: Json) -> str:
    drawn = picture(value, as_text(config.get("label")))
    return _labelled(config, drawn) if drawn else ""


_KINDS: dict[str, Callable[[JsonObject, Json], str]] = {
    "FormInput": _input,
    "FormText": lambda config, _: f"<div>{escape(as_text(config.get('label')))}</div>",
    "FormTextArea": _area,
    "FormCheckbox": _check_box,
    "FormSelectList": _select,
    "FormRadioButtonGroup": _select,
    "FileUpload": _file,
    "FileDownload": _file,
    "Viewer": _file,
    "SignaturePad": _signature,
}
