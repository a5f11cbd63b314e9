"""A Request goes on in a changed model: its history, told in the places of another graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from engine.runtime.errors import RequestError
from engine.runtime.graph import ProcessGraph
from engine.runtime.state import Event
from engine.runtime.trace import fields_of

Place = Callable[[Any], Any]


def carried(events: Iterable[Event], old: ProcessGraph, new: ProcessGraph) -> list[Event]:
    """The same history for `resume` on a newer graph; raises `RequestError` naming what is no longer there."""
    return list(_Carrier(old, new).carry(events))


class _Carrier:
    def __init__(self, old: ProcessGraph, new: ProcessGraph) -> None:
        self._old, self._new = old, new
        self._flows = {flow.id: flow.index for flow in new.flows}
        self._scopes = {(scope.id, scope.kind): scope.index for scope in new.scopes}
        self._places: Mapping[str, Place] = MappingProxyType(
            {"node": self._node, "flow": self._flow, "scope": self._scope, "flows": self._all_flows}
        )

    def carry(self, events: Iterable[Event]) -> Iterator[Event]:
        """Each event with its indexes exchanged."""
        for event in events:
            names = fields_of(event[0])
            values = [
                self._places[name](value) if name in self._places else value
                for name, value in zip(names, event[1:], strict=True)
            ]
            if event[0] == "armed":
                self._check_trigger(values[1], values[2])
            yield (event[0], *values)

    def _node(self, index: int) -> int:
        if index < 0:
            return index
        node = self._old.nodes[index]
        place = self._new.by_id.get(node.id)
        if place is None:
            raise _gone(node.name or node.id)
        return place

    def _flow(self, index: int | None) -> int | None:
        """A flow that is gone was taken long ago: the token came from nowhere then."""
        return index if index is None or index < 0 else self._flows.get(self._old.flows[index].id, -1)

    def _all_flows(self, indexes: Iterable[int]) -> tuple[int | None, ...]:
        return tuple(self._flow(index) for index in indexes)

    def _scope(self, index: int) -> int:
        if index < 0:
            return index
        scope = self._old.scopes[index]
        place = self._scopes.get((scope.id, scope.kind))
        if place is None:
            raise _gone(scope.name or scope.id)
        return place

    def _check_trigger(self, node: int, trigger: int) -> None:
        if trigger >= len(self._new.nodes[node].triggers):
            raise _gone(f"the event of {self._new.nodes[node].name or self._new.nodes[node].id}")


def _gone(name: str) -> RequestError:
    return RequestError(f'the Request has been at "{name}", which the changed model no longer has: start it again')
