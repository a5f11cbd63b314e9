"""Conversations: who talks with whom, without the details of the messages."""

from __future__ import annotations

from engine.bpmn.content import Children, ChildText
from engine.bpmn.elements import BaseElement, Element, Named, RootElement
from engine.bpmn.fields import Attr, Ref
from engine.bpmn.mentions import TextRefs
from engine.bpmn.namespaces import bpmn
from engine.bpmn.root_elements import CorrelationKey


class ParticipantAssociation(BaseElement):
    """Which participant of a called collaboration is which one of the caller."""

    __slots__ = ()

    inner_participant_ref = ChildText(bpmn("innerParticipantRef"))
    outer_participant_ref = ChildText(bpmn("outerParticipantRef"))


class ConversationNode(Named):
    """Messages that belong together."""

    __slots__ = ()

    participant_refs = TextRefs(bpmn("participantRef"))
    message_flow_refs = TextRefs(bpmn("messageFlowRef"))
    correlation_keys = Children(CorrelationKey, bpmn("correlationKey"))


class Conversation(ConversationNode):
    """A conversation that is not divided further."""

    __slots__ = ()


class SubConversation(ConversationNode):
    """A conversation made of others."""

    __slots__ = ()

    conversation_nodes = Children(ConversationNode)


class CallConversation(ConversationNode):
    """A use of a conversation that is declared elsewhere."""

    __slots__ = ()

    participant_associations = Children(ParticipantAssociation, bpmn("participantAssociation"))
    called_collaboration_ref = Attr("calledCollaborationRef")
    called_collaboration = Ref("calledCollaborationRef", RootElement)


class ConversationAssociation(BaseElement):
    """Which conversation of a called collaboration is which one of the caller."""

    __slots__ = ()

    inner_conversation_node_ref = Attr("innerConversationNodeRef")
    inner_conversation_node = Ref("innerConversationNodeRef", ConversationNode)
    outer_conversation_node_ref = Attr("outerConversationNodeRef")
    outer_conversation_node = Ref("outerConversationNodeRef", ConversationNode)


class ConversationLink(Named):
    """A double line between a participant and a conversation."""

    __slots__ = ()

    source_ref = Attr("sourceRef")
    source = Ref("sourceRef", Element)
    target_ref = Attr("targetRef")
    target = Ref("targetRef", Element)
