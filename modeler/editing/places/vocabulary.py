"""The words for places: the bindings of element templates, for Camunda 7 and 8, and rows of ProcessMaker's settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from connectors.sdk.values import JsonObject, as_list, as_object, as_text
from modeler.editing.places.owners import connector_error, definition, message, message_or_signal, signal
from modeler.editing.places.place import PRESENCE, TEXT, Place, Step
from modeler.editing.places.rows import Row, row_of

Spot: TypeAlias = Place | Row
_Reader = Callable[[JsonObject], Place]

# Places that are one attribute of one extension element: the binding's `property` names the attribute.
_SINGLE: Final = (
    "zeebe:calledElement", "zeebe:formDefinition", "zeebe:calledDecision", "zeebe:script",
    "zeebe:assignmentDefinition", "zeebe:priorityDefinition", "zeebe:jobPriorityDefinition", "zeebe:adHoc",
    "zeebe:taskSchedule", "zeebe:agentDefinition", "zeebe:taskDefinition",
)  # fmt: skip


def place_of(binding: JsonObject) -> Spot:
    """The place that a binding means; the manifest's own check has seen that it is one of `connectors.sdk.places`."""
    kind = as_text(binding.get("type"))
    if kind == "config":
        return row_of(binding)
    if kind in _SINGLE:
        return Place(_name(binding, "property"), (Step(kind),))
    return _READERS[kind](binding)


def _name(binding: JsonObject, key: str) -> str:
    return as_text(binding.get(key))


def _property(binding: JsonObject) -> Place:
    return Place(_name(binding, "name"))


def _input(binding: JsonObject) -> Place:
    step = Step("zeebe:input", (("target", _name(binding, "name")),), before="zeebe:output")
    return Place("source", (Step("zeebe:ioMapping"), step), keeps_empty=True, value_first=True)


def _output(binding: JsonObject) -> Place:
    step = Step("zeebe:output", (("source", _name(binding, "source")),))
    return Place("target", (Step("zeebe:ioMapping"), step), keeps_empty=True)


def _header(binding: JsonObject) -> Place:
    step = Step("zeebe:header", (("key", _name(binding, "key")),))
    return Place("value", (Step("zeebe:taskHeaders"), step), drops_empty=True)


def _vendor_property(kind: str, holder: str) -> _Reader:
    def read(binding: JsonObject) -> Place:
        return Place("value", (Step(holder), Step(kind, (("name", _name(binding, "name")),))), keeps_empty=True)

    return read


def _linked(binding: JsonObject) -> Place:
    step = Step("zeebe:linkedResource", (("linkName", _name(binding, "linkName")),))
    return Place(_name(binding, "property"), (Step("zeebe:linkedResources"), step))


def _zeebe_listener(kind: str, holder: str) -> _Reader:
    """A listener is known by event and worker; the value of such a setting is fixed."""

    def read(binding: JsonObject) -> Place:
        worker = as_text(binding.get("value"))
        fixed = (("eventType", _name(binding, "eventType")), *((("type", worker),) if worker else ()))
        retries = as_text(binding.get("retries"))
        fixed += (("retries", retries),) if retries else ()
        return Place(PRESENCE if worker else "type", (Step(holder), Step(kind, fixed, parts=_headers(binding))))

    return read


def _headers(binding: JsonObject) -> tuple[Step, ...]:
    """What a listener's worker is told beside the job."""
    rows = map(as_object, as_list(binding.get("headers")))
    parts = tuple(Step("zeebe:header", tuple((key, as_text(row.get(key))) for key in ("key", "value"))) for row in rows)
    return (Step("zeebe:taskHeaders", parts=parts),) if parts else ()


def _parameter(kind: str, before: str) -> _Reader:
    def read(binding: JsonObject) -> Place:
        step = Step(kind, (("name", _name(binding, "name")),), before=before)
        return Place(TEXT, (*_holder(binding), step, *_script(binding)), keeps_empty=True)

    return read


def _output_parameter(binding: JsonObject) -> Place:
    step = Step("camunda:outputParameter", text=_name(binding, "source"), inner=_script(binding))
    return Place("name", (*_holder(binding), step))


def _holder(binding: JsonObject) -> tuple[Step, ...]:
    """Parameters of the element, or of the connector inside it."""
    inside = (Step("camunda:connector"),) if binding.get("scope") == "camunda:Connector" else ()
    return (*inside, Step("camunda:inputOutput"))


def _script(binding: JsonObject) -> tuple[Step, ...]:
    format_ = as_text(binding.get("scriptFormat"))
    return (Step("camunda:script", (("scriptFormat", format_),)),) if format_ else ()


def _in(binding: JsonObject) -> Place:
    target = as_text(binding.get("target"))
    local = (("local", "true"),) if binding.get("variables") == "local" else ()
    if not target:
        return Place(PRESENCE, (Step("camunda:in", (*local, ("variables", "all"))),))
    slot = "sourceExpression" if binding.get("expression") is True else "source"
    return Place(slot, (Step("camunda:in", (*local, ("target", target))),), value_first=True)


