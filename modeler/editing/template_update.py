"""Bringing an element from an older version of its template to a newer one, by the rule that Camunda Modeler follows.

What nobody sees is the new version's; a choice stays while it is still offered; another value stays when somebody
changed it from the old version's default; what the new version has no place for goes. The old version's connector,
where it is installed too, tells the old defaults and places; without it every value counts as somebody's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from connectors.sdk.manifest import Manifest
from connectors.sdk.values import Json, JsonObject, same
from connectors.sdk.versions import is_newer
from engine.bpmn import Document, Element
from modeler.editing import binding
from modeler.editing.commands.create import chosen_type
from modeler.editing.commands.replace import replace
from modeler.editing.element_types import ElementType
from modeler.editing.form_kinds import own_choices
from modeler.editing.form_schema import hints
from modeler.editing.places import Placed, clear_dropped, new_places, placed_settings, settled
from modeler.editing.rules.replacing import can_replace, is_of_type


def version_at(manifest: Manifest, element: Element) -> str | None:
    """The version that wrote an element's settings, where its connector keeps that in the file."""
    name = manifest.binding.version
    return (element.get(name) or "0") if name else None


def newest_of(used: Manifest, element: Element, manifests: Iterable[Manifest]) -> Manifest | None:
    """The connector to which an element can be brought up to date; None when it is up to date, or nothing tells."""
    newest = next((each for each in manifests if each.id == (used.older_of or used.id)), None)
    if newest is None or newest.binding.codec != "places" or not _can_become(newest, element):
        return None
    written = version_at(newest, element)
    return newest if written is not None and is_newer(newest.version, written) else None


def new_type(new: Manifest, element: Element) -> ElementType | None:
    """The type that an element has to become for a new version; None where it may stay what it is."""
    kind = chosen_type(new)
    document = element.document
    if isinstance(document, Document) and new.binding.event_definition:
        return None if is_of_type(document, element, kind) else kind
    return None if element.kind in new.applies_to else kind


def _can_become(new: Manifest, element: Element) -> bool:
    kind, document = new_type(new, element), element.document
    return kind is None or (isinstance(document, Document) and can_replace(document, element, kind.kind))


def updated(used: Manifest, new: Manifest, element: Element) -> JsonObject:
    """The values that an element has after the update; `used` is the old version's connector, or the new one itself."""
    before = _Before(placed_settings(used) if used.id != new.id else [], element)
    settings = placed_settings(new)
    kept: JsonObject = {each.name: value for each in settings if (value := before.kept(each)) is not None}
    return settled(settings, kept)


def update(used: Manifest, new: Manifest, element: Element, values: JsonObject) -> None:
    """Make an element one of the new version with these values, within the current edit; of another type if needed."""
    kind, document = new_type(new, element), element.document
    if kind is not None and isinstance(document, Document):
        element = replace(document, element, kind)
    for name in {**used.binding.marks, **used.binding.attributes}:
        if name not in new.binding.attributes and name not in new.binding.marks:
            element.set(name, None)
    clear_dropped(used, new, element)
    binding.mark(new, element)
    new_places(new, element, values)


class _Before:
    """What an element says of itself, and what its old version took for granted."""

    def __init__(self, settings: Sequence[Placed], element: Element) -> None:
        self._settings = settings
        self._element = element

    def kept(self, setting: Placed) -> Json:
        """The value that a setting of the new version takes over; None where it begins with its default."""
        prior = self._prior(setting)
        stored = setting.spot.read(self._element)
        if stored is None and prior is not None:
            stored = prior.spot.read(self._element)
        if stored is None or (hints(setting.schema).get("hidden") is True and not setting.generated):
            return None
        value = setting.value(stored)
        choices = own_choices(setting.schema)
        if choices:
            return value if any(same(value, each.value) for each in choices) else None
        return None if prior is not None and same(value, prior.schema.get("default")) else value

    def _prior(self, setting: Placed) -> Placed | None:
        """The old version's setting at the same place, or else of the same name."""
        same_place = (each for each in self._settings if each.spot.identity == setting.spot.identity)
        same_name = (each for each in self._settings if each.name == setting.name)
        return next(same_place, None) or next(same_name, None)
