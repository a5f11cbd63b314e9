"""The position of a Request: tokens, frames and watches, and which moves of a token are legal."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import Enum


class TokenState(Enum):
    """What a token does at its node."""

    READY = "ready"
    """In the queue, about to enter its node."""
    ACTIVE = "active"
    """Worked on in the running step."""
    JOINING = "joining"
    """Held at a gateway until the others come."""
    WAITING = "waiting"
    """For an answer, an event or a later attempt."""
    HOLDING = "holding"
    """For what runs inside its activity."""
    COMPLETING = "completing"
    """In the queue: what ran inside has ended."""
    FAILED = "failed"
    """Stopped by an incident."""


READY, ACTIVE, JOINING = TokenState.READY, TokenState.ACTIVE, TokenState.JOINING
WAITING, HOLDING = TokenState.WAITING, TokenState.HOLDING
COMPLETING, FAILED = TokenState.COMPLETING, TokenState.FAILED

LEGAL_MOVES: frozenset[tuple[TokenState, TokenState]] = frozenset(
    {
        (READY, ACTIVE),
        (READY, HOLDING),
        (READY, JOINING),
        (JOINING, ACTIVE),
        (JOINING, FAILED),
        (ACTIVE, READY),
        (ACTIVE, WAITING),
        (ACTIVE, HOLDING),
        (ACTIVE, FAILED),
        (WAITING, ACTIVE),
        (WAITING, FAILED),
        (HOLDING, COMPLETING),
        (HOLDING, ACTIVE),
        (HOLDING, FAILED),
        (COMPLETING, ACTIVE),
        (FAILED, ACTIVE),
        (FAILED, READY),
    }
)


ROUNDS = frozenset(("round", "sealed"))
"""Kinds of frames that are one round of a repeated activity."""
LOCAL = frozenset(("round", "sealed", "local", "loop", "compensation", "adhoc"))
"""Kinds of frames whose data lies over that of the frame around them."""


class IllegalMoveError(RuntimeError):
    """A token was asked for a move that its state does not allow: a fault of the engine, never of a model."""


class Token:
    """Where a path of the Request stands: `node` in `frame`, reached by `flow` (-1 for none)."""

    __slots__ = ("attempt", "flow", "frame", "id", "inner", "loop", "node", "state")

    def __init__(self, id: int, node: int, frame: int, flow: int) -> None:
        """A token that is ready to enter its node."""
        self.id = id
        self.node = node
        self.frame = frame
        self.flow = flow
        self.state = READY
        self.attempt = 0
        self.loop = False
        """Whether it is one round or instance of a repeated activity."""
        self.inner = 0
        """The frame that runs inside its activity, 0 for none."""

    def copy(self) -> Token:
        """An equal token that changes on its own."""
        twin = Token(self.id, self.node, self.frame, self.flow)
        twin.state, twin.attempt, twin.loop, twin.inner = self.state, self.attempt, self.loop, self.inner
        return twin

    def as_tuple(self) -> tuple[object, ...]:
        """All that distinguishes it, for comparing and storing."""
        return (self.id, self.node, self.frame, self.flow, self.state.value, self.attempt, self.loop, self.inner)

    def __repr__(self) -> str:
        """For error messages of the engine."""
        return f"Token({self.id} {self.state.value} at node {self.node} in frame {self.frame})"


class Frame:
    """A running scope: a process, a sub-process, or the rounds of a repeated activity.

    `scope` is its index in the graph, `host` the token outside that waits for it (0 for none), `holder` the frame
    whose data it uses, `live` the number of its tokens. `data` are its own, never changed in place; None for none.
    """

    __slots__ = ("data", "holder", "host", "id", "kind", "live", "parent", "scope")

    def __init__(self, id: int, scope: int, kind: str, parent: int, host: int, holder: int) -> None:
        """A frame without tokens."""
        self.id = id
        self.scope = scope
        self.kind = kind
        self.parent = parent
        self.host = host
        self.holder = holder
        self.live = 0
        self.data: Mapping[str, object] | None = None

    def copy(self) -> Frame:
        """An equal frame that changes on its own."""
        twin = Frame(self.id, self.scope, self.kind, self.parent, self.host, self.holder)
        twin.live, twin.data = self.live, self.data
        return twin

    def as_tuple(self) -> tuple[object, ...]:
        """All that distinguishes it, for comparing and storing."""
        return (self.id, self.scope, self.kind, self.parent, self.host, self.holder, self.live)


class Watch:
    """What a Request waits for: the event `node` armed for a token or, in an event sub-process, for a frame."""

    __slots__ = ("due", "frame", "id", "key", "name", "node", "rounds", "token", "trigger")

    def __init__(
        self, id: int, node: int, trigger: int, token: int, frame: int, due: datetime | None, rounds: int
    ) -> None:
        """`trigger` is the index of the event definition; `rounds` is how often it may fire, -1 for ever."""
        self.id = id
        self.node = node
        self.trigger = trigger
        self.token = token
        self.frame = frame
        self.due = due
        self.rounds = rounds
        self.name = ""
        """What it waits for by name, or the cycle of its timer, where that was computed when it was armed."""
        self.key: object = None
        """The key that its message must have, as it was computed when it was armed."""

    def copy(self) -> Watch:
        """An equal watch that can be changed."""
        twin = Watch(self.id, self.node, self.trigger, self.token, self.frame, self.due, self.rounds)
        twin.name, twin.key = self.name, self.key
        return twin

    def as_tuple(self) -> tuple[object, ...]:
        """All that distinguishes it, for comparing and storing."""
        due = self.due.isoformat() if self.due else None
        return (self.id, self.node, self.trigger, self.token, self.frame, due, self.rounds, self.name, self.key)
