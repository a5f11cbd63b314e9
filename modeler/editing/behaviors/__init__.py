"""Automatic modeling: reactions to what commands did, inside the same step, in the order of `ALL`."""

from __future__ import annotations

from typing import Final

from engine.bpmn import Behavior
from modeler.editing.behaviors.anchored_associations import keep_anchor
from modeler.editing.behaviors.compensation import mark_compensation
from modeler.editing.behaviors.default_flows import keep_defaults
from modeler.editing.behaviors.event_gateways import keep_single_entry
from modeler.editing.behaviors.flow_labels import follow_line
from modeler.editing.behaviors.flow_references import list_flows
from modeler.editing.behaviors.group_membership import assign_categories
from modeler.editing.behaviors.lane_membership import assign_lanes
from modeler.editing.behaviors.node_labels import make_way
from modeler.editing.behaviors.parent_connections import mend_connections
from modeler.editing.behaviors.parent_size import grow_parents
from modeler.editing.behaviors.remark_size import fit_remark
from modeler.editing.behaviors.start_events import plain_elsewhere

ALL: Final[tuple[Behavior, ...]] = (
    plain_elsewhere,
    mend_connections,
    keep_single_entry,
    mark_compensation,
    keep_defaults,
    list_flows,
    fit_remark,
    grow_parents,
    follow_line,
    keep_anchor,
    make_way,
    assign_lanes,
    assign_categories,
)

__all__ = ["ALL"]
