"""Which figure draws which element, from plain values: for documents, palettes and tools."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.bpmn.geometry import Bounds
from modeler.drawing import (
    activities,
    artifacts,
    choreographies,
    conversations,
    data,
    events,
    flows,
    gateways,
    placeholders,
    pools,
)
from modeler.drawing.figure import NO_LOOK, Figure
from modeler.drawing.outlines import LineOutline
from modeler.drawing.subject import EdgeDrawer, EdgeSubject, Medium, ShapeDrawer, ShapeSubject

_ACTIVITIES = (
    "task userTask serviceTask sendTask receiveTask manualTask scriptTask businessRuleTask "
    "subProcess adHocSubProcess transaction callActivity"
)
_EVENTS = (
    "startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent event catchEvent "
    "throwEvent implicitThrowEvent"
)
_GATEWAYS = "exclusiveGateway inclusiveGateway parallelGateway complexGateway eventBasedGateway gateway"
_CHOREOGRAPHIES = "choreographyTask subChoreography callChoreography"
_CONVERSATIONS = "conversation subConversation callConversation"
_FLOWS = "sequenceFlow messageFlow association dataInputAssociation dataOutputAssociation"

SHAPES: Mapping[str, ShapeDrawer] = MappingProxyType(
    {
        **dict.fromkeys(_ACTIVITIES.split(), activities.draw),
        **dict.fromkeys(_EVENTS.split(), events.draw),
        **dict.fromkeys(_GATEWAYS.split(), gateways.draw),
        **dict.fromkeys(("dataObject", "dataObjectReference", "dataInput", "dataOutput"), data.draw_object),
        **dict.fromkeys(("dataStore", "dataStoreReference"), data.draw_store),
        **dict.fromkeys(_CHOREOGRAPHIES.split(), choreographies.draw),
        **dict.fromkeys(_CONVERSATIONS.split(), conversations.draw),
        "participantBand": choreographies.draw_band,
        "participant": pools.draw_pool,
        "process": pools.draw_pool,
        "lane": pools.draw_lane,
        "textAnnotation": artifacts.draw_annotation,
        "group": artifacts.draw_group,
    }
)
"""Figures of shapes by the BPMN name of what they draw; `participantBand` belongs to a choreography."""

_NOWHERE = Bounds(0.0, 0.0, 0.0, 0.0)
EDGES: Mapping[str, EdgeDrawer] = MappingProxyType(
    {**dict.fromkeys(_FLOWS.split(), flows.draw), "conversationLink": flows.draw_link}
)
"""Figures of edges by the BPMN name of what they draw."""


def shape_figure(subject: ShapeSubject, medium: Medium) -> Figure:
    """What a shape looks like; unknown kinds get a visible placeholder."""
    return SHAPES.get(subject.kind, placeholders.draw_shape)(subject, medium)


def edge_figure(subject: EdgeSubject, medium: Medium) -> Figure:
    """What an edge looks like; unknown kinds get a visible placeholder, and edges that are nowhere no items."""
    if not subject.points:
        return Figure(_NOWHERE, NO_LOOK, LineOutline(_NOWHERE, ()))
    return EDGES.get(subject.kind, placeholders.draw_edge)(subject, medium)
