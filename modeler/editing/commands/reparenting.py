"""Moving an element into another process, sub-process or collaboration: where it stands in the file."""

from __future__ import annotations

from engine.bpmn import (
    Activity,
    Artifact,
    BPMNDiagram,
    Collaboration,
    DataObjectReference,
    DataStoreReference,
    Document,
    Element,
    FlowElement,
    Lane,
    Participant,
    Process,
    SubProcess,
)
from modeler.editing.facts import ParentChanged
from modeler.editing.structure import process_of


def container_for(element: Element, target: Element) -> Element | None:
    """The element of the file that takes in an element dropped on a target.

    A pool or lane stands for its process. What is dropped on a collaboration goes into it if it is an artifact, and
    into the first process of its pools if it is a data store (R-D5).
    """
    if isinstance(target, Participant | Lane):
        return process_of(target)
    if isinstance(target, Collaboration) and isinstance(element, DataStoreReference):
        return next((each.process for each in target.participants if each.process is not None), None)
    if isinstance(target, Collaboration) and isinstance(element, FlowElement):
        return None
    return target if isinstance(target, Process | SubProcess | Collaboration) else None


def is_elsewhere(element: Element, target: Element) -> bool:
    """Whether dropping an element on a target changes where it stands in the file."""
    container = container_for(element, target)
    return container is not None and container is not element.parent


def reparent(document: Document, element: Element, target: Element, diagram: BPMNDiagram | None = None) -> None:
    """Move an element, with its boundary events and the data behind it, into the container that a target stands for."""
    container = container_for(element, target)
    before = element.parent
    if container is None or container is before or not isinstance(element, FlowElement | Artifact):
        return
    with document.edit("Move into another parent") as edit:
        moved: list[Element] = [element]
        if isinstance(element, Activity):
            moved.extend(document.attached_to(element))
        moved.extend(own_data_object(document, element))
        for each in moved:
            document.insert(container, each)
        edit.note(ParentChanged(element, before, diagram))


def own_data_object(document: Document, element: Element) -> list[Element]:
    """The data object behind a reference, where no other reference needs it."""
    found = element.data_object if isinstance(element, DataObjectReference) else None
    if found is None:
        return []
    return [] if any(each is not element for each in document.referrers(found)) else [found]
