"""New elements: made detached, with ids, then put into the tree where the schema wants them.

    with document.edit("Add check"):
        task = create(document, UserTask, name="Check order")
        document.insert(process, task)
        create_shape(document, plane, task, Bounds(160, 80, *default_size(document, task)))

Making an element changes nothing in the document; only inserting it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, TypeVar, overload

from engine.bpmn.activities import Activity, SubProcess
from engine.bpmn.artifacts import Association, Group, TextAnnotation
from engine.bpmn.collaboration import Collaboration, MessageFlow, Participant
from engine.bpmn.content import new_node, place_for
from engine.bpmn.conversations import ConversationLink
from engine.bpmn.data import DataObjectReference, DataStoreReference
from engine.bpmn.diagram import LABEL, BPMNEdge, BPMNLabel, BPMNPlane, BPMNShape, DiagramElement
from engine.bpmn.document import Document
from engine.bpmn.elements import (
    BaseElement,
    BaseElementWithMixedContent,
    Element,
    FormalExpression,
    SequenceFlow,
)
from engine.bpmn.events import Event
from engine.bpmn.fields import View, format_number, reference_to
from engine.bpmn.gateways import Gateway
from engine.bpmn.geometry import Bounds, Point
from engine.bpmn.journal import Node, put
from engine.bpmn.letters import writable
from engine.bpmn.namespaces import BPMN, DC, DI, XSI, bpmn, clark, tag_of
from engine.bpmn.processes import Lane
from engine.bpmn.registry import TAGS, VIEWS

E = TypeVar("E", bound=Element)

_ID_PREFIXES: Final[tuple[tuple[type[Element], str], ...]] = (
    (Activity, "Activity"),
    (Event, "Event"),
    (Gateway, "Gateway"),
    (SequenceFlow, "Flow"),
    (MessageFlow, "Flow"),
    (Collaboration, "Collaboration"),
)
_SIZES: Final[tuple[tuple[type[Element], tuple[float, float]], ...]] = (
    (Event, (36, 36)),
    (Gateway, (50, 50)),
    (Activity, (100, 80)),
    (Participant, (600, 250)),
    (Lane, (400, 100)),
    (DataObjectReference, (36, 50)),
    (DataStoreReference, (50, 50)),
    (TextAnnotation, (100, 40)),
    (Group, (300, 300)),
)
_PROCESSMAKER_SIZES: Final[tuple[tuple[type[Element], tuple[float, float]], ...]] = (
    (Gateway, (36, 36)),
    (Activity, (116, 76)),
    (Participant, (600, 300)),
)
_EXPANDED: Final = (350.0, 200.0)
_COLLAPSED_POOL: Final = (400.0, 60.0)
_OTHER: Final = (100.0, 80.0)
CONNECTIONS: Final = (SequenceFlow, MessageFlow, Association, ConversationLink)


@overload
def create(
    document: Document,
    kind: type[E],
    *,
    id: str | None = None,
    name: str | None = None,
    contents: Iterable[Element] = (),
    **attributes: object,
) -> E: ...


@overload
def create(
    document: Document,
    kind: str,
    *,
    id: str | None = None,
    name: str | None = None,
    contents: Iterable[Element] = (),
    **attributes: object,
) -> Element: ...


def create(
    document: Document,
    kind: str | type[Element],
    *,
    id: str | None = None,
    name: str | None = None,
    contents: Iterable[Element] = (),
    **attributes: object,
) -> Element:
    """Make an element that is not in the tree yet.

    `kind` is a class of views or a name such as `bpmn:userTask`. Without an id it gets a free one if its kind has ids.
    Attributes are named as the fields of its view or as in the file; `contents` are detached elements to go inside.
    """
    tag = _tag_of(kind)
    view_kind = VIEWS.get(tag, Element)
    node = new_node(document.definitions.node, tag)
    identifier = id if id is not None else _new_id(document, view_kind)
    for key, value in {"id": identifier, "name": name, **attributes}.items():
        if value is not None:
            node.set(_attribute_name(view_kind, key), writable(_attribute_text(value)))
    view = document.view(node)
    for child in contents:
        put(node, place_for(view, child.node, type(child)), child.node)
    return view


def create_node(owner: View, tag: str) -> Element:
    """Make a bare element, without id, with the prefix in force at `owner`."""
    made = owner.host.view(new_node(owner.node, tag))
    assert isinstance(made, Element)
    return made


def create_expression(owner: Element, name: str, text: str, language: str | None = None) -> FormalExpression:
    """Make a formal expression for a field of `owner`: `flow.condition = create_expression(flow, …)`.

    `name` is the element's local name, such as `conditionExpression` or `timeDuration`.
    """
    node = new_node(owner.node, bpmn(name))
    prefix = owner.host.prefix_for(BPMN, owner.node)
    node.set(clark(XSI, "type"), f"{prefix}:tFormalExpression" if prefix else "tFormalExpression")
    if language is not None:
        node.set("language", language)
    node.text = writable(text)
    made = owner.host.view(node)
    assert isinstance(made, FormalExpression)
    return made


def create_shape(
    document: Document,
    plane: BPMNPlane,
    element: Element,
    bounds: Bounds,
    *,
    is_expanded: bool | None = None,
    is_horizontal: bool | None = None,
    label: Bounds | None = None,
) -> BPMNShape:
    """Draw an element on a plane, on top of what is there.

    Pools and lanes are horizontal and exclusive gateways show their marker unless said otherwise.
    """
    if is_horizontal is None and isinstance(element, Participant | Lane):
        is_horizontal = True
    shape = create(
        document,
        BPMNShape,
        id=diagram_id(document, element),
        element_ref=element.id,
        is_horizontal=is_horizontal,
        is_expanded=is_expanded if isinstance(element, SubProcess | Participant) else None,
        is_marker_visible=True if element.tag == "exclusiveGateway" else None,
    )
    _numbers(shape.node, clark(DC, "Bounds"), _bounds_numbers(bounds))
    if label is not None:
        _label(shape.node, label)
    plane.elements.append(shape)
    return shape


def create_edge(
    document: Document,
    plane: BPMNPlane,
    element: Element,
    waypoints: Sequence[Point],
    *,
    label: Bounds | None = None,
) -> BPMNEdge:
    """Draw a connection on a plane, on top of what is there."""
    edge = create(document, BPMNEdge, id=diagram_id(document, element), element_ref=element.id)
    for point in waypoints:
        _numbers(edge.node, clark(DI, "waypoint"), {"x": point.x, "y": point.y})
    if label is not None:
        _label(edge.node, label)
    plane.elements.append(edge)
    return edge


def set_label_bounds(drawn: BPMNShape | BPMNEdge, bounds: Bounds | None) -> None:
    """Place the label of a shape or edge, making one where there is none; None leaves the place to the drawing."""
    if drawn.label is not None:
        drawn.label.bounds = bounds
    elif bounds is not None:
        label = create_node(drawn, LABEL)
        assert isinstance(label, BPMNLabel)
        _numbers(label.node, clark(DC, "Bounds"), _bounds_numbers(bounds))
        drawn.label = label


def ensure_id(document: Document, element: Element) -> str:
    """The id of an element, so that others can refer to it; one without an id, which files may have, gets one."""
    if not element.id:
        element.id = document.new_id(id_prefix(type(element)))
    return element.id or ""


def diagram_id(document: Document, element: Element) -> str:
    """A free id for the shape or edge of an element: `Task_1_di`, as most tools call it."""
    wanted = f"{element.id}_di"
    if element.id and document.find(wanted) is None:
        return wanted
    return document.new_id("BPMNEdge" if isinstance(element, CONNECTIONS) else "BPMNShape")


def id_prefix(kind: type[Element]) -> str:
    """What ids of a kind begin with: `Activity`, `Event`, `Gateway`, `Flow`, else the name of the kind."""
    return next((prefix for known, prefix in _ID_PREFIXES if issubclass(kind, known)), kind.__name__)


def default_size(
    document: Document, kind: Element | type[Element], *, is_expanded: bool = False, is_horizontal: bool = True
) -> tuple[float, float]:
    """Width and height of a new shape, in the measures of the file's own tool."""
    found = kind if isinstance(kind, type) else type(kind)
    if is_expanded and issubclass(found, SubProcess):
        return _EXPANDED
    sizes = (*_PROCESSMAKER_SIZES, *_SIZES) if document.profile == "processmaker" else _SIZES
    size = next((size for known, size in sizes if issubclass(found, known)), _OTHER)
    if issubclass(found, Participant | Lane) and not is_horizontal:
        return size[1], size[0]
    return size


