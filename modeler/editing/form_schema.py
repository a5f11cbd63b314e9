"""How a connector's schema reads as a form: properties, branches told apart by a constant, types, hints, conditions."""

from __future__ import annotations

from connectors.sdk.schema import resolved
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, same, texts, value_at


def branches_by_constant(schema: JsonObject, root: JsonObject) -> tuple[str, list[JsonObject]] | None:
    """The property whose constant tells the branches of an object's `oneOf` apart, and those branches."""
    branches = [resolved(branch, root) for branch in as_list(schema.get("oneOf"))]
    names = [
        {name for name, part in as_object(branch.get("properties")).items() if "const" in as_object(part)}
        for branch in branches
    ]
    shared = set.intersection(*names) if names else set()
    return (min(shared), branches) if shared else None


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
    """The properties of an object, those of its chosen branch laid over its own."""
    own = {name: resolved(part, root) for name, part in as_object(schema.get("properties")).items()}
    branch = as_object(chosen_branch(schema, root, value).get("properties"))
    for name, part in branch.items():
        own[name] = {**own.get(name, {}), **resolved(part, root)}
    return own


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


def holds(condition: JsonObject, parent: JsonObject, root: JsonObject) -> bool:
    """Whether a `visibleWhen` condition is true; `field` names a setting beside this one, or at the top."""
    if "all" in condition:
        return all(holds(as_object(part), parent, root) for part in as_list(condition["all"]))
    if "any" in condition:
        return any(holds(as_object(part), parent, root) for part in as_list(condition["any"]))
    name = as_text(condition.get("field"))
    value = parent.get(name, root.get(name))
    if "equals" in condition:
        return same(value, condition["equals"])
    if "notEquals" in condition:
        return not same(value, condition["notEquals"])
    if "in" in condition:
        return any(same(value, wanted) for wanted in as_list(condition["in"]))
    return (value not in (None, "", False) and value not in ([], {})) is (condition.get("filled") is not False)
