"""What can be done to a diagram: each function is one undoable step, and refuses what the rules forbid.

    commands.move(document, [task], 50, 0)
    commands.append(document, task, "bpmn:endEvent")

They raise `CommandRefused` with a reason for the designer, and have changed nothing then.
"""

from __future__ import annotations

from modeler.editing.commands.align import align, distribute
from modeler.editing.commands.clipboard import copy, cut, duplicate, paste
from modeler.editing.commands.collapse import toggle_expansion
from modeler.editing.commands.configure import configure, wanted_type
from modeler.editing.commands.connections import connect, lay_out, reconnect, set_waypoints
from modeler.editing.commands.create import Choice, append, create, first_root, shown_by
from modeler.editing.commands.delete import delete
from modeler.editing.commands.labels import move_label, rename, resize_label
from modeler.editing.commands.lanes import add_lane, divide_lane
from modeler.editing.commands.loops import set_loop
from modeler.editing.commands.move import move, nudge
from modeler.editing.commands.properties import (
    change_id,
    set_color,
    set_condition,
    set_default_flow,
    set_documentation,
    set_property,
)
from modeler.editing.commands.replace import replace
from modeler.editing.commands.resize import resize
from modeler.editing.commands.space import Cut, make_space
from modeler.editing.commands.use_connector import use_connector
from modeler.editing.refusals import CommandRefused

__all__ = [
    "Choice",
    "CommandRefused",
    "Cut",
    "add_lane",
    "align",
    "append",
    "change_id",
    "configure",
    "connect",
    "copy",
    "create",
    "cut",
    "delete",
    "distribute",
    "divide_lane",
    "duplicate",
    "first_root",
    "lay_out",
    "make_space",
    "move",
    "move_label",
    "nudge",
    "paste",
    "reconnect",
    "rename",
    "replace",
    "resize",
    "resize_label",
    "set_color",
    "set_condition",
    "set_default_flow",
    "set_documentation",
    "set_loop",
    "set_property",
    "set_waypoints",
    "shown_by",
    "toggle_expansion",
    "use_connector",
    "wanted_type",
]
