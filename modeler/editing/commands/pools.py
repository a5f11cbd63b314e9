"""Pools: the first one makes a collaboration of a process, the last one to go makes a process of it again (R-X4)."""

from __future__ import annotations

from engine.bpmn import (
    Artifact,
    Bounds,
    BPMNDiagram,
    BPMNPlane,
    Collaboration,
    Document,
    Element,
    Participant,
    Process,
)
from engine.bpmn.factory import create
from modeler.editing.commands.removal import remove_connection, remove_element
from modeler.editing.drawn import bounds_of, content_of, remarks_within
from modeler.editing.facts import ShapeCreated
from modeler.editing.layout.geometry import box, union
from modeler.editing.layout.sizes import POOL, POOL_HEADER
from modeler.editing.naming import new_id_for
from modeler.editing.new_drawings import draw_shape

_MARGIN = 20.0


def create_first_pool(
    document: Document,
    process: Process,
    plane: BPMNPlane,
    bounds: Bounds | None = None,
    *,
    horizontal: bool = True,
    id: str | None = None,
    name: str | None = None,
) -> Participant:
    """Put a pool round a process: the diagram now shows a new collaboration with the process in it (R-O1)."""
    with document.edit("Create pool") as edit:
        pool = create(document, Participant, id=id or new_id_for(document, "bpmn:participant"), name=name)
        collaboration = _begin_collaboration(document, process, plane)
        document.insert(collaboration, pool)
        pool.process = process
        content = pool_bounds(document, process, horizontal)
        around = union([each for each in (bounds, content) if each is not None]) or box(0, 0, *POOL)
        shape = draw_shape(document, plane, pool, around, is_horizontal=horizontal)
        _put_behind(document, plane, shape)
        edit.note(ShapeCreated(pool))
        return pool


def collaboration_round(document: Document, process: Process, plane: BPMNPlane) -> Collaboration:
    """The collaboration that takes in pools beside a process: the process gets a pool, unless nothing is in it."""
    if any(process.iterate_children()) or any(each is not plane for each in document.referrers(process)):
        made = create_first_pool(document, process, plane).parent
        assert isinstance(made, Collaboration)
        return made
    collaboration = _begin_collaboration(document, process, plane)
    document.remove(process)
    return collaboration


def _begin_collaboration(document: Document, process: Process, plane: BPMNPlane) -> Collaboration:
    """A new collaboration that a diagram shows in place of a process."""
    collaboration = create(document, Collaboration, id=new_id_for(document, "bpmn:collaboration"))
    root = document.definitions
    behind = next(each for each in root.iterate_children() if each is process or isinstance(each, BPMNDiagram))
    document.insert(root, collaboration, behind)
    plane.element = collaboration
    return collaboration


def pool_bounds(document: Document, process: Process, horizontal: bool = True) -> Bounds | None:
    """The box of a pool round everything that a process draws; None round nothing (R-O1)."""
    found = union(
        bounds
        for each in content_of(process)
        if each.tag != "group" and (bounds := bounds_of(document, each)) is not None
    )
    if found is None:
        return None
    header_x, header_y = (POOL_HEADER, 0.0) if horizontal else (0.0, POOL_HEADER)
    least = POOL if horizontal else (POOL[1], POOL[0])
    return box(
        found.x - _MARGIN - header_x,
        found.y - _MARGIN - header_y,
        max(found.width + 2 * _MARGIN + header_x, least[0]),
        max(found.height + 2 * _MARGIN + header_y, least[1]),
    )


def delete_pool(document: Document, pool: Participant, diagram: BPMNDiagram | None = None) -> None:
    """Delete a pool with its process; after the last one, the diagram shows a process again."""
    with document.edit("Delete pool"):
        collaboration, process = pool.parent, pool.process
        for remark in list(remarks_within(document, pool, diagram)):
            remove_element(document, remark)
        alone = process is not None and len([e for e in document.referrers(process) if isinstance(e, Participant)]) == 1
        last = isinstance(collaboration, Collaboration) and len(collaboration.participants) == 1
        if last and isinstance(collaboration, Collaboration):
            _become_process(document, collaboration, pool, process if alone else None)
            return
        if alone and process is not None:
            remove_element(document, process)
        remove_element(document, pool)


def _become_process(
    document: Document, collaboration: Collaboration, pool: Participant, process: Process | None
) -> None:
    """Turn a collaboration into an empty process that keeps the artifacts; the old process goes with its content."""
    for flow in list(collaboration.message_flows):
        remove_connection(document, flow)
    fresh = create(
        document,
        Process,
        id=new_id_for(document, "bpmn:process"),
        is_executable=None if process is None else process.is_executable,
    )
    document.insert(document.definitions, fresh, collaboration)
    for plane in document.planes_of(collaboration):
        plane.element = fresh
    for artifact in [each for each in collaboration.children if isinstance(each, Artifact)]:
        document.insert(fresh, artifact)
    remove_element(document, pool)
    if process is not None:
        remove_element(document, process)
    remove_element(document, collaboration)


def _put_behind(document: Document, plane: BPMNPlane, shape: Element) -> None:
    """Draw a pool before what stands in it."""
    first = next(iter(plane.elements), None)
    if first is not None and first is not shape:
        document.insert(plane, shape, first)
