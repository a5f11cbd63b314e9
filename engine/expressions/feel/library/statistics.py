"""FEEL's functions that say one thing about many values: each takes a list, or the values themselves."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from engine.expressions.feel.operations import add, both, divide, either, multiply
from engine.expressions.feel.signature import define
from engine.expressions.feel.values import NUMBERS, Value, compare, equal, is_number


def smallest(items: list[Value]) -> Value:
    """The first in FEEL's order; null where the values have none, or there are none."""
    return _extreme(items, -1)


def largest(items: list[Value]) -> Value:
    """The last in FEEL's order; null where the values have none, or there are none."""
    return _extreme(items, 1)


def _extreme(items: list[Value], sign: int) -> Value:
    if not items:
        return None
    found = items[0]
    for item in items:
        order = compare(item, found)
        if order is None:
            return None
        found = item if order == sign else found
    return found


def total(items: list[Value]) -> Value:
    """The sum of numbers or of durations; null for none."""
    return _folded(items, add) if _all_numbers(items) or not any(map(is_number, items)) else None


def product(items: list[Value]) -> Value:
    """The product of numbers; null for none."""
    return _folded(items, multiply) if _all_numbers(items) else None


def mean(items: list[Value]) -> Value:
    """The average; null for none."""
    found = total(items)
    return None if found is None else divide(found, len(items))


def median(items: list[Value]) -> Value:
    """The middle number, or the average of the two in the middle; null for none."""
    if not items or not _all_numbers(items):
        return None
    ordered = sorted(items)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return divide(add(ordered[middle - 1], ordered[middle]), 2)


def deviation(items: list[Value]) -> Value:
    """The standard deviation of a sample; null for fewer than two numbers."""
    if len(items) < 2 or not _all_numbers(items):
        return None
    average = Decimal(mean(items))
    squares = [NUMBERS.power(NUMBERS.subtract(Decimal(item), average), 2) for item in items]
    spread = NUMBERS.divide(sum(squares, Decimal(0)), Decimal(len(items) - 1))
    return NUMBERS.sqrt(spread)


def mode(items: list[Value]) -> Value:
    """The numbers that occur most often, in order."""
    if not _all_numbers(items):
        return None
    counts: dict[Value, int] = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    most = max(counts.values(), default=0)
    return sorted(item for item, count in counts.items() if count == most)


def every(items: list[Value]) -> Value:
    """Whether all are true, in three-valued logic."""
    result: bool | None = True
    for item in items:
        result = both(result, item)
    return result


def some(items: list[Value]) -> Value:
    """Whether any is true, in three-valued logic."""
    result: bool | None = False
    for item in items:
        result = either(result, item)
    return result


def duplicates(items: list[Value]) -> list[Value]:
    """The values that a list has more than once."""
    found: list[Value] = []
    for place, item in enumerate(items):
        again = any(equal(item, other) is True for other in items[place + 1 :])
        if again and not any(equal(item, other) is True for other in found):
            found.append(item)
    return found


def _all_numbers(items: list[Value]) -> bool:
    return all(map(is_number, items))


def _folded(items: list[Value], operation: Callable[[Value, Value], Value]) -> Value:
    if not items:
        return None
    result = items[0]
    for item in items[1:]:
        result = operation(result, item)
        if result is None:
            return None
    return None if isinstance(result, (str, bool, list, dict)) else result


def _of_list_or_values(run: Callable[[list[Value]], Value]) -> Callable[..., Value]:
    def gathered(*arguments: Value) -> Value:
        if len(arguments) == 1 and isinstance(arguments[0], list):
            return run(arguments[0])
        return run(list(arguments))

    return gathered


STATISTICS = dict(
    define(name, _of_list_or_values(run), "list: list", "n...: Any")
    for name, run in (
        ("min", smallest),
        ("max", largest),
        ("sum", total),
        ("product", product),
        ("mean", mean),
        ("median", median),
        ("stddev", deviation),
        ("mode", mode),
        ("all", every),
        ("any", some),
    )
) | dict((define("duplicate values", duplicates, "list: list"),))
