"""Places in a connector's JSON settings: one value, or one row of a list known by some of its members.

{"type": "config", "path": ["outboundConfig", {"type": "PARAM", "key": "petId", "format": "mustache"}, "value"]}
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from connectors.sdk.values import (
    Json,
    JsonObject,
    JsonPath,
    as_list,
    as_object,
    compact,
    same,
    value_at,
    with_value_at,
)
from engine.bpmn import Element
from modeler.editing.json_text import rewritten

_ABSENT = "\0absent"
_ATTRIBUTE = "{http://processmaker.com/BPMN/2.0/Schema.xsd}config"


@dataclass(frozen=True, slots=True)
class Row:
    """Where in the JSON of `pm:config` a value stands."""

    path: tuple[Json, ...]
    drops_empty: bool = False
    keeps_empty: bool = False

    @property
    def identity(self) -> tuple[object, ...]:
        """What two settings have in common that stand at the same place."""
        return ("config", compact(list(self.path)))

    def read(self, element: Element) -> Json:
        """The value that stands there; None where nothing does."""
        config = _config(element)
        path = self._resolved(config)
        return None if path is None else value_at(config, path)

    def exists(self, element: Element) -> bool:
        """Whether something is there, null as well."""
        config = _config(element)
        path = self._resolved(config)
        return path is not None and value_at(config, path, _ABSENT) != _ABSENT

    def write(self, element: Element, value: Json) -> None:
        """Make the place say a value, within the current edit."""
        config = _config(element)
        path = self._resolved(config)
        if path is None:
            config, path = self._added(config)
        _store(element, as_object(with_value_at(config, path, value)))

    def clear(self, element: Element) -> None:
        """Take away the value, or the row that holds it."""
        config = _config(element)
        path = self._resolved(config)
        if path is None:
            return
        if len(path) > 1 and isinstance(path[-2], int):
            rows = as_list(value_at(config, path[:-2]))
            kept: Json = [row for place, row in enumerate(rows) if place != path[-2]]
            _store(element, as_object(with_value_at(config, path[:-2], kept)))
        else:
            holder = as_object(value_at(config, path[:-1]))
            rest: Json = {key: value for key, value in holder.items() if key != path[-1]}
            _store(element, as_object(with_value_at(config, path[:-1], rest)))

    def _index(self, config: JsonObject, path: JsonPath, known: JsonObject) -> int | None:
        """Which row of the list at a path is meant: known by what it is for, not by its value or how that is read."""
        rows = as_list(value_at(config, path))
        members = [(name, value) for name, value in known.items() if name not in (self.path[-1], "format")]
        fitting = (
            place
            for place, row in enumerate(rows)
            if all(same(as_object(row).get(name), value) for name, value in members)
        )
        return next(fitting, None)

    def _resolved(self, config: JsonObject) -> JsonPath | None:
        """The path with rows as numbers; None where a row is missing."""
        found: JsonPath = ()
        for step in self.path:
            if isinstance(step, str):
                found = (*found, step)
                continue
            index = self._index(config, found, as_object(step))
            if index is None:
                return None
            found = (*found, index)
        return found

    def _added(self, config: JsonObject) -> tuple[JsonObject, JsonPath]:
        """The settings with the rows that lead to the place, and the path through them."""
        found: JsonPath = ()
        for step in self.path:
            if isinstance(step, str):
                found = (*found, step)
                continue
            index = self._index(config, found, as_object(step))
            if index is None:
                rows = as_list(value_at(config, found))
                config, index = as_object(with_value_at(config, found, [*rows, dict(as_object(step))])), len(rows)
            found = (*found, index)
        return config, found


def row_of(binding: JsonObject) -> Row:
    """The row that a binding of the type `config` means."""
    return Row(tuple(as_list(binding.get("path"))))


def _has(row: JsonObject, members: JsonObject) -> bool:
    return all(same(row.get(name), value) for name, value in members.items())


def _config(element: Element) -> JsonObject:
    try:
        return as_object(json.loads(element.get(_ATTRIBUTE) or "{}"))
    except (ValueError, RecursionError):
        return {}


def _store(element: Element, config: JsonObject) -> None:
    before = element.get(_ATTRIBUTE)
    text = rewritten(before, config) if before and before.strip() else compact(config)
    if text != before:
        element.set(_ATTRIBUTE, text)
