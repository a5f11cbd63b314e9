"""How Request values look on a screen: dates in the user's form, and data that Mustache fills in."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from html import unescape
from typing import cast

from connectors.sdk.values import Json, JsonObject, as_list, as_object
from engine.expressions import plain_text, render
from modeler.services.screens.rule_values import text_of

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z")
_ANY_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}|$)")
_TAG = re.compile(r"\{\{\{?[^{}]*\}\}\}?")
_MARKUP = re.compile(r"<[^>]*>")
_PATTERNS = {
    "YYYY": "%Y",
    "MM": "%m",
    "DD": "%d",
    "YY": "%y",
    "HH": "%H",
    "hh": "%I",
    "mm": "%M",
    "ss": "%S",
    "A": "%p",
}
_PARTS = re.compile("YYYY|MM|DD|YY|HH|hh|h|mm|ss|A")


def shown_date(text: str, pattern: str, zone: tzinfo) -> str:
    """A date or moment in the user's form; any other text as it is."""
    if _DATE.fullmatch(text):
        return _formatted(text, pattern, None) or text
    if _MOMENT.fullmatch(text):
        return _formatted(text.replace("Z", "+00:00"), f"{pattern} h:mm A", zone) or text
    return text


def field_date(text: str, pattern: str, zone: tzinfo, with_time: bool) -> str:
    """A date or moment in a field, in whichever form of ISO 8601 it is written; nothing for any other text."""
    if not _ANY_MOMENT.match(text):
        return ""
    if _DATE.fullmatch(text):
        return _formatted(text, pattern, None)
    moment = text.replace("Z", "+00:00")
    if not with_time:
        return _formatted(moment, pattern, zone)
    return _formatted(moment, f"{pattern} h:mm A", zone)


def filled(template: str, data: Json, escape: Callable[[str], str] = plain_text) -> str:
    """A template with the data filled in, values as JavaScript writes them: `true`, lists joined by commas.

    Raises `ExpressionError` for what is no template.
    """
    return render(template, data, escape, lambda value: text_of(cast(Json, value)))


def with_dates(value: Json, pattern: str, zone: tzinfo) -> Json:
    """A copy of the data in which every date has the user's form."""
    if isinstance(value, str):
        return shown_date(value, pattern, zone)
    if isinstance(value, list):
        return [with_dates(each, pattern, zone) for each in value]
    if isinstance(value, dict):
        return {key: with_dates(each, pattern, zone) for key, each in value.items()}
    return value


def clean_tags(content: str) -> str:
    """Content whose Mustache tags hold no markup, which rich text editors leave between the braces."""
    return _TAG.sub(lambda match: unescape(_MARKUP.sub("", match[0])).replace("\xa0", " "), content)


def at_path(data: JsonObject, path: str) -> Json:
    """The value of a variable; null where there is none."""
    here: Json = data
    for step in path.split("."):
        if isinstance(here, list):
            here = dict(enumerate(as_list(here))).get(int(step)) if step.isdigit() else None
        else:
            here = as_object(here).get(step)
    return here


def _formatted(text: str, pattern: str, zone: tzinfo | None) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    if zone is not None:
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone)
    return _PARTS.sub(lambda match: _part(moment, match[0]), pattern)


def _part(moment: datetime, name: str) -> str:
    return str(moment.hour % 12 or 12) if name == "h" else moment.strftime(_PATTERNS[name])
