"""What the rules allow: pure questions that tools, commands and behaviors ask alike."""

from __future__ import annotations

from modeler.editing.rules.appending import can_append, followers
from modeler.editing.rules.attaching import can_attach, can_detach, is_boundary_candidate
from modeler.editing.rules.connecting import (
    ConnectionType,
    can_connect,
    can_reconnect,
    can_start_connection,
    is_still_allowed,
)
from modeler.editing.rules.dropping import can_drop, can_insert_on_flow, can_move
from modeler.editing.rules.flows import can_be_conditional, can_be_default, is_default_of
from modeler.editing.rules.replacing import can_replace, is_of_type, replacements
from modeler.editing.rules.resizing import can_resize, smallest

__all__ = [
    "ConnectionType",
    "can_append",
    "can_attach",
    "can_be_conditional",
    "can_be_default",
    "can_connect",
    "can_detach",
    "can_drop",
    "can_insert_on_flow",
    "can_move",
    "can_reconnect",
    "can_replace",
    "can_resize",
    "can_start_connection",
    "followers",
    "is_boundary_candidate",
    "is_default_of",
    "is_of_type",
    "is_still_allowed",
    "replacements",
    "smallest",
]
