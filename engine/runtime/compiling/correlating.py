"""Correlation as BPMN defines it: how each message gives the values of a key, and what a process expects of one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.bpmn import (
    Collaboration,
    CorrelationKey,
    CorrelationProperty,
    CorrelationSubscription,
    Element,
    FormalExpression,
    Process,
)
from engine.runtime.compiling.context import Context
from engine.runtime.graph import KeyReading


def readings_of(contexts: Sequence[Context]) -> dict[str, tuple[KeyReading, ...]]:
    """For each message by its name, the keys that can be read from it: those with an expression for every property."""
    found: dict[str, tuple[KeyReading, ...]] = {}
    for context in contexts:
        for key in _keys(context):
            paths = [_paths(context, item) for item in key.correlation_properties]
            shared = [name for name in paths[0] if all(name in others for others in paths)] if paths else []
            for name in shared:
                reading = _reading(context, key, [others[name] for others in paths])
                found[name] = (*found.get(name, ()), reading)
    return found


def _keys(context: Context) -> Iterator[CorrelationKey]:
    for root in context.document.definitions.children:
        if isinstance(root, Collaboration):
            yield from root.correlation_keys
            for node in root.conversation_nodes:
                yield from node.correlation_keys


Path = tuple[Element, FormalExpression]


def _paths(context: Context, item: CorrelationProperty) -> dict[str, Path]:
    """Where the property stands in each message, by the message's name."""
    found: dict[str, Path] = {}
    for retrieval in item.retrieval_expressions:
        message, path = retrieval.message, retrieval.message_path
        if message is None or path is None:
            text = f"{item.id}: a retrieval expression needs a message and a path"
            context.problem(item, "correlation", text)
        else:
            found[message.name or message.id or ""] = (item, path)
    return found


def _reading(context: Context, key: CorrelationKey, paths: Sequence[Path]) -> KeyReading:
    compiled = [context.expression(path, owner) for owner, path in paths]
    return KeyReading(key.id or key.name or "", tuple(item for item in compiled if item is not None))


def subscriptions_of(context: Context, process: Process) -> tuple[KeyReading, ...]:
    """What a process expects of keys: the paths of its bindings in the order of the key's properties."""
    found = (_subscription(context, item) for item in process.correlation_subscriptions)
    return tuple(reading for reading in found if reading is not None)


def _subscription(context: Context, subscription: CorrelationSubscription) -> KeyReading | None:
    key = subscription.correlation_key
    bound = {item.correlation_property_ref: item.data_path for item in subscription.bindings}
    wanted = [] if key is None else key.correlation_property_refs
    paths = [path for name in wanted if (path := bound.get(name)) is not None]
    if key is None or not paths or len(paths) < len(wanted):
        text = f"{subscription.id}: a subscription needs a key and a data path for each of its properties"
        context.problem(subscription, "correlation", text)
        return None
    return _reading(context, key, [(subscription, path) for path in paths])
