"""What is true of a Request after every step, whatever its model and its path."""

from __future__ import annotations

from collections import Counter

from engine.runtime import Request
from engine.runtime.state import APPLY, State
from engine.runtime.token import ACTIVE, COMPLETING, FAILED, HOLDING, JOINING, READY


def broken(request: Request) -> list[str]:
    """The invariants that do not hold now, in words."""
    return [*_broken_tokens(request.state), *_broken_frames(request.state), *_broken_watches(request.state)]


def _broken_tokens(state: State) -> list[str]:
    found = [f"{token} is in the queue or not" for token in state.tokens.values() if _queued(state, token.id)]
    if len(set(state.queue)) != len(state.queue):
        found.append("a token is in the queue twice")
    if any(token.state is ACTIVE for token in state.tokens.values()):
        found.append("a token is at work between two steps")
    joined = sorted(id for held in state.joins.values() for id in held)
    if joined != sorted(token.id for token in state.tokens.values() if token.state is JOINING):
        found.append("merges hold other tokens than those that join")
    return found


def _queued(state: State, id: int) -> bool:
    return (id in state.queue) != (state.tokens[id].state in (READY, COMPLETING))


def _broken_frames(state: State) -> list[str]:
    live = Counter(token.frame for token in state.tokens.values())
    found = [f"frame {id} counts {frame.live} tokens" for id, frame in state.frames.items() if frame.live != live[id]]
    hosts = {frame.host for frame in state.frames.values()}
    for frame in state.frames.values():
        if frame.parent and (frame.parent not in state.frames or frame.host not in state.tokens):
            found.append(f"frame {frame.id} hangs in the air")
        if frame.holder not in state.frames or frame.holder not in state.data:
            found.append(f"frame {frame.id} has no data")
    for token in state.tokens.values():
        if token.frame not in state.frames:
            found.append(f"{token} is in no frame")
        if token.state in (HOLDING, COMPLETING) and token.id not in hosts:
            found.append(f"{token} holds for nothing")
        if token.state not in (HOLDING, COMPLETING, FAILED) and token.id in hosts:
            found.append(f"{token} does not hold for what runs inside it")
    return found


def _broken_watches(state: State) -> list[str]:
    found = []
    for watch in state.watches.values():
        if watch.frame not in state.frames or (watch.token and watch.token not in state.tokens):
            found.append(f"watch {watch.id} is for nobody")
        elif watch.token and state.tokens[watch.token].state in (READY, JOINING):
            found.append(f"watch {watch.id} is for a token that does not wait")
    return found


class Follower:
    """Folds the history of a Request as it grows; must always be in the Request's own state."""

    def __init__(self, request: Request) -> None:
        """Nothing is folded yet."""
        self._request = request
        self._state = State(request.begun)
        self._read = 0

    def is_there(self) -> bool:
        """Whether the fold of all events until now is the state now."""
        events = self._request.events
        for event in events[self._read :]:
            APPLY[event[0]](self._state, event)
        self._read = len(events)
        return self._state == self._request.state
