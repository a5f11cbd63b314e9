"""How Request values look on a screen: dates in the user's form, and data that Mustache fills in."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo
from html import unescape

from connectors.sdk.values import Json, JsonObject, as_list, as_object

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z")
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


def is_moment(text: str) -> bool:
    """Whether a text is a date, or a date and a time."""
    try:
        datetime.fromisoformat(text.strip().replace("Z", "+00:00"))
    except ValueError:
        return False
    return True


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
    local = moment.astimezone(zone) if zone is not None else moment
    return _PARTS.sub(lambda match: _part(local, match[0]), pattern)


def _part(moment: datetime, name: str) -> str:
    return str(moment.hour % 12 or 12) if name == "h" else moment.strftime(_PATTERNS[name])
