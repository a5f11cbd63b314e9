"""What is wrong with a description that an author wrote, such as a manifest: what, where, and what to do.

A designer's settings have messages of their own (`schema.validate`); an author reads and mends the JSON itself, so
these name its values and its kinds. What helps comes from the description's schema: `description` says what a value
is for, `examples` how one looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from connectors.sdk.values import Json, JsonPath, as_list, as_object, as_text, compact, texts

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_LONGEST_VALUE = 60
_MOST_NAMES = 8
_KINDS = {
    "string": "a text in quotes",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list […]",
    "object": "an object {…}",
    "null": "null",
}
_AMOUNTS = {
    "minLength": "it has {had} letters; at least {wanted} are needed",
    "maxLength": "it has {had} letters; at most {wanted} are allowed",
    "minItems": "it has {had} entries; at least {wanted} are needed",
    "maxItems": "it has {had} entries; at most {wanted} are allowed",
    "minProperties": "it has {had} entries; at least {wanted} are needed",
    "maxProperties": "it has {had} entries; at most {wanted} are allowed",
    "minimum": "it is {had}; it must be at least {wanted}",
    "maximum": "it is {had}; it must be at most {wanted}",
    "exclusiveMinimum": "it is {had}; it must be more than {wanted}",
    "exclusiveMaximum": "it is {had}; it must be less than {wanted}",
    "multipleOf": "it is {had}; it must be a multiple of {wanted}",
}


class Fault(NamedTuple):
    """One thing to mend: the place in the JSON, and a clause that says what is wrong there and what to write."""

    path: JsonPath
    message: str


def faults(errors: Iterable[ValidationError]) -> Iterator[Fault]:
    """The errors of the schema library as faults, in their order."""
    for error in errors:
        yield from _faults(error)


def _faults(error: ValidationError) -> Iterator[Fault]:
    path: JsonPath = tuple(error.absolute_path)
    keyword, wanted = str(error.validator), error.validator_value
    if keyword in ("anyOf", "oneOf") and error.context:
        yield from _faults(_nearest(error.context))
    elif keyword in ("required", "dependentRequired"):
        yield from _missing(error, path)
    elif keyword in ("additionalProperties", "unevaluatedProperties"):
        yield from _unknown(error, path)
    elif "propertyNames" in error.absolute_schema_path and isinstance(error.instance, str):
        yield Fault((*path, error.instance), f"this name is wrong: {_said(keyword, wanted, error)}")
    else:
        yield Fault(path, _said(keyword, wanted, error))


def _nearest(context: Sequence[ValidationError]) -> ValidationError:
    """What is wrong in the form that a value comes nearest to, where it may have one of several.

    It does not mean a reference that it does not make, nor a form whose telling member has another value.
    """
    branches: dict[object, list[ValidationError]] = {}
    for error in context:
        branches.setdefault(error.relative_schema_path[0], []).append(error)
    meant = [each for each in branches.values() if not any(map(_wants_reference, each))] or list(branches.values())
    own = [each for each in meant if not any(map(_is_of_another, each))] or meant
    return max((max(each, key=_depth) for each in own), key=_depth)


def _depth(error: ValidationError) -> tuple[int, bool]:
    return len(error.relative_path), error.validator != "type"


def _wants_reference(error: ValidationError) -> bool:
    return error.validator == "required" and "'$ref'" in error.message


def _is_of_another(error: ValidationError) -> bool:
    steps = list(error.relative_path)
    return error.validator in ("enum", "const") and bool(steps) and isinstance(steps[-1], str)


def _missing(error: ValidationError, path: JsonPath) -> Iterator[Fault]:
    name = next((name for name in _required(error) if f"'{name}'" in error.message), "")
    schema = as_object(as_object(as_object(error.schema).get("properties")).get(name))
    yield Fault((*path, name), f"it is missing{_purpose(schema)}")


def _required(error: ValidationError) -> tuple[str, ...]:
    wanted, had = error.validator_value, as_object(error.instance)
    if isinstance(wanted, dict):
        wanted = [name for key, names in wanted.items() if key in had for name in texts(names)]
    return tuple(name for name in texts(wanted) if name not in had)


def _unknown(error: ValidationError, path: JsonPath) -> Iterator[Fault]:
    schema = as_object(error.schema)
    known = [] if "patternProperties" in schema else list(as_object(schema.get("properties")))
    for name in as_object(error.instance):
        if f"'{name}'" in error.message:
            yield Fault((*path, name), f"nothing is known by this name here{_hint(name, known)}")


def _said(keyword: str, wanted: object, error: ValidationError) -> str:
    had, schema = error.instance, as_object(error.schema)
    if keyword == "type":
        return f"it is {_kind(had)}; it must be {_kinds(wanted)}{_purpose(schema) if error.path else ''}"
    if keyword == "enum":
        return f"{_shown(had)} is not known here{_hint(had, as_list(wanted))}"
    if keyword == "const":
        return f"it must be {_shown(wanted)}"
    if keyword == "pattern":
        return f"{_shown(had)} does not have the form that is needed{_model(schema)}"
    if keyword in ("minLength", "minItems", "minProperties") and not had:
        return f"it is empty{_purpose(schema)}"
    if keyword in _AMOUNTS:
        size = len(had) if isinstance(had, (str, list, dict)) else had
        return _AMOUNTS[keyword].format(had=size, wanted=wanted)
    if keyword == "uniqueItems":
        return "it has an entry twice"
    if keyword == "not":
        return as_text(as_object(wanted).get("description")) or f"{_shown(had)} is not allowed here"
    return f"{_shown(had)} does not fit here{_purpose(schema)}"


def _kind(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return compact(value)
    if isinstance(value, (int, float)):
        return f"the number {_shown(value)}"
    if isinstance(value, str):
        return f"the text {_shown(value)}"
    return _KINDS["array" if isinstance(value, list) else "object"]


def _kinds(wanted: object) -> str:
    return " or ".join(_KINDS.get(kind, kind) for kind in ([wanted] if isinstance(wanted, str) else texts(wanted)))


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else compact(value)  # type: ignore[arg-type]  # it was read from JSON
    short = text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"
    return f"“{short}”" if isinstance(value, str) else short


def _hint(name: object, known: Sequence[Json]) -> str:
    named = texts(list(known))
    near = get_close_matches(str(name), named, 1)
    if near:
        return f"; did you mean “{near[0]}”?"
    if known and len(known) <= _MOST_NAMES:
        return f"; choose one of {', '.join(map(_shown, known))}"
    return ""


def _model(schema: dict[str, Json]) -> str:
    examples = as_list(schema.get("examples"))
    return f"; write it as in {_shown(examples[0])}{_purpose(schema)}" if examples else _purpose(schema)


def _purpose(schema: dict[str, Json]) -> str:
    """The first sentence of what a value is for, in parentheses."""
    sentence = as_text(schema.get("description")).partition(". ")[0].rstrip(".")
    if sentence[1:2].islower():
        sentence = sentence[0].lower() + sentence[1:]
    return f" ({sentence})" if sentence else ""
