"""FEEL's built-in functions, by name."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from engine.expressions.feel.library.contexts import CONTEXTS
from engine.expressions.feel.library.lists import LISTS
from engine.expressions.feel.library.numbers import NUMERIC
from engine.expressions.feel.library.ranges import RANGES
from engine.expressions.feel.library.statistics import STATISTICS
from engine.expressions.feel.library.strings import STRINGS
from engine.expressions.feel.library.times import TIMES
from engine.expressions.feel.values import FunctionValue

LIBRARY: Mapping[str, FunctionValue] = MappingProxyType(
    {**NUMERIC, **STRINGS, **LISTS, **STATISTICS, **CONTEXTS, **TIMES, **RANGES}
)

__all__ = ["LIBRARY"]
