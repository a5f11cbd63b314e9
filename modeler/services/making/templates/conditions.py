"""Conditions of element templates as conditions of our forms, which know no `isActive`: it is spelled out."""

from __future__ import annotations

from collections.abc import Mapping

from connectors.sdk.values import JsonObject, as_list, as_object, as_text

_DEEPEST = 20
ALWAYS: JsonObject = {"all": []}
NEVER: JsonObject = {"any": []}


class Conditions:
    """The conditions of one template; `keys` are the settings' names by the ids of properties."""

    def __init__(self, properties: Mapping[str, JsonObject], keys: Mapping[str, str]) -> None:
        self._properties = properties
        self._keys = keys

    def of(self, property: JsonObject, depth: int = 0) -> JsonObject:
        """When a property is there; empty when it always is."""
        condition = as_object(property.get("condition"))
        if not condition:
            return {}
        if depth > _DEEPEST:
            return NEVER
        if "allMatch" in condition:
            return {"all": [self._simple(as_object(each), depth) for each in as_list(condition["allMatch"])]}
        return self._simple(condition, depth)

    def _simple(self, condition: JsonObject, depth: int) -> JsonObject:
        id = as_text(condition.get("property"))
        if "isActive" in condition:
            return self._activity(id, condition["isActive"] is not False, depth)
        if id not in self._keys:
            return NEVER
        key = self._keys[id]
        if "equals" in condition:
            return {"field": key, "equals": condition["equals"]}
        if "oneOf" in condition:
            return {"field": key, "in": condition["oneOf"]}
        if "isEmpty" in condition:
            return {"field": key, "filled": condition["isEmpty"] is False}
        return NEVER

    def _activity(self, id: str, wanted: bool, depth: int) -> JsonObject:
        if id not in self._properties:
            return NEVER if wanted else ALWAYS
        found = self.of(self._properties[id], depth + 1) or ALWAYS
        return found if wanted else negated(found)


def negated(condition: JsonObject) -> JsonObject:
    """The opposite of a condition, without a word for “not”."""
    if "all" in condition:
        return {"any": [negated(as_object(each)) for each in as_list(condition["all"])]}
    if "any" in condition:
        return {"all": [negated(as_object(each)) for each in as_list(condition["any"])]}
    field = {"field": condition["field"]}
    if "equals" in condition:
        return {**field, "notEquals": condition["equals"]}
    if "notEquals" in condition:
        return {**field, "equals": condition["notEquals"]}
    if "in" in condition:
        return {"all": [{**field, "notEquals": each} for each in as_list(condition["in"])]}
    return {**field, "filled": condition.get("filled") is False}
