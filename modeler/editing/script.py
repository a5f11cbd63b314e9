"""Modeling commands as data: `EDITS.json` is a list of them, each one undo step.

    run(document, json.loads(text), catalog)

A command that cannot be done raises `ScriptError` with its index and the reason; what came before stays done in the
document, and whoever called writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol, TypeAlias

from connectors.sdk.manifest import Manifest
from connectors.sdk.values import JsonObject
from engine.bpmn import Bounds, Document, Element, Point
from modeler.editing import binding, commands
from modeler.editing import script_arguments as arguments
from modeler.editing.element_types import ALL, ElementType, definition_kind
from modeler.editing.refusals import CommandRefused
from modeler.editing.script_arguments import BadCommandError, Command
from modeler.editing.script_arrangements import ARRANGEMENTS, Clipboard
from modeler.editing.structure import describe

Unread: TypeAlias = Callable[[int, str, list[str]], object]
"""Hears of the keys of a command that had no effect: the command's index, its name and the keys."""


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


def run(
    document: Document, script: object, connectors: Connectors | None = None, unread: Unread = lambda *_: None
) -> int:
    """Do all commands of a script in order and return how many there were; the first refused raises `ScriptError`.

    `unread` hears of what a command says without effect, such as a key with a slip of the pen: index, command, keys.
    """
    if not isinstance(script, Sequence) or isinstance(script, str | bytes):
        raise ScriptError(0, "the script is no list of commands")
    catalog, clipboard = connectors or NoConnectors(), Clipboard()
    for index, command in enumerate(script):
        name = str(command.get("do", "")) if isinstance(command, Mapping) else ""
        try:
            ignored = do(document, command, catalog, clipboard)
        except (CommandRefused, BadCommandError) as error:
            raise ScriptError(index, str(error), name) from error
        except binding.UnreadableConfigurationError as error:
            raise ScriptError(index, str(error), name) from error
        if ignored:
            unread(index, name, ignored)
    return len(script)


def do(document: Document, written: object, connectors: Connectors, clipboard: Clipboard) -> list[str]:
    """Do one command of a script; what it copies is for the next ones. Returns what of the command had no effect."""
    if not isinstance(written, Mapping):
        raise BadCommandError("a command is an object with the key “do”")
    arguments.require_writable(written)
    command = arguments.Reading(written)
    name = command.get("do")
    if isinstance(name, str) and name in _COMMANDS:
        _COMMANDS[name](document, command, connectors)
    elif isinstance(name, str) and name in ARRANGEMENTS:
        ARRANGEMENTS[name](document, command, clipboard)
    else:
        raise BadCommandError(f"there is no command “{name}”; there are {', '.join(NAMES)}")
    return command.unread


def _move(document: Document, command: Command, _: Connectors) -> None:
    by = arguments.numbers(command, "by", 2)
    commands.move(
        document,
        arguments.elements(document, command),
        by[0],
        by[1],
        arguments.optional(document, command, "parent"),
        host=arguments.optional(document, command, "host"),
        flow=arguments.optional(document, command, "flow"),
    )


def _create(document: Document, command: Command, connectors: Connectors) -> None:
    size = arguments.numbers(command, "size", 2) if command.get("size") is not None else None
    commands.create(
        document,
        _what(command, connectors),
        at=arguments.place(command, "at"),
        after=arguments.optional(document, command, "after"),
        flow=arguments.optional(document, command, "flow"),
        host=arguments.optional(document, command, "host"),
        parent=arguments.optional(document, command, "parent"),
        id=arguments.text(command, "id"),
        name=arguments.text(command, "name"),
        size=None if size is None else (size[0], size[1]),
        make_room=command.get("makeRoom") is True,
    )


def _connect(document: Document, command: Command, _: Connectors) -> None:
    source, target = arguments.element(document, command, "source"), arguments.element(document, command, "target")
    made = commands.connect(document, source, target, id=arguments.text(command, "id"))
    name = arguments.text(command, "name")
    if name:
        commands.rename(document, made, name)


