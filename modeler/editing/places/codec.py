"""All settings of an element that stand at places of their own: read as values, written where they differ.

A setting whose condition does not hold stands nowhere; one whose condition comes to hold gets its default. That is
how Camunda Modeler treats element templates, so what it writes and what is written here are the same.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from connectors.sdk.manifest import Manifest
from connectors.sdk.places import KEYWORD
from connectors.sdk.schema import resolved
from connectors.sdk.values import Json, JsonObject, as_object, as_text, compact, same
from engine.bpmn import Element
from modeler.editing.form_schema import hints, holds, types_of
from modeler.editing.places.place import Place
from modeler.editing.places.vocabulary import Spot, place_of


@dataclass(frozen=True, slots=True)
class Placed:
    """One setting, its place, and how its value is written there."""

    name: str
    schema: JsonObject
    spot: Spot
    is_optional: bool = False
    is_feel: bool = False
    is_expression: bool = False
    is_raw: bool = False
    generated: str = ""

    @property
    def condition(self) -> JsonObject:
        """When the setting is there at all."""
        return as_object(hints(self.schema).get("visibleWhen"))

    def default(self) -> Json:
        """What a new setting says; None when that is nothing."""
        return str(uuid.uuid4()) if self.generated == "uuid" else self.schema.get("default")

    def value(self, stored: Json) -> Json:
        """The value that a stored text means."""
        if not isinstance(stored, str):
            return stored
        plain = stored.removeprefix("=").strip() if self.is_feel else stored
        types = types_of(self.schema)
        if "boolean" in types and plain in ("true", "false"):
            return plain == "true"
        if "integer" in types or "number" in types:
            return _number(plain, stored)
        return stored

    def write(self, element: Element, value: Json) -> None:
        """Store a value; in JSON settings one that is `raw`, like a number that is an id, stays what it is."""
        if isinstance(self.spot, Place):
            self.spot.write(element, self.stored(value))
        else:
            self.spot.write(element, value if self.is_raw else self.stored(value))

    def stored(self, value: Json) -> str:
        """The text for a value."""
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool | int | float):
            return f"={compact(value)}" if self.is_feel else compact(value)
        if not isinstance(value, str):
            return "" if value is None else compact(value)
        return f"={value}" if self.is_expression and value and not value.startswith("=") else value


def placed_settings(manifest: Manifest) -> list[Placed]:
    """The settings of a connector that have a place."""
    named = as_object(manifest.properties.get("properties"))
    schemas = {name: resolved(part, manifest.properties) for name, part in named.items()}
    return [_placed(name, schema) for name, schema in schemas.items() if KEYWORD in schema]


def read_places(manifest: Manifest, element: Element) -> JsonObject:
    """What the places of an element say, as far as each is in force."""
    return _read(placed_settings(manifest), element)


def new_places(manifest: Manifest, element: Element, values: JsonObject) -> None:
    """Write these values and the defaults of all other settings, within the current edit, on an element new to them."""
    settings = placed_settings(manifest)
    _write_all(settings, element, values, set())


def write_places(manifest: Manifest, element: Element, values: JsonObject) -> None:
    """Make the places say these values, within the current edit; nothing that is equal is written."""
    settings = placed_settings(manifest)
    before = _read(settings, element)
    _write_all(settings, element, values, {each.name for each in settings if _is_active(each, before)})


def clear_places(manifest: Manifest, element: Element) -> None:
    """Take every setting off an element, within the current edit."""
    for setting in placed_settings(manifest):
        setting.spot.clear(element)


def clear_dropped(old: Manifest, new: Manifest, element: Element) -> None:
    """Take off an element what only the older of two versions of a connector has a place for."""
    kept = {setting.spot.identity for setting in placed_settings(new)}
    for setting in placed_settings(old):
        if setting.spot.identity not in kept:
            setting.spot.clear(element)


def settled(settings: list[Placed], values: JsonObject) -> JsonObject:
    """What a new element would say with these values: defaults filled in, and nothing that is not in force."""
    found = {setting.name: value for setting, value in _in_force(settings, values, set()) if value != _ABSENT}
    return {name: value for name, value in found.items() if value is not None}


def _write_all(settings: list[Placed], element: Element, values: JsonObject, known: set[str]) -> None:
    """Write values; a setting whose condition did not hold before (it is not `known`) gets its default."""
    before = _read(settings, element)
    active = _in_force(settings, values, known)
    kept = {setting.spot.identity for setting, _ in active}
    names = {setting.name for setting, _ in active}
    for setting in settings:
        if setting.name not in names and setting.spot.identity not in kept:
            setting.spot.clear(element)
    for setting, value in active:
        _write(setting, element, before.get(setting.name), value)


def _placed(name: str, schema: JsonObject) -> Placed:
    binding = as_object(schema[KEYWORD])
    return Placed(
        name,
        schema,
        place_of(binding),
        is_optional=binding.get("optional") is True,
        is_feel=binding.get("feel") is True,
        is_expression=binding.get("expression") is True and as_text(binding.get("type")).startswith("zeebe:"),
        is_raw=binding.get("raw") is True,
        generated=as_text(binding.get("generated")),
    )


def _read(settings: list[Placed], element: Element) -> JsonObject:
    found: JsonObject = {}
    for setting in settings:
        stored = setting.spot.read(element)
        if stored is not None:
            found[setting.name] = setting.value(stored)
    return {each.name: found[each.name] for each in settings if each.name in found and _is_active(each, found)}


def _in_force(settings: list[Placed], values: JsonObject, before: set[str]) -> list[tuple[Placed, Json]]:
    """The settings whose conditions hold, with their values; those that come to hold get their defaults.

    One setting may bring another one in, so it is asked until nothing changes.
    """
    now = dict(values)
    for _ in range(len(settings) + 1):
        active = [each for each in settings if _is_active(each, now)]
        fresh: JsonObject = {}
        for setting in active:
            if setting.name not in now and setting.name not in before:
                fresh[setting.name] = _inherited(setting, settings, values) or setting.default()
        gone = {each.name for each in settings} - {each.name for each in active}
        after = {name: value for name, value in {**now, **fresh}.items() if name not in gone}
        if same(after, now):
            break
        now = after
    return [(each, now.get(each.name, _ABSENT)) for each in settings if _is_active(each, now)]


def _inherited(setting: Placed, settings: list[Placed], values: JsonObject) -> Json:
    """What somebody chose in another setting at the same place, whose turn it was until now."""
    for other in settings:
        same_place = other is not setting and other.spot.identity == setting.spot.identity
        if same_place and other.name in values and not same(values[other.name], other.schema.get("default")):
            return values[other.name]
    return None


_ABSENT = "\0absent"


def _is_active(setting: Placed, values: JsonObject) -> bool:
    condition = setting.condition
    return not condition or holds(condition, values, values)


def _write(setting: Placed, element: Element, before: Json, value: Json) -> None:
    spot = setting.spot
    is_empty = value in (None, "", _ABSENT)
    if is_empty and (setting.is_optional or spot.drops_empty):
        spot.clear(element)
    elif value == _ABSENT or value is None:
        _write_nothing(setting, element, before)
    elif before is None or not same(before, value) or not spot.exists(element):
        setting.write(element, value)


def _write_nothing(setting: Placed, element: Element, before: Json) -> None:
    """A setting without a value: an input stays and says nothing; what has no such form goes."""
    spot = setting.spot
    if before is not None and spot.keeps_empty:
        spot.write(element, "")
    elif before is not None:
        spot.clear(element)
    elif (spot.keeps_empty or (setting.is_raw and "default" in setting.schema)) and not spot.exists(element):
        spot.write(element, None)


def _number(text: str, stored: str) -> Json:
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return stored
