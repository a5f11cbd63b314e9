"""What changes when somebody writes other data into a place of the Request by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from connectors.sdk.values import JsonObject
from engine.runtime.data_places import data_places, own_data
from engine.runtime.request import Request
from modeler.services.preview.connector_tasks import plain


@dataclass(frozen=True, slots=True)
class DataEdit:
    """The variables that are set, those that go, and the event of a scenario that tells it."""

    changed: Mapping[str, object]
    erased: tuple[str, ...]
    told: JsonObject


def data_edit(request: Request, place: int, data: Mapping[str, object]) -> DataEdit | None:
    """What makes the data of a place these; None where they are these already."""
    before = own_data(request.state, place)
    changed = {name: value for name, value in data.items() if name not in before or before[name] != value}
    erased = tuple(name for name in before if name not in data)
    if not changed and not erased:
        return None
    told: dict[str, object] = {"set": changed, **({"erase": erased} if erased else {})}
    return DataEdit(changed, erased, plain({**told, **_place_words(request, place)}))


def _place_words(request: Request, place: int) -> dict[str, object]:
    """How a scenario names a place; nothing for the process that the Request is of."""
    if place == next(iter(request.state.frames), 0):
        return {}
    found = next((each for each in data_places(request.state, request.graph) if each.frame == place), None)
    if found is None:
        return {}
    return {"in": found.element, "round": found.number} if found.number else {"in": found.element}
