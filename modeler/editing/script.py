"""Modeling commands as data: `EDITS.json` is a list of them, each one undo step.

    run(document, json.loads(text), catalog)

A command that cannot be done raises `ScriptError` with its index and the reason; what came before stays done in the
document, and whoever called writes nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol, TypeAlias

from connectors.sdk.manifest import Manifest
from connectors.sdk.values import JsonObject
from engine.bpmn import Bounds, Document, Element, Point
from modeler.editing import binding, commands
from modeler.editing.element_types import ALL, ElementType, definition_kind
from modeler.editing.refusals import CommandRefused
from modeler.editing.structure import describe

Command: TypeAlias = Mapping[str, object]


class Connectors(Protocol):
    """What a script needs of the catalog."""

    def get(self, id: str) -> Manifest | None:
        """The connector with this id."""

    def connector_of(self, element: Element) -> Manifest | None:
        """The connector that an element uses."""


class NoConnectors:
    """A catalog without connectors."""

    def get(self, id: str) -> Manifest | None:
        """There is none."""
        return None

    def connector_of(self, element: Element) -> Manifest | None:
        """There is none."""
        return None


class ScriptError(Exception):
    """A command of a script that could not be done: which one, counted from 0, and why."""

    def __init__(self, index: int, reason: str, command: str = "") -> None:
        super().__init__(f"command {index}{f' ({command})' if command else ''}: {reason}")
        self.index = index
        self.reason = reason
        self.command = command


class _BadCommandError(Exception):
    """A command is not written as it should be."""


def run(document: Document, script: object, connectors: Connectors | None = None) -> int:
    """Do all commands of a script in order and return how many there were; the first refused raises `ScriptError`."""
    if not isinstance(script, Sequence) or isinstance(script, str | bytes):
        raise ScriptError(0, "the script is no list of commands")
    catalog = connectors or NoConnectors()
    for index, command in enumerate(script):
        name = str(command.get("do", "")) if isinstance(command, Mapping) else ""
        try:
            do(document, command, catalog)
        except (CommandRefused, _BadCommandError) as error:
            raise ScriptError(index, str(error), name) from error
        except binding.UnreadableConfigurationError as error:
            raise ScriptError(index, str(error), name) from error
    return len(script)


def do(document: Document, command: object, connectors: Connectors) -> None:
    """Do one command of a script."""
    if not isinstance(command, Mapping):
        raise _BadCommandError("a command is an object with the key “do”")
    name = command.get("do")
    found = _COMMANDS.get(name) if isinstance(name, str) else None
    if found is None:
        raise _BadCommandError(f"there is no command “{name}”; there are {', '.join(_COMMANDS)}")
    found(document, command, connectors)


def _move(document: Document, command: Command, _: Connectors) -> None:
    by = _numbers(command, "by", 2)
    commands.move(
        document,
        _elements(document, command),
        by[0],
        by[1],
        _optional(document, command, "parent"),
        host=_optional(document, command, "host"),
        flow=_optional(document, command, "flow"),
    )


def _create(document: Document, command: Command, connectors: Connectors) -> None:
    at = _numbers(command, "at", 2) if command.get("at") is not None else None
    size = _numbers(command, "size", 2) if command.get("size") is not None else None
    commands.create(
        document,
        _what(command, connectors),
        at=None if at is None else Point(at[0], at[1]),
        after=_optional(document, command, "after"),
        flow=_optional(document, command, "flow"),
        host=_optional(document, command, "host"),
        parent=_optional(document, command, "parent"),
        id=_text(command, "id"),
        name=_text(command, "name"),
        size=None if size is None else (size[0], size[1]),
        make_room=command.get("makeRoom") is True,
    )


def _connect(document: Document, command: Command, _: Connectors) -> None:
    source, target = _element(document, command, "source"), _element(document, command, "target")
    made = commands.connect(document, source, target, id=_text(command, "id"))
    name = _text(command, "name")
    if name:
        commands.rename(document, made, name)


def _reconnect(document: Document, command: Command, _: Connectors) -> None:
    commands.reconnect(
        document,
        _element(document, command, "element"),
        source=_optional(document, command, "source"),
        target=_optional(document, command, "target"),
    )


def _rename(document: Document, command: Command, _: Connectors) -> None:
    commands.rename(document, _element(document, command, "element"), _text(command, "name"))


def _resize(document: Document, command: Command, _: Connectors) -> None:
    x, y, width, height = _numbers(command, "bounds", 4)
    commands.resize(document, _element(document, command, "element"), Bounds(x, y, width, height))


def _replace(document: Document, command: Command, connectors: Connectors) -> None:
    element = _element(document, command, "element")
    if _text(command, "connector") is not None:
        present = connectors.connector_of(element)
        others = () if present is None else (present,)
        commands.use_connector(document, element, _connector(command, connectors), others)
        return
    kind = _required(command, "type")
    commands.replace(document, element, _typed(kind, command) or kind)


def _set(document: Document, command: Command, _: Connectors) -> None:
    if "value" not in command:
        raise _BadCommandError("“value” is missing; null clears the property")
    value = command["value"]
    if isinstance(value, Mapping | list):
        raise _BadCommandError("“value” is a text, a number, true, false or null")
    commands.set_property(document, _element(document, command, "element"), _required(command, "property"), value)


def _configure(document: Document, command: Command, connectors: Connectors) -> None:
    element, values = _element(document, command, "element"), command.get("values")
    if not isinstance(values, Mapping):
        raise _BadCommandError("“values” is an object of settings")
    manifest = connectors.connector_of(element)
    if manifest is None:
        raise CommandRefused(f"{describe(element)} uses no connector that is installed")
    known = binding.read(manifest, element)
    settings: JsonObject = {**known.values, **values}
    commands.configure(document, element, manifest, settings)


def _delete(document: Document, command: Command, _: Connectors) -> None:
    commands.delete(document, _elements(document, command))


def _color(document: Document, command: Command, _: Connectors) -> None:
    commands.set_color(document, _elements(document, command), _text(command, "fill"), _text(command, "stroke"))


def _bend(document: Document, command: Command, _: Connectors) -> None:
    points = command.get("waypoints")
    if not isinstance(points, list) or len(points) < 2:
        raise _BadCommandError("“waypoints” is a list of at least two places")
    places = [_numbers({"place": each}, "place", 2) for each in points]
    commands.set_waypoints(document, _element(document, command, "element"), [Point(x, y) for x, y in places])


def _undo(document: Document, command: Command, _: Connectors) -> None:
    document.history.undo(_steps(document, command))


def _redo(document: Document, command: Command, _: Connectors) -> None:
    document.history.redo(_steps(document, command))


_COMMANDS: Final[dict[str, Callable[[Document, Command, Connectors], None]]] = {
    "move": _move,
    "create": _create,
    "connect": _connect,
    "reconnect": _reconnect,
    "rename": _rename,
    "resize": _resize,
    "replace": _replace,
    "set": _set,
    "configure": _configure,
    "delete": _delete,
    "color": _color,
    "bend": _bend,
    "undo": _undo,
    "redo": _redo,
}


def _what(command: Command, connectors: Connectors) -> ElementType | Manifest | str:
    if _text(command, "connector") is not None:
        return _connector(command, connectors)
    kind = _required(command, "type")
    return _typed(kind, command) or kind


def _connector(command: Command, connectors: Connectors) -> Manifest:
    id = _required(command, "connector")
    manifest = connectors.get(id)
    if manifest is None:
        raise CommandRefused(f"The connector “{id}” is not installed")
    return manifest


def _typed(kind: str, command: Command) -> ElementType | None:
    """The type of the palette that a command means: by its id, or by name, event definition and expansion."""
    own = next((each for each in ALL if each.id == kind), None)
    if own is not None:
        return own
    definition, expanded = _text(command, "definition"), command.get("expanded")
    if definition is None and not isinstance(expanded, bool):
        return None
    name = definition if definition is None or definition.endswith("EventDefinition") else definition_kind(definition)
    full = kind if ":" in kind else f"bpmn:{kind}"
    found = [each for each in ALL if each.kind == full and (name is None or each.definition in (name, f"bpmn:{name}"))]
    if isinstance(expanded, bool):
        found = [each for each in found if each.is_expanded is expanded]
    if not found:
        raise CommandRefused(f"There is no {kind} with {definition or 'that expansion'}")
    return found[0]


def _elements(document: Document, command: Command) -> list[Element]:
    ids = command.get("elements", command.get("element"))
    ids = [ids] if isinstance(ids, str) else ids
    if not isinstance(ids, list) or not ids or not all(isinstance(each, str) for each in ids):
        raise _BadCommandError("“elements” is a list of ids")
    return [_find(document, each) for each in ids]


def _element(document: Document, command: Command, key: str) -> Element:
    return _find(document, _required(command, key))


def _optional(document: Document, command: Command, key: str) -> Element | None:
    id = _text(command, key)
    return None if id is None else _find(document, id)


def _find(document: Document, id: str) -> Element:
    try:
        return document.get(id, Element)
    except KeyError as error:
        raise CommandRefused(str(error.args[0])) from None


def _required(command: Command, key: str) -> str:
    text = _text(command, key)
    if text is None:
        raise _BadCommandError(f"“{key}” is missing")
    return text


def _text(command: Command, key: str) -> str | None:
    value = command.get(key)
    if value is not None and not isinstance(value, str):
        raise _BadCommandError(f"“{key}” is no text")
    return value


def _numbers(command: Command, key: str, count: int) -> list[float]:
    value = command.get(key)
    if isinstance(value, Mapping) and count == 4:
        value = [value.get(name) for name in ("x", "y", "width", "height")]
    if isinstance(value, Mapping) and count == 2:
        value = [value.get(name) for name in ("x", "y")]
    if not isinstance(value, list | tuple) or len(value) != count or not all(map(_is_number, value)):
        raise _BadCommandError(f"“{key}” is a list of {count} numbers")
    return [float(each) for each in value]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _steps(document: Document, command: Command) -> int:
    steps = command.get("steps", 1)
    if steps == "all":
        return len(document.history.labels)
    if not isinstance(steps, int) or isinstance(steps, bool) or steps < 0:
        raise _BadCommandError("“steps” is a number or “all”")
    return steps