def _reconnect(document: Document, command: Command, _: Connectors) -> None:
    commands.reconnect(
        document,
        arguments.element(document, command, "element"),
        source=arguments.optional(document, command, "source"),
        target=arguments.optional(document, command, "target"),
    )


def _rename(document: Document, command: Command, _: Connectors) -> None:
    if "name" not in command:
        raise BadCommandError("“name” is missing; null takes the name away")
    commands.rename(document, arguments.element(document, command, "element"), arguments.text(command, "name"))


def _resize(document: Document, command: Command, _: Connectors) -> None:
    x, y, width, height = arguments.numbers(command, "bounds", 4)
    commands.resize(document, arguments.element(document, command, "element"), Bounds(x, y, width, height))


def _replace(document: Document, command: Command, connectors: Connectors) -> None:
    element = arguments.element(document, command, "element")
    if arguments.text(command, "connector") is not None:
        present = connectors.connector_of(element)
        others = () if present is None else (present,)
        commands.use_connector(document, element, _connector(command, connectors), others)
        return
    kind = arguments.required(command, "type")
    commands.replace(document, element, _typed(kind, command) or kind)


def _set(document: Document, command: Command, _: Connectors) -> None:
    if "value" not in command:
        raise BadCommandError("“value” is missing; null clears the property")
    value = command["value"]
    if isinstance(value, Mapping | list):
        raise BadCommandError("“value” is a text, a number, true, false or null")
    commands.set_property(
        document, arguments.element(document, command, "element"), arguments.required(command, "property"), value
    )


def _configure(document: Document, command: Command, connectors: Connectors) -> None:
    element, values = arguments.element(document, command, "element"), command.get("values")
    if not isinstance(values, Mapping):
        raise BadCommandError("“values” is an object of settings")
    manifest = connectors.connector_of(element)
    if manifest is None:
        raise CommandRefused(f"{describe(element)} uses no connector that is installed")
    known = binding.read(manifest, element)
    settings: JsonObject = {**known.values, **values}
    commands.configure(document, element, manifest, settings)


def _delete(document: Document, command: Command, _: Connectors) -> None:
    commands.delete(document, arguments.elements(document, command))


def _color(document: Document, command: Command, _: Connectors) -> None:
    commands.set_color(
        document,
        arguments.elements(document, command),
        arguments.color(command, "fill"),
        arguments.color(command, "stroke"),
    )


def _bend(document: Document, command: Command, _: Connectors) -> None:
    points = command.get("waypoints")
    if not isinstance(points, list) or len(points) < 2:
        raise BadCommandError("“waypoints” is a list of at least two places")
    places = [arguments.numbers({"place": each}, "place", 2) for each in points]
    commands.set_waypoints(document, arguments.element(document, command, "element"), [Point(x, y) for x, y in places])


def _undo(document: Document, command: Command, _: Connectors) -> None:
    document.history.undo(arguments.steps(document, command))


def _redo(document: Document, command: Command, _: Connectors) -> None:
    document.history.redo(arguments.steps(document, command))


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


NAMES: Final = (*_COMMANDS, *ARRANGEMENTS)
"""All commands that a script may use."""


def _what(command: Command, connectors: Connectors) -> ElementType | Manifest | str:
    if arguments.text(command, "connector") is not None:
        return _connector(command, connectors)
    kind = arguments.required(command, "type")
    return _typed(kind, command) or kind


def _connector(command: Command, connectors: Connectors) -> Manifest:
    id = arguments.required(command, "connector")
    manifest = connectors.get(id)
    if manifest is None:
        raise CommandRefused(f"The connector “{id}” is not installed; “connectors list” tells which are")
    return manifest


def _typed(kind: str, command: Command) -> ElementType | None:
    """The type of the palette that a command means: by its id, or by name, event definition and expansion."""
    own = next((each for each in ALL if each.id == kind), None)
    if own is not None:
        return own
    definition, expanded = arguments.text(command, "definition"), command.get("expanded")
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
