"""The validation rules of ProcessMaker's controls, in words for whoever fills in the form."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from urllib.parse import urlsplit

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from engine.expressions import ExpressionError
from modeler.services.screens.rules import text_of
from modeler.services.screens.values import at_path, filled

_NUMBERS = frozenset(("int", "float", "currency", "percentage"))
_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(?:\.[^@\s.]+)+")
_LETTERS = re.compile(r"[^\W\d_]*")
_LETTERS_AND_DIGITS = re.compile(r"[^\W_]*")
_LONGEST_PATTERN = 500
_RULE = re.compile(r"regex:/(?:\\.|[^/\\])*/[a-z]*|[^|]+")
"""A rule in a text of rules; the bars within a pattern part none."""
_PATTERN = re.compile(r"/(.*)/([a-z]*)", re.DOTALL)


def rules_of(config: JsonObject) -> list[str]:
    """The rules of a control as texts `name:arguments`, however they are written."""
    given = config.get("validation")
    if isinstance(given, str):
        return _RULE.findall(given)
    return [rule for each in as_list(given) if (rule := as_text(as_object(each).get("value")))]


def is_required(config: JsonObject, data: JsonObject) -> bool:
    """Whether a control must be filled in now."""
    return any(_demands(rule, data) for rule in rules_of(config))


def problem(config: JsonObject, value: Json, data: JsonObject, today: date) -> str:
    """What is wrong with a value, or nothing; `data` is what the control sees."""
    is_empty = value in (None, "") or value == [] or (isinstance(value, str) and not value.strip())
    if is_empty:
        return "This must be filled in." if is_required(config, data) else ""
    return next(_complaints(config, value, data, today), "")


def _complaints(config: JsonObject, value: Json, data: JsonObject, today: date) -> Iterator[str]:
    kind = as_text(config.get("dataFormat"))
    if said := _of_format(kind, value):
        yield said
        return
    for rule in [*rules_of(config), *_limits(config, data)]:
        name, _, arguments = rule.partition(":")
        check = _CHECKS.get(name)
        if check is not None and (said := check(_Case(value, arguments, kind in _NUMBERS, data, today))):
            yield said


def _limits(config: JsonObject, data: JsonObject) -> Iterator[str]:
    """The days that a date picker offers, as rules; a limit may name a variable."""
    for name, rule in (("minDate", "after_or_equal"), ("maxDate", "before_or_equal")):
        given = as_text(config.get(name)).strip()
        with suppress(ExpressionError):
            limit = filled(given, data).strip()
            if limit:
                yield f"{rule}:{limit}"


class _Case:
    """One value against one rule."""

    def __init__(self, value: Json, arguments: str, is_number: bool, data: JsonObject, today: date) -> None:
        self.value = value
        self.text = text_of(value)
        self.arguments = arguments
        self.parts = [part.strip() for part in arguments.split(",")]
        self.is_number = is_number
        self.data = data
        self.today = today

    def number(self, index: int = 0) -> float:
        """An argument as a number."""
        return float(self.parts[index])

    @property
    def size(self) -> float:
        """The number itself, else how long the text or list is."""
        if self.is_number:
            return float(self.text)
        return len(self.value) if isinstance(self.value, list) else len(self.text)


def _demands(rule: str, data: JsonObject) -> bool:
    name, _, arguments = rule.partition(":")
    variable, _, wanted = arguments.partition(",")
    if name == "required":
        return True
    if name == "required_if":
        return text_of(at_path(data, variable.strip())) == wanted.strip()
    return name == "required_unless" and text_of(at_path(data, variable.strip())) != wanted.strip()


def _of_format(kind: str, value: Json) -> str:
    text = text_of(value)
    if kind == "int" and not re.fullmatch(r"[-+]?\d+", text):
        return "Enter a whole number."
    if kind in _NUMBERS and not re.fullmatch(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", text):
        return "Enter a number."
    if kind in ("date", "datetime") and _day(text) is None:
        return "Enter a date."
    return ""


def _day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text.strip().replace("Z", "+00:00")).date()
    except ValueError:
        return None


def _length(case: _Case, least: float, most: float) -> str:
    if least <= case.size <= most:
        return ""
    unit = "" if case.is_number else " entries" if isinstance(case.value, list) else " letters"
    if case.size < least:
        return f"Enter at least {least:g}{unit}."
    return f"Enter at most {most:g}{unit}."


def _between(case: _Case) -> str:
    return _length(case, case.number(0), case.number(1)) if len(case.parts) > 1 else ""


def _listed(case: _Case) -> str:
    return "" if case.text in case.parts else f"Enter one of {', '.join(case.parts)}."


def _unlisted(case: _Case) -> str:
    return f"This must not be one of {', '.join(case.parts)}." if case.text in case.parts else ""


def _same(case: _Case) -> str:
    other = text_of(at_path(case.data, case.arguments.strip()))
    return "" if case.text == other else f"This must be the same as {case.arguments.strip()}."


def _web_address(case: _Case) -> str:
    parts = urlsplit(case.text)
    return "" if parts.scheme in ("http", "https", "ftp") and parts.netloc else "Enter a web address."


def _pattern(case: _Case) -> str:
    written = _PATTERN.fullmatch(case.arguments.strip())
    body, flags = written.groups() if written else (case.arguments.strip(), "")
    if len(body) > _LONGEST_PATTERN:
        return ""
    from connectors.sdk.patterns import Pattern, PatternError

    try:
        pattern, text = Pattern(body), case.text
        forms = {text, text.lower(), text.upper()} if "i" in flags else {text}
        return "" if any(map(pattern.search, forms)) else f"This must match {body}."
    except PatternError:
        return ""


def _against(fits: Callable[[date, date], bool], words: str) -> Callable[[_Case], str]:
    def check(case: _Case) -> str:
        day = _day(case.text)
        name = case.arguments.strip()
        limit = case.today if name == "today" else _day(name) or _day(text_of(at_path(case.data, name)))
        if day is None or limit is None or fits(day, limit):
            return ""
        return f"Enter a day {words} {limit.isoformat()}."

    return check


def _guarded(check: Callable[[_Case], str]) -> Callable[[_Case], str]:
    """A rule whose arguments make no sense checks nothing."""

    def run(case: _Case) -> str:
        try:
            return check(case)
        except (ValueError, IndexError):
            return ""

    return run


_CHECKS: dict[str, Callable[[_Case], str]] = {
    name: _guarded(check)
    for name, check in {
        "accepted": lambda case: "" if case.value in (True, 1, "1", "on", "yes", "true") else "This must be accepted.",
        "alpha": lambda case: "" if _LETTERS.fullmatch(case.text) else "Enter letters only.",
        "alpha_num": lambda case: "" if _LETTERS_AND_DIGITS.fullmatch(case.text) else "Enter letters and digits only.",
        "between": _between,
        "email": lambda case: "" if _MAIL.fullmatch(case.text) else "Enter an e-mail address.",
        "in": _listed,
        "not_in": _unlisted,
        "max": lambda case: _length(case, float("-inf"), case.number()),
        "min": lambda case: _length(case, case.number(), float("inf")),
        "same": _same,
        "url": _web_address,
        "custom_date": lambda case: "" if _day(case.text) else "Enter a date.",
        "regex": _pattern,
        "after": _against(lambda day, limit: day > limit, "after"),
        "after_or_equal": _against(lambda day, limit: day >= limit, "from"),
        "before": _against(lambda day, limit: day < limit, "before"),
        "before_or_equal": _against(lambda day, limit: day <= limit, "until"),
    }.items()
}
