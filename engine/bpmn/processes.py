"""Processes and what divides them: lanes. Also the callable elements that call activities reuse."""

from __future__ import annotations

from engine.bpmn.content import Child, Children, ChildText, ViewList
from engine.bpmn.data import InputOutputBinding, InputOutputSpecification, Property
from engine.bpmn.elements import (
    Artifact,
    Auditing,
    BaseElement,
    Element,
    FlowElement,
    FlowNode,
    Monitoring,
    Named,
    RootElement,
)
from engine.bpmn.fields import Attr, Flag, Ref
from engine.bpmn.mentions import Refs, TextRefs
from engine.bpmn.namespaces import bpmn
from engine.bpmn.resources import ResourceRole
from engine.bpmn.root_elements import CorrelationSubscription, Interface


class CallableElement(RootElement, Named):
    """What a call activity can call."""

    __slots__ = ()

    supported_interface_refs = TextRefs(bpmn("supportedInterfaceRef"))
    supported_interfaces = Refs(bpmn("supportedInterfaceRef"), Interface)
    io_specification = Child(InputOutputSpecification, bpmn("ioSpecification"))
    io_bindings = Children(InputOutputBinding, bpmn("ioBinding"))


class LaneSet(Named):
    """Lanes that together divide a process, a sub-process or a lane."""

    __slots__ = ()

    _lanes = Children(BaseElement, bpmn("lane"))

    @property
    def lanes(self) -> ViewList[Lane]:
        """The lanes, live; a property because lanes and lane sets contain each other."""
        return ViewList(self, Children(Lane, bpmn("lane")))


class Lane(Named):
    """A part of a pool, by role or system. `flow_node_refs` are ids as written, `flow_nodes` the elements."""

    __slots__ = ()

    partition_element_ref = Attr("partitionElementRef")
    partition_element_target = Ref("partitionElementRef", BaseElement)
    partition_element = Child(BaseElement, bpmn("partitionElement"))
    flow_node_refs = TextRefs(bpmn("flowNodeRef"))
    flow_nodes = Refs(bpmn("flowNodeRef"), FlowNode)
    child_lane_set = Child(LaneSet, bpmn("childLaneSet"))


class Process(CallableElement):
    """A flow of work."""

    __slots__ = ()

    auditing = Child(Auditing, bpmn("auditing"))
    monitoring = Child(Monitoring, bpmn("monitoring"))
    properties = Children(Property, bpmn("property"))
    lane_sets = Children(LaneSet, bpmn("laneSet"))
    flow_elements = Children(FlowElement)
    artifacts = Children(Artifact)
    resources = Children(ResourceRole)
    correlation_subscriptions = Children(CorrelationSubscription, bpmn("correlationSubscription"))
    supports = TextRefs(bpmn("supports"))
    process_type = Attr("processType", "None")
    is_closed = Flag("isClosed", default=False)
    is_executable = Flag("isExecutable")
    definitional_collaboration_ref = Attr("definitionalCollaborationRef")
    definitional_collaboration = Ref("definitionalCollaborationRef", RootElement)


class GlobalTask(CallableElement):
    """A task that several processes call."""

    __slots__ = ()

    resources = Children(ResourceRole)


class GlobalBusinessRuleTask(GlobalTask):
    """A business rule task that several processes call."""

    __slots__ = ()

    implementation = Attr("implementation", "##unspecified")


class GlobalManualTask(GlobalTask):
    """A manual task that several processes call."""

    __slots__ = ()


class Script(Element):
    """The element that holds a script's text."""

    __slots__ = ()


class GlobalScriptTask(GlobalTask):
    """A script task that several processes call."""

    __slots__ = ()

    script = ChildText(bpmn("script"))
    script_language = Attr("scriptLanguage")


class Rendering(BaseElement):
    """Vendors' way to show a user task."""

    __slots__ = ()


class GlobalUserTask(GlobalTask):
    """A user task that several processes call."""

    __slots__ = ()

    renderings = Children(Rendering, bpmn("rendering"))
    implementation = Attr("implementation", "##unspecified")
