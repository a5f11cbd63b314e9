"""Who does the work: resources, their parameters, and the roles that activities and processes give them."""

from __future__ import annotations

from engine.bpmn.content import Child, Children, ChildText
from engine.bpmn.elements import BaseElement, Expression, ItemDefinition, Named, RootElement
from engine.bpmn.fields import Attr, Flag, Ref
from engine.bpmn.mentions import ChildRef
from engine.bpmn.namespaces import bpmn


class ResourceParameter(Named):
    """A property by which a resource is chosen."""

    __slots__ = ()

    type_ref = Attr("type")
    type = Ref("type", ItemDefinition)
    is_required = Flag("isRequired")


class Resource(RootElement, Named):
    """People, systems or other means."""

    __slots__ = ()

    parameters = Children(ResourceParameter, bpmn("resourceParameter"))


class ResourceParameterBinding(BaseElement):
    """The value of a resource's parameter for one role."""

    __slots__ = ()

    parameter_ref = Attr("parameterRef")
    parameter = Ref("parameterRef", ResourceParameter)
    expression = Child(Expression, bpmn("expression"), bpmn("formalExpression"))


class ResourceAssignmentExpression(BaseElement):
    """An expression that finds the resource."""

    __slots__ = ()

    expression = Child(Expression, bpmn("expression"), bpmn("formalExpression"))


class ResourceRole(Named):
    """A part in an activity or process and who plays it."""

    __slots__ = ()

    resource_ref = ChildText(bpmn("resourceRef"))
    resource = ChildRef(resource_ref, Resource)
    parameter_bindings = Children(ResourceParameterBinding, bpmn("resourceParameterBinding"))
    assignment_expression = Child(ResourceAssignmentExpression, bpmn("resourceAssignmentExpression"))


class Performer(ResourceRole):
    """Who performs an activity."""

    __slots__ = ()


class HumanPerformer(Performer):
    """The person who performs an activity."""

    __slots__ = ()


class PotentialOwner(HumanPerformer):
    """People who may claim a user task."""

    __slots__ = ()
