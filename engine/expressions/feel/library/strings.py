"""FEEL's functions on strings; patterns are those of XPath, matched by expressions that cannot run away."""

from __future__ import annotations

import re

from engine.expressions.errors import ExpressionError
from engine.expressions.evaluation import bounded_text
from engine.expressions.feel.signature import define
from engine.expressions.feel.values import Value, text_of
from engine.expressions.patterns import bounded_subject, safe_pattern

FLAGS = {"s": re.DOTALL, "m": re.MULTILINE, "i": re.IGNORECASE, "x": re.VERBOSE}
GROUP = re.compile(r"\$(\d+)")
CLASSES = {
    "p{L}": "^\\W\\d_",
    "p{Lu}": "A-ZÀ-ÖØ-Þ",
    "p{Ll}": "a-zß-öø-ÿ",
    "p{IsBasicLatin}": "\\x00-\\x7f",
    "i": "A-Za-z_:",
    "c": "-A-Za-z0-9._:",
}
SUBTRACTION = re.compile(r"\[([^\[\]]*)-\[([^\[\]]*)\]\]")
SPACING = re.compile(r"\[(?:\\.|[^\]\\])*\]|\s", re.DOTALL)
BACK_REFERENCE_IN_CLASS = re.compile(r"\[[^\]]*\\\d")
PIECE = re.compile(r"\\(?:p\{\w+\}|.)|\[(?:\\.|[^\]\\])*\]|\s|.", re.DOTALL)


def substring(text: str, start: Value, length: Value = None) -> Value:
    """Characters from a place counted from 1, or from the end with a negative one."""
    place = int(start)
    if place == 0:
        return None
    begin = place - 1 if place > 0 else max(len(text) + place, 0)
    if length is None:
        return text[begin:]
    count = int(length)
    return text[begin : begin + count] if count > 0 else None if count < 0 else ""


def before(text: str, match: str) -> Value:
    """What stands before the first occurrence; empty where there is none."""
    head, found, _ = text.partition(match) if match else ("", "", "")
    return head if found else ""


def after(text: str, match: str) -> Value:
    """What stands after the first occurrence; empty where there is none."""
    if not match:
        return text
    return text.partition(match)[2]


def compiled(pattern: str, flags: str | None) -> re.Pattern[str]:
    """An XPath pattern with its flags as one of Python's; raises `ExpressionError` for a wrong one."""
    options = 0
    for flag in flags or "":
        if flag not in FLAGS:
            raise ExpressionError(f'there is no flag "{flag}" for patterns')
        options |= FLAGS[flag]
    return safe_pattern(translated(pattern, options), options & ~re.VERBOSE)


def translated(pattern: str, options: int) -> str:
    """A pattern with what XPath writes otherwise than Python: classes, subtraction, free spacing, the dot."""
    if options & re.VERBOSE:
        pattern = SPACING.sub(lambda match: match[0].strip(), pattern)
    if BACK_REFERENCE_IN_CLASS.search(pattern):
        raise ExpressionError("a class of signs cannot hold a back reference")
    pattern = SUBTRACTION.sub(r"(?:(?![\2])[\1])", pattern)
    return "".join(_piece(match[0], options) for match in PIECE.finditer(pattern))


def _piece(piece: str, options: int) -> str:
    if piece.startswith("\\"):
        known = CLASSES.get(piece[1:])
        return f"[{known}]" if known else piece
    return "[^\\n\\r]" if piece == "." and not options & re.DOTALL else piece


def matches(text: str, pattern: str, flags: str | None = None) -> Value:
    """Whether a pattern occurs in a text; null for a wrong pattern."""
    try:
        return compiled(pattern, flags).search(bounded_subject(text)) is not None
    except ExpressionError:
        return None


def replace(text: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    """A text with every match replaced; `$1` stands for the first group. Null for a wrong pattern."""
    try:
        expression = compiled(pattern, flags)
    except ExpressionError:
        return None
    if re.search(r"\$(?!\d)", replacement.replace("\\$", "")):
        return None

    def fill(match: re.Match[str]) -> str:
        groups = expression.groups
        filled = GROUP.sub(lambda group: _group(match, group[1], groups), replacement.replace("\\$", "\0"))
        return filled.replace("\0", "$").replace("\\\\", "\\")

    return bounded_text(expression.sub(fill, bounded_subject(text)))


def _group(match: re.Match[str], digits: str, groups: int) -> str:
    """The group that `$12` means: 12 where there are so many, else 1 followed by the digit 2."""
    for cut in range(len(digits), 0, -1):
        index = int(digits[:cut])
        if index <= groups:
            return (match[index] or "") + digits[cut:]
    return ""


def split(text: str, delimiter: str) -> Value:
    """The parts of a text between the matches of a pattern."""
    try:
        return compiled(delimiter, None).split(bounded_subject(text))
    except ExpressionError:
        return None


def join(items: list[Value], delimiter: Value = None, prefix: Value = None, suffix: Value = None) -> Value:
    """Strings put together with a delimiter; nulls are left out."""
    if any(item is not None and not isinstance(item, str) for item in items):
        return None
    joined = (delimiter or "").join(item for item in items if item is not None)
    return bounded_text((prefix or "") + joined + (suffix or ""))


STRINGS = dict(
    (
        define("string", text_of, "from: Any"),
        define("substring", substring, "string: string, start position: number, length?: number"),
        define("string length", len, "string: string"),
        define("upper case", str.upper, "string: string"),
        define("lower case", str.lower, "string: string"),
        define("substring before", before, "string: string, match: string"),
        define("substring after", after, "string: string, match: string"),
        define("contains", lambda text, match: match in text, "string: string, match: string"),
        define("starts with", str.startswith, "string: string, match: string"),
        define("ends with", str.endswith, "string: string, match: string"),
        define("matches", matches, "input: string, pattern: string, flags?: string?"),
        define("replace", replace, "input: string, pattern: string, replacement: string, flags?: string?"),
        define("split", split, "string: string, delimiter: string"),
        define(
            "string join",
            join,
            "list: list, delimiter?: string?",
            "list: list, delimiter: string?, prefix: string?, suffix: string?",
        ),
        define("trim", str.strip, "string: string"),
        define("is blank", lambda text: not text.strip(), "string: string"),
    )
)
