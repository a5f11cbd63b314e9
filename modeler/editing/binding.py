"""How a connector's settings stand in BPMN, both ways, without touching what the connector does not know.

    configuration = binding.read(manifest, element)
    with document.edit("Change subject", merge=(element, "subject")):
        binding.write(manifest, element, {**configuration.values, "subject": "Hello"})

`json-attribute` keeps the settings as JSON text in one attribute, `elements` as extension elements, `places` each where
its `x-place` says. A text that is not
JSON is never overwritten: `write` refuses, `write_text` replaces it knowingly.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Protocol

from connectors.sdk.manifest import Manifest, Target
from connectors.sdk.values import JsonObject, as_object, compact, value_at, with_value_at
from engine.bpmn import BaseElement, Document, Element
from engine.bpmn.extensions import extension_of, remove_extension
from modeler.editing.binding_elements import read_elements, write_elements
from modeler.editing.json_text import rewritten
from modeler.editing.places import clear_places, new_places, read_places, write_places

_ENGINES: Final[Mapping[str, str]] = MappingProxyType(
    {"processmaker": "processmaker", "camunda7": "camunda-7", "camunda8": "camunda-8", "flowable": "flowable"}
)


class ConnectorElement(Protocol):
    """What the binding reads and writes of an element's view."""

    @property
    def kind(self) -> str:
        """The BPMN type, such as `bpmn:serviceTask`."""

    def get(self, attribute: str) -> str | None:
        """A plain attribute."""

    def set(self, attribute: str, value: str | None) -> None:
        """Write a plain attribute, or remove it."""

    def foreign(self, uri: str, name: str) -> str | None:
        """An attribute of another namespace."""

    def set_foreign(self, uri: str, name: str, value: str | None) -> None:
        """Write an attribute of another namespace, or remove it."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of one element; with an `error`, `text` is what stands there and cannot be read."""

    values: JsonObject = field(default_factory=dict)
    text: str | None = None
    error: str = ""

    @property
    def is_readable(self) -> bool:
        """Whether a form can show and change the settings."""
        return not self.error


class UnreadableConfigurationError(ValueError):
    """Settings were to be changed on an element whose stored text is not what the connector can read."""


def read(manifest: Manifest, element: ConnectorElement) -> Configuration:
    """The settings of an element, or the text and the reason why it cannot be read."""
    if manifest.binding.codec == "none":
        return Configuration()
    if manifest.binding.codec == "elements":
        return Configuration(read_elements(manifest, element) if isinstance(element, BaseElement) else {})
    if manifest.binding.codec == "places":
        kept = parsed(element.foreign(*manifest.binding.attribute))
        return kept if kept.error or not isinstance(element, Element) else Configuration(read_places(manifest, element))
    whole = parsed(element.foreign(*manifest.binding.attribute))
    return whole if whole.error else Configuration(_own_part(manifest, element, whole.values), whole.text)


def _own_part(manifest: Manifest, element: ConnectorElement, whole: JsonObject) -> JsonObject:
    """The settings within what the attribute holds, and those that are attributes of their own."""
    binding = manifest.binding
    found = as_object(value_at(whole, binding.at)) if binding.at else whole
    flags = {name: element.foreign(*place) for name, place in binding.flags.items()}
    return {**{name: text == "true" for name, text in flags.items() if text is not None}, **found}


def parsed(text: str | None) -> Configuration:
    """What a stored JSON text means; no text at all means no settings."""
    if text is None or not text.strip():
        return Configuration(text=text)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Configuration({}, text, f"The stored settings are not JSON: {_reason(error)}")
    if not isinstance(value, dict):
        return Configuration({}, text, "The stored settings are not a JSON object.")
    return Configuration(value, text)


def write(manifest: Manifest, element: ConnectorElement, values: JsonObject) -> None:
    """Store settings within the current edit; characters of unchanged settings stay as they are."""
    if manifest.binding.codec == "none":
        return
    if manifest.binding.codec == "elements":
        if isinstance(element, BaseElement):
            write_elements(manifest, element, values)
        return
    before = read(manifest, element)
    if before.error:
        raise UnreadableConfigurationError(before.error)
    if manifest.binding.codec == "places":
        if isinstance(element, Element):
            write_places(manifest, element, values)
        return
    whole = _whole(manifest, element, before, values)
    text = rewritten(before.text, whole) if before.text and before.text.strip() else compact(whole)
    is_addition = bool(manifest.binding.flags or manifest.beside)
    if text != before.text and (whole or before.text or not is_addition):
        element.set_foreign(*manifest.binding.attribute, text)


