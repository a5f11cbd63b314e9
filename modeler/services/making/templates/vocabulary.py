"""Every word of the published schemas of element templates that is read here; any other word is told, never dropped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text

TEMPLATE: Final = frozenset(
    (
        *("$schema", "id", "name", "description", "version", "isDefault", "deprecated", "appliesTo", "elementType"),
        *("documentationRef", "icon", "category", "keywords", "engines", "entriesVisible", "groups", "properties"),
        *("steps", "presets", "scopes"),
    )
)
PROPERTY: Final = frozenset(
    (
        *("id", "label", "type", "value", "generatedValue", "description", "tooltip", "placeholder", "editable"),
        *("choices", "constraints", "group", "condition", "optional", "feel", "language", "binding"),
        *("configurationTemplate", "configurationTemplateVersion"),
    )
)
_BINDING: Final = frozenset(
    (
        *("type", "name", "property", "key", "source", "target", "sourceExpression", "variables", "expression"),
        *("event", "eventType", "implementationType", "scriptFormat", "retries", "headers", "linkName", "errorRef"),
        "scope",
    )
)
_INSIDE: Final = (
    ("binding", _BINDING),
    ("generatedValue", frozenset(("type",))),
    ("constraints", frozenset(("notEmpty", "minLength", "maxLength", "pattern"))),
)
_CHOICE: Final = frozenset(("name", "value", "condition"))
_CONDITION: Final = frozenset(("type", "property", "equals", "oneOf", "isActive", "isEmpty", "allMatch"))
_TYPES: Final = frozenset(("String", "Text", "Number", "Boolean", "Dropdown", "Hidden", "Configuration"))
_FEEL: Final = frozenset(("optional", "required", "static"))
_GROUP: Final = frozenset(("id", "label", "tooltip", "openByDefault"))
_STEP: Final = frozenset(("name", "description", "keywords", "steps", "presetId"))
_PRESET: Final = frozenset(("id", "properties"))
_ENGINES: Final = frozenset(("camunda", "camundaDesktopModeler", "camundaWebModeler"))
_SILENT: Final = "metadata"
DEEPEST_STEP: Final = 20
_TOLD: Final = {
    "configurationTemplates": "stored configurations are not offered; write their references",
    "connections": "connections are not offered; write their references",
}


def unread_words(template: JsonObject) -> Iterator[str]:
    """What a template says that is not read, each in a sentence; `metadata` is for other programs and says nothing."""
    name = as_text(template.get("name"))
    for word in template:
        if word not in TEMPLATE and word != _SILENT:
            yield f"“{name}”: {_TOLD.get(word, f'“{word}” is not read')}."
    parts = (("groups", _GROUP), ("presets", _PRESET))
    yield from (each for key, known in parts for part in as_list(template.get(key)) for each in _in(name, part, known))
    yield from _in(name, template.get("engines"), _ENGINES)
    yield from _in_steps(name, template.get("steps"))


def unread_in_property(title: str, property: JsonObject) -> Iterator[str]:
    """What a property says that is not read."""
    yield from _in(title, property, PROPERTY)
    for key, known in _INSIDE:
        yield from _in(title, property.get(key), known)
    for part in (property, *as_list(property.get("choices"))):
        yield from _in_condition(title, as_object(part).get("condition"))
    for choice in as_list(property.get("choices")):
        yield from _in(title, choice, _CHOICE)
    yield from _odd_values(title, property)


def _odd_values(title: str, property: JsonObject) -> Iterator[str]:
    """Values that stand for nothing that is known, and what is made of them."""
    kind, feel = as_text(property.get("type"), "String"), property.get("feel")
    generated = as_object(property.get("generatedValue")).get("type", "uuid")
    if kind not in _TYPES:
        yield f"“{title}”: “{kind}” is no type that is known; it is edited as text."
    if feel is not None and feel not in _FEEL:
        yield f"“{title}”: “feel” is “{feel}”, which is not known and not read."
    if generated != "uuid":
        yield f"“{title}”: values of the kind “{generated}” are not generated."


def _in_condition(title: str, condition: Json) -> Iterator[str]:
    every = [condition, *as_list(as_object(condition).get("allMatch"))]
    for each in every:
        yield from _in(title, each, _CONDITION)


def _in_steps(name: str, steps: Json, depth: int = 0) -> Iterator[str]:
    if steps and depth > DEEPEST_STEP:
        yield f"“{name}”: steps more than {DEEPEST_STEP} deep are not read."
        return
    for step in as_list(steps):
        yield from _in(name, step, _STEP)
        yield from _in_steps(name, as_object(step).get("steps"), depth + 1)


def _in(title: str, part: Json, known: frozenset[str]) -> Iterator[str]:
    yield from (f"“{title}”: “{word}” is not read." for word in as_object(part) if word not in known)
