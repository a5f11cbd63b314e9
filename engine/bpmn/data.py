"""Data: objects, stores, properties, inputs and outputs, and the associations that move data."""

from __future__ import annotations

from engine.bpmn.content import Child, Children, ChildText
from engine.bpmn.elements import (
    BaseElement,
    Element,
    Expression,
    FlowElement,
    FormalExpression,
    ItemDefinition,
    Named,
    RootElement,
)
from engine.bpmn.fields import Attr, Flag, Integer, Ref
from engine.bpmn.mentions import ChildRef, Refs, TextRefs
from engine.bpmn.namespaces import bpmn
from engine.bpmn.root_elements import Operation


class DataState(Named):
    """The state that data is in, such as `approved`."""

    __slots__ = ()


class ItemAwareElement(BaseElement):
    """What can hold data."""

    __slots__ = ()

    item_subject_ref = Attr("itemSubjectRef")
    item_subject = Ref("itemSubjectRef", ItemDefinition)
    data_state = Child(DataState, bpmn("dataState"))


class DataObject(FlowElement):
    """Data that lives as long as the process around it."""

    __slots__ = ()

    data_state = Child(DataState, bpmn("dataState"))
    item_subject_ref = Attr("itemSubjectRef")
    item_subject = Ref("itemSubjectRef", ItemDefinition)
    is_collection = Flag("isCollection", default=False)


class DataObjectReference(FlowElement):
    """A place where a data object is drawn."""

    __slots__ = ()

    data_state = Child(DataState, bpmn("dataState"))
    item_subject_ref = Attr("itemSubjectRef")
    item_subject = Ref("itemSubjectRef", ItemDefinition)
    data_object_ref = Attr("dataObjectRef")
    data_object = Ref("dataObjectRef", DataObject)


class DataStore(RootElement, Named):
    """Data that outlives the process."""

    __slots__ = ()

    data_state = Child(DataState, bpmn("dataState"))
    capacity = Integer("capacity")
    is_unlimited = Flag("isUnlimited", default=True)
    item_subject_ref = Attr("itemSubjectRef")
    item_subject = Ref("itemSubjectRef", ItemDefinition)


class DataStoreReference(FlowElement):
    """A place where a data store is drawn."""

    __slots__ = ()

    data_state = Child(DataState, bpmn("dataState"))
    item_subject_ref = Attr("itemSubjectRef")
    item_subject = Ref("itemSubjectRef", ItemDefinition)
    data_store_ref = Attr("dataStoreRef")
    data_store = Ref("dataStoreRef", DataStore)


class Property(ItemAwareElement, Named):
    """A variable of a process, activity or event."""

    __slots__ = ()


class DataInput(ItemAwareElement, Named):
    """Data that an activity, process or throw event takes."""

    __slots__ = ()

    is_collection = Flag("isCollection", default=False)


class DataOutput(ItemAwareElement, Named):
    """Data that an activity, process or catch event gives."""

    __slots__ = ()

    is_collection = Flag("isCollection", default=False)


class InputSet(Named):
    """Inputs that together are enough to start."""

    __slots__ = ()

    data_input_refs = TextRefs(bpmn("dataInputRefs"))
    data_inputs = Refs(bpmn("dataInputRefs"), DataInput)
    optional_input_refs = TextRefs(bpmn("optionalInputRefs"))
    while_executing_input_refs = TextRefs(bpmn("whileExecutingInputRefs"))
    output_set_refs = TextRefs(bpmn("outputSetRefs"))


class OutputSet(Named):
    """Outputs that come together."""

    __slots__ = ()

    data_output_refs = TextRefs(bpmn("dataOutputRefs"))
    data_outputs = Refs(bpmn("dataOutputRefs"), DataOutput)
    optional_output_refs = TextRefs(bpmn("optionalOutputRefs"))
    while_executing_output_refs = TextRefs(bpmn("whileExecutingOutputRefs"))
    input_set_refs = TextRefs(bpmn("inputSetRefs"))


class InputOutputSpecification(BaseElement):
    """All inputs and outputs of an activity or a process."""

    __slots__ = ()

    data_inputs = Children(DataInput, bpmn("dataInput"))
    data_outputs = Children(DataOutput, bpmn("dataOutput"))
    input_sets = Children(InputSet, bpmn("inputSet"))
    output_sets = Children(OutputSet, bpmn("outputSet"))


class InputOutputBinding(BaseElement):
    """Which input and output of a callable element an operation uses."""

    __slots__ = ()

    operation_ref = Attr("operationRef")
    operation = Ref("operationRef", Operation)
    input_data_ref = Attr("inputDataRef")
    input_data = Ref("inputDataRef", InputSet)
    output_data_ref = Attr("outputDataRef")
    output_data = Ref("outputDataRef", OutputSet)


class Assignment(BaseElement):
    """One value that a data association copies; `from` is a Python word, hence the names."""

    __slots__ = ()

    from_expression = Child(Expression, bpmn("from"))
    to_expression = Child(Expression, bpmn("to"))


class DataAssociation(BaseElement):
    """The movement of data from sources to a target."""

    __slots__ = ()

    source_refs = TextRefs(bpmn("sourceRef"))
    sources = Refs(bpmn("sourceRef"), Element)
    target_ref = ChildText(bpmn("targetRef"))
    target = ChildRef(target_ref, Element)
    transformation = Child(FormalExpression, bpmn("transformation"))
    assignments = Children(Assignment, bpmn("assignment"))


class DataInputAssociation(DataAssociation):
    """Data on its way into an activity or throw event."""

    __slots__ = ()


class DataOutputAssociation(DataAssociation):
    """Data on its way out of an activity or catch event."""

    __slots__ = ()