def _out(binding: JsonObject) -> Place:
    local = (("local", "true"),) if binding.get("variables") == "local" else ()
    for key in ("source", "sourceExpression"):
        if binding.get(key):
            return Place("target", (Step("camunda:out", (*local, (key, _name(binding, key)))),))
    return Place(PRESENCE, (Step("camunda:out", (*local, ("variables", "all"))),))


def _business_key(_: JsonObject) -> Place:
    return Place("businessKey", (Step("camunda:in", needs="businessKey"),))


def _java_listener(binding: JsonObject) -> Place:
    step = Step("camunda:executionListener", (("event", as_text(binding.get("event"), "start")),))
    how = as_text(binding.get("implementationType"), "script" if binding.get("scriptFormat") else "class")
    if how == "script":
        return Place(TEXT, (step, Step("camunda:script", (("scriptFormat", _name(binding, "scriptFormat")),))))
    return Place(how, (Step(step.kind, step.fixed, needs=how),))


def _field(binding: JsonObject) -> Place:
    inner = "camunda:expression" if binding.get("expression") is True else "camunda:string"
    return Place(TEXT, (Step("camunda:field", (("name", _name(binding, "name")),)), Step(inner)))


def _java_error(binding: JsonObject) -> Place:
    reference = _name(binding, "errorRef")
    return Place("expression", owner=connector_error(reference), owner_name=f"camunda:errorEventDefinition {reference}")


def _error_property(binding: JsonObject) -> Place:
    reference = _name(binding, "errorRef")
    owner = connector_error(reference, the_error=True)
    return Place(_name(binding, "name"), owner=owner, owner_name=f"bpmn:error {reference}")


def _connector_id(_: JsonObject) -> Place:
    return Place(TEXT, (Step("camunda:connector"), Step("camunda:connectorId")))


def _message(binding: JsonObject) -> Place:
    return Place(_name(binding, "name"), owner=message, owner_name="bpmn:message")


def _signal(binding: JsonObject) -> Place:
    return Place(_name(binding, "name"), owner=signal, owner_name="bpmn:signal")


def _subscription(binding: JsonObject) -> Place:
    return Place(_name(binding, "name"), (Step("zeebe:subscription"),), owner=message, owner_name="bpmn:message")


def _timer(binding: JsonObject) -> Place:
    owner = definition("bpmn:timerEventDefinition")
    return Place(_name(binding, "name"), owner=owner, owner_name="bpmn:timerEventDefinition")


def _conditional(binding: JsonObject) -> Place:
    kind = "bpmn:conditionalEventDefinition"
    return Place(_name(binding, "name"), owner=definition(kind), owner_name=kind)


def _conditional_filter(binding: JsonObject) -> Place:
    kind = "bpmn:conditionalEventDefinition"
    return Place(_name(binding, "name"), (Step("zeebe:conditionalFilter"),), definition(kind), kind)


def _in_definition(read: _Reader) -> _Reader:
    """`camunda:in` of an event that sends a signal stands in its event definition."""

    def reader(binding: JsonObject) -> Place:
        place = read(binding)
        return Place(place.slot, place.steps, message_or_signal, "variables", value_first=place.value_first)

    return reader


_READERS: Final[dict[str, _Reader]] = {
    "property": _property,
    "zeebe:taskDefinition:type": lambda _: Place("type", (Step("zeebe:taskDefinition"),)),
    "zeebe:input": _input,
    "zeebe:output": _output,
    "zeebe:taskHeader": _header,
    "zeebe:property": _vendor_property("zeebe:property", "zeebe:properties"),
    "zeebe:userTask": lambda _: Place(PRESENCE, (Step("zeebe:userTask"),)),
    "zeebe:linkedResource": _linked,
    "zeebe:executionListener": _zeebe_listener("zeebe:executionListener", "zeebe:executionListeners"),
    "zeebe:taskListener": _zeebe_listener("zeebe:taskListener", "zeebe:taskListeners"),
    "bpmn:Message#property": _message,
    "bpmn:Message#zeebe:subscription#property": _subscription,
    "bpmn:Signal#property": _signal,
    "bpmn:TimerEventDefinition#property": _timer,
    "bpmn:ConditionalEventDefinition#property": _conditional,
    "bpmn:ConditionalEventDefinition#zeebe:conditionalFilter#property": _conditional_filter,
    "camunda:property": _vendor_property("camunda:property", "camunda:properties"),
    "camunda:inputParameter": _parameter("camunda:inputParameter", "camunda:outputParameter"),
    "camunda:outputParameter": _output_parameter,
    "camunda:in": _in_definition(_in),
    "camunda:in:businessKey": _in_definition(_business_key),
    "camunda:out": _in_definition(_out),
    "camunda:executionListener": _java_listener,
    "camunda:field": _field,
    "camunda:errorEventDefinition": _java_error,
    "camunda:connectorId": _connector_id,
    "bpmn:Error#property": _error_property,
}
