"""Loops: how an activity repeats."""

from __future__ import annotations

from engine.bpmn.activities import LoopCharacteristics
from engine.bpmn.content import Child, Children, ChildText
from engine.bpmn.data import DataInput, DataOutput
from engine.bpmn.elements import BaseElement, Element, Expression, FormalExpression
from engine.bpmn.events import EventDefinition, ImplicitThrowEvent
from engine.bpmn.fields import Attr, Flag, Integer, Ref
from engine.bpmn.mentions import ChildRef
from engine.bpmn.namespaces import bpmn


class StandardLoopCharacteristics(LoopCharacteristics):
    """Again while a condition holds."""

    __slots__ = ()

    loop_condition = Child(Expression, bpmn("loopCondition"))
    test_before = Flag("testBefore", default=False)
    loop_maximum = Integer("loopMaximum")


class ComplexBehaviorDefinition(BaseElement):
    """Which event an instance throws under which condition."""

    __slots__ = ()

    condition = Child(FormalExpression, bpmn("condition"))
    event = Child(ImplicitThrowEvent, bpmn("event"))


class MultiInstanceLoopCharacteristics(LoopCharacteristics):
    """Once for each item, in turn or at the same time."""

    __slots__ = ()

    loop_cardinality = Child(Expression, bpmn("loopCardinality"))
    loop_data_input_ref = ChildText(bpmn("loopDataInputRef"))
    loop_data_input = ChildRef(loop_data_input_ref, Element)
    loop_data_output_ref = ChildText(bpmn("loopDataOutputRef"))
    loop_data_output = ChildRef(loop_data_output_ref, Element)
    input_data_item = Child(DataInput, bpmn("inputDataItem"))
    output_data_item = Child(DataOutput, bpmn("outputDataItem"))
    complex_behavior_definitions = Children(ComplexBehaviorDefinition, bpmn("complexBehaviorDefinition"))
    completion_condition = Child(Expression, bpmn("completionCondition"))
    is_sequential = Flag("isSequential", default=False)
    behavior = Attr("behavior", "All")
    one_behavior_event_ref = Attr("oneBehaviorEventRef")
    one_behavior_event = Ref("oneBehaviorEventRef", EventDefinition)
    none_behavior_event_ref = Attr("noneBehaviorEventRef")
    none_behavior_event = Ref("noneBehaviorEventRef", EventDefinition)
