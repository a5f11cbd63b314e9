"""What a Request may have passed before it reaches an element: found by walking the flows backwards."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterator

from engine.bpmn import BoundaryEvent, Document, Element, SequenceFlow, SubProcess


def elements_before(document: Document, element: Element) -> Iterator[Element]:
    """Every element from which a way leads to this one, nearest first; the flows on the way too.

    Inside a sub-process the way goes on before the sub-process; what is inside one that is passed counts too.
    """
    into: dict[str, list[SequenceFlow]] = defaultdict(list)
    for flow in document.elements(SequenceFlow):
        if flow.target_ref:
            into[flow.target_ref].append(flow)
    seen = {id(element)}
    waiting = deque(_behind(element, into))
    while waiting:
        here = waiting.popleft()
        if id(here) in seen:
            continue
        seen.add(id(here))
        yield here
        if isinstance(here, SubProcess):
            waiting.extend(child for child in here.children if id(child) not in seen and child.id)
        waiting.extend(_behind(here, into))


def _behind(element: Element, into: dict[str, list[SequenceFlow]]) -> Iterator[Element]:
    if isinstance(element, SequenceFlow):
        if element.source is not None:
            yield element.source
        return
    yield from into.get(element.id or "", ())
    if isinstance(element, BoundaryEvent) and element.attached_to is not None:
        yield element.attached_to
    if isinstance(element.parent, SubProcess):
        yield element.parent
