"""The record list of a screen: a table of the rows in a variable."""

from __future__ import annotations

import json
from datetime import tzinfo
from html import escape

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from engine.expressions import ExpressionError, plain_text, render
from modeler.services.screens.markup import picture
from modeler.services.screens.rules import text_of
from modeler.services.screens.values import at_path, shown_date, with_dates

_COLLECTION = "The entries stand in a collection on the server."
_EMPTY = "There are no entries."


def record_list(config: JsonObject, data: JsonObject, pattern: str, zone: tzinfo) -> str:
    """The heading and the table; a sentence where there is nothing to list."""
    heading = f"<h4>{escape(as_text(config.get('label')))}</h4>" if config.get("label") else ""
    if as_object(config.get("source")).get("sourceOptions") == "Collection":
        return f'{heading}<p class="text-muted">{_COLLECTION}</p>'
    rows = at_path(data, as_text(config.get("name")))
    if not isinstance(rows, list) or not rows:
        return f'{heading}<p class="text-muted">{_EMPTY}</p>'
    columns = columns_of(as_object(config.get("fields")))
    head = "".join(f"<th>{escape(title)}</th>" for _, title in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{_cell(key, as_object(row), pattern, zone)}</td>' for key, _ in columns)}</tr>"
        for row in rows
    )
    return f'{heading}<table class="list"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def columns_of(fields: JsonObject) -> list[tuple[str, str]]:
    """The columns of a record list: the key of each and its heading."""
    listed: Json = None
    try:
        listed = json.loads(as_text(fields.get("jsonData")) or "null")
    except (ValueError, RecursionError):
        listed = None
    found = []
    for column in map(as_object, as_list(listed) or as_list(fields.get("optionsList"))):
        key = as_text(column.get("value"))
        found.append((key, as_text(column.get("content"), key)))
    return found


def cell_text(key: str, row: JsonObject, pattern: str, zone: tzinfo) -> str:
    """What stands in a cell, as plain text."""
    if "{{" in key:
        try:
            return render(key, with_dates(row, pattern, zone), plain_text)
        except ExpressionError:
            return key
    return shown_date(text_of(at_path(row, key)), pattern, zone)


def _cell(key: str, row: JsonObject, pattern: str, zone: tzinfo) -> str:
    if key == "__filedownload":
        return escape(text_of(row.get("name") or row.get("file_name") or row.get("file")))
    drawn = "" if "{{" in key else picture(text_of(at_path(row, key)))
    return drawn or escape(cell_text(key, row, pattern, zone))
