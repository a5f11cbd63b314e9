"""Storing a connector's settings, and what the element has to be with them."""

from __future__ import annotations

from connectors.sdk.manifest import Manifest
from connectors.sdk.values import JsonObject
from engine.bpmn import Document, Element
from modeler.editing import binding
from modeler.editing.commands.replace import replace
from modeler.editing.form_schema import holds
from modeler.editing.structure import called


def configure(document: Document, element: Element, manifest: Manifest, values: JsonObject) -> Element:
    """Store settings, as one step, and give back the element's view: of another type where the settings now ask for it.

    Only a change of what they ask for changes the type; a file that says otherwise stays as it is. Raises
    `CommandRefused` where the element cannot become of that type, and `UnreadableConfigurationError`.
    """
    before = binding.read(manifest, element).values
    kind = wanted_type(manifest, values)
    with document.edit(f"Configure {called(element)}"):
        if kind not in (element.kind, wanted_type(manifest, before)):
            element = replace(document, element, kind)
            binding.mark(manifest, element)
        binding.write(manifest, element, values)
        return element


def wanted_type(manifest: Manifest, values: JsonObject) -> str:
    """The BPMN type that a connector's element has with these settings."""
    asked = (kind for kind, condition in manifest.binding.types.items() if holds(condition, values, values))
    return next(asked, manifest.applies_to[0])
