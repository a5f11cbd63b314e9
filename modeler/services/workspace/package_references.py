"""References in the BPMN of a package: where a number and the asset that the package names differ, the asset is right.

Each dependent of a process says by a path where the number of its asset stands. Numbers of two servers may have been
mixed up; the uuid is the same everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from connectors.sdk.values import Json, JsonObject, JsonPath, as_object, as_text, value_at, with_value_at
from engine.bpmn import Document, Element
from engine.bpmn.namespaces import PROCESSMAKER
from modeler.editing.json_text import rewritten
from modeler.services.workspace.package_people import element_at
from modeler.services.workspace.process_package import Asset

_SCREEN: JsonPath = ("screenRef",)
_PLACES: Mapping[str, tuple[tuple[str, JsonPath], ...]] = {
    "screens": (("config", _SCREEN), ("screenRef", ())),
    "screen_ref": (("config", _SCREEN),),
    "abe_screens": (("config", _SCREEN),),
    "screen_id": (("config", ("web_entry", "screen_id")),),
    "completed_screen": (("config", ("web_entry", "completed_screen_id")),),
    "abe_email_screen": (("configEmail", ("screenEmailRef",)),),
    "abe_completed_screen": (("configEmail", ("screenCompleteRef",)),),
    "interstitial_screen": (("interstitialScreenRef", ()),),
    "notification_screen": (("config", ("email_notifications", "notifications")),),
    "scripts": (("scriptRef", ()),),
    "data-source": (("config", ("dataSource",)),),
}
"""By kind of dependent: the attributes that may hold the number, and where within their JSON; the first counts."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A reference that had another number than its asset."""

    element: str
    was: str
    asset: Asset


def mend_references(document: Document, process: Asset, assets: Mapping[str, Asset]) -> list[Mended]:
    """Write the numbers of the assets that the dependents name; nothing else changes."""
    found: list[Mended] = []
    for dependent in process.dependents:
        asset = assets.get(as_text(dependent.get("uuid")))
        meta, kind = dependent.get("meta"), as_text(dependent.get("type"))
        path = meta if isinstance(meta, str) else as_text(as_object(meta).get("path"))
        element = element_at(document, path) if asset is not None and path and kind in _PLACES else None
        if asset is not None and element is not None:
            found += _mended(document, element, _places(kind, as_object(meta)), asset)
    return found


def _places(kind: str, meta: JsonObject) -> Iterator[tuple[str, JsonPath]]:
    for attribute, path in _PLACES[kind]:
        index = meta.get("index")
        if kind != "notification_screen":
            yield attribute, path
        elif isinstance(index, int):
            yield attribute, (*path, index, "screenRef")


def _mended(
    document: Document, element: Element, places: Iterator[tuple[str, JsonPath]], asset: Asset
) -> Iterator[Mended]:
    wanted = asset.attributes.get("id")
    for attribute, path in places:
        text = element.foreign(PROCESSMAKER, attribute)
        held = _held(text, path)
        if text is None or held in (None, ""):
            continue
        if wanted is not None and str(held) != str(wanted):
            number: Json = str(wanted) if isinstance(held, str) else wanted
            with document.edit("Import"):
                element.set_foreign(PROCESSMAKER, attribute, _with(text, path, number))
            yield Mended(element.get("name") or element.id or element.tag, str(held), asset)
        return


def _held(text: str | None, path: JsonPath) -> Json:
    """The number that stands there now; nothing where it cannot be read."""
    if text is None or not path:
        return text
    try:
        return value_at(json.loads(text), path)
    except (ValueError, RecursionError):
        return None


def _with(text: str, path: JsonPath, number: Json) -> str:
    if not path:
        return str(number)
    return rewritten(text, with_value_at(json.loads(text), path, number))
