"""The JSON Schema subset that describes a connector's configuration, fenced and with messages for designers.

Draft 2020-12 without remote references, at most 16 levels and 300 properties, patterns in
linear time only. `problems` checks a schema itself, `validate` a configuration against it; both report and never raise.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from connectors.sdk.faults import faults
from connectors.sdk.patterns import Pattern, PatternError
from connectors.sdk.values import (
    Json,
    JsonObject,
    JsonPath,
    as_list,
    as_object,
    as_text,
    compact,
    path_text,
    texts,
)

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError
    from jsonschema.protocols import Validator

_Rule = Callable[..., "Iterable[ValidationError] | None"]
MAXIMUM_DEPTH = 16
MAXIMUM_PROPERTIES = 300
_MAXIMUM_EXPANDED = 5_000
_ONE = ("items", "not", "if", "then", "else", "contains", "additionalProperties", "propertyNames")
_MANY = ("anyOf", "oneOf", "allOf", "prefixItems")
_NAMED = ("properties", "$defs", "dependentSchemas", "patternProperties")
_REFUSED = (
    "$dynamicRef",
    "$dynamicAnchor",
    "$recursiveRef",
    "unevaluatedProperties",
    "unevaluatedItems",
    "$id",
)
_FORMATS = {
    "email": (re.compile(r"[^@\s,<>\"]+@[^@\s,<>\"]+"), "an e-mail address"),
    "uri": (re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+"), "an address such as https://example.org"),
    "date": (re.compile(r"\d{4}-\d{2}-\d{2}"), "a date such as 2026-11-24"),
    "date-time": (
        re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?"),
        "a date and time such as 2026-11-24T09:30:00",
    ),
    "color": (re.compile(r"#(?:[0-9A-Fa-f]{3}){1,2}"), "a color such as #1f6feb"),
    "duration": (
        re.compile(r"P(?!$)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=\d)(\d+H)?(\d+M)?(\d+S)?)?"),
        "a duration such as PT2H",
    ),
    "secret": (
        re.compile(r"secret:[A-Za-z0-9_.-]+"),
        "a reference to a stored secret, such as secret:MAIL_PASSWORD",
    ),
}
_KINDS = {
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "yes or no",
    "array": "a list",
    "object": "a group of settings",
    "null": "empty",
}


@dataclass(frozen=True, slots=True)
class Issue:
    """What is wrong at one place, in a designer's words; `keyword` names the rule that failed.

    A message that the schema's author wrote (`is_own`) says what it is about by itself.
    """

    path: JsonPath
    message: str
    keyword: str = ""
    is_own: bool = False

    def __str__(self) -> str:
        return f"{path_text(self.path)}: {self.message}" if self.path else self.message


def problems(schema: Json) -> list[Issue]:
    """Why a schema cannot be used; empty when it can."""
    if not isinstance(schema, dict):
        return [Issue((), "the schema must be an object")]
    found = list(_Fence(schema).walk(schema, (), 0))
    return found or _meta_problems(schema)


def resolved(schema: Json, root: Mapping[str, Json]) -> JsonObject:
    """A schema with its local `$ref` replaced by what it names; keys beside `$ref` win."""
    here = as_object(schema)
    for _ in range(MAXIMUM_DEPTH):
        reference = here.get("$ref")
        if not isinstance(reference, str):
            break
        target = _target(reference, root)
        here = {**as_object(target), **{key: value for key, value in here.items() if key != "$ref"}}
    return here


def validate(schema: JsonObject, value: Json) -> list[Issue]:
    """Everything that `value` breaks, in the order of the schema's properties."""
    validator = _validator(schema)
    return [issue for error in validator.iter_errors(value) for issue in _issues(error)]


def _target(reference: str, root: Mapping[str, Json]) -> Json:
    here: Json = dict(root)
    for step in reference.removeprefix("#").split("/")[1:]:
        here = as_object(here).get(step.replace("~1", "/").replace("~0", "~"))
    return here


