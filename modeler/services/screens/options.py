"""The choices of a select list: written down, in the Request data, or what a data connector would answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeAlias

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from engine.expressions import ExpressionError
from modeler.services.options import Option
from modeler.services.screens.rules import text_of
from modeler.services.screens.values import at_path, filled

Lists: TypeAlias = Callable[[str, str], Json]
"""What a data connector's resource answers in a preview: its sample data; of `COLLECTION`, a collection's records."""
COLLECTION = "collections/"
"""Under this name, which no data connector can have, a list asks for the records of a collection."""

MOST = 2_000


def no_lists(_connector: str, _resource: str) -> Json:
    """Where no data connector answers."""
    return None


def choices_of(config: JsonObject) -> JsonObject:
    """The options of a control; the oldest radio buttons have their list there itself."""
    given = config.get("options")
    return {"optionsList": given} if isinstance(given, list) else as_object(given)


def as_radio_buttons(config: JsonObject) -> JsonObject:
    """The settings of radio buttons as those of a select list that is drawn so."""
    return {**config, "options": {**choices_of(config), "renderAs": "checkbox", "allowMultiSelect": False}}


def options_of(config: JsonObject, data: JsonObject, lists: Lists) -> tuple[Option, ...]:
    """The choices of a control, at most so many; none where its list cannot be had."""
    given = choices_of(config)
    key, title = _names(given)
    is_whole = given.get("valueTypeReturned") == "object"
    found = []
    for entry in _entries(given, data, lists)[:MOST]:
        record: JsonObject = as_object(entry) if isinstance(entry, dict) else {"value": entry, "content": entry}
        names = (key, title) if isinstance(entry, dict) else ("value", "content")
        value: Json = record if is_whole else at_path(record, names[0])
        found.append(Option(value, option_title(names[1], record) or text_of(value)))
    return tuple(found)


def _names(given: JsonObject) -> tuple[str, str]:
    """Which members of an entry are its value and its title."""
    if given.get("dataSource") == "collection":
        wanted = as_object(given.get("collectionOptions"))
        return as_text(wanted.get("valueField")) or "id", as_text(wanted.get("labelField")) or "id"
    return as_text(given.get("key")) or "value", as_text(given.get("value")) or "content"


def _entries(given: JsonObject, data: JsonObject, lists: Lists) -> list[Json]:
    source = as_text(given.get("dataSource"), "provideData")
    if source == "dataObject":
        return as_list(at_path(data, as_text(given.get("dataName"))))
    if source == "dataConnector":
        answer = lists(str(given.get("selectedDataSource", "")), as_text(given.get("selectedEndPoint")))
        return as_list(at_path(as_object(answer), as_text(given.get("dataName")))) or as_list(answer)
    if source == "collection":
        return as_list(lists(COLLECTION, text_of(as_object(given.get("collectionOptions")).get("collectionId"))))
    return as_list(given.get("optionsList")) or _written(given.get("jsonData"))


def option_title(name: str, record: JsonObject) -> str:
    """What is read of a record: one of its members, or a template over it."""
    if "{{" not in name:
        return text_of(at_path(record, name))
    try:
        return filled(name, {**record, "data": record})
    except ExpressionError:
        return name


def _written(value: Json) -> list[Json]:
    try:
        return as_list(json.loads(as_text(value) or "[]"))
    except (ValueError, RecursionError):
        return []
