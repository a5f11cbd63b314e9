"""What a screen adds to the Request data before it is shown: first values of its controls, and computed values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, same, with_value_at
from engine.expressions import ExpressionError, plain_text, render
from modeler.services.screens.rules import RuleError, compile_rule
from modeler.services.screens.values import at_path


def with_first_values(items: Iterable[Json], data: JsonObject) -> JsonObject:
    """The data in which every control's variable is there, so that rules find a value in an empty Request too."""
    filled = data
    for item in controls(items):
        config = as_object(item.get("config"))
        name = as_text(config.get("name"))
        if name and at_path(filled, name) is None and as_text(item.get("component")) in _FIRST:
            filled = as_object(with_value_at(filled, tuple(name.split(".")), _first(item, config, filled)))
    return filled


class FormulaError(ValueError):
    """A formula that cannot be evaluated."""


Formula: TypeAlias = Callable[[str, JsonObject], Json]


def no_javascript(_: str, __: JsonObject) -> Json:
    """Where nothing runs JavaScript, its formulas stay unset."""
    raise FormulaError("JavaScript does not run here")


def with_computed(entries: Iterable[JsonObject], data: JsonObject, javascript: Formula = no_javascript) -> JsonObject:
    """The data with computed values; they may depend on each other, so rounds go on until nothing changes.

    A formula that fails leaves its variable unset.
    """
    formulas = [entry for entry in entries if entry.get("byPass") is not True]
    known = data
    for _ in range(len(formulas) + 1):
        before = known
        for entry in formulas:
            known = _computed(entry, known, javascript)
        if same(before, known):
            break
    return known


def controls(items: Iterable[Json]) -> Iterator[JsonObject]:
    """Every control outside of loops: those inside work on the data of a row."""
    for item in items:
        if isinstance(item, list):
            yield from controls(item)
        elif isinstance(item, dict):
            yield item
            if item.get("component") != "FormLoop":
                yield from controls(as_list(item.get("items")))


def _computed(entry: JsonObject, data: JsonObject, javascript: Formula) -> JsonObject:
    path, text = tuple(as_text(entry.get("property")).split(".")), as_text(entry.get("formula"))
    try:
        value = javascript(text, data) if entry.get("type") == "javascript" else compile_rule(text)(data)
    except (RuleError, FormulaError, ArithmeticError, RecursionError):
        return data
    return as_object(with_value_at(data, path, value))


def _first(item: JsonObject, config: JsonObject, data: JsonObject) -> Json:
    default = as_object(config.get("defaultValue"))
    text = default.get("value")
    if default.get("mode") == "basic" and isinstance(text, str) and text:
        try:
            return render(text, data, plain_text)
        except ExpressionError as error:
            return f"MUSTACHE: {error}"
    return _FIRST[as_text(item.get("component"))] if config.get("dataFormat") != "currency" else 0


_FIRST: JsonObject = {"FormInput": "", "FormTextArea": "", "FormDatePicker": "", "FormCheckbox": False}
