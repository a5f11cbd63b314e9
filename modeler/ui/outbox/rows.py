"""The rows of the outbox: one for each effect of a run and for what each call of a script printed, oldest first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from operator import is_
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from modeler.services.preview.outbox import Effect
from modeler.services.preview.standing import Printed, Standing
from modeler.ui.clock_words import clock_words

if TYPE_CHECKING:
    from modeler.services.preview.exchange import Exchange

KINDS = ("mail", "notification", "http", "slack", "pdf", "file", "print")
KIND_ICONS = {
    "mail": "mail", "notification": "bell", "http": "http", "slack": "chat", "pdf": "file", "file": "attachment",
    "print": "code",
}  # fmt: skip
NOTIFICATIONS = "send-email-notifications"
"""The connector whose mails tell people of their tasks."""
FAILED = 400
Source = Effect | Printed
_SEARCHED = 20_000
_AS_TEXT = ("http", "slack", "print")


@dataclass(eq=False, slots=True)
class EffectRow:
    """One thing in the outbox: which element did it, what it is, and its content (the bytes of an `.eml`, or text).

    `page` is HTML that shows it as its reader will see it; `source` is the effect or printed text itself. A row is
    made once for a run, so it can remember that somebody has looked at it.
    """

    kind: str
    element_id: str
    title: str
    detail: str = ""
    time: str = ""
    content: bytes = field(default=b"", repr=False)
    name: str = ""
    page: str = field(default="", repr=False)
    element: str = ""
    source: Source | None = field(default=None, repr=False)
    note: str = ""
    """What became of it where its content does not say so."""
    has_failed: bool = False
    """Whether a server refused it."""
    is_read: bool = False
    _words: str = field(default="", repr=False)

    @property
    def is_mail(self) -> bool:
        """Whether its content is an `.eml`."""
        return self.kind in ("mail", "notification")

    def holds(self, words: str) -> bool:
        """Whether each of these words, in small letters, stands in what the list or the exchange says."""
        if not self._words:
            text = self.content[:_SEARCHED].decode("utf-8", "replace") if self.kind in _AS_TEXT else ""
            told = (self.title, self.detail, self.element, self.element_id, self.time, kind_words(self.kind), text)
            self._words = "\n".join(told).casefold()
        return all(word in self._words for word in words.split())


class EffectRows:
    """Makes the rows of one run, each once; `name` is what an element is called.

    The clock of a preview has a time of its own; that of a live run is the clock on the wall, with seconds: attempts at
    a call are told apart by them.
    """

    def __init__(self, name: Callable[[str], str], is_live: bool = False) -> None:
        self._name = name
        self._is_live = is_live
        self._made: dict[Source, EffectRow] = {}
        self._last: list[Source] = []
        self._rows: list[EffectRow] = []

    def of(self, standing: Standing) -> list[EffectRow]:
        """What had been sent, made and printed at the step that is looked at."""
        sources = _in_order(standing)
        kept = _same_beginning(sources, self._last)
        rows = self._rows[:kept] + [self._row(each, standing.begun) for each in sources[kept:]]
        self._last, self._rows = sources, rows
        return list(rows)

    def _row(self, source: Source, begun: datetime | None) -> EffectRow:
        row = self._made.get(source)
        if row is None:
            row = self._made[source] = _printed(source) if isinstance(source, Printed) else _effect(source)
            row.time = self._moment(source.at, begun)
            row.element = self._name(row.element_id)
        return row

    def _moment(self, at: datetime, begun: datetime | None) -> str:
        return clock_words(at, begun) if self._is_live else moment_words(at, begun)


def moment_words(at: datetime, begun: datetime | None) -> str:
    """When something happened: the time alone on the day on which the run began, else with the day."""
    time = f"{at:%H:%M}"
    if begun is None or at.date() == begun.date():
        return time
    return f"{QLocale().toString(at.date(), 'd MMM')} {time}"  # type: ignore[call-overload]


def kind_words(kind: str) -> str:
    """What a kind of effect is called."""
    words = {
        "mail": _tr("Mail"),
        "notification": _tr("Task notification"),
        "http": _tr("HTTP call"),
        "slack": _tr("Slack message"),
        "pdf": _tr("PDF"),
        "file": _tr("File"),
        "print": _tr("Script print"),
    }
    return words.get(kind, kind)


def _in_order(standing: Standing) -> list[Source]:
    if not standing.printed:
        return list(standing.effects)
    return sorted((*standing.effects, *standing.printed), key=lambda each: each.position)


def _same_beginning(new: list[Source], old: list[Source]) -> int:
    """How many of them are the very same, from the first on."""
    return next((at for at, is_same in enumerate(map(is_, new, old)) if not is_same), min(len(new), len(old)))


def _printed(source: Printed) -> EffectRow:
    lines = source.text.strip().splitlines() or [""]
    more = len(lines) - 1
    detail = _tr("and {} more lines").format(more) if more > 1 else _tr("and 1 more line") if more else ""
    return EffectRow("print", source.element, lines[0], detail, content=source.text.encode("utf-8"), source=source)


def effect_row(effect: Effect) -> EffectRow:
    """One effect by itself, where it is told beside the element that had it."""
    return _effect(effect)


def _effect(effect: Effect) -> EffectRow:
    from modeler.services.preview.exchange import read_exchange

    first = effect.files[0] if effect.files else None
    content, name = (first.content, first.name) if first is not None else (b"", "")
    pages = (file.content.decode("utf-8", "replace") for file in effect.files[1:] if file.media_type == "text/html")
    kind = "notification" if effect.kind == "mail" and effect.connector == NOTIFICATIONS else effect.kind
    exchange = read_exchange(content) if kind in ("http", "slack") else None
    detail = ", ".join(effect.recipients) or _exchanged(exchange) or _size(effect, content)
    detail = " · ".join(filter(None, (effect.note, detail) if effect.has_failed else (detail, effect.note)))
    row = EffectRow(kind, effect.element, effect.title, detail, "", content, name, next(pages, ""), source=effect)
    row.note = effect.note
    row.has_failed = effect.has_failed or (exchange is not None and not 0 < exchange.status < FAILED)
    return row


def _size(effect: Effect, content: bytes) -> str:
    return QLocale().formattedDataSize(len(content)) if effect.kind in ("pdf", "file") else ""


def _exchanged(exchange: Exchange | None) -> str:
    """The place that a message goes to, or what was asked of which server and what it said."""
    if exchange is None:
        return ""
    told = " ".join(filter(None, (str(exchange.status), exchange.reason))) if exchange.status else _tr("No answer")
    return exchange.channel or f"{told} · {exchange.method} {exchange.url}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Outbox", text)
