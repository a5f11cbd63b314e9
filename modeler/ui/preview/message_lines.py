"""The message flows of a document along which messages of a Request went."""

from __future__ import annotations

from collections.abc import Iterable

from engine.bpmn import Document, Element, MessageFlow, Participant, Process
from modeler.services.preview.standing import MessageWay


class MessageLines:
    """Read once; an end of a flow may be a pool, which stands for all that is in its process."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._flows = [
            (flow.id, flow.source_ref, flow.target_ref) for flow in document.elements(MessageFlow) if flow.id
        ]
        pools = [each for each in document.elements(Participant) if isinstance(each, Participant)]
        self._pools = {pool.process_ref: pool.id for pool in pools if pool.process_ref}
        self._hidden = {pool.id for pool in pools if not pool.process_ref}

    def of(self, ways: Iterable[MessageWay]) -> list[str]:
        """The flows of these ways; what came from outside came from a pool that hides its process."""
        found: dict[str, None] = {}
        for way in ways if self._flows else ():
            senders, receivers = self._ends(way.sender), self._ends(way.receiver)
            for id, source, target in self._flows:
                if target in receivers and (source in senders if way.sender else source in self._hidden):
                    found[id] = None
        return list(found)

    def _ends(self, id: str | None) -> set[str | None]:
        """The element and its pool."""
        element: Element | None = self._document.find(id) if id else None
        while element is not None and not isinstance(element, Process):
            element = element.parent
        return {id, self._pools.get(element.id or "")} - {None} if element is not None else {id}
