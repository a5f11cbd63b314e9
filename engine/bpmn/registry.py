"""Which class of views shows which element. One fixed table; nothing registers itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final

from engine.bpmn import (
    activities,
    artifacts,
    choreography,
    collaboration,
    conversations,
    data,
    diagram,
    elements,
    events,
    gateways,
    loops,
    processes,
    resources,
    root_elements,
)
from engine.bpmn.definitions import Definitions
from engine.bpmn.elements import BaseElement, Element, Expression, FormalExpression
from engine.bpmn.journal import Node
from engine.bpmn.namespaces import BPMNDI, DC, DI, XSI, bpmn, clark, local_name

_SEMANTIC: Final[tuple[type[Element], ...]] = (
    Definitions,
    *(elements.Documentation, elements.ExtensionElements, elements.Extension, elements.Import),
    *(elements.Relationship, elements.ItemDefinition, elements.Expression, elements.FormalExpression),
    *(elements.Auditing, elements.Monitoring, elements.SequenceFlow),
    *(data.DataState, data.DataObject, data.DataObjectReference, data.DataStore, data.DataStoreReference),
    *(data.Property, data.DataInput, data.DataOutput, data.InputSet, data.OutputSet, data.Assignment),
    *(data.DataAssociation, data.DataInputAssociation, data.DataOutputAssociation),
    *(root_elements.Message, root_elements.Signal, root_elements.Error, root_elements.Escalation),
    *(root_elements.EndPoint, root_elements.Interface, root_elements.Operation, root_elements.Category),
    *(root_elements.CategoryValue, root_elements.CorrelationProperty, root_elements.CorrelationKey),
    *(root_elements.CorrelationPropertyRetrievalExpression, root_elements.CorrelationPropertyBinding),
    *(root_elements.CorrelationSubscription, root_elements.PartnerEntity, root_elements.PartnerRole),
    *(resources.Resource, resources.ResourceParameter, resources.ResourceParameterBinding),
    *(resources.ResourceAssignmentExpression, resources.ResourceRole, resources.Performer),
    *(resources.HumanPerformer, resources.PotentialOwner),
    *(artifacts.Association, artifacts.Group, artifacts.TextAnnotation, artifacts.Text),
    *(processes.Process, processes.LaneSet, processes.Lane, processes.Script, processes.Rendering),
    *(processes.CallableElement, processes.GlobalTask, processes.GlobalBusinessRuleTask, processes.GlobalManualTask),
    *(processes.GlobalScriptTask, processes.GlobalUserTask),
    *(activities.Task, activities.BusinessRuleTask, activities.ManualTask, activities.ReceiveTask),
    *(activities.ScriptTask, activities.SendTask, activities.ServiceTask, activities.UserTask),
    *(activities.CallActivity, activities.SubProcess, activities.AdHocSubProcess, activities.Transaction),
    *(events.StartEvent, events.IntermediateCatchEvent, events.BoundaryEvent, events.EndEvent),
    *(events.IntermediateThrowEvent, events.ImplicitThrowEvent),
    *(events.CancelEventDefinition, events.CompensateEventDefinition, events.ConditionalEventDefinition),
    *(events.ErrorEventDefinition, events.EscalationEventDefinition, events.LinkEventDefinition),
    *(events.MessageEventDefinition, events.SignalEventDefinition, events.TerminateEventDefinition),
    events.TimerEventDefinition,
    *(loops.StandardLoopCharacteristics, loops.MultiInstanceLoopCharacteristics),
    loops.ComplexBehaviorDefinition,
    *(gateways.ExclusiveGateway, gateways.InclusiveGateway, gateways.ParallelGateway),
    *(gateways.ComplexGateway, gateways.EventBasedGateway),
    *(collaboration.Participant, collaboration.ParticipantMultiplicity, collaboration.MessageFlow),
    *(collaboration.MessageFlowAssociation, collaboration.Collaboration, collaboration.GlobalConversation),
    *(conversations.ParticipantAssociation, conversations.Conversation, conversations.SubConversation),
    *(conversations.CallConversation, conversations.ConversationAssociation, conversations.ConversationLink),
    *(choreography.Choreography, choreography.GlobalChoreographyTask, choreography.ChoreographyTask),
    *(choreography.CallChoreography, choreography.SubChoreography),
)
"""Elements that are called like their class, in lower camel case."""

_OTHERS: Final[Mapping[str, type[Element]]] = {
    bpmn("ioSpecification"): data.InputOutputSpecification,
    bpmn("ioBinding"): data.InputOutputBinding,
    bpmn("conditionExpression"): Expression,
    bpmn("condition"): Expression,
    bpmn("from"): Expression,
    bpmn("to"): Expression,
    bpmn("timeDate"): Expression,
    bpmn("timeDuration"): Expression,
    bpmn("timeCycle"): Expression,
    bpmn("loopCondition"): Expression,
    bpmn("loopCardinality"): Expression,
    bpmn("completionCondition"): Expression,
    bpmn("activationCondition"): Expression,
    bpmn("transformation"): FormalExpression,
    bpmn("messagePath"): FormalExpression,
    bpmn("dataPath"): FormalExpression,
    bpmn("inputDataItem"): data.DataInput,
    bpmn("outputDataItem"): data.DataOutput,
    bpmn("childLaneSet"): processes.LaneSet,
    bpmn("partitionElement"): BaseElement,
    bpmn("event"): events.ImplicitThrowEvent,
    clark(BPMNDI, "BPMNDiagram"): diagram.BPMNDiagram,
    clark(BPMNDI, "BPMNPlane"): diagram.BPMNPlane,
    clark(BPMNDI, "BPMNShape"): diagram.BPMNShape,
    clark(BPMNDI, "BPMNEdge"): diagram.BPMNEdge,
    clark(BPMNDI, "BPMNLabel"): diagram.BPMNLabel,
    clark(BPMNDI, "BPMNLabelStyle"): diagram.BPMNLabelStyle,
    clark(DI, "extension"): diagram.DiagramExtension,
    clark(DI, "waypoint"): diagram.PointElement,
    clark(DC, "Bounds"): diagram.BoundsElement,
    clark(DC, "Point"): diagram.PointElement,
    clark(DC, "Font"): diagram.Font,
}


def _lower_camel(name: str) -> str:
    return name[0].lower() + name[1:]


def _by_tag(kinds: Iterable[type[Element]]) -> dict[str, type[Element]]:
    return {bpmn(_lower_camel(kind.__name__)): kind for kind in kinds}


VIEWS: Final[Mapping[str, type[Element]]] = MappingProxyType(_by_tag(_SEMANTIC) | dict(_OTHERS))
"""The class of views of each element that BPMN 2.0 defines, by the tree's name of it."""

