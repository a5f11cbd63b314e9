"""Messages and signals between the parts of a Request: who hears them, and what they bring."""

from __future__ import annotations

from collections.abc import Mapping

from engine.runtime.behaviors.correlating import accepts, is_new_conversation, learn
from engine.runtime.behaviors.firing import fire
from engine.runtime.behaviors.naming import heard_name, key_of, name_of
from engine.runtime.behaviors.opening import start_by_event, start_scope
from engine.runtime.graph import Assignment, Node, Trigger, receives
from engine.runtime.handlers import NO_DATA, Data
from engine.runtime.paths import assign, read
from engine.runtime.scheduler import Run
from engine.runtime.token import READY, Token, Watch

ALONG = Trigger("message")
THROWING = frozenset(("intermediateThrowEvent", "endEvent", "sendTask"))


def throw_signal(run: Run, token: Token, trigger: Trigger) -> None:
    """Tell everybody in this Request who listens to the signal."""
    payload = thrown_data(run, token, trigger)
    name = name_of(run, trigger, token.frame)
    run.tell("thrown", token, event="signal", name=name, data=dict(payload))
    broadcast(run, name, payload, _process(run, run.graph.nodes[token.node]))


def _process(run: Run, node: Node) -> int:
    """The process in which a node stands."""
    return run.graph.process_of(node).index


def broadcast(run: Run, name: str, payload: Data, origin: int = -1) -> int:
    """Fire every watch for a signal, and start the other processes that wait for it; how many heard it."""
    heard = 0
    for watch in list(run.state.watches.values()):
        if watch.id in run.state.watches and _listens(run, watch, "signal", name):
            fire(run, watch, payload)
            heard += 1
    for start in _signal_starts(run, name):
        if start.scope != origin:
            start_pool(run, start, payload)
            heard += 1
    return heard


def _signal_starts(run: Run, name: str) -> list[Node]:
    """The start events of processes that a signal starts."""
    scopes = [scope for scope in run.graph.scopes if scope.kind == "process" and not scope.lent]
    nodes = [run.graph.nodes[place] for scope in scopes for place in scope.nodes]
    return [
        node
        for node in nodes
        if node.kind == "startEvent" and any(item.kind == "signal" and item.name == name for item in node.triggers)
    ]


def is_running(run: Run, scope: int) -> bool:
    """Whether a process has a token."""
    return any(frame.scope == scope and not frame.parent and frame.live for frame in run.state.frames.values())


def throw_message(run: Run, token: Token, node: Node, trigger: Trigger) -> None:
    """Send a message: along the message flows of the node, else to whoever waits for its name."""
    payload = thrown_data(run, token, trigger)
    targets = run.graph.message_flows.get(node.id, ())
    name = name_of(run, trigger, token.frame)
    to = [run.graph.hidden[target] for target in targets if target in run.graph.hidden]
    run.tell("thrown", token, event="message", name=name, data=dict(payload), **({"to": to} if to else {}))
    learn(run, token.frame, name, payload)
    post(run, name, targets, payload)


def send_along(run: Run, token: Token, node: Node) -> None:
    """An activity that is done sends along its message flows; a send task and its like have done so already."""
    if not any(trigger.kind == "message" for trigger in node.triggers) or node.kind == "receiveTask":
        throw_message(run, token, node, ALONG)


def post(run: Run, name: str, targets: tuple[str, ...], payload: Data, key: object = None) -> None:
    """Put a message into the mail; whoever waits for it, now or later, takes it. `key` must be what they expect."""
    nodes = run.graph.nodes
    places = (run.graph.by_id.get(target, -1) for target in targets)
    known = tuple(nodes[place].id for place in places if place >= 0 and receives(nodes[place]))
    if targets and not known:
        return
    if not known and not name:
        return
    run.emit(("posted", run.state.last_id + 1, name, known, payload, key))
    deliver_posted(run)


def deliver_posted(run: Run) -> None:
    """Give waiting messages to the watches that listen to them, oldest first; start pools that wait to be started."""
    for id, (name, targets, payload, key) in list(run.state.posted.items()):
        watch = _listener(run, name, targets, key, payload)
        if watch is not None:
            run.emit(("taken", id))
            learn(run, watch.frame, _heard(run, watch, name), payload)
            fire(run, watch, payload)
        elif (start := _start_for(run, targets, name, payload)) is not None:
            run.emit(("taken", id))
            learn(run, start_pool(run, start, payload), name, payload)


def _listener(run: Run, name: str, targets: tuple[str, ...], key: object, payload: Data) -> Watch | None:
    for watch in run.state.watches.values():
        node = run.graph.nodes[watch.node]
        if watch.trigger >= 0 and node.triggers[watch.trigger].kind == "message":
            trigger = node.triggers[watch.trigger]
            hears = node.id in targets if targets else heard_name(run, watch) == name
            if not hears or not _correlates(run, watch, trigger, key):
                continue
            if accepts(run, watch.frame, _heard(run, watch, name), payload):
                return watch
    return None


