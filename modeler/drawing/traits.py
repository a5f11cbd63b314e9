"""What each kind of element shows beside its name: markers, definitions, states. One reader for each family."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from engine.bpmn import (
    Activity,
    AdHocSubProcess,
    BoundaryEvent,
    BPMNShape,
    BusinessRuleTask,
    CallActivity,
    CatchEvent,
    ChoreographyActivity,
    ConversationNode,
    DataInput,
    DataObject,
    DataObjectReference,
    DataOutput,
    Document,
    Element,
    Event,
    EventBasedGateway,
    EventDefinition,
    ExclusiveGateway,
    GlobalTask,
    Lane,
    LoopCharacteristics,
    ManualTask,
    MultiInstanceLoopCharacteristics,
    Participant,
    Process,
    ReceiveTask,
    ScriptTask,
    SendTask,
    ServiceTask,
    StandardLoopCharacteristics,
    StartEvent,
    SubChoreography,
    SubConversation,
    SubProcess,
    Task,
    UserTask,
)
from engine.bpmn.activities import LOOPS
from engine.bpmn.geometry import Bounds
from engine.bpmn.journal import children_of
from engine.bpmn.namespaces import bpmn
from modeler.drawing.subject import NO_TRAITS

LOW_POOL = 80.0
_EXPANDED_WIDTH, _EXPANDED_HEIGHT = 150.0, 110.0
_PLAIN_TASKS = frozenset((Task, UserTask, ServiceTask, SendTask, ScriptTask, ManualTask, BusinessRuleTask))
_LOOP_TYPES: Mapping[str, str] = MappingProxyType(
    {"Standard": "loop", "MultiInstanceSequential": "sequential", "MultiInstanceParallel": "parallel"}
)
_NO_DEFINITIONS = frozenset(bpmn(name) for name in ("incoming", "outgoing", "documentation", "extensionElements"))
"""Children that events have as a rule and that say nothing of what triggers them."""
_OBVIOUS = ("cancel", "conditional", "error", "escalation", "link", "message", "signal", "terminate", "timer")
_DEFINITIONS: Mapping[str, str] = MappingProxyType(
    {bpmn(f"{name}EventDefinition"): name for name in _OBVIOUS} | {bpmn("compensateEventDefinition"): "compensation"}
)
"""What the only definition of an event makes of it."""


class Shown(NamedTuple):
    """Traits and symbol for a `ShapeSubject`."""

    traits: frozenset[str] = NO_TRAITS
    symbol: str | None = None


NOTHING = Shown()
Reader: TypeAlias = Callable[[BPMNShape, Element, Bounds], Shown]


def reader_of(kind: type[Element]) -> Reader:
    """What reads the traits that elements of a class show in a shape."""
    return next((reader for known, reader in _READERS if issubclass(kind, known)), _nothing)


def _nothing(_shape: BPMNShape, _element: Element, _bounds: Bounds) -> Shown:
    return NOTHING


def is_expanded(shape: BPMNShape, bounds: Bounds) -> bool:
    """Whether a container shows what is in it; where the file is silent, its size tells."""
    if shape.is_expanded is not None:
        return shape.is_expanded
    return bounds.width >= _EXPANDED_WIDTH and bounds.height >= _EXPANDED_HEIGHT


def _activity(shape: BPMNShape, element: Element, bounds: Bounds) -> Shown:
    assert isinstance(element, Activity)
    is_for_compensation = element.is_for_compensation
    if type(element) in _PLAIN_TASKS and not is_for_compensation and not _may_loop(element):
        return NOTHING
    loop = element.loop_characteristics
    traits = set() if loop is None else _loop(loop)
    if is_for_compensation:
        traits.add("compensation")
    if isinstance(element, SubProcess):
        return _sub_process(shape, element, bounds, traits)
    if isinstance(element, CallActivity):
        return _call_activity(shape, element, traits)
    symbol = "instantiatingReceive" if isinstance(element, ReceiveTask) and element.instantiate else None
    return Shown(frozenset(traits), symbol) if traits or symbol else NOTHING


def _may_loop(task: Activity) -> bool:
    """Whether it is worth asking for the loop of a task; a look at its few children takes less time."""
    return not LOOPS.isdisjoint([child.tag for child in children_of(task.node)])


def _loop(loop: LoopCharacteristics) -> set[str]:
    if isinstance(loop, MultiInstanceLoopCharacteristics):
        return {"sequential" if loop.is_sequential else "parallel"}
    return {"loop"} if isinstance(loop, StandardLoopCharacteristics) else set()


def _sub_process(shape: BPMNShape, element: SubProcess, bounds: Bounds, traits: set[str]) -> Shown:
    is_open = is_expanded(shape, bounds)
    traits.add("expanded" if is_open else "collapsed")
    if isinstance(element, AdHocSubProcess):
        traits.add("ad-hoc")
    if not element.triggered_by_event:
        return Shown(frozenset(traits))
    traits.add("event")
    start = next((each for each in element.flow_elements if isinstance(each, StartEvent)), None)
    if start is None or is_open:
        return Shown(frozenset(traits))
    if not start.is_interrupting:
        traits.add("non-interrupting")
    return Shown(frozenset(traits), definition_of(start))


def _call_activity(shape: BPMNShape, element: CallActivity, traits: set[str]) -> Shown:
    called = element.called_element
    if isinstance(called, GlobalTask):
        kind = called.tag.removeprefix("global")
        return Shown(frozenset(traits), kind[:1].lower() + kind[1:])
    traits.add("expanded" if shape.is_expanded else "collapsed")
    return Shown(frozenset(traits))


def _event(_shape: BPMNShape, element: Element, _bounds: Bounds) -> Shown:
    assert isinstance(element, Event)
    is_gentle = (isinstance(element, BoundaryEvent) and not element.cancel_activity) or (
        isinstance(element, StartEvent) and not element.is_interrupting and _starts_event_sub_process(element)
    )
    return Shown(frozenset(("non-interrupting",)) if is_gentle else NO_TRAITS, definition_of(element))


def _starts_event_sub_process(element: StartEvent) -> bool:
    around = element.parent
    return isinstance(around, SubProcess) and around.triggered_by_event


def definition_of(event: Event) -> str | None:
    """The name of an event's definition, `multiple` or `parallelMultiple`; None for an event without."""
    view = event.document.view
    nodes = [node for node in children_of(event.node) if node.tag not in _NO_DEFINITIONS]
    if not nodes:
        return None
    if len(nodes) == 1 and nodes[0].tag in _DEFINITIONS:
        return _DEFINITIONS[nodes[0].tag]
    views = [view(node) for node in nodes if isinstance(node.tag, str)]
    children = [child for child in views if isinstance(child, Element)]
    names = [child.tag for child in children if isinstance(child, EventDefinition)]
    if isinstance(event, CatchEvent) or not names:
        names += [child.tag for child in _referenced(event, children)]
    if len(names) > 1:
        is_parallel = isinstance(event, CatchEvent) and event.parallel_multiple
        return "parallelMultiple" if is_parallel else "multiple"
    if not names:
        return None
    name = names[0].removesuffix("EventDefinition")
    return "compensation" if name == "compensate" else name


