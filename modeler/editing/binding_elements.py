"""The codec `elements`: settings as a vendor's elements inside `extensionElements`.

    <bpmn:extensionElements>
      <ex:mail><ex:subject>Hello</ex:subject><ex:to><ex:address>a@example.org</ex:address></ex:to></ex:mail>
    </bpmn:extensionElements>

A setting is an element of its name, an object holds elements, a list is the element repeated. Elements and attributes
that the schema does not name are never touched; a setting that stays equal keeps its very characters.
"""

from __future__ import annotations

from collections.abc import Callable

from connectors.sdk.manifest import Manifest
from connectors.sdk.schema import resolved
from connectors.sdk.values import Json, JsonObject, as_list, as_object, compact, same
from engine.bpmn import BaseElement, Element
from engine.bpmn.extensions import add_child, add_extension, extension_of, remove_extension
from modeler.editing.form_schema import members_of, types_of

_READERS: dict[str, Callable[[str], Json]] = {"integer": int, "number": float}
_TRUTH = {"true": True, "1": True, "false": False, "0": False}


def read_elements(manifest: Manifest, element: BaseElement) -> JsonObject:
    """The settings that an element's extension holds."""
    root = extension_of(element, *manifest.binding.element)
    return {} if root is None else _Codec(manifest).read_object(root, manifest.properties)


def write_elements(manifest: Manifest, element: BaseElement, values: JsonObject) -> None:
    """Store settings within the current edit."""
    root = extension_of(element, *manifest.binding.element)
    if root is None and values:
        root = add_extension(element, *manifest.binding.element)
    if root is not None:
        _Codec(manifest).write_object(root, manifest.properties, values)


class _Codec:
    """Reads and writes by the schema of one connector."""

    def __init__(self, manifest: Manifest) -> None:
        self._uri = manifest.binding.element[0]
        self._root = manifest.properties

    def read_object(self, holder: Element, schema: JsonObject) -> JsonObject:
        """The settings inside `holder`; a discriminated object is read twice, once its branch is known."""
        plain = self._members(holder, members_of(schema, self._root, {}))
        return self._members(holder, members_of(schema, self._root, plain))

    def write_object(self, holder: Element, schema: JsonObject, values: JsonObject) -> None:
        """Make the elements inside `holder` say `values`."""
        before = self.read_object(holder, schema)
        for name, part in members_of(schema, self._root, values).items():
            if name not in values:
                self._clear(holder, name)
            elif name not in before or not same(before[name], values[name]):
                self._write(holder, name, part, values[name])

    def _members(self, holder: Element, parts: dict[str, JsonObject]) -> JsonObject:
        found: JsonObject = {}
        for name, part in parts.items():
            elements = self._named(holder, name)
            if elements:
                found[name] = self._value(elements, part)
        return found

    def _value(self, elements: list[Element], schema: JsonObject) -> Json:
        if "array" in types_of(schema):
            item = resolved(schema.get("items"), self._root)
            return [self._single(element, item) for element in elements]
        return self._single(elements[0], schema)

    def _single(self, element: Element, schema: JsonObject) -> Json:
        types = types_of(schema)
        if "object" in types:
            return self.read_object(element, schema)
        text = element.text
        if "boolean" in types and text.strip() in _TRUTH:
            return _TRUTH[text.strip()]
        for name in types:
            try:
                return _READERS[name](text)
            except (KeyError, ValueError):
                continue
        return None if not text and "null" in types and "string" not in types else text

    def _write(self, holder: Element, name: str, schema: JsonObject, value: Json) -> None:
        present = self._named(holder, name)
        values = as_list(value) if "array" in types_of(schema) else [value]
        item = resolved(schema.get("items"), self._root) if "array" in types_of(schema) else schema
        for element in present[len(values) :]:
            remove_extension(element)
        for index, each in enumerate(values):
            element = present[index] if index < len(present) else add_child(holder, self._uri, name)
            self._fill(element, item, each)

    def _fill(self, element: Element, schema: JsonObject, value: Json) -> None:
        if isinstance(value, dict):
            self.write_object(element, schema, as_object(value))
        elif not same(self._single(element, schema), value) or not element.text:
            element.text = _text(value)

    def _clear(self, holder: Element, name: str) -> None:
        for element in self._named(holder, name):
            remove_extension(element)

    def _named(self, holder: Element, name: str) -> list[Element]:
        return [child for child in holder.children if child.kind == f"{{{self._uri}}}{name}"]


def _text(value: Json) -> str:
    return "" if value is None else value if isinstance(value, str) else compact(value)
