"""Runs of the history in the words and values that the panel shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QCoreApplication

from modeler.services.history.rows import RunDetails, RunHead
from modeler.ui.history.rows import RunRow, RunSheet, moment_words, outcome_words, real_words
from modeler.ui.panels.data_tree import value_words

LONGEST = 400
NAMES = frozenset(("message", "signal", "advance"))
"""Acts that tell a name or a time, and no element."""


def run_row(head: RunHead) -> RunRow:
    """One line of the list."""
    from modeler.ui.preview.words import span_words

    told = [outcome_words(head.status), _count(head.steps, _tr("1 step"), _tr("{} steps"))]
    if head.virtual:
        told.append(span_words(head.virtual))
    return RunRow(
        head.id,
        head.name or head.summary or head.start_name or _tr("Without data"),
        head.status,
        head.born,
        " · ".join(told),
        bool(head.name),
        head.is_kept,
        head.is_live,
    )


def run_sheet(head: RunHead, details: RunDetails, name: Callable[[str], str]) -> RunSheet:
    """One run looked at more closely; `name` says what an element is called."""
    acts = tuple(_act_words(act, name)[:LONGEST] for _, act in details.acts)
    return RunSheet(run_row(head), tuple(_facts(head, details, name)), head.problem, details.data, acts)


def _facts(head: RunHead, details: RunDetails, name: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    from modeler.ui.preview.words import span_words

    yield _tr("Outcome"), outcome_words(head.status)
    yield _tr("Started"), moment_words(head.born)
    took = real_words(head.real)
    if head.virtual and not head.is_live:
        took = _tr("{} ({} on its clock)").format(took, span_words(head.virtual))
    yield _tr("Took"), took
    yield _tr("Steps"), f"{head.steps:,}"
    yield _tr("Sent"), _count(head.effects, _tr("1 effect"), _tr("{} effects")) if head.effects else _tr("nothing")
    if head.start:
        yield _tr("Start event"), head.start_name or head.start
    if head.process:
        yield _tr("Process"), head.process
    if head.name and head.summary:
        yield _tr("Data"), head.summary
    if head.parent:
        yield _tr("Branched"), _tr("from step {} of another run").format(head.at_step)
    if details.pins:
        yield _tr("Pinned"), ", ".join(map(name, details.pins))
    if details.files:
        yield _tr("Files"), ", ".join(map(_file_words, details.files))
    if details.seed:
        yield _tr("Seed"), str(details.seed)


def _file_words(file: Mapping[str, object]) -> str:
    size = file.get("size")
    kilobytes = f"{-(-size // 1000):,} kB" if isinstance(size, int) else ""
    words = _tr("{} ({})") if file.get("whole") is True else _tr("{} ({}, too large to be kept)")
    return words.format(file.get("name"), kilobytes)


def _act_words(act: Mapping[str, object], name: Callable[[str], str]) -> str:
    words = {
        "complete": _tr("“{}” answered"),
        "fail": _tr("“{}” failed by hand"),
        "trigger": _tr("“{}” happened by hand"),
        "message": _tr("Message “{}” sent"),
        "signal": _tr("Signal “{}” thrown"),
        "advance": _tr("Time passed to {}"),
        "retry": _tr("“{}” tried again"),
        "move": _tr("Token moved from “{}”"),
        "remove": _tr("Token taken away from “{}”"),
        "assign": _tr("“{}” assigned"),
        "cancel": _tr("Stopped"),
        "breakOff": _tr("“{}” broken off"),
    }
    kind = next((name for name in words if name in act), "")
    if not kind:
        return _tr("Data changed by hand")
    what = str(act[kind])
    said = words[kind].format(what if kind in NAMES else name(what))
    given = act.get("data")
    if isinstance(given, dict) and given:
        return f"{said}: {', '.join(f'{name} {_value(value)}' for name, value in given.items())}"
    to = act.get("to")
    return f"{said} → {name(to)}" if isinstance(to, str) else said


def _value(value: object) -> str:
    return value if isinstance(value, str) else value_words(value)


def _count(number: int, one: str, many: str) -> str:
    return one if number == 1 else many.format(f"{number:,}")


def _tr(text: str) -> str:
    return QCoreApplication.translate("History", text)
