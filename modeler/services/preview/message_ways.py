"""Which messages went from where to where, read from what has happened to a Request."""

from __future__ import annotations

from bisect import bisect_left

from engine.runtime.graph import Node, ProcessGraph
from engine.runtime.state import Event
from modeler.services.preview.standing import MessageWay

GIVEN = frozenset(("completed", "waiting"))
"""Outcomes of a handler that has done what it had to do."""


class MessageWays:
    """The ways of a Request's messages; give it every event once, in order.

    A message that somebody has sent and nobody has taken yet went nowhere; one to a pool that hides its process has
    arrived when it is sent, also when the work of a task was to send it.
    """

    def __init__(self) -> None:
        self._ways: list[tuple[int, MessageWay]] = []
        self._sender: str | None = None
        self._posted: dict[int, str | None] = {}
        self._taken: str | None = None
        self._is_taken = False
        self._opened = 0

    def until(self, position: int) -> frozenset[MessageWay]:
        """Those that went before a position of the history."""
        return frozenset(way for _, way in self._ways[: bisect_left(self._ways, position, key=lambda each: each[0])])

    def between(self, begin: int, end: int) -> tuple[MessageWay, ...]:
        """Those that went in a part of the history."""
        first = bisect_left(self._ways, begin, key=lambda each: each[0])
        last = bisect_left(self._ways, end, key=lambda each: each[0])
        return tuple(dict.fromkeys(way for _, way in self._ways[first:last]))

    def read(self, graph: ProcessGraph, position: int, event: Event) -> None:
        """Take one event in."""
        kind = event[0]
        if kind == "thrown" or kind == "called":
            self._sent(graph, position, event)
        elif kind == "posted":
            self._posted[event[1]] = self._sender
            self._sender = None
        elif kind == "taken":
            self._taken, self._is_taken = self._posted.pop(event[1], None), True
        elif kind == "opened":
            self._opened = event[1] if event[3] == "process" and not event[4] else 0
        elif (node := self._receiver(graph, event)) is not None:
            self._arrived(position, node)

    def _sent(self, graph: ProcessGraph, position: int, event: Event) -> None:
        node, told = graph.nodes[event[2]], event[3]
        throws = event[0] == "thrown"
        if throws and told.get("event") != "message":
            return
        self._sender = node.id if throws else None
        if not throws and told.get("outcome") not in GIVEN:
            return
        for target in graph.message_flows.get(node.id, ()):
            if target in graph.hidden:
                self._ways.append((position, MessageWay(node.id, target)))

    def _receiver(self, graph: ProcessGraph, event: Event) -> Node | None:
        """The node at which a message has arrived with this event."""
        kind = event[0]
        if kind == "created" and event[3] == self._opened and event[4] < 0:
            return _hearing(graph.nodes[event[2]])
        if kind == "caught" and event[3].get("event") == "message":
            return graph.nodes[event[2]]
        return _hearing(graph.nodes[event[2]]) if kind == "happened" else None

    def _arrived(self, position: int, node: Node) -> None:
        self._ways.append((position, MessageWay(self._taken if self._is_taken else None, node.id)))
        self._taken, self._is_taken, self._opened = None, False, 0


def _hearing(node: Node) -> Node | None:
    """The node, where it is a message that makes it happen."""
    is_one = node.kind == "receiveTask" or any(trigger.kind == "message" for trigger in node.triggers)
    return node if is_one else None
