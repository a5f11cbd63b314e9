"""What a finished form field does to an element's settings: pure functions from values to values."""

from __future__ import annotations

from connectors.sdk.manifest import Manifest
from connectors.sdk.schema import resolved
from connectors.sdk.values import (
    Json,
    JsonObject,
    JsonPath,
    as_list,
    as_object,
    same,
    value_at,
    with_value_at,
)
from modeler.editing.form_fields import Field
from modeler.editing.form_schema import (
    blank,
    branches_by_constant,
    constant,
    described,
    fits,
    fitting_variant,
    hints,
    json_type,
    members_of,
    types_of,
    variants_of,
)


def typed(manifest: Manifest, values: JsonObject, field: Field, text: str) -> JsonObject:
    """The values after `text` was typed into a field; an emptied number is removed, or null where that is allowed."""
    if not text and "string" not in field.types:
        if "null" in field.types:
            return with_value(manifest, values, field.path, None)
        return removed(values, field.path)
    return with_value(manifest, values, field.path, parsed(field, text))


def parsed(field: Field, text: str) -> Json:
    """A typed text as the value that the field stores: a number where numbers are taken and it is one."""
    for name, read in (("integer", int), ("number", int), ("number", float)):
        if name in field.types and _is_number(text):
            try:
                return read(text)
            except ValueError:
                continue
    return text


def with_value(manifest: Manifest, values: JsonObject, path: JsonPath, value: Json) -> JsonObject:
    """The values with another one at `path`; choosing another kind of entry resets what depends on it."""
    before = value_at(values, path)
    changed = as_object(with_value_at(values, path, value))
    if same(before, value) or not path:
        return changed
    parent = schema_at(manifest, values, path[:-1])
    found = branches_by_constant(parent, manifest.properties)
    if found is None or found[0] != path[-1]:
        return changed
    branch = next((b for b in found[1] if same(constant(b, found[0]), value)), {})
    holder = _rebranched(manifest, as_object(value_at(changed, path[:-1])), branch, found[0])
    return as_object(with_value_at(changed, path[:-1], holder))


def with_variant(manifest: Manifest, values: JsonObject, path: JsonPath, chosen: int) -> JsonObject:
    """The values with another form of an any-of at `path`; a value that has that form already stays."""
    root = manifest.properties
    variants = variants_of(schema_at(manifest, values, path, inside=False), root)
    if not 0 <= chosen < len(variants):
        return values
    before = value_at(values, path)
    is_there = before is not None or "null" in types_of(variants[chosen])
    if is_there and fits(variants[chosen], root, before) and fitting_variant(variants, root, before) == chosen:
        return values
    text = str(before) if isinstance(before, int | float) and not isinstance(before, bool) else None
    keeps = text is not None and types_of(variants[chosen]) == ("string",)
    return as_object(with_value_at(values, path, text if keeps else blank(variants[chosen], root)))


def with_extra(manifest: Manifest, values: JsonObject, path: JsonPath, extra: JsonObject) -> JsonObject:
    """The values with other settings in place of those that an object's schema does not name."""
    holder = as_object(value_at(values, path))
    named = members_of(schema_at(manifest, values, path), manifest.properties, holder)
    kept = {name: value for name, value in holder.items() if name in named}
    return as_object(with_value_at(values, path, {**kept, **extra}))


def added(values: JsonObject, field: Field, value: Json = None) -> JsonObject:
    """The values with one more entry in a list field: `value`, or the field's own new entry."""
    items = [*as_list(value_at(values, field.path)), field.new_item if value is None else value]
    return as_object(with_value_at(values, field.path, items))


def removed(values: JsonObject, path: JsonPath) -> JsonObject:
    """The values without the list entry or setting at `path`."""
    holder, last = value_at(values, path[:-1]), path[-1]
    if isinstance(holder, list):
        rest: Json = [item for index, item in enumerate(holder) if index != last]
    else:
        rest = {key: item for key, item in as_object(holder).items() if key != last}
    return as_object(with_value_at(values, path[:-1], rest))


def moved(values: JsonObject, path: JsonPath, by: int) -> JsonObject:
    """The values with the list entry at `path` some places further down or up."""
    items = list(as_list(value_at(values, path[:-1])))
    start = path[-1]
    if not isinstance(start, int) or not 0 <= start < len(items):
        return values
    items.insert(max(0, min(len(items) - 1, start + by)), items.pop(start))
    return as_object(with_value_at(values, path[:-1], items))


def schema_at(manifest: Manifest, values: JsonObject, path: JsonPath, inside: bool = True) -> JsonObject:
    """The part of the schema that describes the value at `path`, its chosen branches included.

    With `inside`, the form of an any-of that the value at `path` has; without, the any-of itself.
    """
    root = manifest.properties
    here = root
    value: Json = values
    for step in path:
        here = _step(_inside(here, root, value), root, step, value)
        value = value_at(value, (step,))
    return _inside(here, root, value) if inside else here


def _step(here: JsonObject, root: JsonObject, step: str | int, value: Json) -> JsonObject:
    if isinstance(step, int):
        first = as_list(here.get("prefixItems"))
        return described(first[step] if step < len(first) else here.get("items"), root)
    named = members_of(here, root, as_object(value))
    return named[step] if step in named else described(here.get("additionalProperties"), root)


def _inside(here: JsonObject, root: JsonObject, value: Json) -> JsonObject:
    variants = variants_of(here, root)
    return variants[fitting_variant(variants, root, value)] if variants else here


def _rebranched(manifest: Manifest, holder: JsonObject, branch: JsonObject, name: str) -> JsonObject:
    changed = dict(holder)
    for key, part in as_object(branch.get("properties")).items():
        schema = resolved(part, manifest.properties)
        if key == name or "default" not in schema:
            continue
        fits = hints(schema).get("hidden") is not True and json_type(changed.get(key)) in types_of(schema)
        if not fits:
            changed[key] = schema["default"]
    return changed


def _is_number(text: str) -> bool:
    return text.strip().lstrip("+-").replace(".", "", 1).isdigit()