class _Fence:
    """Walks a schema and reports what exceeds the subset."""

    def __init__(self, root: JsonObject) -> None:
        self._root = root
        self._properties = 0
        self._expanded = 0

    def walk(self, schema: Json, path: JsonPath, depth: int, through: tuple[str, ...] = ()) -> Iterator[Issue]:
        """Report the problems of `schema` and of everything below it."""
        self._expanded += 1
        if depth > MAXIMUM_DEPTH:
            yield Issue(path, f"the schema is nested deeper than {MAXIMUM_DEPTH} levels")
        elif self._expanded > _MAXIMUM_EXPANDED:
            if self._expanded == _MAXIMUM_EXPANDED + 1:
                yield Issue(path, "the schema is too large when its references are followed")
        elif isinstance(schema, dict):
            yield from self._own(schema, path)
            yield from self._below(schema, path, depth, through)
        elif not isinstance(schema, bool):
            yield Issue(path, "a schema must be an object")

    def _own(self, schema: JsonObject, path: JsonPath) -> Iterator[Issue]:
        for name in _REFUSED:
            if name in schema:
                yield Issue((*path, name), f"“{name}” is not supported")
        before = self._properties
        self._properties += len(as_object(schema.get("properties")))
        if before <= MAXIMUM_PROPERTIES < self._properties:
            yield Issue(path, f"the schema has more than {MAXIMUM_PROPERTIES} properties")
        patterns = [as_text(schema.get("pattern")), *as_object(schema.get("patternProperties"))]
        yield from (Issue((*path, "pattern"), reason) for reason in map(_pattern_problem, patterns) if reason)

    def _below(self, schema: JsonObject, path: JsonPath, depth: int, through: tuple[str, ...]) -> Iterator[Issue]:
        for name in _ONE:
            if name in schema:
                yield from self.walk(schema[name], (*path, name), depth + 1, through)
        for name in _MANY:
            for index, part in enumerate(as_list(schema.get(name))):
                yield from self.walk(part, (*path, name, index), depth + 1, through)
        for name in _NAMED:
            for key, part in as_object(schema.get(name)).items():
                yield from self.walk(part, (*path, name, key), depth + 1, through)
        if "$ref" in schema:
            yield from self._reference(schema["$ref"], path, depth, through)

    def _reference(self, reference: Json, path: JsonPath, depth: int, through: tuple[str, ...]) -> Iterator[Issue]:
        if not isinstance(reference, str) or not reference.startswith("#/"):
            yield Issue((*path, "$ref"), "only references within the same schema are allowed")
        elif reference in through:
            yield Issue((*path, "$ref"), f"“{reference}” refers to itself")
        elif not isinstance(_target(reference, self._root), dict):
            yield Issue((*path, "$ref"), f"“{reference}” is not there")
        else:
            yield from self.walk(_target(reference, self._root), path, depth + 1, (*through, reference))


def _pattern_problem(text: str) -> str:
    try:
        Pattern(text)
    except PatternError as error:
        return f"pattern “{text}”: {error}"
    return ""


def _meta_problems(schema: JsonObject) -> list[Issue]:
    from jsonschema import Draft202012Validator

    errors = Draft202012Validator(Draft202012Validator.META_SCHEMA).iter_errors(schema)
    return [Issue(*fault) for fault in faults(errors)]


def _validator(schema: JsonObject) -> Validator:
    from referencing import Registry

    return _validator_class()(schema, registry=Registry())


