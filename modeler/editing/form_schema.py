"""How a connector's schema reads as a form: properties, branches told apart by a constant, types, hints, conditions."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.sdk.schema import MAXIMUM_DEPTH, resolved, validate
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, same, texts, value_at

SCALARS = frozenset(("string", "integer", "number", "boolean", "null"))


def described(schema: Json, root: JsonObject) -> JsonObject:
    """A schema with its reference followed and its `allOf` laid together; a choice of something or null is nullable."""
    here = resolved(schema, root)
    if "properties" not in here and "if" not in here:
        for part in as_list(here.get("allOf")):
            here = _laid_under({**here, "allOf": []}, described(part, root))
    for name in ("anyOf", "oneOf"):
        branches = [resolved(part, root) for part in as_list(here.get(name))]
        real = [part for part in branches if part.get("type") != "null"]
        if len(real) == 1 and len(branches) == 2 and "type" in real[0]:
            own = {key: value for key, value in here.items() if key != name}
            types: list[Json] = [*types_of(real[0]), "null"]
            here = {**real[0], **own, "type": types}
    return here


def branches_by_constant(schema: JsonObject, root: JsonObject) -> tuple[str, list[JsonObject]] | None:
    """The property whose constant tells the branches of an object's `oneOf` apart, and those branches."""
    branches = [resolved(branch, root) for branch in as_list(schema.get("oneOf")) or as_list(schema.get("anyOf"))]
    names = [
        {name for name, part in as_object(branch.get("properties")).items() if "const" in as_object(part)}
        for branch in branches
    ]
    shared = set.intersection(*names) if names else set()
    return (min(shared), branches) if shared else None


def variants_of(schema: JsonObject, root: JsonObject) -> list[JsonObject]:
    """The forms that a value may have, where neither constants nor a discriminator tell them apart."""
    branches = [described(branch, root) for branch in as_list(schema.get("oneOf")) or as_list(schema.get("anyOf"))]
    if not branches or all("const" in branch for branch in branches) or branches_by_constant(schema, root):
        return []
    if "properties" in schema and not any("properties" in branch or "type" in branch for branch in branches):
        return []
    beside = {key: value for key, value in schema.items() if key not in ("oneOf", "anyOf", "title", "default", "x-ui")}
    return [_laid_under(branch, beside) for branch in branches]


def fitting_variant(variants: list[JsonObject], root: JsonObject, value: Json) -> int:
    """Which of the forms a value has: the first that it fits, else the first of its type."""
    fitting = (index for index, part in enumerate(variants) if fits(part, root, value))
    of_type = (index for index, part in enumerate(variants) if json_type(value) in types_of(part))
    return next(fitting, next(of_type, 0))


def fits(schema: JsonObject, root: JsonObject, value: Json) -> bool:
    """Whether a value keeps to a part of the schema `root`."""
    return not validate({**schema, "$defs": root.get("$defs", {})}, value)


def chosen_branch(schema: JsonObject, root: JsonObject, value: JsonObject) -> JsonObject:
    """The branch of a discriminated object that `value` follows; empty when there is none."""
    found = branches_by_constant(schema, root)
    if found is None:
        return {}
    name, branches = found
    return next((b for b in branches if same(constant(b, name), value.get(name))), {})


def constant(branch: JsonObject, name: str) -> Json:
    """The constant that a branch fixes for the property `name`."""
    return value_at(branch, ("properties", name, "const"))


def hints(schema: JsonObject) -> JsonObject:
    """The `x-ui` of a schema."""
    return as_object(schema.get("x-ui"))


def members_of(schema: JsonObject, root: JsonObject, value: JsonObject) -> dict[str, JsonObject]:
    """The properties of an object: its own, those of its chosen branch over them, and those that apply to `value`."""
    own = {name: described(part, root) for name, part in as_object(schema.get("properties")).items()}
    for beside in _conditional(schema, root, value):
        for name, more in as_object(beside.get("properties")).items():
            own[name] = _laid_under(own.get(name, {}), described(more, root))
    branch = as_object(chosen_branch(schema, root, value).get("properties"))
    for name, part in branch.items():
        own[name] = {**own.get(name, {}), **described(part, root)}
    return own


