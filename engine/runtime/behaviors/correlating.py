"""BPMN's own correlation: the first message of a conversation gives its keys, and later ones must agree with them.

A process with a subscription expects what its data says at the time (context-based correlation).
"""

from __future__ import annotations

from engine.expressions import ExpressionError
from engine.runtime.graph import KeyReading
from engine.runtime.handlers import Data
from engine.runtime.scheduler import Run

Values = list[object]


def accepts(run: Run, frame: int, name: str, payload: Data) -> bool:
    """Whether a message belongs to the conversation of a frame, as far as its keys are known."""
    readings = run.graph.correlation.get(name, ())
    if not readings:
        return True
    home = _conversation(run, frame)
    for reading in readings:
        expected = _expected(run, home, reading.key)
        if expected is not None and expected != _values(run, reading, payload):
            return False
    return True


def learn(run: Run, frame: int, name: str, payload: Data) -> None:
    """A message was sent or taken: it gives the keys that the conversation does not know yet."""
    for reading in run.graph.correlation.get(name, ()):
        home, values = _conversation(run, frame), _values(run, reading, payload)
        if reading.key not in run.state.keys.get(home, {}) and None not in values:
            run.emit(("correlated", home, reading.key, values))


def is_new_conversation(run: Run, scope: int, name: str, payload: Data) -> bool:
    """Whether a message has keys, and no running instance of the process has the same."""
    readings = run.graph.correlation.get(name, ())
    running = [frame.id for frame in run.state.frames.values() if frame.scope == scope and frame.live]
    return bool(readings) and not any(accepts(run, frame, name, payload) for frame in running)


def _conversation(run: Run, frame: int) -> int:
    """The frame of the process around a frame."""
    found = run.state.frames[frame]
    while found.parent and found.kind != "call":
        found = run.state.frames[found.parent]
    return found.id


def _expected(run: Run, home: int, key: str) -> Values | None:
    for reading in run.graph.subscriptions.get(run.state.frames[home].scope, ()):
        if reading.key == key:
            return _values(run, reading, run.view(home))
    return run.state.keys.get(home, {}).get(key)


def _values(run: Run, reading: KeyReading, data: Data) -> Values:
    """The values of a key's properties; None for one that cannot be read."""
    values: Values = []
    for path in reading.paths:
        try:
            values.append(path.evaluate(data, run.state.now, run.functions))
        except ExpressionError:
            values.append(None)
    return values
