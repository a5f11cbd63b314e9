"""An element that is there becomes one of a connector, as when Camunda's template is applied to it."""

from __future__ import annotations

from collections.abc import Iterable

from connectors.sdk.manifest import Manifest
from engine.bpmn import Document, Element
from modeler.editing import binding
from modeler.editing.commands.create import chosen_type
from modeler.editing.commands.replace import replace
from modeler.editing.facts import PropertyChanged
from modeler.editing.rules.replacing import is_of_type


def use_connector(document: Document, element: Element, manifest: Manifest, others: Iterable[Manifest] = ()) -> Element:
    """Make an element use a connector, as one step, and give back its view: of another type where that is needed.

    Its name stays, and so do values that it has already at the connector's places; marks and settings of the `others`,
    one of which it may use now, go. Raises `CommandRefused` where the element cannot become of the connector's type.
    """
    kind = chosen_type(manifest)
    with document.edit(f"Use {manifest.name}") as edit:
        fits = element.kind in manifest.applies_to and not manifest.binding.event_definition
        made = element if fits or is_of_type(document, element, kind) else replace(document, element, kind)
        for other in others:
            if other.id != manifest.id and binding.uses(other, made):
                binding.forget(other, made)
        binding.adopt(manifest, made)
        if not made.get("name"):
            made.set("name", manifest.name)
        edit.note(PropertyChanged(made, "implementation"))
        return made