def _whole(manifest: Manifest, element: ConnectorElement, before: Configuration, values: JsonObject) -> JsonObject:
    """All that the attribute shall hold; settings that are attributes of their own are written here."""
    binding = manifest.binding
    for name, place in binding.flags.items():
        if name in values or element.foreign(*place) is not None:
            element.set_foreign(*place, "true" if values.get(name) is True else "false")
    own: JsonObject = {name: value for name, value in values.items() if name not in binding.flags}
    return as_object(with_value_at(parsed(before.text).values, binding.at, own)) if binding.at else own


def write_text(manifest: Manifest, element: ConnectorElement, text: str) -> None:
    """Store settings as the user typed them, readable or not."""
    element.set_foreign(*manifest.binding.attribute, text or None)


def initialize(manifest: Manifest, element: ConnectorElement) -> None:
    """Turn a new element into the connector: its marks and the default settings."""
    mark(manifest, element)
    if manifest.binding.codec == "places" and isinstance(element, Element):
        new_places(manifest, element, manifest.defaults)
    else:
        write(manifest, element, manifest.defaults)


def adopt(manifest: Manifest, element: ConnectorElement) -> None:
    """Turn an element that there is into the connector: what it says already of the settings stays, unless fixed."""
    mark(manifest, element)
    configuration = read(manifest, element)
    if configuration.error:
        return
    named = as_object(manifest.properties.get("properties"))
    kept = {name: value for name, value in configuration.values.items() if not _is_fixed(as_object(named.get(name)))}
    values = {**manifest.defaults, **kept, **manifest.fixed}
    if manifest.binding.codec == "places" and isinstance(element, Element):
        new_places(manifest, element, values)
    else:
        write(manifest, element, values)


def forget(manifest: Manifest, element: ConnectorElement) -> None:
    """Take a connector's marks and settings off an element that is to use another one."""
    own = {name for target in manifest.targets.values() for name in target.attributes}
    for name in (*_marks(manifest, element), *manifest.binding.attributes, *sorted(own)):
        element.set(name, None)
    if not isinstance(element, BaseElement):
        return
    if manifest.binding.codec == "json-attribute":
        element.set_foreign(*manifest.binding.attribute, None)
    elif manifest.binding.codec == "places":
        clear_places(manifest, element)
    elif manifest.binding.codec == "elements":
        root = extension_of(element, *manifest.binding.element)
        if root is not None:
            remove_extension(root)


def uses(manifest: Manifest, element: ConnectorElement) -> bool:
    """Whether an element bears every mark of a connector that has marks."""
    marks = _marks(manifest, element)
    return bool(marks) and all(element.get(name) == value for name, value in marks.items())


def mark(manifest: Manifest, element: ConnectorElement) -> None:
    """Write what an element of its type bears to be the connector's, within the current edit.

    In a file that is made for one engine, that is what the manifest says for this engine.
    """
    own = _target(manifest, engine_of(element)).attributes
    for name, value in {**_marks(manifest, element), **manifest.binding.attributes, **own}.items():
        if element.get(name) != value:
            element.set(name, value)


def retarget(manifest: Manifest, element: ConnectorElement, engine: str) -> None:
    """Make an element's marks those of one engine, within the current edit; without any of its own, nothing changes."""
    target = _target(manifest, engine)
    known = {each.implementation for each in manifest.targets.values()} | {manifest.binding.implementation}
    wanted = target.implementation or manifest.binding.implementation
    has = element.get("implementation")
    if has in known and has != wanted:
        element.set("implementation", wanted)
    others = {name for each in manifest.targets.values() for name in each.attributes} - set(target.attributes)
    for name in sorted(others - set(manifest.binding.attributes)):
        if element.get(name) is not None:
            element.set(name, None)
    for name, value in target.attributes.items():
        if element.get(name) != value:
            element.set(name, value)


def _target(manifest: Manifest, engine: str) -> Target:
    return manifest.targets.get(engine, Target())


def engine_of(element: ConnectorElement) -> str:
    """The engine that an element's file is made for, as manifests call it; empty where it is for none or any."""
    document = element.document if isinstance(element, Element) else None
    return engine_of_file(document) if isinstance(document, Document) else ""


def engine_of_file(document: Document) -> str:
    """The engine that a file is made for; empty where it is for none or any."""
    return _ENGINES.get(document.profile, "")


def _is_fixed(schema: JsonObject) -> bool:
    """Whether nobody can change a setting, so that the connector alone says what it is."""
    return as_object(schema.get("x-ui")).get("hidden") is True


def _marks(manifest: Manifest, element: ConnectorElement) -> dict[str, str]:
    """BPMN's schema allows `calledElement` on a call activity only, and `implementation` everywhere else only."""
    called = element.kind == "bpmn:callActivity"
    implementation = _target(manifest, engine_of(element)).implementation or manifest.binding.implementation
    value = manifest.binding.called_element if called else implementation
    own = {"calledElement" if called else "implementation": value} if value else {}
    return {**own, **manifest.binding.marks}


def _reason(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos + 1}."
    return "it is nested too deeply."
