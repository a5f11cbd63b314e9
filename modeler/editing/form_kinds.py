"""Which kind of field edits which kind of schema, and what a schema says about choices, numbers and languages."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from connectors.sdk.schema import feel_of, is_feel, is_template, stands_for_value, takes_template
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, same
from modeler.editing.form_fields import Choice, Kind, Limits, Look
from modeler.editing.form_schema import (
    SCALARS,
    branches_by_constant,
    described,
    hints,
    json_type,
    types_of,
    variants_of,
)

EXPRESSIBLE: frozenset[Kind] = frozenset(("number", "boolean", "choice", "date", "date-time", "duration", "color"))
WITH_FEEL: frozenset[Kind] = EXPRESSIBLE | frozenset(("text", "multiline", "code", "email", "uri"))
SEGMENTS, SEGMENT_LETTERS, RADIOS, CHECKS, COLUMNS = 3, 26, 4, 12, 2
_WIDGETS: dict[str, Kind] = {"multiline": "multiline", "code": "code", "html": "rich", "rich": "rich"}
_FORMATS: dict[str, Kind] = {
    "secret": "secret", "email": "email", "uri": "uri", "date": "date", "date-time": "date-time",
    "duration": "duration", "color": "color", "html": "rich",
}  # fmt: skip
TRUTHS: tuple[Json, ...] = (True, False, "true", "false")
_LANGUAGES = {"application/json": "json", "text/html": "html", "text/markdown": "markdown", "text/x-python": "python"}


def kind_of(schema: JsonObject, root: JsonObject, value: Json) -> Kind:
    """The kind of field for a value of a schema; a value that the schema does not take is shown as JSON."""
    types = types_of(schema, value)
    real = _real(schema, types)
    if feel_of(schema) == "required" and (value is None or isinstance(value, str)):
        return "feel"
    if variants_of(schema, root):
        return "variant"
    if _is_foreign(schema, types, value):
        return "json"
    if types == ("null",):
        return "null"
    if real == ("array",):
        return _list_kind(schema, root)
    is_chosen = bool(own_choices(schema) or hints(schema).get("source"))
    if _is_truth(schema) or (real == ("boolean",) and not is_chosen):
        return "boolean"
    if is_chosen:
        return "choice"
    if real == ("object",) or (not real and branches_by_constant(schema, root)):
        return _object_kind(schema, root)
    if real and set(real) <= {"integer", "number"}:
        return "number"
    return _text_kind(schema, real)


def _real(schema: JsonObject, types: tuple[str, ...]) -> tuple[str, ...]:
    """The types that decide; a text beside another one is the expression that may take its place."""
    real = tuple(name for name in types if name != "null")
    return tuple(n for n in real if n != "string") if feel_of(schema) == "optional" and len(real) > 1 else real


def _is_truth(schema: JsonObject) -> bool:
    """Whether it is yes or no, which older files may hold as text."""
    values = as_list(schema.get("enum"))
    return True in values and "true" in values and all(value in TRUTHS for value in values)


def own_choices(schema: JsonObject) -> list[Choice]:
    """The choices that a schema lists itself."""
    parts = [as_object(part) for part in as_list(schema.get("oneOf")) or as_list(schema.get("anyOf"))]
    if parts and all("const" in part for part in parts):
        return [Choice(part["const"], as_text(part.get("title"), str(part["const"]))) for part in parts]
    return [Choice(value, _word(value)) for value in as_list(schema.get("enum"))]


def shown_choices(schema: JsonObject, value: Json, is_met: Callable[[JsonObject], bool]) -> tuple[Choice, ...]:
    """The choices that are offered now: each whose own condition is met, and the one that is chosen."""
    conditions = [as_object(hints(as_object(part)).get("visibleWhen")) for part in as_list(schema.get("oneOf"))]
    every = own_choices(schema)
    if not any(conditions):
        return tuple(every)
    pairs = zip(every, conditions, strict=True)
    return tuple(each for each, wanted in pairs if not wanted or same(each.value, value) or is_met(wanted))


def look_of(hint: JsonObject, choices: tuple[Choice, ...], is_open: bool) -> Look:
    """How a choice is drawn: few short words as segments, a few more as radio buttons, many as a list to search."""
    wanted = as_text(hint.get("widget"))
    if wanted in ("segmented", "radio", "combo"):
        return wanted  # type: ignore[return-value]  # one of the three, by the line above
    if is_open or not choices:
        return "combo"
    if len(choices) <= SEGMENTS and sum(len(choice.label) for choice in choices) <= SEGMENT_LETTERS:
        return "segmented"
    return "combo"


def limits_of(schema: JsonObject) -> Limits:
    """What a number field may hold, and how far a step goes."""
    is_whole = "integer" in types_of(schema) and "number" not in types_of(schema)
    step = _number(hints(schema).get("step")) or _number(schema.get("multipleOf")) or (1 if is_whole else None)
    low, is_above = _bound(schema, "minimum", "exclusiveMinimum")
    high, is_below = _bound(schema, "maximum", "exclusiveMaximum")
    return Limits(low, high, step, is_above, is_below)


def language_of(schema: JsonObject) -> str:
    """The language of a code field: its hint, or the media type that the schema names."""
    return as_text(hints(schema).get("language"), _LANGUAGES.get(as_text(schema.get("contentMediaType")), ""))


def takes_expression(schema: JsonObject, kind: Kind) -> bool:
    """Whether the form offers to write an expression in place of the value."""
    if feel_of(schema) == "optional":
        return kind in WITH_FEEL
    return kind in EXPRESSIBLE and takes_template(schema) and not hints(schema).get("source")


def is_expression(schema: JsonObject, kind: Kind, value: Json) -> bool:
    """Whether an expression stands in place of the value now."""
    if not takes_expression(schema, kind) or not isinstance(value, str):
        return False
    return is_feel(value) if feel_of(schema) == "optional" else is_template(value)


def columns_of(schema: JsonObject, root: JsonObject) -> list[str]:
    """The settings of a list's entries when a table can show them: few, plain, and the same for every entry."""
    part = described(schema.get("items"), root)
    if any(name in part for name in ("oneOf", "anyOf", "if", "allOf")):
        return []
    named = {name: described(inner, root) for name, inner in as_object(part.get("properties")).items()}
    shown = {name: inner for name, inner in named.items() if not hints(inner).get("hidden")}
    return list(shown) if all(map(_is_cell, shown.values())) else []


