"""Block Kit's controls as Slack draws them: buttons, menus, dates, check boxes and fields to write in."""

from __future__ import annotations

import html

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from connectors.slack_notification.mrkdwn import as_html, as_plain

FRAME = "border: 1px solid #dddddd; background-color: #f8f8f8"
_BUTTON = "padding: 5px 12px; font-weight: bold; border: 1px solid "
_BOX = f"{_BUTTON}#bbbbbb"
_FIELD = "padding: 5px 12px; border: 1px solid #bbbbbb; color: #616061"
_BUTTONS = {
    "primary": f"{_BUTTON}#007a5a; background-color: #007a5a; color: #ffffff",
    "danger": f"{_BUTTON}#e01e5a; color: #e01e5a",
}
_MOMENTS = {
    "datepicker": ("initial_date", "Pick a date"),
    "timepicker": ("initial_time", "Pick a time"),
    "datetimepicker": ("initial_date_time", "Pick a date and time"),
}
_MARKS = {"checkboxes": ("☑", "☐"), "radio_buttons": ("◉", "○")}


def text_of(value: Json) -> str:
    """A text object, or a bare text as in the message itself."""
    if isinstance(value, str):
        return as_html(value)
    text = as_object(value)
    shown = as_text(text.get("text"))
    return as_plain(shown) if text.get("type") == "plain_text" else as_html(shown)


def picture(element: JsonObject) -> str:
    """A small picture, as its words."""
    return f'<span style="{FRAME}">{html.escape(as_text(element.get("alt_text")))}</span>'


def control(element: JsonObject) -> str:
    """A control with what stands in it at first."""
    kind = as_text(element.get("type"))
    if kind == "button":
        return _boxed(text_of(element.get("text")), as_text(element.get("style")), as_text(element.get("url")))
    if kind == "image":
        return picture(element)
    if kind == "overflow":
        return _boxed("⋯")
    if kind in _MARKS:
        return _options(element, *_MARKS[kind])
    if kind in _MOMENTS:
        key, words = _MOMENTS[kind]
        given = element.get(key)
        return _boxed(html.escape(str(given)) if given else text_of(element.get("placeholder")) or words)
    if kind.endswith("select"):
        return _boxed(f"{_chosen(element) or text_of(element.get('placeholder')) or 'Choose'} ▾")
    return _written(element, kind)


def _chosen(element: JsonObject) -> str:
    chosen = [element.get("initial_option"), *as_list(element.get("initial_options"))]
    return ", ".join(filter(None, (text_of(as_object(each).get("text")) for each in chosen if each)))


def _options(element: JsonObject, on: str, off: str) -> str:
    chosen = [element.get("initial_option"), *as_list(element.get("initial_options"))]
    values = {str(as_object(each).get("value")) for each in chosen if each}
    lines = []
    for option in map(as_object, as_list(element.get("options"))):
        mark = on if str(option.get("value")) in values else off
        lines.append(f"{mark} {text_of(option.get('text'))}")
    return "<br>".join(lines)


def _written(element: JsonObject, kind: str) -> str:
    """A field to write in; what is no control that is known is called by its kind."""
    words = html.escape(as_text(element.get("initial_value"))) or text_of(element.get("placeholder"))
    is_known = kind.endswith("_input")
    shown = words or ("&nbsp;" if is_known else html.escape(kind))
    return f'<table cellspacing="0" width="60%"><tr><td style="{_FIELD}">{shown}</td></tr></table>'


def _boxed(words: str, style: str = "", url: str = "") -> str:
    shown = words
    if url.startswith(("http://", "https://")):
        color = {"primary": "#ffffff", "danger": "#e01e5a"}.get(style, "#1d1c1d")
        shown = f'<a href="{html.escape(url)}" style="color: {color}; text-decoration: none">{words}</a>'
    return f'<table cellspacing="0"><tr><td style="{_BUTTONS.get(style, _BOX)}">{shown}</td></tr></table>'
