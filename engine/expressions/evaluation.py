"""What an expression sees while it is evaluated: the data, the clock, the host's functions, and a budget of steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

from engine.expressions.errors import ExpressionError

MAX_STEPS = 1_000_000
MAX_ITEMS = 100_000
MAX_TEXT = 1_000_000
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
"""The moment that an expression takes for now when nobody gives a clock: preview must repeat itself."""

Function = Callable[..., object]
NO_FUNCTIONS: Mapping[str, Function] = MappingProxyType({})


class Evaluation:
    """One evaluation: `data` to read, `now` of the virtual clock, `functions` of the host, `steps` left."""

    __slots__ = ("data", "functions", "now", "steps")

    def __init__(
        self,
        data: Mapping[str, object],
        now: datetime | None = None,
        functions: Mapping[str, Function] = NO_FUNCTIONS,
        steps: int = MAX_STEPS,
    ) -> None:
        """Start with a full budget."""
        self.data = data
        self.now = now or EPOCH
        self.functions = functions
        self.steps = steps

    def spend(self, steps: int = 1) -> None:
        """Take from the budget; loops, calls and ranges do. Raises `ExpressionError` when nothing is left."""
        self.steps -= steps
        if self.steps < 0:
            raise ExpressionError(f"the expression takes more than {MAX_STEPS:,} steps")


Closure = Callable[[Evaluation], object]


def bounded_text(text: str) -> str:
    """The text, unless it has grown past all measure."""
    if len(text) > MAX_TEXT:
        raise ExpressionError(f"the text is longer than {MAX_TEXT:,} characters")
    return text
