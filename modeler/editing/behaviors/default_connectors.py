"""New elements become those of the connector that is the default of their type, such as a default element template."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from connectors.sdk.manifest import Manifest
from engine.bpmn import Behavior, Document, Element, Event
from modeler.editing import binding
from modeler.editing.facts import PlainCreated, PropertyChanged
from modeler.editing.structure import definitions_of


def default_connectors(manifests: Callable[[], Iterable[Manifest]]) -> Behavior:
    """The reaction that knows the installed connectors; it joins those of `ALL` where documents are opened.

    What is pasted, or changed into the type, stays what it is.
    """

    def react(document: Document, fact: object) -> None:
        if not isinstance(fact, PlainCreated):
            return
        wanted = next((each for each in manifests() if each.is_default and _is_for(each, fact.element)), None)
        if wanted is not None:
            with document.edit(f"Use {wanted.name}") as edit:
                binding.initialize(wanted, fact.element)
                edit.note(PropertyChanged(fact.element, "implementation"))

    return react


def _is_for(manifest: Manifest, element: Element) -> bool:
    if element.kind not in manifest.applies_to:
        return False
    wanted = manifest.binding.event_definition
    found = [each.kind for each in definitions_of(element)] if isinstance(element, Event) else []
    return found == ([wanted] if wanted else [])