def _referenced(event: Event, children: Sequence[Element]) -> list[Element]:
    references = [child.text.strip() for child in children if child.tag == "eventDefinitionRef"]
    document = event.document
    found = [document.find(reference.rpartition(":")[2]) for reference in references]
    return [each for each in found if isinstance(each, EventDefinition)]


def _exclusive(shape: BPMNShape, element: Element, _bounds: Bounds) -> Shown:
    visible = shape.is_marker_visible
    if visible is None:
        visible = isinstance(element.document, Document) and element.document.profile == "processmaker"
    return Shown(frozenset(("marked",))) if visible else NOTHING


def _event_based(_shape: BPMNShape, element: Element, _bounds: Bounds) -> Shown:
    assert isinstance(element, EventBasedGateway)
    if not element.instantiate:
        return NOTHING
    return Shown(frozenset(("instantiate", "parallel" if element.event_gateway_type == "Parallel" else "exclusive")))


def _data(_shape: BPMNShape, element: Element, _bounds: Bounds) -> Shown:
    data = element.data_object if isinstance(element, DataObjectReference) else element
    is_collection = isinstance(data, DataObject | DataInput | DataOutput) and data.is_collection
    traits = {"collection"} if is_collection else set()
    if isinstance(element, DataInput | DataOutput):
        traits.add("input" if isinstance(element, DataInput) else "output")
    return Shown(frozenset(traits)) if traits else NOTHING


