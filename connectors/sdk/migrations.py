"""How settings of an older version of a connector become those of a newer one: declared in the manifest, no code.

    {"to": "2.0", "steps": [
        {"do": "rename", "setting": "city", "to": "place"},
        {"do": "map", "setting": "units", "values": [{"from": "F", "to": "imperial"}]}]}

A step changes only what it recognizes: settings that have their new form already stay as they are, so that nothing is
migrated twice although a BPMN file does not say which version wrote it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, same
from connectors.sdk.versions import is_newer, version_key

Action = Literal["rename", "move", "default", "remove", "map"]
ACTIONS: tuple[Action, ...] = get_args(Action)
EACH = "[]"


@dataclass(frozen=True, slots=True)
class Step:
    """One change of one setting; a setting is named as `units`, `options.units` or `rows[].units`."""

    do: Action
    setting: str
    to: str = ""
    value: Json = None
    values: tuple[tuple[Json, Json], ...] = ()


@dataclass(frozen=True, slots=True)
class Migration:
    """What changes from the versions before `to`; `implementation` and `called_element` are the marks of before."""

    to: str
    steps: tuple[Step, ...] = ()
    implementation: str = ""
    called_element: str = ""


def read_migrations(data: Json) -> tuple[Migration, ...]:
    """The migrations of a manifest that its schema has accepted, oldest first."""
    found = [_migration(as_object(each)) for each in as_list(data)]
    return tuple(sorted(found, key=lambda each: version_key(each.to)))


def due(migrations: Sequence[Migration], since: str | None = None) -> tuple[Migration, ...]:
    """The migrations that settings of version `since` need; all of them where the version is not known."""
    return tuple(each for each in migrations if since is None or is_newer(each.to, since))


def migrated(settings: JsonObject, migrations: Sequence[Migration]) -> JsonObject:
    """The settings as the newest version wants them; the ones given stay untouched."""
    result = copy.deepcopy(settings)
    for migration in migrations:
        for step in migration.steps:
            _STEPS[step.do](result, step)
    return result


def _migration(data: JsonObject) -> Migration:
    was = as_object(data.get("was"))
    return Migration(
        as_text(data.get("to")),
        tuple(_step(as_object(each)) for each in as_list(data.get("steps"))),
        as_text(was.get("implementation")),
        as_text(was.get("calledElement")),
    )


def _step(data: JsonObject) -> Step:
    pairs = [as_object(each) for each in as_list(data.get("values"))]
    return Step(
        next(action for action in ACTIONS if action == data.get("do")),
        as_text(data.get("setting")),
        as_text(data.get("to")),
        data.get("value"),
        tuple((pair.get("from"), pair.get("to")) for pair in pairs),
    )


def _rename(settings: JsonObject, step: Step) -> None:
    for holder, name in _places(settings, step.setting):
        if name in holder and step.to not in holder:
            renamed = {step.to if key == name else key: value for key, value in holder.items()}
            holder.clear()
            holder.update(renamed)


def _move(settings: JsonObject, step: Step) -> None:
    for source, name in _places(settings, step.setting):
        for target, new_name in _places(settings, step.to, make=name in source):
            if name in source and new_name not in target:
                target[new_name] = source.pop(name)


def _default(settings: JsonObject, step: Step) -> None:
    for holder, name in _places(settings, step.setting, make=True):
        holder.setdefault(name, copy.deepcopy(step.value))


def _remove(settings: JsonObject, step: Step) -> None:
    for holder, name in _places(settings, step.setting):
        holder.pop(name, None)


def _map(settings: JsonObject, step: Step) -> None:
    for holder, name in _places(settings, step.setting):
        if name in holder:
            here = holder[name]
            holder[name] = next((copy.deepcopy(new) for old, new in step.values if same(old, here)), here)


_STEPS: dict[Action, Callable[[JsonObject, Step], None]] = {
    "rename": _rename,
    "move": _move,
    "default": _default,
    "remove": _remove,
    "map": _map,
}


def _places(settings: JsonObject, path: str, make: bool = False) -> Iterator[tuple[JsonObject, str]]:
    """Each object that may hold the named setting, and its key there; `make` makes the objects on the way."""
    *way, name = path.split(".")
    holders = [settings]
    for part in way:
        holders = [inner for holder in holders for inner in _inside(holder, part, make)]
    yield from ((holder, name) for holder in holders)


def _inside(holder: JsonObject, part: str, make: bool) -> Iterator[JsonObject]:
    name = part.removesuffix(EACH)
    if part.endswith(EACH):
        yield from (each for each in as_list(holder.get(name)) if isinstance(each, dict))
        return
    if make and name not in holder:
        holder[name] = {}
    inner = holder.get(name)
    if isinstance(inner, dict):
        yield inner