def collapsed_pool_size(is_horizontal: bool = True) -> tuple[float, float]:
    """Width and height of a new pool that shows no process."""
    return _COLLAPSED_POOL if is_horizontal else (_COLLAPSED_POOL[1], _COLLAPSED_POOL[0])


def _tag_of(kind: str | type[Element]) -> str:
    if isinstance(kind, type):
        return TAGS[kind]
    return tag_of(kind) if ":" in kind or kind[:1] == "{" else bpmn(kind)


def _new_id(document: Document, kind: type[Element]) -> str | None:
    if not issubclass(kind, BaseElement | DiagramElement) or issubclass(kind, BaseElementWithMixedContent):
        return None
    return document.new_id(id_prefix(kind))


def _attribute_name(kind: type[Element], key: str) -> str:
    field = getattr(kind, key, None)
    name = getattr(field, "xml_name", key)
    return str(name)


def _attribute_text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return format_number(value)
    if isinstance(value, Element):
        return reference_to(value, None)
    return str(value)


def _bounds_numbers(bounds: Bounds) -> dict[str, float]:
    return {"x": bounds.x, "y": bounds.y, "width": bounds.width, "height": bounds.height}


def _numbers(parent: Node, tag: str, numbers: dict[str, float]) -> None:
    node = new_node(parent, tag)
    for name, number in numbers.items():
        node.set(name, format_number(number))
    parent.append(node)


def _label(parent: Node, bounds: Bounds) -> None:
    node = new_node(parent, LABEL)
    _numbers(node, clark(DC, "Bounds"), _bounds_numbers(bounds))
    parent.append(node)
