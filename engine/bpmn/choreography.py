"""Choreographies: the order in which participants exchange messages."""

from __future__ import annotations

from engine.bpmn.collaboration import Collaboration, MessageFlow, Participant
from engine.bpmn.content import Children
from engine.bpmn.conversations import ParticipantAssociation
from engine.bpmn.elements import Artifact, FlowElement, FlowNode
from engine.bpmn.fields import Attr, Ref
from engine.bpmn.mentions import Refs, TextRefs
from engine.bpmn.namespaces import bpmn
from engine.bpmn.root_elements import CorrelationKey


class Choreography(Collaboration):
    """A flow of message exchanges."""

    __slots__ = ()

    flow_elements = Children(FlowElement)


class GlobalChoreographyTask(Choreography):
    """A choreography task that several choreographies call."""

    __slots__ = ()

    initiating_participant_ref = Attr("initiatingParticipantRef")
    initiating_participant = Ref("initiatingParticipantRef", Participant)


class ChoreographyActivity(FlowNode):
    """A step in which participants exchange messages."""

    __slots__ = ()

    participant_refs = TextRefs(bpmn("participantRef"))
    participants = Refs(bpmn("participantRef"), Participant)
    correlation_keys = Children(CorrelationKey, bpmn("correlationKey"))
    initiating_participant_ref = Attr("initiatingParticipantRef")
    initiating_participant = Ref("initiatingParticipantRef", Participant)
    loop_type = Attr("loopType", "None")


class ChoreographyTask(ChoreographyActivity):
    """One exchange of one or two messages."""

    __slots__ = ()

    message_flow_refs = TextRefs(bpmn("messageFlowRef"))
    message_flows = Refs(bpmn("messageFlowRef"), MessageFlow)


class CallChoreography(ChoreographyActivity):
    """A use of a choreography that is declared elsewhere."""

    __slots__ = ()

    participant_associations = Children(ParticipantAssociation, bpmn("participantAssociation"))
    called_choreography_ref = Attr("calledChoreographyRef")
    called_choreography = Ref("calledChoreographyRef", Choreography)


class SubChoreography(ChoreographyActivity):
    """A step with a choreography of its own."""

    __slots__ = ()

    flow_elements = Children(FlowElement)
    artifacts = Children(Artifact)
