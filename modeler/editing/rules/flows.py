"""Default and conditional flows: which a flow may be (R-F1, R-F2)."""

from __future__ import annotations

from engine.bpmn import Activity, ComplexGateway, Element, ExclusiveGateway, InclusiveGateway, SequenceFlow
from engine.bpmn.index import local
from modeler.editing.structure import is_for_compensation


def can_have_default(element: Element | None) -> bool:
    """Whether one of the flows out of an element may be its default."""
    return isinstance(element, ExclusiveGateway | InclusiveGateway | ComplexGateway | Activity)


def can_be_default(flow: Element) -> bool:
    """Whether a flow may be made the default of its source."""
    return isinstance(flow, SequenceFlow) and can_have_default(flow.source)


def can_be_conditional(flow: Element) -> bool:
    """Whether a flow may carry a condition: out of an activity, or a gateway that decides."""
    return isinstance(flow, SequenceFlow) and can_have_default(flow.source) and not is_for_compensation(flow.source)


def is_default_of(source: Element | None, flow: SequenceFlow) -> bool:
    """Whether a flow is the default of an element."""
    return source is not None and local(source.get("default")) == flow.id
