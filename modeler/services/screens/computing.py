"""What a screen adds to the Request data before it is shown: first values of its controls, and computed values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import isfinite
from typing import TypeAlias

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, same, with_value_at
from engine.expressions import ExpressionError
from modeler.services.screens.rules import RuleError, compile_rule
from modeler.services.screens.values import at_path, filled

MOST_NEW_ROWS = 100


class FormulaError(ValueError):
    """A formula that cannot be evaluated."""


Formula: TypeAlias = Callable[[str, JsonObject], Json]


def no_javascript(_: str, __: JsonObject) -> Json:
    """Where nothing runs JavaScript, its formulas stay unset."""
    raise FormulaError("JavaScript does not run here")


def with_first_values(items: Iterable[Json], data: JsonObject, javascript: Formula = no_javascript) -> JsonObject:
    """The data in which every control's variable is there, so that rules find a value in an empty Request too."""
    filled = data
    for item in controls(items):
        component, config = as_text(item.get("component")), as_object(item.get("config"))
        name = variable_of(item)
        if name and component in _FIRST and _is_free(filled, name):
            value = _first(component, config, filled, javascript)
            filled = as_object(with_value_at(filled, tuple(name.split(".")), value))
    return filled


def variable_of(item: JsonObject) -> str:
    """The variable that a control shows; a loop names its own in its settings."""
    config = as_object(item.get("config"))
    return as_text(as_object(config.get("settings")).get("varname")) or as_text(config.get("name"))


def new_rows(settings: JsonObject, data: JsonObject) -> list[Json]:
    """The empty rows of a loop that has no data yet; how many may be a template."""
    if settings.get("type") != "new":
        return []
    given = settings.get("times", "3")
    try:
        text = filled(given, data) if isinstance(given, str) else str(given)
    except ExpressionError:
        text = ""
    return [{} for _ in range(min(int(text), MOST_NEW_ROWS) if text.strip().isdecimal() else 3)]


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
    return as_object(with_value_at(data, path, _as_json(value)))


def _as_json(value: Json) -> Json:
    """A result as it is stored: numbers that JSON lacks, such as 0 / 0, are null."""
    if isinstance(value, list):
        return [_as_json(each) for each in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def _is_free(data: JsonObject, name: str) -> bool:
    """Whether nothing stands at a variable, nor in the way to it."""
    holder = at_path(data, name.rpartition(".")[0]) if "." in name else data
    return at_path(data, name) is None and (holder is None or isinstance(holder, dict))


def _first(component: str, config: JsonObject, data: JsonObject, javascript: Formula) -> Json:
    default = as_object(config.get("defaultValue"))
    text = default.get("value")
    if isinstance(text, str) and text and default.get("mode") == "js":
        try:
            return javascript(text, data)
        except FormulaError:
            return _FIRST[component](config, data)
    if isinstance(text, str) and text:
        try:
            return _fitting(component, filled(text, data))
        except ExpressionError as error:
            return f"MUSTACHE: {error}"
    return _FIRST[component](config, data)


def _fitting(component: str, text: str) -> Json:
    """A check box takes the words for yes and no as what they say."""
    if component == "FormCheckbox":
        return text.strip().lower() in ("true", "1", "yes", "on")
    return text


def _first_choice(config: JsonObject, _: JsonObject) -> Json:
    options = as_object(config.get("options"))
    return options.get("defaultOptionKey") or ([] if options.get("allowMultiSelect") is True else None)


_FIRST: dict[str, Callable[[JsonObject, JsonObject], Json]] = {
    "FormInput": lambda config, _: 0 if config.get("dataFormat") == "currency" else "",
    "FormTextArea": lambda *_: "",
    "FormDatePicker": lambda *_: "",
    "FormCheckbox": lambda config, _: config.get("initiallyChecked") is True,
    "FormSelectList": _first_choice,
    "FormRadioButtonGroup": _first_choice,
    "FormLoop": lambda config, data: [*new_rows(as_object(config.get("settings")), data)],
    **{name: lambda *_: None for name in ("FileUpload", "FileDownload", "Viewer", "SignaturePad", "FormRecordList")},
}
