"""One property of an element template as one setting of a form: type, choices, limits, hints and its place."""

from __future__ import annotations

import re
from collections.abc import Callable

from connectors.sdk.patterns import Pattern, PatternError
from connectors.sdk.places import KEYWORD
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from modeler.services.making.scaffold import slug

_CAST = ("Boolean", "Number")
_MAPPINGS = ("zeebe:input", "zeebe:output")
_BARE = ("zeebe:userTask", "camunda:in", "camunda:out")
_NAMES = ("name", "key", "source", "target", "property", "linkName", "event", "eventType", "errorRef")


_SIMPLE = re.compile(r"[A-Za-z_][A-Za-z0-9_.:-]*")


class Notes(list[str]):
    """What could not be taken over, for the person who converts."""


Conditioned = Callable[[JsonObject], JsonObject]
"""When something with a `condition` is there; empty when it always is."""


def setting(property: JsonObject, condition: JsonObject, notes: Notes, when: Conditioned = dict) -> JsonObject:
    """The schema of a property's setting; `when` reads the conditions of single choices."""
    kind = _kind(property)
    schema: JsonObject = {**_typed(property, kind, when), "title": title(property)}
    default = _default(property, kind)
    if default is not None:
        schema["default"] = default
    schema.update(_limits(property, kind, notes))
    hints = _hints(property, kind, condition, notes)
    if hints:
        schema["x-ui"] = hints
    if property.get("editable") is False:
        schema["readOnly"] = True
    schema[KEYWORD] = _place(property, kind)
    return schema


def title(property: JsonObject) -> str:
    """What a property is called."""
    return as_text(property.get("label")) or key_of(property)


def key_of(property: JsonObject) -> str:
    """A name for a property's setting: its id, what its binding is about, or its label."""
    binding = as_object(property.get("binding"))
    texts = [as_text(property.get("id")), *(as_text(binding.get(name)) for name in _NAMES)]
    texts += [slug(as_text(property.get("label"))), slug(as_text(binding.get("type")))]
    return next((text for text in texts if _SIMPLE.fullmatch(text)), "setting")


def _kind(property: JsonObject) -> str:
    kind = as_text(property.get("type"), "String")
    return "String" if kind == "Configuration" else kind


def _typed(property: JsonObject, kind: str, when: Conditioned) -> JsonObject:
    if kind == "Boolean":
        return {"type": "boolean"}
    if kind == "Number":
        return {"type": "number"}
    if kind == "Hidden" and isinstance(property.get("value"), bool):
        return {"type": "boolean"}
    if kind == "Dropdown":
        return {
            "type": "string",
            "oneOf": [_choice(as_object(each), when) for each in as_list(property.get("choices"))],
        }
    return {"type": "string"}


def _choice(choice: JsonObject, when: Conditioned) -> JsonObject:
    value = choice.get("value")
    made: JsonObject = {"const": value, "title": as_text(choice.get("name"), str(value))}
    condition = when(choice) if choice.get("condition") else {}
    return {**made, "x-ui": {"visibleWhen": condition}} if condition else made


def value_of(property: JsonObject, value: Json) -> Json:
    """A value of a property as its setting has it."""
    return _default({**property, "value": value}, _kind(property))


def _default(property: JsonObject, kind: str) -> Json:
    value = property.get("value")
    if kind == "Boolean":
        return value is True or value == "true" if value is not None or _is_cast(property, kind) else None
    if value is None:
        return "" if as_object(property.get("binding")).get("type") in _BARE else None
    if kind == "Number" and isinstance(value, str):
        return _number(value)
    if kind not in _CAST and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value


def _number(text: str) -> Json:
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def _limits(property: JsonObject, kind: str, notes: Notes) -> JsonObject:
    constraints = as_object(property.get("constraints"))
    if kind not in ("String", "Text", "Hidden") or kind == "Hidden":
        return {}
    limits: JsonObject = {"minLength": 1} if constraints.get("notEmpty") is True else {}
    for name in ("minLength", "maxLength"):
        if isinstance(constraints.get(name), int):
            limits[name] = constraints[name]
    pattern = _pattern(constraints)
    if not pattern:
        return limits
    try:
        Pattern(pattern)
    except PatternError as error:
        notes.append(f"“{title(property)}”: the pattern {pattern} was left out: {error}.")
        return limits
    return {**limits, "pattern": pattern}


def _pattern(constraints: JsonObject) -> str:
    given = constraints.get("pattern")
    return as_text(as_object(given).get("value")) if isinstance(given, dict) else as_text(given)


def _hints(property: JsonObject, kind: str, condition: JsonObject, notes: Notes) -> JsonObject:
    constraints = as_object(property.get("constraints"))
    words = " ".join(filter(None, (plain(property.get(name)) for name in ("description", "tooltip"))))
    hints: JsonObject = {
        "help": words,
        "placeholder": as_text(property.get("placeholder")),
        "hidden": kind == "Hidden",
        "required": constraints.get("notEmpty") is True,
        "visibleWhen": condition,
        "widget": ("code" if property.get("language") else "multiline") if kind == "Text" else "",
        "language": as_text(property.get("language")),
        "feel": as_text(property.get("feel")),
        "messages": _messages(constraints),
    }
    if kind == "Text" and "widget" in hints and property.get("feel") == "required":
        hints["widget"] = "code"
    if as_text(property.get("type")) == "Configuration":
        notes.append(f"“{title(property)}”: choosing a stored configuration is not offered; write its reference.")
    return {name: value for name, value in hints.items() if value}


def _messages(constraints: JsonObject) -> JsonObject:
    message = as_text(as_object(constraints.get("pattern")).get("message"))
    return {"pattern": message} if message else {}


def plain(text: Json) -> str:
    """Words without the tags that tooltips may have."""
    return " ".join(re.sub(r"<[^<>]*>", " ", as_text(text)).split())


def _is_cast(property: JsonObject, kind: str) -> bool:
    """Whether Camunda Modeler writes the value as an expression: `=true`, `=5`."""
    feel = property.get("feel") or ("static" if as_object(property["binding"]).get("type") in _MAPPINGS else "")
    return kind in _CAST and feel in ("static", "optional")


def _place(property: JsonObject, kind: str) -> JsonObject:
    place = dict(as_object(property.get("binding")))
    generated = as_text(as_object(property.get("generatedValue")).get("type"))
    if as_text(place.get("type")) in ("zeebe:executionListener", "zeebe:taskListener") and property.get("value"):
        place["value"] = property["value"]
    flags: JsonObject = {
        "optional": property.get("optional") is True,
        "feel": _is_cast(property, kind),
        "generated": generated,
    }
    if property.get("feel") == "required" and as_text(place.get("type")).startswith(("zeebe:", "bpmn:")):
        flags["expression"] = True
    return {**place, **{name: value for name, value in flags.items() if value}}