_TYPES: Final[Mapping[str, type[Element]]] = MappingProxyType(
    {f"t{kind.__name__}": kind for kind in (*_SEMANTIC, data.InputOutputSpecification, data.InputOutputBinding)}
)
_XSI_TYPE: Final = clark(XSI, "type")
_TYPED: Final = frozenset({Expression, BaseElement})
_FORMAL: Final = {
    (bpmn("condition"), bpmn("complexBehaviorDefinition")): FormalExpression,
}


TAGS: Final[Mapping[type[Element], str]] = MappingProxyType({kind: tag for tag, kind in reversed(list(VIEWS.items()))})
"""The usual tag of each class of views."""


@cache
def _tags(kind: type[Element]) -> tuple[str, ...]:
    if kind in (Element, *BaseElement.__mro__):
        return ("*",)
    return tuple(tag for tag, found in VIEWS.items() if found in _TYPED or issubclass(found, kind))


def tags_of(kind: type[Element]) -> tuple[str, ...]:
    """The names of all elements that may be shown by a class of views, `*` where that may be any."""
    return _tags(kind)  # type: ignore[arg-type]  # mypy takes classes for unhashable


def view_class(node: Node) -> type[Element]:
    """The class for a node: by its tag, for expressions by `xsi:type` too; unknown ones are plain elements."""
    tag = node.tag
    found = VIEWS.get(tag, Element)
    if found not in _TYPED:
        return found
    declared = node.get(_XSI_TYPE)
    if declared is not None:
        return _TYPES.get(local_name(declared.strip()), found)
    parent = node.getparent()
    return found if parent is None else _FORMAL.get((tag, parent.tag), found)
