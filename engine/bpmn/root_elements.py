"""What a file declares once and others refer to: messages, signals, errors, interfaces, categories, partners."""

from __future__ import annotations

from engine.bpmn.content import Child, Children, ChildText
from engine.bpmn.elements import BaseElement, FormalExpression, ItemDefinition, Named, RootElement
from engine.bpmn.fields import Attr, Ref
from engine.bpmn.mentions import ChildRef, Refs, TextRefs
from engine.bpmn.namespaces import bpmn


class Message(RootElement, Named):
    """What participants send to each other."""

    __slots__ = ()

    item_ref = Attr("itemRef")
    item = Ref("itemRef", ItemDefinition)


class Signal(RootElement, Named):
    """What is thrown to everybody who listens."""

    __slots__ = ()

    structure_ref = Attr("structureRef")
    structure = Ref("structureRef", ItemDefinition)


class Error(RootElement, Named):
    """A failure that a boundary event can catch by its code."""

    __slots__ = ()

    error_code = Attr("errorCode")
    structure_ref = Attr("structureRef")
    structure = Ref("structureRef", ItemDefinition)


class Escalation(RootElement, Named):
    """A matter for somebody higher up, caught by its code."""

    __slots__ = ()

    escalation_code = Attr("escalationCode")
    structure_ref = Attr("structureRef")
    structure = Ref("structureRef", ItemDefinition)


class EndPoint(RootElement):
    """The address of a participant's service."""

    __slots__ = ()


class Operation(Named):
    """One call of an interface."""

    __slots__ = ()

    implementation_ref = Attr("implementationRef")
    in_message_ref = ChildText(bpmn("inMessageRef"))
    in_message = ChildRef(in_message_ref, Message)
    out_message_ref = ChildText(bpmn("outMessageRef"))
    out_message = ChildRef(out_message_ref, Message)
    error_refs = TextRefs(bpmn("errorRef"))
    errors = Refs(bpmn("errorRef"), Error)


class Interface(RootElement, Named):
    """The operations that a service offers."""

    __slots__ = ()

    implementation_ref = Attr("implementationRef")
    operations = Children(Operation, bpmn("operation"))


class CategoryValue(BaseElement):
    """One value of a category; groups show it as their label."""

    __slots__ = ()

    value = Attr("value")


class Category(RootElement, Named):
    """A set of values by which a modeler sorts elements."""

    __slots__ = ()

    values = Children(CategoryValue, bpmn("categoryValue"))


class CorrelationPropertyRetrievalExpression(BaseElement):
    """Where in a message a correlation property stands."""

    __slots__ = ()

    message_ref = Attr("messageRef")
    message = Ref("messageRef", Message)
    message_path = Child(FormalExpression, bpmn("messagePath"))


class CorrelationProperty(RootElement, Named):
    """One field by which messages find their process."""

    __slots__ = ()

    type = Attr("type")
    retrieval_expressions = Children(
        CorrelationPropertyRetrievalExpression, bpmn("correlationPropertyRetrievalExpression")
    )


class CorrelationKey(Named):
    """Correlation properties that together identify a conversation."""

    __slots__ = ()

    correlation_property_refs = TextRefs(bpmn("correlationPropertyRef"))
    correlation_properties = Refs(bpmn("correlationPropertyRef"), CorrelationProperty)


class CorrelationPropertyBinding(BaseElement):
    """The value that a process expects of a correlation property."""

    __slots__ = ()

    correlation_property_ref = Attr("correlationPropertyRef")
    correlation_property = Ref("correlationPropertyRef", CorrelationProperty)
    data_path = Child(FormalExpression, bpmn("dataPath"))


class CorrelationSubscription(BaseElement):
    """A process's own values for a correlation key."""

    __slots__ = ()

    correlation_key_ref = Attr("correlationKeyRef")
    correlation_key = Ref("correlationKeyRef", CorrelationKey)
    bindings = Children(CorrelationPropertyBinding, bpmn("correlationPropertyBinding"))


class PartnerEntity(RootElement, Named):
    """A concrete partner, such as a company."""

    __slots__ = ()

    participant_refs = TextRefs(bpmn("participantRef"))


class PartnerRole(RootElement, Named):
    """A kind of partner, such as a buyer."""

    __slots__ = ()

    participant_refs = TextRefs(bpmn("participantRef"))
