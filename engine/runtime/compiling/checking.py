"""What a model draws that cannot happen: events where BPMN has none, events that nobody can meet, dangling names.

Each finding is a Problem before the Request starts; nothing is passed over in silence when a token gets there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from engine.runtime.compiling.data_flow import unmoved
from engine.runtime.compiling.nodes import Placed
from engine.runtime.compiling.table import ALLOWED, OUTSIDE
from engine.runtime.graph import Flow, Node, Scope, Trigger

STARTS_INSIDE = OUTSIDE | {"error", "escalation", "compensate"}
"""What can start an event sub-process."""
FAR = frozenset(("cancel", "link", "compensate"))
"""Triggers that are checked against what stands elsewhere in the file."""
Finding = tuple[str, str]
"""The rule and the message."""


def check(placed: Sequence[Placed], nodes: Sequence[Node], scopes: Sequence[Scope], flows: Sequence[Flow]) -> None:
    """Note every finding as a problem of its element."""
    found = _Checker(nodes, scopes, flows)
    for each, node in zip(placed, nodes, strict=True):
        each.context.at = each.view
        for rule, message in found.findings(node):
            each.context.problem(each.view, rule, f"{node.id}: {message}")
        for told in () if each.is_plain else unmoved(each.view):
            each.context.problem(each.view, "data", told, "warning")


def looks_far(node: Node) -> bool:
    """Whether what is found at a node depends on more than its neighbors: on what stands anywhere in the file."""
    return any(trigger.kind in FAR for trigger in node.triggers)


class _Checker:
    def __init__(self, nodes: Sequence[Node], scopes: Sequence[Scope], flows: Sequence[Flow]) -> None:
        self._nodes, self._scopes, self._flows = nodes, scopes, flows

    @cached_property
    def _ids(self) -> set[str]:
        return {node.id for node in self._nodes}

    @cached_property
    def _links(self) -> dict[tuple[int, str], list[str]]:
        """The nodes that catch a link in a scope, by its name."""
        found: dict[tuple[int, str], list[str]] = {}
        for node in self._nodes:
            names = {trigger.name for trigger in node.triggers if trigger.kind == "link"}
            for name in names if node.kind == "intermediateCatchEvent" else ():
                found.setdefault((node.scope, name), []).append(node.id)
        return found

    def findings(self, node: Node) -> Iterator[Finding]:
        """What is wrong with one node."""
        if node.assignment.get("rule") == "previous_task_assignee":
            yield from self._previous(node)
        if node.kind in ALLOWED:
            yield from self._event(node)
        if node.by_event:
            yield from self._event_subprocess(node)
        elif node.kind == "eventBasedGateway":
            yield from self._event_gateway(node)
        if node.loop is not None and node.loop.kind != "standard" and node.loop.collection is node.loop.maximum is None:
            yield "loop", "the repeated activity has neither a collection nor a number of instances"

    def _previous(self, node: Node) -> Iterator[Finding]:
        """ProcessMaker does not take it directly after a start event."""
        if any(self._nodes[self._flows[flow].source].kind == "startEvent" for flow in node.incoming):
            yield "configuration", f'Previous Task Assignee rule can not be used in task "{node.name or node.id}"'

    def _event(self, node: Node) -> Iterator[Finding]:
        host = self._scopes[node.scope].host
        inside = node.kind == "startEvent" and host >= 0 and self._nodes[host].by_event
        allowed = STARTS_INSIDE if inside else ALLOWED[node.kind]
        for trigger in node.triggers:
            if trigger.kind not in allowed:
                yield (
                    "event",
                    f"{node.kind} cannot be one of {trigger.kind}: BPMN has no such event, and it is not executed",
                )
            elif trigger.kind == "cancel":
                yield from self._cancel(node)
            elif trigger.kind == "link" and node.kind == "intermediateThrowEvent":
                yield from self._link(node, trigger.name)
            elif trigger.kind == "compensate" and trigger.name and trigger.name not in self._ids:
                yield "event", f'it compensates "{trigger.name}", which is not there'
        if node.kind == "endEvent" and node.outgoing:
            yield "event", "no sequence flow leads out of an end event, and none is taken"
        if node.kind == "boundaryEvent" and node.incoming:
            yield "event", "no sequence flow leads into an event on a border: it happens by itself"
        if node.kind == "boundaryEvent" and not node.triggers:
            yield "event", "the boundary event says nothing that it waits for and never happens"

    def _cancel(self, node: Node) -> Iterator[Finding]:
        if node.kind == "boundaryEvent":
            if node.attached_to >= 0 and self._nodes[node.attached_to].kind != "transaction":
                yield "event", "a cancel event waits on the boundary of a transaction only"
            return
        transaction = self._transaction(node)
        if transaction is None:
            yield "event", "it cancels, but is in no transaction"
        elif "cancel" not in {trigger.kind for place in transaction.boundaries for trigger in self._at(place)}:
            yield "event", f"it cancels, but {transaction.id} has no cancel event on its boundary"

    def _at(self, place: int) -> Sequence[Trigger]:
        return self._nodes[place].triggers

    def _transaction(self, node: Node) -> Node | None:
        host = self._scopes[node.scope].host
        while host >= 0 and self._nodes[host].by_event:
            host = self._scopes[self._nodes[host].scope].host
        return self._nodes[host] if host >= 0 and self._nodes[host].kind == "transaction" else None

    def _link(self, node: Node, name: str) -> Iterator[Finding]:
        targets = self._links.get((node.scope, name), [])
        if not targets:
            yield "event", f'no link event catches "{name}" here'
        elif len(targets) > 1:
            yield "event", f'several link events catch "{name}": {", ".join(targets)}'

    def _event_subprocess(self, node: Node) -> Iterator[Finding]:
        inside = [self._nodes[place] for place in self._scopes[node.inner].nodes] if node.inner >= 0 else []
        starts = [each for each in inside if each.kind == "startEvent"]
        if len(starts) != 1 or not starts[0].triggers:
            yield "event", "an event sub-process starts by one start event that says what it waits for"
        if node.incoming or node.outgoing:
            yield "event", "no sequence flow leads into an event sub-process or out of it"

    def _event_gateway(self, node: Node) -> Iterator[Finding]:
        wrong = [flow.target for flow in node.outgoing if not awaits(self._nodes[flow.target])]
        if wrong:
            names = ", ".join(self._nodes[place].id for place in wrong)
            yield "event", f"only events and receive tasks follow an event-based gateway, not {names}"


def awaits(node: Node) -> bool:
    """Whether a node can follow an event-based gateway: something outside makes it happen."""
    if node.kind == "receiveTask":
        return True
    return node.kind == "intermediateCatchEvent" and any(trigger.kind in OUTSIDE for trigger in node.triggers)
