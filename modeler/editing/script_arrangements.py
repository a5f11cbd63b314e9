"""Commands of scripts that arrange and multiply what is there: copies, lanes, labels, room, loops, and so on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, get_args

from engine.bpmn import Bounds, Document, SubProcess
from modeler.editing import commands
from modeler.editing import script_arguments as arguments
from modeler.editing.commands.align import Alignment, Direction
from modeler.editing.commands.lanes import Place
from modeler.editing.commands.loops import Loop
from modeler.editing.layout.geometry import Side
from modeler.editing.refusals import CommandRefused
from modeler.editing.script_arguments import BadCommandError, Command
from modeler.editing.structure import is_expanded


class Clipboard:
    """What the commands of one script copied last."""

    def __init__(self) -> None:
        self.text: str | None = None


def _copy(document: Document, command: Command, clipboard: Clipboard) -> None:
    clipboard.text = commands.copy(document, arguments.elements(document, command))


def _cut(document: Document, command: Command, clipboard: Clipboard) -> None:
    clipboard.text = commands.cut(document, arguments.elements(document, command))


def _paste(document: Document, command: Command, clipboard: Clipboard) -> None:
    if clipboard.text is None:
        raise CommandRefused("Nothing was copied or cut before")
    commands.paste(
        document,
        clipboard.text,
        at=arguments.place(command, "at"),
        parent=arguments.optional(document, command, "parent"),
        flow=arguments.optional(document, command, "flow"),
    )


def _duplicate(document: Document, command: Command, _: Clipboard) -> None:
    commands.duplicate(document, arguments.elements(document, command))


def _nudge(document: Document, command: Command, _: Clipboard) -> None:
    dx, dy = arguments.numbers(command, "by", 2)
    commands.nudge(document, arguments.elements(document, command), dx, dy)


def _align(document: Document, command: Command, _: Clipboard) -> None:
    where = arguments.one_of(command, "to", get_args(Alignment))
    commands.align(document, arguments.elements(document, command), where)


def _distribute(document: Document, command: Command, _: Clipboard) -> None:
    direction = arguments.one_of(command, "along", get_args(Direction))
    commands.distribute(document, arguments.elements(document, command), direction)


def _label(document: Document, command: Command, _: Clipboard) -> None:
    element = arguments.element(document, command, "element")
    if command.get("bounds") is not None:
        commands.resize_label(document, element, Bounds(*arguments.numbers(command, "bounds", 4)))
    else:
        dx, dy = arguments.numbers(command, "by", 2)
        commands.move_label(document, element, dx, dy)


def _add_lane(document: Document, command: Command, _: Clipboard) -> None:
    place = arguments.one_of(command, "place", get_args(Place))
    element, name = arguments.element(document, command, "element"), arguments.text(command, "name")
    commands.add_lane(document, element, place, name=name)


def _divide_lane(document: Document, command: Command, _: Clipboard) -> None:
    parts = command.get("parts")
    if not isinstance(parts, int) or isinstance(parts, bool) or not 2 <= parts <= _MOST_LANES:
        raise BadCommandError(f"“parts” is a whole number from 2 to {_MOST_LANES}")
    commands.divide_lane(document, arguments.element(document, command, "element"), parts)


def _expand(document: Document, command: Command, _: Clipboard) -> None:
    _toggle(document, command, expanded=True)


def _collapse(document: Document, command: Command, _: Clipboard) -> None:
    _toggle(document, command, expanded=False)


def _toggle(document: Document, command: Command, *, expanded: bool) -> None:
    element = arguments.element(document, command, "element")
    if not isinstance(element, SubProcess) or is_expanded(document, element) is not expanded:
        commands.toggle_expansion(document, element)


def _loop(document: Document, command: Command, _: Clipboard) -> None:
    loop = arguments.one_of(command, "loop", get_args(Loop))
    commands.set_loop(document, arguments.element(document, command, "element"), loop)


def _space(document: Document, command: Command, _: Clipboard) -> None:
    side = arguments.one_of(command, "side", get_args(Side))
    cut = commands.Cut(arguments.number(command, "line"), side, arguments.number(command, "amount"))
    within = arguments.optional(document, command, "within")
    plane = document.diagrams[0].plane if document.diagrams else None
    if plane is None:
        raise CommandRefused("The file has no diagram in which room could be made")
    commands.make_space(document, plane, cut, within=within)


def _route(document: Document, command: Command, _: Clipboard) -> None:
    commands.lay_out(document, arguments.element(document, command, "element"))


_MOST_LANES: Final = 100
ARRANGEMENTS: Final[dict[str, Callable[[Document, Command, Clipboard], None]]] = {
    "copy": _copy,
    "cut": _cut,
    "paste": _paste,
    "duplicate": _duplicate,
    "nudge": _nudge,
    "align": _align,
    "distribute": _distribute,
    "label": _label,
    "lane": _add_lane,
    "divide": _divide_lane,
    "expand": _expand,
    "collapse": _collapse,
    "loop": _loop,
    "space": _space,
    "route": _route,
}
"""What a script calls them."""
