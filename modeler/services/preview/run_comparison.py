"""Two runs side by side: where their paths part and meet again, and how their data differ in the end."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from engine.runtime.request import Request
from modeler.services.preview.connector_tasks import plain
from modeler.services.preview.data_changes import DataChange, data_changes

MOST_STEPS = 4_000


@dataclass(frozen=True, slots=True)
class PathRow:
    """One line of two paths: the element of each, None where it has none there."""

    first: str | None
    second: str | None

    @property
    def kind(self) -> Literal["same", "first", "second"]:
        """Whether both went there, or which one."""
        if self.first is not None and self.second is not None:
            return "same"
        return "first" if self.first is not None else "second"


@dataclass(frozen=True, slots=True)
class RunComparison:
    """What `compare` found; `data` goes from the first run to the second."""

    path: tuple[PathRow, ...]
    data: tuple[DataChange, ...]
    first_status: str
    second_status: str


def compare(first: Request, second: Request) -> RunComparison:
    """Two Requests as they stand; of very long paths only so much is looked at."""
    rows = _aligned(first.path[:MOST_STEPS], second.path[:MOST_STEPS])
    changes = data_changes(plain(first.data), plain(second.data))
    return RunComparison(tuple(rows), tuple(changes), first.status, second.status)


def _aligned(first: list[str], second: list[str]) -> list[PathRow]:
    rows: list[PathRow] = []
    for tag, a, b, c, d in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [PathRow(one, one) for one in first[a:b]]
        else:
            rows += [PathRow(one, None) for one in first[a:b]]
            rows += [PathRow(None, one) for one in second[c:d]]
    return rows
