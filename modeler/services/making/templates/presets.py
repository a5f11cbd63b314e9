"""The steps of a template's menu as presets of the connector: each leaf one beginning, below its headings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, texts
from modeler.services.making.templates.settings import Notes
from modeler.services.making.templates.vocabulary import DEEPEST_STEP

_LONGEST_TITLE = 80
Value = Callable[[str, Json], tuple[str, Json] | None]
"""The setting and its value for a property's id and value; None where there is no such property."""


def presets_of(template: JsonObject, value: Value, notes: Notes) -> list[Json]:
    """Presets as a manifest lists them, in the order of the steps; what leads nowhere is noted."""
    name = as_text(template.get("name"))
    known = {as_text(each.get("id")): each for each in map(as_object, as_list(template.get("presets")))}
    found: dict[str, Json] = {}
    for step, group in _leaves(template.get("steps"), ()):
        wanted = as_text(step.get("presetId"))
        if wanted not in known:
            notes.append(f"“{name}”: the step “{as_text(step.get('name'))}” names no preset that there is.")
            continue
        id = _free(wanted, found)
        found[id] = _preset(id, step, group, _settings(name, known[wanted], value, notes))
    used = {as_text(step.get("presetId")) for step, _ in _leaves(template.get("steps"), ())}
    notes.extend(f"“{name}”: no step offers the preset “{id}”." for id in known if id not in used)
    return [*found.values()]


def _leaves(steps: Json, group: tuple[str, ...]) -> Iterator[tuple[JsonObject, tuple[str, ...]]]:
    for step in map(as_object, as_list(steps)):
        if "steps" in step and len(group) < DEEPEST_STEP:
            yield from _leaves(step["steps"], (*group, as_text(step.get("name"))))
        elif "steps" not in step:
            yield step, group


def _preset(id: str, step: JsonObject, group: tuple[str, ...], settings: JsonObject) -> JsonObject:
    made: JsonObject = {
        "id": id,
        "title": as_text(step.get("name"), id)[:_LONGEST_TITLE],
        "group": list(group),
        "description": as_text(step.get("description")),
        "keywords": list(texts(step.get("keywords"))),
        "settings": settings,
    }
    return {key: value for key, value in made.items() if value not in ("", [])}


def _settings(name: str, preset: JsonObject, value: Value, notes: Notes) -> JsonObject:
    settings: JsonObject = {}
    for property, wanted in as_object(preset.get("properties")).items():
        found = value(property, wanted)
        if found is None:
            notes.append(f"“{name}”: the preset “{as_text(preset.get('id'))}” sets “{property}”, which there is not.")
        else:
            settings[found[0]] = found[1]
    return settings


def _free(wanted: str, taken: dict[str, Json]) -> str:
    """Steps may share a preset; each entry needs a name of its own."""
    id, number = wanted, 2
    while id in taken:
        id, number = f"{wanted}-{number}", number + 1
    return id