def required_of(schema: JsonObject, root: JsonObject, value: JsonObject) -> frozenset[str]:
    """The names that must be filled in: the schema's own, and those that `value` makes necessary."""
    parts = [schema, chosen_branch(schema, root, value), *_conditional(schema, root, value)]
    found = {name for part in parts for name in texts(part.get("required"))}
    for part in parts:
        for name, needed in as_object(part.get("dependentRequired")).items():
            found |= set(texts(needed)) if name in value else set()
    return frozenset(found)


def _conditional(schema: JsonObject, root: JsonObject, value: JsonObject, depth: int = 0) -> Iterator[JsonObject]:
    """The parts beside a schema's own that apply to `value`: `allOf`, `then` or `else`, and `dependentSchemas`."""
    parts = [resolved(part, root) for part in as_list(schema.get("allOf"))]
    if "if" in schema:
        outcome = "then" if fits(resolved(schema["if"], root), root, value) else "else"
        parts.append(resolved(schema.get(outcome), root))
    named = as_object(schema.get("dependentSchemas"))
    parts += [resolved(part, root) for name, part in named.items() if name in value]
    for part in parts if depth < MAXIMUM_DEPTH else []:
        yield part
        yield from _conditional(part, root, value, depth + 1)


def _laid_under(schema: JsonObject, more: JsonObject) -> JsonObject:
    """A schema with what another adds to it; its own words win, hints are laid together."""
    merged = {**more, **schema}
    if "x-ui" in schema and "x-ui" in more:
        messages = {**as_object(hints(more).get("messages")), **as_object(hints(schema).get("messages"))}
        merged["x-ui"] = {**hints(more), **hints(schema), **({"messages": messages} if messages else {})}
    return merged


def types_of(schema: JsonObject, value: Json = None) -> tuple[str, ...]:
    """The JSON types that a schema allows; guessed from constants, default and value where it is silent."""
    declared = schema.get("type")
    if declared is not None:
        return (declared,) if isinstance(declared, str) else texts(declared)
    samples = [as_object(branch).get("const") for branch in as_list(schema.get("oneOf"))]
    samples += as_list(schema.get("enum"))
    known = [json_type(sample) for sample in (samples or [schema.get("default"), value]) if sample is not None]
    return tuple(dict.fromkeys(known))


def json_type(value: Json) -> str:
    """The name that JSON Schema has for the type of a value."""
    if value is None or isinstance(value, bool):
        return "null" if value is None else "boolean"
    names = {str: "string", int: "integer", float: "number", list: "array", dict: "object"}
    return names[type(value)]


def blank(schema: JsonObject, root: JsonObject) -> Json:
    """The value that a new entry of a schema starts with: its default, or the emptiest of its type."""
    if "default" in schema:
        return schema["default"]
    if "const" in schema:
        return schema["const"]
    if "properties" in schema:
        named = members_of(schema, root, {})
        return {name: part["default"] for name, part in named.items() if "default" in part}
    empty: JsonObject = {
        "string": "",
        "integer": 0,
        "number": 0,
        "boolean": False,
        "array": [],
        "object": {},
        "null": None,
    }
    return empty.get("".join(types_of(schema)[:1]), "")


def holds(condition: JsonObject, parent: JsonObject, root: JsonObject) -> bool:
    """Whether a `visibleWhen` condition is true; `field` names a setting beside this one, or at the top."""
    if "all" in condition:
        return all(holds(as_object(part), parent, root) for part in as_list(condition["all"]))
    if "any" in condition:
        return any(holds(as_object(part), parent, root) for part in as_list(condition["any"]))
    if "not" in condition:
        return not holds(as_object(condition["not"]), parent, root)
    name = as_text(condition.get("field"))
    value = parent.get(name, root.get(name))
    if "equals" in condition:
        return same(value, condition["equals"])
    if "notEquals" in condition:
        return not same(value, condition["notEquals"])
    if "in" in condition:
        return any(same(value, wanted) for wanted in as_list(condition["in"]))
    return (value not in (None, "", False) and value not in ([], {})) is (condition.get("filled") is not False)
