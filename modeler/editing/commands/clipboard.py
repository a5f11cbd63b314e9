"""Copy, cut, paste and duplicate (R-C1 to R-C6). What is copied is text, so it goes from window to window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from engine.bpmn import (
    Artifact,
    BoundaryEvent,
    BPMNDiagram,
    BPMNPlane,
    Collaboration,
    Document,
    DocumentError,
    Element,
    FlowElement,
    FlowNode,
    MessageFlow,
    Participant,
    Point,
    Process,
    RootElement,
    SequenceFlow,
)
from engine.bpmn.copying import copies_of
from engine.bpmn.diagram import DiagramElement
from engine.bpmn.index import local
from engine.bpmn.roles import is_identifier
from modeler.editing.commands.create import begin_diagram, plane_for, root_of
from modeler.editing.commands.delete import delete
from modeler.editing.commands.fragments import fragment_of
from modeler.editing.commands.insertion import insert_on_flow
from modeler.editing.commands.morphing import change_type
from modeler.editing.commands.pools import collaboration_round
from modeler.editing.commands.properties import change_id
from modeler.editing.commands.reparenting import container_for
from modeler.editing.drawn import bounds_of, diagram_on, plane_of
from modeler.editing.facts import ShapeCreated
from modeler.editing.layout.geometry import union
from modeler.editing.naming import new_id_for
from modeler.editing.refusals import CommandRefused
from modeler.editing.rules.attaching import can_detach, detached_kind
from modeler.editing.rules.dropping import can_drop, can_insert_on_flow, why_not_into
from modeler.editing.structure import CONNECTIONS, called, describe, scope_of, source_of

_DUPLICATE_OFFSET = 20.0


def copy(document: Document, elements: Sequence[Element], diagram: BPMNDiagram | None = None) -> str:
    """Elements as text for the clipboard: a small BPMN file with all that belongs to them. Changes nothing."""
    fragment = fragment_of(document, elements, diagram)
    if not _tops(fragment):
        raise CommandRefused("There is nothing to copy; lanes are copied with their pool")
    return fragment.to_bytes().decode("utf-8")


def cut(document: Document, elements: Sequence[Element], diagram: BPMNDiagram | None = None) -> str:
    """Copy elements, then delete them as one step."""
    text = copy(document, elements, diagram)
    delete(document, elements, diagram=diagram)
    return text


def paste(
    document: Document,
    text: str,
    *,
    at: Point | None = None,
    parent: Element | None = None,
    flow: Element | None = None,
    diagram: BPMNDiagram | None = None,
) -> list[Element]:
    """Put what was copied into a document, with new ids and its middle `at` a place; returns the new elements.

    Names stay, and so do references inside what was copied. Shared definitions are used where the document has them
    and come along where not. A single node pasted on a `flow` becomes part of it (R-I5).
    """
    fragment = _parsed(text)
    if at is not None and not document.diagrams:
        with document.edit("Paste"):
            begin_diagram(document)
            return paste(document, text, at=at, parent=parent, flow=flow)
    target = parent or root_of(document, diagram)
    plane = plane_for(document, target, diagram)
    if flow is None:
        return _paste(document, fragment, target, plane, at, (0.0, 0.0))
    with document.edit("Paste on flow"):
        made = _paste(document, fragment, target, plane, at, (0.0, 0.0))
        nodes = [each for each in made if isinstance(each, FlowNode)]
        if len(nodes) != 1 or not can_insert_on_flow(document, nodes[0], flow):
            raise CommandRefused(f"This cannot become part of {describe(flow)}")
        bounds = bounds_of(document, nodes[0], diagram)
        insert_on_flow(document, nodes[0], flow, bounds.center if bounds is not None else Point(0, 0), diagram)
        return made


def duplicate(document: Document, elements: Sequence[Element], diagram: BPMNDiagram | None = None) -> list[Element]:
    """Copy elements beside themselves, without touching the clipboard."""
    fragment = fragment_of(document, elements, diagram)
    shapes = [each for each in elements if not isinstance(each, CONNECTIONS)]
    first = next((each for each in shapes if not isinstance(each, Participant)), shapes[0] if shapes else None)
    if first is None or not _tops(fragment):
        raise CommandRefused("There is nothing to duplicate")
    shape = document.shape_of(first, diagram)
    plane = None if shape is None else plane_of(shape)
    target = first.parent if isinstance(first, Participant) else scope_of(first) or first.parent
    assert target is not None
    return _paste(document, fragment, target, plane, None, (_DUPLICATE_OFFSET, _DUPLICATE_OFFSET), "Duplicate")


def _paste(
    document: Document,
    fragment: Document,
    target: Element,
    plane: BPMNPlane | None,
    at: Point | None,
    offset: tuple[float, float],
    verb: str = "Paste",
) -> list[Element]:
    tops = _tops(fragment)
    _check(document, fragment, tops, target, None if plane is None else diagram_on(plane))
    label = f"{verb} {called(tops[0])}" if len(tops) == 1 else f"{verb} {len(tops)} elements"
    with fragment.edit("Prepare"):
        _detach_events(fragment)
        ids = _free_ids(document, fragment)
    with document.edit(label) as edit:
        made = copies_of(document, [each for each in _contents(fragment) if not _is_there(document, each, ids)], ids)
        pools = any(isinstance(each, Participant | MessageFlow) for each in made)
        home = _collaboration(document, target, plane) if pools else None
        for each in made:
            _insert(document, target, home, each)
        if plane is not None:
            drawings = fragment.get("fragment-plane", BPMNPlane)
            by = _distance(drawings, at, offset)
            document.append_all(plane, copies_of(document, list(drawings.elements), ids, by))
        for extra in copies_of(document, fragment.diagrams[1:], ids):
            document.insert(document.definitions, extra)
        found: list[Element] = [each for each in made if isinstance(each, FlowElement | Artifact | Participant)]
        shapes = [each for each in found if not isinstance(each, CONNECTIONS)]
        for each in shapes:
            edit.note(ShapeCreated(each))
        return found


def _parsed(text: str) -> Document:
    try:
        found = Document.from_bytes(text.encode("utf-8"), "clipboard")
    except DocumentError:
        found = None
    if found is None or found.find("fragment-process") is None:
        raise CommandRefused("The clipboard holds no diagram elements")
    return found


def _tops(fragment: Document) -> list[Element]:
    """What was copied, without connections and without what stands behind it."""
    return [
        each
        for each in (*fragment.get("fragment-process").children, *fragment.get("fragment-collaboration").children)
        if isinstance(each, FlowElement | Artifact | Participant)
        and not isinstance(each, CONNECTIONS)
        and each.tag != "dataObject"
    ]


def _check(
    document: Document, fragment: Document, tops: list[Element], target: Element, diagram: BPMNDiagram | None
) -> None:
    if not tops:
        raise CommandRefused("The clipboard holds no diagram elements")
    for each in tops:
        dropped = can_drop(document, each, target, diagram) and container_for(each, target) is not None
        pool = isinstance(each, Participant) and isinstance(target, Collaboration)
        if not (dropped or pool):
            raise CommandRefused(why_not_into(describe(each), target))
        alone = isinstance(each, BoundaryEvent) and fragment.find(each.attached_to_ref or "") is None
        if alone and not can_detach(each):
            raise CommandRefused(f"{describe(each)} cannot stand without an activity")


def _detach_events(fragment: Document) -> None:
    """A boundary event without its host becomes an intermediate event (R-C4)."""
    for event in list(fragment.elements(BoundaryEvent)):
        if event.attached_to is None:
            change_type(fragment, event, detached_kind(event))


def _distance(plane: BPMNPlane, at: Point | None, offset: tuple[float, float]) -> tuple[float, float]:
    """How far drawings go so that their middle is at a place, or by an offset."""
    around = union(shape.bounds for shape in plane.shapes)
    if at is None or around is None:
        return offset
    return round(at.x - around.center.x), round(at.y - around.center.y)


def _free_ids(document: Document, fragment: Document) -> dict[str, str]:
    """A free id for everything, by its id in the fragment; shared definitions keep theirs where the document has them.

    The fragment changes only where its ids cannot tell its elements apart.
    """
    ids: dict[str, str] = {}
    taken: set[str] = set()
    shared = {
        node for root in fragment.definitions.root_elements if _is_shared(document, root) for node in root.node.iter()
    }
    for element in list(fragment.elements(Element)):
        id = element.id
        if not id or id.startswith("fragment-") or element.node in shared:
            continue
        fresh = new_id_for(document, element.kind)
        while fresh in taken or fragment.find(fresh) is not None:
            fresh = document.new_id(fresh.partition("_")[0])
        taken.add(fresh)
        if fragment.find(id) is element:
            ids[id] = fresh
        else:
            change_id(fragment, element, fresh)
    for drawn in fragment.get("fragment-plane", BPMNPlane).elements:
        _name_drawing(document, fragment, drawn, ids, taken)
    return ids


def _name_drawing(
    document: Document, fragment: Document, drawn: DiagramElement, ids: dict[str, str], taken: set[str]
) -> None:
    """Call a drawing after what it shows, as most tools do, where that is free."""
    shown = local(drawn.get("bpmnElement"))
    wanted = f"{ids.get(shown, shown)}_di"
    if not shown or not is_identifier(wanted):
        return
    if wanted in taken or any(each.find(wanted) is not None for each in (document, fragment)):
        return
    taken.add(wanted)
    if drawn.id and fragment.find(drawn.id) is drawn:
        ids[drawn.id] = wanted
    else:
        change_id(fragment, drawn, wanted)


def _is_shared(document: Document, root: RootElement) -> bool:
    """Whether a definition of the fragment need not be copied, or keeps its free id, with all that is in it."""
    if root.id is None or isinstance(root, Process | Collaboration):
        return False
    known = document.find(root.id)
    return known is None or known.kind == root.kind


def _contents(fragment: Document) -> Iterator[Element]:
    """What goes into the document: definitions, processes of pools, pools, and the elements themselves."""
    for root in fragment.definitions.root_elements:
        if not (root.id or "").startswith("fragment-"):
            yield root
    yield from fragment.get("fragment-collaboration").children
    yield from fragment.get("fragment-process").children


def _is_there(document: Document, element: Element, ids: Mapping[str, str]) -> bool:
    """Whether an element is a definition that the document has already."""
    if not isinstance(element, RootElement) or not element.id:
        return False
    return document.find(ids.get(element.id, element.id)) is not None


def _collaboration(document: Document, target: Element, plane: BPMNPlane | None) -> Collaboration:
    """Where pools and message flows go that come into a target; a process that is drawn alone gets a pool for it."""
    shown = target if plane is None else plane.element
    if isinstance(shown, Collaboration):
        return shown
    if plane is None or not isinstance(shown, Process):
        raise CommandRefused(f"A pool cannot be put into {describe(target)}")
    return collaboration_round(document, shown, plane)


def _insert(document: Document, target: Element, home: Collaboration | None, copied: Element) -> None:
    """Put a copy where it belongs: definitions beside the others, pools into the collaboration, all else into the
    target or what that stands for."""
    if isinstance(copied, RootElement):
        document.insert(document.definitions, copied)
    elif home is not None and isinstance(copied, Participant | MessageFlow):
        document.insert(home, copied)
    elif isinstance(target, Collaboration) and not isinstance(copied, FlowElement):
        document.insert(target, copied)
    else:
        source = source_of(copied) if isinstance(copied, SequenceFlow) else None
        beside = None if source is None else source.parent
        document.insert(container_for(copied, target) or beside or target, copied)
