"""The record list of a screen: a table of the rows in a variable, or of the records of a collection."""

from __future__ import annotations

import json
from datetime import tzinfo
from html import escape

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from engine.expressions import ExpressionError
from modeler.services.screens.markup import picture
from modeler.services.screens.rules import text_of
from modeler.services.screens.values import at_path, filled, shown_date, with_dates
from modeler.services.workspace.record_collections import FOLDER, Collections, RecordCollection, no_collections

_EMPTY = "There are no entries."


def record_list(
    config: JsonObject, data: JsonObject, pattern: str, zone: tzinfo, collections: Collections = no_collections
) -> str:
    """The heading and the table; a sentence where there is nothing to list."""
    heading = f"<h4>{escape(as_text(config.get('label')))}</h4>" if config.get("label") else ""
    rows, lack = rows_of(config, data, collections)
    if not rows:
        return f'{heading}<p class="text-muted">{escape(lack)}</p>'
    columns = columns_of(config)
    head = "".join(f"<th>{escape(title)}</th>" for _, title in columns)
    body = "".join(
        f"<tr>{''.join(f'<td>{_cell(key, as_object(row), pattern, zone)}</td>' for key, _ in columns)}</tr>"
        for row in rows
    )
    return f'{heading}<table class="list" width="100%"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def is_of_collection(config: JsonObject) -> bool:
    """Whether the rows are records of a collection of the server."""
    return as_object(config.get("source")).get("sourceOptions") == "Collection"


def rows_of(config: JsonObject, data: JsonObject, collections: Collections) -> tuple[list[Json], str]:
    """The rows of a record list; a sentence says why there are none."""
    if not is_of_collection(config):
        return as_list(at_path(data, as_text(config.get("name")))), _EMPTY
    fields = as_object(as_object(config.get("source")).get("collectionFields"))
    reference = text_of(fields.get("collectionId"))
    found = collections(reference)
    rows: list[Json] = [record.data for record in found.records] if found is not None else []
    return rows, lack_of(reference, found)


def lack_of(reference: str, found: RecordCollection | None) -> str:
    """What to do so that the records of a collection are seen."""
    if found is None:
        return f"The records of collection {reference} are on the server. A file in {FOLDER} would show some here."
    return f"The records of “{found.name}” are on the server. “records” in its file would show some here."


def columns_of(config: JsonObject) -> list[tuple[str, str]]:
    """The columns of a record list: the key of each and its heading."""
    fields = as_object(config.get("fields"))
    key_name, title_name = ("content", "key") if is_of_collection(config) else ("value", "content")
    listed: Json = None
    try:
        listed = json.loads(as_text(fields.get("jsonData")) or "null")
    except (ValueError, RecursionError):
        listed = None
    found = []
    for column in map(as_object, as_list(listed) or as_list(fields.get("optionsList"))):
        key = as_text(column.get(key_name)) or as_text(column.get("value"))
        found.append((key, as_text(column.get(title_name)) or key))
    return found


def cell_text(key: str, row: JsonObject, pattern: str, zone: tzinfo) -> str:
    """What stands in a cell, as plain text."""
    if "{{" in key:
        try:
            return filled(key, with_dates(row, pattern, zone))
        except ExpressionError:
            return key
    return shown_date(text_of(at_path(row, key)), pattern, zone)


def _cell(key: str, row: JsonObject, pattern: str, zone: tzinfo) -> str:
    if key == "__filedownload":
        return escape(text_of(row.get("name") or row.get("file_name") or row.get("file")))
    drawn = "" if "{{" in key else picture(text_of(at_path(row, key)))
    return drawn or escape(cell_text(key, row, pattern, zone))
