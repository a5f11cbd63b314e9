"""Collaborations: pools and the messages between them."""

from __future__ import annotations

from engine.bpmn.content import Child, Children
from engine.bpmn.conversations import (
    ConversationAssociation,
    ConversationLink,
    ConversationNode,
    ParticipantAssociation,
)
from engine.bpmn.elements import Artifact, BaseElement, Element, Named, RootElement
from engine.bpmn.fields import Attr, Flag, Integer, Ref
from engine.bpmn.mentions import Refs, TextRefs
from engine.bpmn.namespaces import bpmn
from engine.bpmn.processes import Process
from engine.bpmn.root_elements import CorrelationKey, EndPoint, Interface, Message


class ParticipantMultiplicity(BaseElement):
    """How many of a participant take part."""

    __slots__ = ()

    minimum = Integer("minimum", default=0)
    maximum = Integer("maximum", default=1)


class Participant(Named):
    """Who takes part in a collaboration; drawn as a pool."""

    __slots__ = ()

    process_ref = Attr("processRef")
    process = Ref("processRef", Process)
    interface_refs = TextRefs(bpmn("interfaceRef"))
    interfaces = Refs(bpmn("interfaceRef"), Interface)
    end_point_refs = TextRefs(bpmn("endPointRef"))
    end_points = Refs(bpmn("endPointRef"), EndPoint)
    participant_multiplicity = Child(ParticipantMultiplicity, bpmn("participantMultiplicity"))


class MessageFlow(Named):
    """A message on its way from one participant to another."""

    __slots__ = ()

    source_ref = Attr("sourceRef")
    source = Ref("sourceRef", Element)
    target_ref = Attr("targetRef")
    target = Ref("targetRef", Element)
    message_ref = Attr("messageRef")
    message = Ref("messageRef", Message)


class MessageFlowAssociation(BaseElement):
    """Which message flow of a called collaboration is which one of the caller."""

    __slots__ = ()

    inner_message_flow_ref = Attr("innerMessageFlowRef")
    inner_message_flow = Ref("innerMessageFlowRef", MessageFlow)
    outer_message_flow_ref = Attr("outerMessageFlowRef")
    outer_message_flow = Ref("outerMessageFlowRef", MessageFlow)


class Collaboration(RootElement, Named):
    """Participants and what they exchange."""

    __slots__ = ()

    participants = Children(Participant, bpmn("participant"))
    message_flows = Children(MessageFlow, bpmn("messageFlow"))
    artifacts = Children(Artifact)
    conversation_nodes = Children(ConversationNode)
    conversation_associations = Children(ConversationAssociation, bpmn("conversationAssociation"))
    participant_associations = Children(ParticipantAssociation, bpmn("participantAssociation"))
    message_flow_associations = Children(MessageFlowAssociation, bpmn("messageFlowAssociation"))
    correlation_keys = Children(CorrelationKey, bpmn("correlationKey"))
    choreography_refs = TextRefs(bpmn("choreographyRef"))
    conversation_links = Children(ConversationLink, bpmn("conversationLink"))
    is_closed = Flag("isClosed", default=False)


class GlobalConversation(Collaboration):
    """A conversation that several collaborations call."""

    __slots__ = ()