def _participant(shape: BPMNShape, element: Element, bounds: Bounds) -> Shown:
    assert isinstance(element, Participant)
    traits: set[str] = set()
    multiplicity = element.participant_multiplicity
    if multiplicity is not None and (multiplicity.maximum or 0) != 1:
        traits.add("multiple")
    if shape.participant_band_kind:
        return Shown(frozenset(traits | _band(shape)))
    if shape.is_horizontal is False:
        traits.add("vertical")
    if is_black_box(element, bounds):
        traits.add("black-box")
    return Shown(frozenset(traits))


def is_black_box(participant: Participant, bounds: Bounds) -> bool:
    """Whether a pool hides its process: it has none, or an empty one and no room to show more."""
    process = participant.process
    if process is None:
        return True
    return bounds.height <= LOW_POOL and not process.flow_elements and not process.lane_sets


def _band(shape: BPMNShape) -> set[str]:
    place, _, role = (shape.participant_band_kind or "").partition("_")
    traits = {place}
    if role == "initiating":
        traits.add("initiating")
    if shape.is_message_visible:
        traits.add("message")
    return traits


def _lane(shape: BPMNShape, element: Element, _bounds: Bounds) -> Shown:
    lies = shape.is_horizontal
    if lies is None:
        lies = _pool_lies(shape, element)
    return Shown(frozenset(("vertical",))) if lies is False else NOTHING


def _pool_lies(shape: BPMNShape, lane: Element) -> bool | None:
    """Whether the pool around a lane is horizontal, for lanes whose own shape does not say."""
    document = shape.document
    process = next((each for each in lane.ancestors() if isinstance(each, Process)), None)
    if process is None or not isinstance(document, Document):
        return None
    pools = (each for each in document.referrers(process) if isinstance(each, Participant))
    shapes = (document.shape_of(pool) for pool in pools)
    return next((found.is_horizontal for found in shapes if found is not None), None)


def _choreography(shape: BPMNShape, element: Element, bounds: Bounds) -> Shown:
    assert isinstance(element, ChoreographyActivity)
    traits = set()
    if (loop := _LOOP_TYPES.get(element.loop_type or "")) is not None:
        traits.add(loop)
    if isinstance(element, SubChoreography):
        traits.add("expanded" if is_expanded(shape, bounds) else "collapsed")
    return Shown(frozenset(traits)) if traits else NOTHING


def _conversation(_shape: BPMNShape, element: Element, _bounds: Bounds) -> Shown:
    return Shown(frozenset(("collapsed",))) if isinstance(element, SubConversation) else NOTHING


_READERS: tuple[tuple[type[Element], Reader], ...] = (
    (Activity, _activity),
    (Event, _event),
    (ExclusiveGateway, _exclusive),
    (EventBasedGateway, _event_based),
    (DataObjectReference, _data),
    (DataObject, _data),
    (DataInput, _data),
    (DataOutput, _data),
    (Participant, _participant),
    (Lane, _lane),
    (ChoreographyActivity, _choreography),
    (ConversationNode, _conversation),
)
