"""A message as Slack draws it, as one HTML page that needs nothing from elsewhere.

Tables carry the layout, because the page is shown in a text view of a window as well as in browsers. Pictures are
drawn as frames with their words: nothing is fetched for a preview.
"""

from __future__ import annotations

import html
from datetime import datetime

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from connectors.slack_notification.controls import FRAME, control, picture, text_of
from connectors.slack_notification.mrkdwn import as_html
from connectors.slack_notification.rich_text import rich_text

_PAGE = (
    '<html><head><meta charset="utf-8"><title>Slack</title></head>'
    '<body style="background-color: #ffffff; color: #1d1c1d; '
    'font-family: Lato, Helvetica, sans-serif; font-size: 15px">'
)
_MUTED = "color: #616061; font-size: 12px"
_CELL = "border: 1px solid #dddddd"
_OPINIONS = ("positive_button", "negative_button")
_SIGN = (
    '<td width="40" valign="top"><table><tr><td align="center" '
    'style="background-color: #4a154b; color: #ffffff; font-weight: bold; padding: 8px 12px">%s</td></tr></table></td>'
)


def message_page(payload: JsonObject, place: str, app: str, moment: datetime) -> str:
    """The page for what is posted to a channel, person or thread."""
    blocks = as_list(payload.get("blocks"))
    body = "".join(_block(as_object(block)) for block in blocks) if blocks else _paragraph(text_of(payload.get("text")))
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


def _section(block: JsonObject) -> str:
    text = _paragraph(text_of(block["text"])) if block.get("text") else ""
    words = text + _fields(as_list(block.get("fields")))
    accessory = as_object(block.get("accessory"))
    if not accessory:
        return words
    cells = f'<td valign="top">{words}</td><td valign="top" align="right">{control(accessory)}</td>'
    return f'<table width="100%"><tr>{cells}</tr></table>'


def _fields(fields: list[Json]) -> str:
    """Two columns, filled row by row."""
    if not fields:
        return ""
    cells = [f'<td width="50%" valign="top">{text_of(field)}</td>' for field in fields]
    rows = (f"<tr>{''.join(cells[at : at + 2])}</tr>" for at in range(0, len(cells), 2))
    return f'<table width="100%" cellpadding="3">{"".join(rows)}</table>'


def _header(block: JsonObject) -> str:
    return f'<p style="font-size: 18px; font-weight: bold; margin: 6px 0">{text_of(block.get("text"))}</p>'


def _divider(_: JsonObject) -> str:
    line = '<td style="background-color: #dddddd; font-size: 1px">&nbsp;</td>'
    return f'<table width="100%" cellspacing="0" cellpadding="0"><tr>{line}</tr></table>'


def _context(block: JsonObject) -> str:
    parts = (
        picture(each) if each.get("type") == "image" else text_of(each) for each in map(as_object, _elements(block))
    )
    return f'<p style="{_MUTED}; margin: 4px 0">{"&nbsp; ".join(parts)}</p>'


def _actions(block: JsonObject) -> str:
    cells = "".join(f"<td>{control(as_object(each))}</td>" for each in _elements(block))
    return f'<table cellspacing="4"><tr>{cells}</tr></table>'


def _image(block: JsonObject) -> str:
    title = f"<b>{text_of(block['title'])}</b><br>" if block.get("title") else ""
    words = html.escape(as_text(block.get("alt_text"), "picture"))
    address = html.escape(as_text(block.get("image_url")))
    shown = f'{words}<br><span style="{_MUTED}">{address}</span>'
    return f'{title}<table cellpadding="18"><tr><td style="{FRAME}" align="center">{shown}</td></tr></table>'


def _input(block: JsonObject) -> str:
    hint = text_of(block.get("hint"))
    below = f'<p style="{_MUTED}; margin: 2px 0">{hint}</p>' if hint else ""
    return f"<b>{text_of(block.get('label'))}</b>{control(as_object(block.get('element')))}{below}"


def _markdown(block: JsonObject) -> str:
    text = as_text(block.get("text")).replace("**", "*")
    return _paragraph(as_html(text))


def _table(block: JsonObject) -> str:
    """Rows of cells, each a plain or a rich text; the first row is the heading."""
    rows = []
    for number, row in enumerate(as_list(block.get("rows"))):
        tag = "td" if number else "th"
        cells = (f'<{tag} align="left" style="{_CELL}">{_cell(as_object(each))}</{tag}>' for each in as_list(row))
        rows.append(f"<tr>{''.join(cells)}</tr>")
    return f'<table cellspacing="0" cellpadding="5">{"".join(rows)}</table>'


def _cell(cell: JsonObject) -> str:
    if cell.get("type") == "rich_text":
        return rich_text(cell)
    return html.escape(as_text(cell.get("text")) or str(cell.get("value", "")))


def _video(block: JsonObject) -> str:
    by = " · ".join(filter(None, (as_text(block.get(key)) for key in ("provider_name", "author_name"))))
    title, words = text_of(block.get("title")), text_of(block.get("description"))
    frame = f'<td style="{FRAME}" align="center">▶<br>{html.escape(as_text(block.get("alt_text")))}</td>'
    above = f'<span style="{_MUTED}">{html.escape(by)}</span><br>' if by else ""
    below = f"<br>{words}" if words else ""
    return f'{above}<b>{title}</b>{below}<table cellpadding="18"><tr>{frame}</tr></table>'


def _file(block: JsonObject) -> str:
    name = html.escape(as_text(block.get("external_id"), "file"))
    return f'<table cellpadding="8"><tr><td style="{FRAME}">▤ {name}</td></tr></table>'


def _context_actions(block: JsonObject) -> str:
    """Buttons for what people think of a message, and small ones with a picture."""
    shown: list[str] = []
    for element in map(as_object, _elements(block)):
        named = [element.get("text"), *(as_object(element.get(key)).get("text") for key in _OPINIONS)]
        shown += [control({"type": "button", "text": each}) for each in named if each]
    return f'<table cellspacing="4"><tr>{"".join(f"<td>{each}</td>" for each in shown)}</tr></table>'


def _elements(block: JsonObject) -> list[Json]:
    return as_list(block.get("elements"))


_DRAWN = {
    "section": _section, "header": _header, "divider": _divider, "context": _context, "actions": _actions,
    "image": _image, "input": _input, "markdown": _markdown, "rich_text": rich_text, "table": _table, "video": _video,
    "file": _file, "context_actions": _context_actions,
}  # fmt: skip
