"""A message as Slack draws it, as one HTML page that needs nothing from elsewhere.

Tables carry the layout, because the page is shown in a text view of a window as well as in browsers. Pictures are
drawn as frames with their words: nothing is fetched for a preview.
"""

from __future__ import annotations

import html
from datetime import datetime

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from connectors.slack_notification.mrkdwn import LINK, as_html, as_plain

_PAGE = (
    '<html><head><meta charset="utf-8"><title>Slack</title></head>'
    '<body style="background-color: #ffffff; color: #1d1c1d; '
    'font-family: Lato, Helvetica, sans-serif; font-size: 15px">'
)
_MUTED = "color: #616061; font-size: 12px"
_BUTTON = "padding: 5px 12px; font-weight: bold; border: 1px solid "
_BOX = f"{_BUTTON}#bbbbbb"
_BUTTONS = {
    "primary": f"{_BUTTON}#007a5a; background-color: #007a5a; color: #ffffff",
    "danger": f"{_BUTTON}#e01e5a; color: #e01e5a",
}
_SIGN = (
    '<td width="40" valign="top"><table><tr><td align="center" '
    'style="background-color: #4a154b; color: #ffffff; font-weight: bold; padding: 8px 12px">%s</td></tr></table></td>'
)
_FRAME = "border: 1px solid #dddddd; background-color: #f8f8f8"
_CHOOSERS = ("select", "datepicker", "timepicker", "datetimepicker", "overflow", "checkboxes", "radio_buttons")


def message_page(payload: JsonObject, place: str, app: str, moment: datetime) -> str:
    """The page for what is posted to a channel, person or thread."""
    blocks = as_list(payload.get("blocks"))
    body = "".join(_block(as_object(block)) for block in blocks) if blocks else _paragraph(_text(payload.get("text")))
    thread = as_text(payload.get("thread_ts"))
    where = html.escape(place) + (f" · in the thread of {html.escape(thread)}" if thread else "")
    head = (
        f"<b>{html.escape(app)}</b>&nbsp; "
        f'<span style="background-color: #e8e8e8; color: #616061; font-size: 10px">&nbsp;APP&nbsp;</span>&nbsp; '
        f'<span style="{_MUTED}">{moment:%H:%M}</span>'
    )
    sign = _SIGN % html.escape(app[:1].upper())
    place_line = f'<p style="{_MUTED}; margin: 0 0 8px 0">{where}</p>'
    row = f'<tr>{sign}<td valign="top">{head}{body}</td></tr>'
    table = f'<table width="100%" cellspacing="0" cellpadding="4">{row}</table>'
    return f"{_PAGE}{place_line}{table}</body></html>"


def first_words(blocks: list[Json]) -> str:
    """The first text of the blocks, for a list of messages."""
    for block in map(as_object, blocks):
        text = as_text(as_object(block.get("text")).get("text")) or as_text(block.get("text"))
        if text:
            return text.partition("\n")[0]
    return ""


def _block(block: JsonObject) -> str:
    kind = as_text(block.get("type"))
    draw = _DRAWN.get(kind)
    return draw(block) if draw else _paragraph(f'<span style="{_MUTED}">[{html.escape(kind)}]</span>')


def _paragraph(inside: str) -> str:
    return f'<p style="margin: 4px 0">{inside}</p>' if "<table" not in inside and "<pre" not in inside else inside


def _text(value: Json) -> str:
    """A text object, or a bare text as in the message itself."""
    if isinstance(value, str):
        return as_html(value)
    text = as_object(value)
    shown = as_text(text.get("text"))
    return as_plain(shown) if text.get("type") == "plain_text" else as_html(shown)


def _section(block: JsonObject) -> str:
    text = _paragraph(_text(block["text"])) if block.get("text") else ""
    words = text + _fields(as_list(block.get("fields")))
    accessory = as_object(block.get("accessory"))
    if not accessory:
        return words
    cells = f'<td valign="top">{words}</td><td valign="top" align="right">{_element(accessory)}</td>'
    return f'<table width="100%"><tr>{cells}</tr></table>'


def _fields(fields: list[Json]) -> str:
    """Two columns, filled row by row."""
    if not fields:
        return ""
    cells = [f'<td width="50%" valign="top">{_text(field)}</td>' for field in fields]
    rows = (f"<tr>{''.join(cells[at : at + 2])}</tr>" for at in range(0, len(cells), 2))
    return f'<table width="100%" cellpadding="3">{"".join(rows)}</table>'


def _header(block: JsonObject) -> str:
    return f'<p style="font-size: 18px; font-weight: bold; margin: 6px 0">{_text(block.get("text"))}</p>'


