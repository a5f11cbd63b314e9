"""FEEL's functions that make and change lists."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cmp_to_key

from engine.expressions.errors import ExpressionError
from engine.expressions.evaluation import MAX_ITEMS, Evaluation
from engine.expressions.feel.calls import invoke
from engine.expressions.feel.operations import less
from engine.expressions.feel.signature import define, define_with_evaluation
from engine.expressions.feel.values import FunctionValue, Value, equal


def holds(items: list[Value], element: Value) -> Value:
    """Whether a list has an element; null is one like others."""
    return any(equal(item, element) is True for item in items)


def sublist(items: list[Value], start: Value, length: Value = None) -> Value:
    """Items from a place counted from 1, or from the end with a negative one; null outside the list."""
    place = int(start)
    if place == 0 or abs(place) > len(items):
        return None
    begin = place - 1 if place > 0 else len(items) + place
    if length is None:
        return items[begin:]
    count = int(length)
    return items[begin : begin + count] if count >= 0 and begin + count <= len(items) else None


def insert_before(items: list[Value], position: Value, new: Value) -> Value:
    """A list with an item more, before a place."""
    place = _place(items, position)
    return None if place is None else [*items[:place], new, *items[place:]]


def remove(items: list[Value], position: Value) -> Value:
    """A list without the item at a place."""
    place = _place(items, position)
    return None if place is None else [*items[:place], *items[place + 1 :]]


def _place(items: list[Value], position: Value) -> int | None:
    place = int(position)
    if place == 0 or abs(place) > len(items):
        return None
    return place - 1 if place > 0 else len(items) + place


def concatenate(*lists: list[Value]) -> Value:
    """Several lists as one."""
    return bounded([item for items in lists for item in items])


def distinct(items: list[Value]) -> list[Value]:
    """A list without repetitions, in the order of the first of each."""
    found: list[Value] = []
    for item in items:
        if not holds(found, item):
            found.append(item)
    return found


def flatten(items: list[Value]) -> Value:
    """A list without lists in it: their items instead."""
    return bounded(list(_flat(items)))


def _flat(items: list[Value]) -> Iterator[Value]:
    for item in items:
        if isinstance(item, list):
            yield from _flat(item)
        else:
            yield item


def replace_item(evaluation: Evaluation, items: list[Value], where: Value, new: Value) -> Value:
    """A list with another item at a place, or wherever a function of item and new item says so."""
    if not isinstance(where, FunctionValue):
        place = _place(items, where)
        return None if place is None else [*items[:place], new, *items[place + 1 :]]
    found = []
    for item in items:
        verdict = invoke(where, [item, new], (), evaluation)
        if not isinstance(verdict, bool):
            return None
        found.append(new if verdict else item)
    return found


def sort(evaluation: Evaluation, items: list[Value], precedes: FunctionValue | None = None) -> Value:
    """A sorted list, by a function that tells which of two comes first, or by FEEL's order."""

    def order(left: Value, right: Value) -> int:
        evaluation.spend()
        if _precedes(left, right):
            return -1
        return 1 if _precedes(right, left) else 0

    def _precedes(left: Value, right: Value) -> bool:
        if precedes is None:
            return less(left, right) is True
        return invoke(precedes, [left, right], (), evaluation) is True

    return sorted(items, key=cmp_to_key(order))


def bounded(items: list[Value]) -> list[Value]:
    """A list, unless it has grown past all measure."""
    if len(items) > MAX_ITEMS:
        raise ExpressionError(f"the list has more than {MAX_ITEMS:,} items")
    return items


LISTS = dict(
    (
        define("list contains", holds, "list: list, element: Any"),
        define("count", len, "list: list"),
        define("sublist", sublist, "list: list, start position: number, length?: number"),
        define("append", lambda items, *new: bounded([*items, *new]), "list: list, item...: Any"),
        define("concatenate", concatenate, "list...: list"),
        define("insert before", insert_before, "list: list, position: number, newItem: Any"),
        define("remove", remove, "list: list, position: number"),
        define("reverse", lambda items: items[::-1], "list: list"),
        define(
            "index of",
            lambda items, match: [place for place, item in enumerate(items, 1) if equal(item, match) is True],
            "list: list, match: Any",
        ),
        define("union", lambda *lists: distinct(concatenate(*lists)), "list...: list"),
        define("distinct values", distinct, "list: list"),
        define("flatten", flatten, "list: list"),
        define("is empty", lambda items: not items, "list: list"),
        define_with_evaluation(
            "list replace",
            replace_item,
            "list: list, position: number, newItem: Any",
            "list: list, match: function, newItem: Any",
        ),
        define_with_evaluation("sort", sort, "list: list, precedes?: function"),
    )
)
