"""Activities: tasks, call activities and sub-processes. The concrete loops are in `loops`."""

from __future__ import annotations

from typing import Final

from engine.bpmn.content import Child, Children, ChildText
from engine.bpmn.data import DataInputAssociation, DataOutputAssociation, InputOutputSpecification, Property
from engine.bpmn.elements import Artifact, BaseElement, Expression, FlowElement, FlowNode, SequenceFlow
from engine.bpmn.fields import Attr, Flag, Integer, Ref
from engine.bpmn.namespaces import bpmn
from engine.bpmn.processes import CallableElement, LaneSet, Rendering
from engine.bpmn.resources import ResourceRole
from engine.bpmn.root_elements import Message, Operation

LOOPS: Final = frozenset(
    bpmn(name) for name in ("standardLoopCharacteristics", "multiInstanceLoopCharacteristics", "loopCharacteristics")
)
"""Under which names an activity has its loop."""


class LoopCharacteristics(BaseElement):
    """How often an activity runs."""

    __slots__ = ()


class Activity(FlowNode):
    """A piece of work."""

    __slots__ = ()

    io_specification = Child(InputOutputSpecification, bpmn("ioSpecification"))
    properties = Children(Property, bpmn("property"))
    data_input_associations = Children(DataInputAssociation, bpmn("dataInputAssociation"))
    data_output_associations = Children(DataOutputAssociation, bpmn("dataOutputAssociation"))
    resources = Children(ResourceRole)
    loop_characteristics = Child(LoopCharacteristics, *sorted(LOOPS))
    is_for_compensation = Flag("isForCompensation", default=False)
    start_quantity = Integer("startQuantity", default=1)
    completion_quantity = Integer("completionQuantity", default=1)
    default_ref = Attr("default")
    default = Ref("default", SequenceFlow)


class Task(Activity):
    """Work that the process does not divide further."""

    __slots__ = ()


class BusinessRuleTask(Task):
    """Work that a decision table or rule engine does."""

    __slots__ = ()

    implementation = Attr("implementation", "##unspecified")


class ManualTask(Task):
    """Work that a person does without the system."""

    __slots__ = ()


class ReceiveTask(Task):
    """Waiting for a message."""

    __slots__ = ()

    implementation = Attr("implementation", "##WebService")
    instantiate = Flag("instantiate", default=False)
    message_ref = Attr("messageRef")
    message = Ref("messageRef", Message)
    operation_ref = Attr("operationRef")
    operation = Ref("operationRef", Operation)


class ScriptTask(Task):
    """A script that the engine runs."""

    __slots__ = ()

    script = ChildText(bpmn("script"))
    script_format = Attr("scriptFormat")


class SendTask(Task):
    """Sending a message."""

    __slots__ = ()

    implementation = Attr("implementation", "##WebService")
    message_ref = Attr("messageRef")
    message = Ref("messageRef", Message)
    operation_ref = Attr("operationRef")
    operation = Ref("operationRef", Operation)


class ServiceTask(Task):
    """Work that a service or connector does."""

    __slots__ = ()

    implementation = Attr("implementation", "##WebService")
    operation_ref = Attr("operationRef")
    operation = Ref("operationRef", Operation)


class UserTask(Task):
    """Work that a person does in a form."""

    __slots__ = ()

    renderings = Children(Rendering, bpmn("rendering"))
    implementation = Attr("implementation", "##unspecified")


class CallActivity(Activity):
    """A call of another process or global task."""

    __slots__ = ()

    called_element_ref = Attr("calledElement")
    called_element = Ref("calledElement", CallableElement)


class SubProcess(Activity):
    """An activity with a flow of its own."""

    __slots__ = ()

    lane_sets = Children(LaneSet, bpmn("laneSet"))
    flow_elements = Children(FlowElement)
    artifacts = Children(Artifact)
    triggered_by_event = Flag("triggeredByEvent", default=False)


class AdHocSubProcess(SubProcess):
    """Activities that run as often and in which order the people decide."""

    __slots__ = ()

    completion_condition = Child(Expression, bpmn("completionCondition"))
    cancel_remaining_instances = Flag("cancelRemainingInstances", default=True)
    ordering = Attr("ordering")


class Transaction(SubProcess):
    """A sub-process that is done as a whole or undone."""

    __slots__ = ()

    method = Attr("method", "##Compensate")
