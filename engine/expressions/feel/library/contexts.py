"""FEEL's functions on contexts."""

from __future__ import annotations

from engine.expressions.feel.signature import define
from engine.expressions.feel.values import Value


def get_value(context: dict[str, Value], key: Value) -> Value:
    """The entry of a key, or along a list of keys."""
    if isinstance(key, str):
        return context.get(key)
    if not isinstance(key, list) or not key:
        return None
    found: Value = context
    for name in key:
        found = found.get(name) if isinstance(found, dict) and isinstance(name, str) else None
    return found


def entries(context: dict[str, Value]) -> Value:
    """A context as a list of its entries."""
    return [{"key": key, "value": value} for key, value in context.items()]


def from_entries(items: list[Value]) -> Value:
    """A context from a list of entries; null for a repeated key or for what is no entry."""
    made: dict[str, Value] = {}
    for item in items:
        if not isinstance(item, dict) or "value" not in item:
            return None
        key = item.get("key")
        if not isinstance(key, str) or key in made:
            return None
        made[key] = item["value"]
    return made


def put(context: dict[str, Value], key: Value, value: Value) -> Value:
    """A context with an entry more or changed; along a list of keys, inner contexts too."""
    if isinstance(key, str):
        return {**context, key: value}
    if not isinstance(key, list) or not key or not isinstance(key[0], str):
        return None
    if len(key) == 1:
        return {**context, key[0]: value}
    inner = context.get(key[0], {})
    changed = put(inner, key[1:], value) if isinstance(inner, dict) else None
    return None if changed is None else {**context, key[0]: changed}


def merge(contexts: list[Value]) -> Value:
    """Several contexts as one; later entries win."""
    if not all(isinstance(context, dict) for context in contexts):
        return None
    return {key: value for context in contexts for key, value in context.items()}


CONTEXTS = dict(
    (
        define("get value", get_value, "m: context, key: string | list", "context: context, key: string | list"),
        define("get entries", entries, "m: context", "context: context"),
        define("context", from_entries, "entries: list"),
        define(
            "context put",
            put,
            "context: context, key: string, value: Any",
            "context: context, keys: list, value: Any",
        ),
        define("context merge", merge, "contexts: list"),
        define("get or else", lambda value, default: default if value is None else value, "value: Any, default: Any"),
        define("is defined", lambda value: value is not None, "value: Any"),
    )
)