def _list_kind(schema: JsonObject, root: JsonObject) -> Kind:
    choices = own_choices(described(schema.get("items"), root))
    widget = hints(schema).get("widget")
    if choices and len(choices) <= CHECKS and widget != "list":
        return "checks"
    columns = columns_of(schema, root)
    if widget is None and _is_line(described(schema.get("items"), root)):
        return "table"
    if columns and (widget == "table" or (widget is None and 1 < len(columns) <= COLUMNS)):
        return "table"
    return "list"


def _object_kind(schema: JsonObject, root: JsonObject) -> Kind:
    if "properties" in schema or "if" in schema or "allOf" in schema or branches_by_constant(schema, root):
        return "object"
    return "map" if isinstance(schema.get("additionalProperties"), dict) else "json"


def _text_kind(schema: JsonObject, real: tuple[str, ...]) -> Kind:
    if schema.get("format") == "secret":
        return "secret"
    if not real or not set(real) <= {"string", "integer", "number"}:
        return "json"
    widget = _WIDGETS.get(as_text(hints(schema).get("widget")))
    if widget is not None:
        return widget
    return _FORMATS.get(as_text(schema.get("format")), "code" if language_of(schema) else "text")


def _is_foreign(schema: JsonObject, types: tuple[str, ...], value: Json) -> bool:
    if value is None or not types or stands_for_value(schema, value):
        return False
    return json_type(value) not in (*types, *(("integer",) if "number" in types else ()))


def _is_line(schema: JsonObject) -> bool:
    """Whether an entry is one plain value, for which one line is enough."""
    return _is_cell(schema) and not variants_of(schema, schema) and "format" not in schema


def _is_cell(schema: JsonObject) -> bool:
    hint = hints(schema)
    plain = set(types_of(schema)) <= SCALARS and bool(types_of(schema))
    return plain and not ({"visibleWhen", "whenPresent", "widget"} & set(hint)) and not own_choices(schema)


def _bound(schema: JsonObject, inclusive: str, exclusive: str) -> tuple[float | None, bool]:
    """A bound, and whether it is outside itself."""
    bound = _number(schema.get(inclusive))
    beyond = _number(schema.get(exclusive))
    return (bound, False) if beyond is None or bound is not None else (beyond, True)


def _number(value: Json) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _word(value: Json) -> str:
    return "" if value is None else "yes" if value is True else "no" if value is False else str(value)


def names_in(template: str) -> Iterator[str]:
    """The settings that `{name}` in a template names."""
    return (part.partition("}")[0] for part in template.split("{")[1:])
