"""The controls of a form as they read when nobody can change them: a label and what was entered."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from html import escape
from typing import TypeAlias

from connectors.sdk.values import Json, JsonObject, as_text, same
from modeler.services.options import Option
from modeler.services.screens.amounts import amount_of, number_in
from modeler.services.screens.markup import harmless, picture
from modeler.services.screens.options import Lists, as_radio_buttons, choices_of, option_title, options_of
from modeler.services.screens.rules import is_true, text_of
from modeler.services.screens.values import at_path, field_date

Files: TypeAlias = Callable[[Json], str]
"""The name of the file that a variable refers to; empty where nobody knows it."""


def no_files(_: Json) -> str:
    """Where the files of the Request are not known."""
    return ""


@dataclass(frozen=True, slots=True)
class Look:
    """How dates look to the user, what the lists of data connectors hold, and what files are called."""

    pattern: str
    zone: tzinfo
    lists: Lists

    files: Files = no_files

    def date(self, value: Json, with_time: bool = True) -> str:
        """A day or moment in the user's form; nothing for what is neither."""
        return field_date(text_of(value).strip(), self.pattern, self.zone, with_time)


def shown(component: str, config: JsonObject, data: JsonObject, look: Look) -> str:
    """One control; a component that nobody knows becomes a labelled place."""
    value = at_path(data, as_text(config.get("name")))
    draw = _KINDS.get(component)
    if draw is None:
        return _labelled(config, f'<span class="hint">{escape(component or "unknown control")}</span>')
    return draw(config, value, data, look)


def _labelled(config: JsonObject, inner: str) -> str:
    label = as_text(config.get("label"))
    heading = f'<div class="label">{escape(label)}</div>' if label else ""
    helper = as_text(config.get("helper"))
    return f'<div class="field">{heading}<div>{inner}</div>{_helper(helper)}</div>'


def _helper(text: str) -> str:
    return f'<div class="hint">{escape(text)}</div>' if text else ""


def _input(config: JsonObject, value: Json, _: JsonObject, look: Look) -> str:
    kind = "password" if config.get("type") == "password" else as_text(config.get("dataFormat"))
    draw, mask = _FORMATS.get(kind), as_text(config.get("customFormatter"))
    text = text_of(value)
    if draw is not None and text:
        text = draw(config, value, look)
    elif mask and text:
        text = masked(text, mask)
    return _labelled(config, escape(text))


def read_only_text(config: JsonObject, value: Json) -> str | None:
    """How a value reads that nobody can change, where that is another text: by its mask, as money, as percent."""
    text, mask = text_of(value), as_text(config.get("customFormatter"))
    is_amount = amount_of(config) is not None
    if not text or not (is_amount or mask):
        return None
    return _amount(config, value) if is_amount else masked(text, mask)


def masked(text: str, mask: str) -> str:
    """Digits filled into a mask such as `(###) ###-####`; as much of it as there are digits for."""
    digits = re.sub(r"\D", "", text)
    made = ""
    for sign in mask:
        if not digits:
            break
        made, digits = (made + digits[0], digits[1:]) if sign == "#" else (made + sign, digits)
    return made


def _amount(config: JsonObject, value: Json) -> str:
    written, number = amount_of(config), number_in(value)
    return text_of(value) if written is None or number is None else written.text(number)


def _area(config: JsonObject, value: Json, _: JsonObject, __: Look) -> str:
    text = text_of(value)
    rich = config.get("richtext") is True
    return _labelled(config, harmless(text) if rich else escape(text).replace("\n", "<br>"))


def _date(config: JsonObject, value: Json, _: JsonObject, look: Look) -> str:
    return _labelled(config, escape(look.date(value, config.get("dataFormat") != "date")))


def _check_box(config: JsonObject, value: Json, _: JsonObject, __: Look) -> str:
    mark, label = "☑" if is_true(value) else "☐", escape(as_text(config.get("label")))
    return f'<div class="field">{mark} {label}{_helper(as_text(config.get("helper")))}</div>'


def _select(config: JsonObject, value: Json, data: JsonObject, look: Look) -> str:
    """All options with the chosen ones marked, or the labels of those that are chosen."""
    given = choices_of(config)
    listed, key = options_of(config, data, look.lists), as_text(given.get("key")) or "value"
    chosen = value if isinstance(value, list) else [value]
    if given.get("renderAs") == "checkbox":
        marks = ("☑", "☐") if given.get("allowMultiSelect") is True else ("◉", "○")
        rows = (
            f"<div>{marks[0] if any(_means(option, one, key) for one in chosen) else marks[1]} "
            f"{escape(option.title)}</div>"
            for option in listed
        )
        return _labelled(config, "".join(rows))
    labels = (_chosen_label(one, listed, given, key) for one in chosen)
    return _labelled(config, escape(", ".join(filter(None, labels))))


def _means(option: Option, value: Json, key: str) -> bool:
    """Whether a stored value, a key or a whole record, is this option."""
    if isinstance(value, dict):
        mine = option.value.get(key) if isinstance(option.value, dict) else option.value
        return same(mine, value.get(key))
    return same(option.value, value)


def _chosen_label(value: Json, listed: Sequence[Option], given: JsonObject, key: str) -> str:
    found = next((option for option in listed if _means(option, value, key)), None)
    if found is not None:
        return found.title
    return option_title(as_text(given.get("value")) or "content", value) if isinstance(value, dict) else text_of(value)


def _file(config: JsonObject, value: Json, _: JsonObject, look: Look) -> str:
    listed = file_names(value, look.files)
    return _labelled(config, escape(listed) if listed else '<span class="hint">no files</span>')


def file_names(value: Json, files: Files) -> str:
    """What the files of a variable are called, one or several."""
    names = [_file_name(each, files) for each in (value if isinstance(value, list) else [value])]
    return ", ".join(filter(None, names))


def _file_name(value: Json, files: Files) -> str:
    if not isinstance(value, dict):
        return files(value) or text_of(value)
    told = next((text for name in ("name", "file_name") if (text := text_of(value.get(name)))), "")
    return told or files(value.get("file")) or files(value) or text_of(value.get("file")) or text_of(value.get("id"))


def _signature(config: JsonObject, value: Json, _: JsonObject, __: Look) -> str:
    drawn = picture(value, as_text(config.get("label")))
    return _labelled(config, drawn) if drawn else ""


_FORMATS: dict[str, Callable[[JsonObject, Json, Look], str]] = {
    "password": lambda _, value, __: "•" * len(text_of(value)),
    "currency": lambda config, value, _: _amount(config, value),
    "percentage": lambda config, value, _: _amount(config, value),
    "date": lambda _, value, look: look.date(value, with_time=False),
    "datetime": lambda _, value, look: look.date(value),
    "boolean": lambda _, value, __: "☑" if is_true(value) else "☐",
}
_KINDS: dict[str, Callable[[JsonObject, Json, JsonObject, Look], str]] = {
    "FormInput": _input,
    "FormText": lambda config, *_: f"<div>{escape(as_text(config.get('label')))}</div>",
    "FormTextArea": _area,
    "FormCheckbox": _check_box,
    "FormDatePicker": _date,
    "FormSelectList": _select,
    "FormRadioButtonGroup": lambda config, value, data, look: _select(as_radio_buttons(config), value, data, look),
    "FileUpload": _file,
    "FileDownload": _file,
    "Viewer": _file,
    "SignaturePad": _signature,
}
