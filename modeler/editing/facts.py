"""What commands say they did. Behaviors react to these facts within the same step.

A fact names elements by their views; it tells what a change of the tree alone does not: what was meant, and how it
was before.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.bpmn import Bounds, BPMNDiagram, BPMNEdge, Element, FlowNode, Point, SequenceFlow


@dataclass(frozen=True, slots=True)
class ShapeCreated:
    """A new element is there, drawn or not."""

    element: Element
    diagram: BPMNDiagram | None = None


@dataclass(frozen=True, slots=True)
class PlainCreated:
    """Somebody made a new element without choosing a connector for it."""

    element: Element


@dataclass(frozen=True, slots=True)
class ShapesMoved:
    """These elements were moved by a distance; everything that belongs to them moved along."""

    elements: tuple[Element, ...]
    moved: frozenset[Element]
    dx: float
    dy: float
    diagram: BPMNDiagram | None = None


@dataclass(frozen=True, slots=True)
class ShapeResized:
    """An element has other bounds than before."""

    element: Element
    before: Bounds
    diagram: BPMNDiagram | None = None


@dataclass(frozen=True, slots=True)
class ParentChanged:
    """An element moved into another process, sub-process or collaboration."""

    element: Element
    before: Element | None
    diagram: BPMNDiagram | None = None


@dataclass(frozen=True, slots=True)
class ShapeDroppedOnFlow:
    """A node was dropped on a connection and shall become part of it."""

    node: FlowNode
    flow: Element
    at: Point


@dataclass(frozen=True, slots=True)
class ConnectionCreated:
    """Two elements were connected."""

    connection: Element
    diagram: BPMNDiagram | None = None


@dataclass(frozen=True, slots=True)
class ConnectionReconnected:
    """A connection has another source or target."""

    connection: Element
    source_before: Element | None
    target_before: Element | None


@dataclass(frozen=True, slots=True)
class ConnectionLaidOut:
    """The way-points of a connection changed; `before` are those it had."""

    connection: Element
    before: tuple[Point, ...]
    edge: BPMNEdge


@dataclass(frozen=True, slots=True)
class ConnectionDeleted:
    """A connection is gone; it led from `source` to `target`."""

    connection: Element
    source: Element | None
    target: Element | None


@dataclass(frozen=True, slots=True)
class ElementDeleted:
    """An element that is no connection is gone from `parent`."""

    element: Element
    parent: Element | None


@dataclass(frozen=True, slots=True)
class ElementReplaced:
    """An element was changed to another type; the new view took the id, shape and connections of the old."""

    before: Element
    element: Element


@dataclass(frozen=True, slots=True)
class PropertyChanged:
    """A property of an element was set."""

    element: Element
    name: str


@dataclass(frozen=True, slots=True)
class DefaultFlowSet:
    """A flow became the default of its source."""

    flow: SequenceFlow


@dataclass(frozen=True, slots=True)
class BoundaryAttached:
    """A boundary event is attached to a host, perhaps another one than before."""

    event: Element
    host: Element


@dataclass(frozen=True, slots=True)
class LanesChanged:
    """Lanes of a pool or sub-process came, went or have other bounds."""

    owner: Element
