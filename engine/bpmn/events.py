"""Events and their definitions: where and why a process starts, waits, throws and ends."""

from __future__ import annotations

from engine.bpmn.activities import Activity
from engine.bpmn.content import Child, Children, ChildText
from engine.bpmn.data import (
    DataInput,
    DataInputAssociation,
    DataOutput,
    DataOutputAssociation,
    InputSet,
    OutputSet,
    Property,
)
from engine.bpmn.elements import Expression, FlowNode, Named, RootElement
from engine.bpmn.fields import Attr, Flag, Ref
from engine.bpmn.mentions import ChildRef, Refs, TextRefs
from engine.bpmn.namespaces import bpmn
from engine.bpmn.root_elements import Error, Escalation, Message, Operation, Signal


class EventDefinition(RootElement):
    """What triggers an event; stands inside it, or in the definitions to be shared."""

    __slots__ = ()


class CancelEventDefinition(EventDefinition):
    """A transaction is cancelled."""

    __slots__ = ()


class CompensateEventDefinition(EventDefinition):
    """Finished work is undone."""

    __slots__ = ()

    wait_for_completion = Flag("waitForCompletion")
    activity_ref = Attr("activityRef")
    activity = Ref("activityRef", Activity)


class ConditionalEventDefinition(EventDefinition):
    """A condition becomes true."""

    __slots__ = ()

    condition = Child(Expression, bpmn("condition"))


class ErrorEventDefinition(EventDefinition):
    """Something fails."""

    __slots__ = ()

    error_ref = Attr("errorRef")
    error = Ref("errorRef", Error)


class EscalationEventDefinition(EventDefinition):
    """Somebody higher up must know."""

    __slots__ = ()

    escalation_ref = Attr("escalationRef")
    escalation = Ref("escalationRef", Escalation)


class LinkEventDefinition(EventDefinition, Named):
    """The flow goes on at the link of the same name."""

    __slots__ = ()

    source_refs = TextRefs(bpmn("source"))
    target_ref = ChildText(bpmn("target"))


class MessageEventDefinition(EventDefinition):
    """A message comes or goes."""

    __slots__ = ()

    operation_ref = ChildText(bpmn("operationRef"))
    operation = ChildRef(operation_ref, Operation)
    message_ref = Attr("messageRef")
    message = Ref("messageRef", Message)


class SignalEventDefinition(EventDefinition):
    """A signal is thrown or caught."""

    __slots__ = ()

    signal_ref = Attr("signalRef")
    signal = Ref("signalRef", Signal)


class TerminateEventDefinition(EventDefinition):
    """The whole Request ends at once."""

    __slots__ = ()


class TimerEventDefinition(EventDefinition):
    """A date comes, a time span passes, or a cycle turns."""

    __slots__ = ()

    time_date = Child(Expression, bpmn("timeDate"))
    time_duration = Child(Expression, bpmn("timeDuration"))
    time_cycle = Child(Expression, bpmn("timeCycle"))


class Event(FlowNode):
    """Something that happens."""

    __slots__ = ()

    properties = Children(Property, bpmn("property"))

    @property
    def definitions(self) -> list[EventDefinition]:
        """The event definitions inside, in the file's order."""
        return [child for child in self.children if isinstance(child, EventDefinition)]


class CatchEvent(Event):
    """An event that waits for its trigger."""

    __slots__ = ()

    data_outputs = Children(DataOutput, bpmn("dataOutput"))
    data_output_associations = Children(DataOutputAssociation, bpmn("dataOutputAssociation"))
    output_set = Child(OutputSet, bpmn("outputSet"))
    event_definitions = Children(EventDefinition)
    event_definition_refs = TextRefs(bpmn("eventDefinitionRef"))
    referenced_event_definitions = Refs(bpmn("eventDefinitionRef"), EventDefinition)
    parallel_multiple = Flag("parallelMultiple", default=False)


class ThrowEvent(Event):
    """An event that triggers others."""

    __slots__ = ()

    data_inputs = Children(DataInput, bpmn("dataInput"))
    data_input_associations = Children(DataInputAssociation, bpmn("dataInputAssociation"))
    input_set = Child(InputSet, bpmn("inputSet"))
    event_definitions = Children(EventDefinition)
    event_definition_refs = TextRefs(bpmn("eventDefinitionRef"))
    referenced_event_definitions = Refs(bpmn("eventDefinitionRef"), EventDefinition)


class StartEvent(CatchEvent):
    """Where a Request, or an event sub-process, starts."""

    __slots__ = ()

    is_interrupting = Flag("isInterrupting", default=True)


class IntermediateCatchEvent(CatchEvent):
    """Where the flow waits."""

    __slots__ = ()


class BoundaryEvent(CatchEvent):
    """An event on the edge of an activity, which it may interrupt."""

    __slots__ = ()

    cancel_activity = Flag("cancelActivity", default=True)
    attached_to_ref = Attr("attachedToRef")
    attached_to = Ref("attachedToRef", Activity)


class IntermediateThrowEvent(ThrowEvent):
    """Where the flow tells others and goes on."""

    __slots__ = ()


class EndEvent(ThrowEvent):
    """Where a path ends."""

    __slots__ = ()


class ImplicitThrowEvent(ThrowEvent):
    """What a multi-instance activity throws as its instances finish."""

    __slots__ = ()