@cache
def _validator_class() -> type[Validator]:
    """The standard's rules with ours in place of those that are slow or say nothing; made once, as that takes long."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend

    rules = {"pattern": _check_pattern, "format": _check_format, "uniqueItems": _check_unique}
    standard = Draft202012Validator.VALIDATORS
    rules |= {name: _unless_template(standard[name]) for name in ("type", "enum", "oneOf", "anyOf", "const")}
    kind: type[Validator] = extend(Draft202012Validator, rules)  # type: ignore[no-untyped-call]
    return kind


def _unless_template(rule: _Rule) -> _Rule:
    """A rule that leaves an expression alone where the form offers one in place of the value."""

    def check(validator: Validator, wanted: Any, value: Any, schema: Any) -> Iterator[ValidationError]:
        if not stands_for_value(as_object(schema), value):
            yield from rule(validator, wanted, value, schema) or ()

    return check


def stands_for_value(schema: JsonObject, value: Json) -> bool:
    """Whether a value is an expression that may stand in place of what a schema describes."""
    if not isinstance(value, str):
        return False
    return (is_template(value) and takes_template(schema)) or (is_feel(value) and feel_of(schema) == "optional")


def feel_of(schema: JsonObject) -> str:
    """Whether FEEL may stand in place of a value (`optional`), or nothing else may (`required`)."""
    return as_text(as_object(schema.get("x-ui")).get("feel"))


def is_feel(text: str) -> bool:
    """Whether a text is an expression of Camunda 8: FEEL behind an equals sign."""
    return text.startswith("=")


def takes_template(schema: JsonObject) -> bool:
    """Whether a text with `{{variable}}` may stand in place of the value that a schema describes."""
    return as_object(schema.get("x-ui")).get("mustache") is True


def _error(message: str) -> ValidationError:
    from jsonschema.exceptions import ValidationError

    return ValidationError(message)


def _check_pattern(_: Validator, pattern: str, value: Json, __: JsonObject) -> Iterator[ValidationError]:
    if isinstance(value, str) and not is_template(value) and not Pattern(pattern).search(value):
        yield _error("pattern")


def _check_format(_: Validator, name: str, value: Json, schema: JsonObject) -> Iterator[ValidationError]:
    known = _FORMATS.get(name)
    if not known or not isinstance(value, str) or not value or is_template(value):
        return
    if not stands_for_value(as_object(schema), value) and not _has_format(name, value):
        yield _error("format")


def _has_format(name: str, text: str) -> bool:
    if not _FORMATS[name][0].fullmatch(text):
        return False
    if name not in ("date", "date-time"):
        return True
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _check_unique(_: Validator, wanted: bool, value: Json, __: JsonObject) -> Iterator[ValidationError]:
    if wanted and isinstance(value, list) and len(set(map(compact, value))) < len(value):
        yield _error("unique")


def is_template(text: str) -> bool:
    """Whether a text has Mustache in it: it has its final form only when a Request runs."""
    return "{{" in text


def _issues(error: ValidationError) -> Iterator[Issue]:
    if error.validator in ("oneOf", "anyOf") and error.context:
        inner = _closest_branch(error)
        if inner:
            for below in inner:
                yield from _issues(below)
            return
    path: JsonPath = tuple(error.absolute_path)
    if error.validator in ("required", "dependentRequired"):
        path = (*path, _missing(error))
    elif isinstance(field := as_object(as_object(_schema_of(error)).get("x-ui")).get("field"), str):
        path = (*path, field)
    own, keyword = _own_message(error), str(error.validator)
    yield Issue(path, own or _standard_message(keyword, error.validator_value, _schema_of(error)), keyword, bool(own))


def _closest_branch(error: ValidationError) -> list[ValidationError]:
    """The errors of the one branch whose constants fit; none when that is not a single one."""
    branches: dict[object, list[ValidationError]] = {}
    for below in error.context or ():
        branches.setdefault(below.relative_schema_path[0], []).append(below)
    fitting = [errors for errors in branches.values() if not any(map(_is_of_another_branch, errors))]
    return fitting[0] if len(fitting) == 1 else []


def _is_of_another_branch(error: ValidationError) -> bool:
    """A wrong constant, or another type of the whole value, says that the value does not mean this branch."""
    return error.validator in ("const", "enum") or (error.validator == "type" and not error.relative_path)


def _missing(error: ValidationError) -> str:
    instance = as_object(error.instance)
    wanted = texts(error.validator_value)
    if isinstance(error.validator_value, dict):
        wanted = tuple(name for key, names in error.validator_value.items() if key in instance for name in texts(names))
    return next((name for name in wanted if name not in instance and f"'{name}'" in error.message), "")


def _schema_of(error: ValidationError) -> JsonObject:
    """The schema that describes the setting with the error; for a missing one, that setting's own."""
    schema = as_object(error.schema)
    if error.validator in ("required", "dependentRequired"):
        return as_object(as_object(schema.get("properties")).get(_missing(error)))
    return schema


def _own_message(error: ValidationError) -> str:
    messages = as_object(as_object(_schema_of(error).get("x-ui")).get("messages"))
    return as_text(messages.get(str(error.validator)))


def _standard_message(keyword: str, wanted: object, schema: JsonObject) -> str:
    if keyword == "type":
        kinds = [wanted] if isinstance(wanted, str) else as_list(wanted)
        return f"This must be {' or '.join(_KINDS.get(str(kind), str(kind)) for kind in kinds)}."
    if keyword == "format":
        return f"This must be {_FORMATS[str(wanted)][1]}."
    if keyword in ("minLength", "minItems") and wanted == 1:
        return "Add at least one entry." if keyword == "minItems" else "This must not be empty."
    if keyword in ("oneOf", "anyOf", "enum"):
        return f"Choose one of: {', '.join(choice_titles(schema)) or 'the listed forms'}."
    template = _MESSAGES.get(keyword, "This does not fit what the connector expects.")
    return template.format(wanted=wanted)


_MESSAGES = {
    "required": "This must be filled in.",
    "dependentRequired": "This must be filled in, because of another setting.",
    "not": "These settings do not go together.",
    "minLength": "This needs at least {wanted} characters.",
    "maxLength": "This may have at most {wanted} characters.",
    "minimum": "This must be at least {wanted}.",
    "maximum": "This must be at most {wanted}.",
    "exclusiveMinimum": "This must be more than {wanted}.",
    "exclusiveMaximum": "This must be less than {wanted}.",
    "multipleOf": "This must be a multiple of {wanted}.",
    "minItems": "Add at least {wanted} entries.",
    "maxItems": "There may be at most {wanted} entries.",
    "uniqueItems": "No entry may occur twice.",
    "pattern": "This does not have the expected form.",
    "additionalProperties": "There are settings that this connector does not know.",
    "const": "This must be {wanted}.",
}


def choice_titles(schema: JsonObject) -> list[str]:
    """The names of an enumeration's values: titles of `oneOf` constants, or the values themselves."""
    branches = [as_object(branch) for branch in as_list(schema.get("oneOf"))]
    if branches:
        return [str(branch.get("title", branch.get("const", ""))) for branch in branches]
    return [str(value) for value in as_list(schema.get("enum"))]
