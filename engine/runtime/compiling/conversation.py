"""Message flows: who hears what a node sends, and which pools that hide their process talk to which node."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from engine.bpmn import Collaboration, Document, MessageFlow, Participant
from engine.runtime.graph import Node, Scope, receives


@dataclass
class Conversation:
    """What the message flows of a document say."""

    targets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For each sending node, the nodes that its message flows lead to; a pool stands for all its receivers."""
    deaf: list[tuple[MessageFlow, str]] = field(default_factory=list)
    """The message flows that lead to a node which receives nothing, and that node."""
    senders: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """For each node, the names of the pools without a process that send to it: a person answers for them."""
    hidden: dict[str, str] = field(default_factory=dict)
    """The pools without a process, by id: their names."""


def conversation_of(
    document: Document, nodes: Sequence[Node], processes: Mapping[str, int], scopes: Sequence[Scope]
) -> Conversation:
    """Read all collaborations of a document."""
    found = _Reader(nodes, processes, scopes)
    for collaboration in document.definitions.children:
        if isinstance(collaboration, Collaboration):
            found.pools(collaboration)
    for collaboration in document.definitions.children:
        if isinstance(collaboration, Collaboration):
            for flow in collaboration.message_flows:
                found.flow(flow)
    return found.conversation


def deaf_of(flows: Iterable[MessageFlow], nodes: Sequence[Node]) -> Conversation:
    """What some message flows alone say of nodes that hear nothing; pools are no matter for that."""
    found = _Reader(nodes, {}, ())
    for flow in flows:
        found.flow(flow)
    return found.conversation


class _Reader:
    def __init__(self, nodes: Sequence[Node], processes: Mapping[str, int], scopes: Sequence[Scope]) -> None:
        self.conversation = Conversation()
        self._nodes, self._scopes, self._processes = nodes, scopes, processes
        self._pools: dict[str, int] = {}
        self._ids = {node.id: node for node in nodes}

    def pools(self, collaboration: Collaboration) -> None:
        """Tell pools with a process from those that hide theirs."""
        for pool in collaboration.participants:
            if not isinstance(pool, Participant) or not pool.id:
                continue
            scope = self._processes.get((pool.process_ref or "").rpartition(":")[2], -1)
            if scope >= 0 and self._scopes[scope].nodes:
                self._pools[pool.id] = scope
            else:
                self.conversation.hidden[pool.id] = pool.name or pool.id

    def flow(self, flow: MessageFlow) -> None:
        """One message flow."""
        source = (flow.source_ref or "").rpartition(":")[2]
        target = (flow.target_ref or "").rpartition(":")[2]
        targets = tuple(self._receivers(target)) or (target,)
        self.conversation.deaf += [(flow, each) for each in targets if each in self._ids and not self._hears(each)]
        known = self.conversation.targets
        known[source] = (*known.get(source, ()), *targets)
        if source in self.conversation.hidden:
            for each in targets:
                senders = self.conversation.senders
                senders[each] = (*senders.get(each, ()), self.conversation.hidden[source])

    def _hears(self, id: str) -> bool:
        return receives(self._ids[id])

    def _receivers(self, target: str) -> Iterator[str]:
        if target in self._pools:
            for place in self._scopes[self._pools[target]].nodes:
                if receives(self._nodes[place]):
                    yield self._nodes[place].id