def _divider(_: JsonObject) -> str:
    line = '<td style="background-color: #dddddd; font-size: 1px">&nbsp;</td>'
    return f'<table width="100%" cellspacing="0" cellpadding="0"><tr>{line}</tr></table>'


def _context(block: JsonObject) -> str:
    parts = (
        _picture(each) if each.get("type") == "image" else _text(each) for each in map(as_object, _elements(block))
    )
    return f'<p style="{_MUTED}; margin: 4px 0">{"&nbsp; ".join(parts)}</p>'


def _actions(block: JsonObject) -> str:
    cells = "".join(f"<td>{_element(as_object(each))}</td>" for each in _elements(block))
    return f'<table cellspacing="4"><tr>{cells}</tr></table>'


def _image(block: JsonObject) -> str:
    title = f"<b>{_text(block['title'])}</b><br>" if block.get("title") else ""
    words = html.escape(as_text(block.get("alt_text"), "picture"))
    address = html.escape(as_text(block.get("image_url")))
    shown = f'{words}<br><span style="{_MUTED}">{address}</span>'
    return f'{title}<table cellpadding="18"><tr><td style="{_FRAME}" align="center">{shown}</td></tr></table>'


def _input(block: JsonObject) -> str:
    return f"<b>{_text(block.get('label'))}</b>" + _element(as_object(block.get("element")))


def _markdown(block: JsonObject) -> str:
    text = as_text(block.get("text")).replace("**", "*")
    return _paragraph(as_html(text))


def _rich_text(block: JsonObject) -> str:
    return "".join(_rich(as_object(part)) for part in _elements(block))


def _rich(part: JsonObject) -> str:
    kind = part.get("type")
    inside = "".join(_run(as_object(each)) for each in _elements(part))
    if kind == "rich_text_list":
        items = "".join(f"<li>{_rich(as_object(each))}</li>" for each in _elements(part))
        tag = "ol" if part.get("style") == "ordered" else "ul"
        return f"<{tag}>{items}</{tag}>"
    if kind == "rich_text_preformatted":
        return f'<pre style="background-color: #f8f8f8">{inside}</pre>'
    return f"<i>{inside}</i>" if kind == "rich_text_quote" else inside


def _run(run: JsonObject) -> str:
    kind, text = as_text(run.get("type")), html.escape(as_text(run.get("text"))).replace("\n", "<br>")
    if kind == "link":
        url = as_text(run.get("url"))
        shown = text or html.escape(url)
        return (
            f'<a href="{html.escape(url)}" style="{LINK}">{shown}</a>' if url.startswith(("http", "mailto")) else shown
        )
    if kind == "emoji":
        return as_plain(f":{as_text(run.get('name'))}:")
    if kind != "text":
        return html.escape(f"@{as_text(run.get(f'{kind}_id')) or as_text(run.get('range'))}")
    style = as_object(run.get("style"))
    for name, tag in (("bold", "b"), ("italic", "i"), ("strike", "s"), ("code", "code")):
        text = f"<{tag}>{text}</{tag}>" if style.get(name) is True else text
    return text


def _elements(block: JsonObject) -> list[Json]:
    return as_list(block.get("elements"))


def _element(element: JsonObject) -> str:
    kind = as_text(element.get("type"))
    if kind == "button":
        return _boxed(_text(element.get("text")), as_text(element.get("style")), as_text(element.get("url")))
    if kind == "image":
        return _picture(element)
    if any(kind.endswith(name) for name in _CHOOSERS):
        return _boxed(f"{_text(element.get('placeholder')) or '…'} ▾")
    return _boxed(_text(element.get("placeholder")) or html.escape(kind))


def _boxed(words: str, style: str = "", url: str = "") -> str:
    shown = words
    if url.startswith(("http://", "https://")):
        color = {"primary": "#ffffff", "danger": "#e01e5a"}.get(style, "#1d1c1d")
        shown = f'<a href="{html.escape(url)}" style="color: {color}; text-decoration: none">{words}</a>'
    return f'<table cellspacing="0"><tr><td style="{_BUTTONS.get(style, _BOX)}">{shown}</td></tr></table>'


def _picture(element: JsonObject) -> str:
    return f'<span style="{_FRAME}">{html.escape(as_text(element.get("alt_text")))}</span>'


_DRAWN = {
    "section": _section, "header": _header, "divider": _divider, "context": _context, "actions": _actions,
    "image": _image, "input": _input, "markdown": _markdown, "rich_text": _rich_text,
}  # fmt: skip
