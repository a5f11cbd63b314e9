"""Gateways: where the flow divides and comes together."""

from __future__ import annotations

from engine.bpmn.content import Child
from engine.bpmn.elements import Expression, FlowNode, SequenceFlow
from engine.bpmn.fields import Attr, Flag, Ref
from engine.bpmn.namespaces import bpmn


class Gateway(FlowNode):
    """A fork or join of the flow."""

    __slots__ = ()

    gateway_direction = Attr("gatewayDirection", "Unspecified")


class ExclusiveGateway(Gateway):
    """One way out, the first whose condition holds."""

    __slots__ = ()

    default_ref = Attr("default")
    default = Ref("default", SequenceFlow)


class InclusiveGateway(Gateway):
    """Every way out whose condition holds; waits for all that can still come."""

    __slots__ = ()

    default_ref = Attr("default")
    default = Ref("default", SequenceFlow)


class ParallelGateway(Gateway):
    """All ways out; waits for all ways in."""

    __slots__ = ()


class ComplexGateway(Gateway):
    """A condition of its own decides when it fires."""

    __slots__ = ()

    activation_condition = Child(Expression, bpmn("activationCondition"))
    default_ref = Attr("default")
    default = Ref("default", SequenceFlow)


class EventBasedGateway(Gateway):
    """The way whose event happens first."""

    __slots__ = ()

    instantiate = Flag("instantiate", default=False)
    event_gateway_type = Attr("eventGatewayType", "Exclusive")
