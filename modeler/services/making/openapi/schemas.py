"""Schemas of a description as schemas of settings and outputs, and samples that follow them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from connectors.sdk.patterns import Pattern, PatternError
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, compact, texts
from modeler.services.making.openapi.description import Description

_DEEPEST = 6
_MOST = 40
_KEPT = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength")
_FORMATS = {"date": "date", "email": "email", "uri": "uri", "url": "uri", "duration": "duration"}
_TEXTS = {
    "date": "2026-01-05",
    "date-time": "2026-01-05T09:00:00Z",
    "email": "ann@example.org",
    "uuid": "00000000-0000-4000-8000-000000000001",
    "uri": "https://example.org/1",
    "url": "https://example.org/1",
    "duration": "PT1H",
    "byte": "dGV4dA==",
    "ipv4": "192.0.2.1",
}


_KINDS = frozenset(("string", "boolean", "integer", "number", "array", "object"))
Through: TypeAlias = "tuple[str, ...]"
"""The references that lead to a schema, from the outside in; an empty one where there was none."""


class Schemas:
    """Reads the schemas of one description, however they refer to each other."""

    def __init__(self, description: Description) -> None:
        self._description = description

    def merged(self, schema: Json) -> JsonObject:
        """A schema with its reference followed, `allOf` put together, and the first of several forms chosen."""
        here = self._description.resolved(schema)
        for _ in range(_DEEPEST):
            parts = as_list(here.get("allOf")) or as_list(here.get("oneOf"))[:1] or as_list(here.get("anyOf"))[:1]
            if not parts:
                break
            own = {key: value for key, value in here.items() if key not in ("allOf", "oneOf", "anyOf")}
            here = self._flattened(parts, own)
        return here

    def _flattened(self, parts: list[Json], own: JsonObject) -> JsonObject:
        found: JsonObject = {}
        for part in map(self._description.resolved, parts):
            found = _joined(found, part)
        return _joined(found, own)

    def is_file(self, schema: Json) -> bool:
        """Whether a schema means bytes: a binary text, one that names its media type, or a list of these."""
        here = self.merged(schema)
        if _kind(here) == "array":
            return "items" in here and self.is_file(here["items"])
        is_named = bool(here.get("contentMediaType")) and not here.get("contentEncoding")
        return _kind(here) in ("string", "") and (here.get("format") == "binary" or is_named)

    def setting(self, schema: Json) -> JsonObject:
        """The schema of a form's field: a text, number, truth or choice; anything deeper is JSON in a text."""
        here = self.merged(schema)
        kind = _kind(here)
        if kind in ("object", "array", ""):
            hint: JsonObject = {"widget": "code", "language": "json"} if kind else {}
            start: JsonObject = {"default": shown(here["default"])} if here.get("default") is not None else {}
            return {"type": "string", **start, "x-ui": {**hint, "mustache": True}}
        found: JsonObject = {"type": kind, **{name: here[name] for name in _KEPT if _is_number(here.get(name))}}
        choices: list[Json] = [each for each in as_list(here.get("enum")) if each is not None]
        if choices and kind != "boolean":
            found["enum"] = choices
        if as_text(here.get("format")) in _FORMATS and kind == "string":
            found["format"] = _FORMATS[as_text(here["format"])]
        if kind == "string" and _is_usable(as_text(here.get("pattern"))):
            found["pattern"] = here["pattern"]
        if _fits(kind, here.get("default")):
            found["default"] = here["default"]
        return {**found, "x-ui": {"mustache": True}}

    def output(self, schema: Json, through: Through = ()) -> JsonObject:
        """The schema of an answer, without references: what recurs or lies too deep is left open."""
        here = self.merged(schema)
        kind = _kind(here)
        found: JsonObject = {"type": [kind, "null"] if _is_nullable(here) else kind} if kind else {}
        if here.get("description"):
            found["description"] = as_text(here["description"])[:200]
        inside = _deeper(schema, through)
        if inside is None:
            return found
        if kind == "object" and here.get("properties"):
            named = list(as_object(here["properties"]).items())[:_MOST]
            found["properties"] = {name: self.output(part, inside) for name, part in named}
        if kind == "array":
            found["items"] = self.output(here.get("items"), inside)
        return found

    def sample(self, schema: Json, through: Through = ()) -> Json:
        """A value that follows a schema: its example where it has one, else made up, always the same."""
        here = self.merged(schema)
        for key in ("example", "default", "const"):
            if key in here:
                return here[key]
        given = as_list(here.get("examples")) or as_list(here.get("enum"))
        return given[0] if given else self._made_up(here, _kind(here), _deeper(schema, through))

    def _made_up(self, here: JsonObject, kind: str, inside: Through | None) -> Json:
        if kind == "object":
            named = [] if inside is None else list(as_object(here.get("properties")).items())[:_MOST]
            return {name: self.sample(part, inside or ()) for name, part in named if not _recurs(part, inside or ())}
        if kind == "array":
            items = here.get("items")
            return [] if inside is None or _recurs(items, inside) else [self.sample(items, inside)]
        if kind in ("integer", "number"):
            least = here.get("minimum")
            return least if isinstance(least, int | float) else 1 if kind == "integer" else 1.5
        if kind == "boolean":
            return True
        text = _TEXTS.get(as_text(here.get("format")), "text")
        longest = here.get("maxLength")
        return text[:longest] if isinstance(longest, int) else text


def _deeper(schema: Json, through: Through) -> Through | None:
    """The way to what is inside a schema; None where that is too deep or has been passed already."""
    reference = as_text(as_object(schema).get("$ref"))
    return None if len(through) >= _DEEPEST or (reference and reference in through) else (*through, reference)


def _recurs(schema: Json, through: Through) -> bool:
    reference = as_text(as_object(schema).get("$ref"))
    return bool(reference) and reference in through


def _joined(left: JsonObject, right: JsonObject) -> JsonObject:
    """Two schemas that both hold."""
    found = {**left, **right}
    if "properties" in left and "properties" in right:
        found["properties"] = {**as_object(left["properties"]), **as_object(right["properties"])}
    if "required" in left and "required" in right:
        found["required"] = [*dict.fromkeys([*texts(left["required"]), *texts(right["required"])])]
    return found


def _kind(schema: JsonObject) -> str:
    """The one type of a schema beside null; guessed where it is not said."""
    declared = schema.get("type")
    named = [declared] if isinstance(declared, str) else texts(declared)
    real = [kind for kind in named if kind in _KINDS]
    if real:
        return real[0]
    if "properties" in schema or "additionalProperties" in schema:
        return "object"
    return "array" if "items" in schema else "string" if schema.get("enum") or schema.get("format") else ""


def _is_nullable(schema: JsonObject) -> bool:
    return schema.get("nullable") is True or "null" in texts(schema.get("type"))


def _is_number(value: Json) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_usable(pattern: str) -> bool:
    try:
        Pattern(pattern)
    except PatternError:
        return False
    return bool(pattern)


_CHECKS: dict[str, Callable[[Json], bool]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: _is_number(value) and isinstance(value, int),
    "number": _is_number,
}


def _fits(kind: str, value: Json) -> bool:
    return value is not None and _CHECKS[kind](value)


def variable(name: str) -> str:
    """A name that Mustache takes for one variable."""
    return re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_") or "value"


def shown(value: Json) -> str:
    """A value as a placeholder."""
    return value if isinstance(value, str) else compact(value)