def _heard(run: Run, watch: Watch, name: str) -> str:
    """The name of the message: as it was sent, else as the catcher knows it."""
    return name or heard_name(run, watch)


def _correlates(run: Run, watch: Watch, trigger: Trigger, key: object) -> bool:
    """Whether a message's key is the one that a catcher expects; a message without key fits everybody."""
    if key is None or trigger.expression is None:
        return True
    return (key_of(run, trigger, watch.frame) if watch.key is None else watch.key) == key


def _start_for(run: Run, targets: tuple[str, ...], name: str, payload: Data) -> Node | None:
    """The start of a pool that a message starts: each message starts an instance (BPMN 2.0, 13.2).

    But one that a running instance will take is left to it: by its keys, where the message goes to the whole pool, or
    where a token is on its way to the event.
    """
    places = [run.graph.by_id[target] for target in targets] or _starts_by_name(run, name)
    nodes = [run.graph.nodes[place] for place in places]
    if any(token.state is READY and token.flow >= 0 and token.node in places for token in run.state.tokens.values()):
        return None
    starts = [node for node in nodes if _starts_process(run, node)]
    for node in starts:
        taken_inside = any(other.scope == node.scope and other not in starts for other in nodes)
        keyed = name in run.graph.correlation
        if not is_running(run, node.scope) or (not taken_inside and not keyed):
            return node
        if is_new_conversation(run, node.scope, name, payload):
            return node
    return None


def _starts_process(run: Run, node: Node) -> bool:
    starts = node.kind == "startEvent" or (node.kind == "receiveTask" and not node.incoming)
    return (starts or starting_gateway(run, node) is not None) and run.graph.scopes[node.scope].kind == "process"


def starting_gateway(run: Run, node: Node) -> Node | None:
    """The event-based gateway at the start of a process that waits for this event, if there is one."""
    sources = [run.graph.nodes[run.graph.flows[flow].source] for flow in node.incoming]
    if len(sources) != 1 or sources[0].kind != "eventBasedGateway" or sources[0].incoming:
        return None
    return sources[0]


def _starts_by_name(run: Run, name: str) -> list[int]:
    """What a message that comes by its name alone can start: the pools of this file that wait for it."""
    scopes = [scope for scope in run.graph.scopes if scope.kind == "process" and not scope.lent]
    return [
        place
        for scope in scopes
        for place in scope.nodes
        if any(trigger.kind == "message" and trigger.name == name for trigger in run.graph.nodes[place].triggers)
    ]


def start_pool(run: Run, start: Node, payload: Data) -> int:
    """Start another pool of the collaboration with a message; its frame."""
    frame = run.open(start.scope, "process", 0, 0, dict(payload))
    gateway = starting_gateway(run, start)
    if gateway is None:
        start_scope(run, frame, start.scope, (start.index,))
    else:
        start_by_event(run, frame, gateway, start, payload)
    return frame


def _listens(run: Run, watch: Watch, kind: str, name: str) -> bool:
    if watch.trigger < 0:
        return False
    trigger = run.graph.nodes[watch.node].triggers[watch.trigger]
    return trigger.kind == kind and heard_name(run, watch) == name


def _item(run: Run, token: Token, inputs: tuple[Assignment, ...]) -> Data:
    """What the data inputs of a throwing element hold: one object is what is sent, else they by their names."""
    values: dict[str, object] = {}
    for item in inputs:
        assign(values, item.target, run.evaluate(item.source, token.frame, values))
    only = next(iter(values.values())) if len(values) == 1 else None
    return only if isinstance(only, Mapping) else values


def thrown_data(run: Run, token: Token, trigger: Trigger) -> Data:
    """What a message or signal carries: all Request data, one variable, an expression's value, or nothing."""
    payload = str(trigger.settings.get("payload", ""))
    if payload == "NONE":
        return NO_DATA
    node = run.graph.nodes[token.node]
    if node.inputs and node.kind in THROWING:
        return _item(run, token, node.inputs)
    data = run.view(token.frame)
    if payload == "REQUEST_VARIABLE" and trigger.variable:
        return {trigger.variable: read(data, trigger.variable)}
    if payload == "EXPRESSION" and trigger.expression is not None:
        name = trigger.variable or trigger.name
        return {name: run.evaluate(trigger.expression, token.frame)}
    if payload == "ALL_REQUEST_DATA" or trigger.kind == "message":
        return {name: value for name, value in data.items() if not name.startswith("_")}
    return NO_DATA
