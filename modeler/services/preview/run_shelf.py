"""The runs that a session holds: those of one Request and its branches, and those of the history beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from modeler.services.preview.recorded_run import RecordedRun
from modeler.services.preview.standing import PreviewRefused, RunName

MOST_RUNS = 12


class RunShelf:
    """Knows runs by number; the first one and the newest ones stay."""

    def __init__(self) -> None:
        self._runs: list[RecordedRun] = []

    def __iter__(self) -> Iterator[RecordedRun]:
        return iter(self._runs)

    @property
    def next_number(self) -> int:
        """The number of a run that begins now."""
        return max((run.number for run in self._runs), default=0) + 1

    @property
    def names(self) -> tuple[RunName, ...]:
        """What lists say of all."""
        return tuple(run.name for run in self._runs)

    def add(self, run: RecordedRun) -> None:
        """One more run."""
        self._runs.append(run)
        if len(self._runs) > MOST_RUNS:
            del self._runs[1]

    def find(self, number: int) -> RecordedRun:
        """The run with a number. Raises `PreviewRefused`."""
        found = next((run for run in self._runs if run.number == number), None)
        if found is None:
            raise PreviewRefused(f"There is no run {number}.")
        return found

    def hold(self, run: RecordedRun) -> RecordedRun:
        """A run of the history among the others; one that is here already is not taken twice."""
        known = next((each for each in self._runs if each.id == run.id), None)
        if known is None:
            known = replace(run, number=self.next_number)
            self.add(known)
        return known

    def drop_past(self) -> RecordedRun | None:
        """Only the runs of now stay; returns the newest of them."""
        self._runs = [run for run in self._runs if run.past is None]
        return self._runs[-1] if self._runs else None

    def clear(self) -> None:
        """No runs any more."""
        self._runs = []
