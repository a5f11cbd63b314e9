"""Runs to be recorded: a session on a small process, a clock that the test moves, and what is taken of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.bpmn import Document
from modeler.services.catalog import Catalog, discover
from modeler.services.history.archive import RunArchive
from modeler.services.history.rows import Limits, Place, TakenRun
from modeler.services.history.taking import RunTaker
from modeler.services.preview.session import PreviewSession
from modeler.services.profile import Profile
from tests.services.small_process import SMALL

SAMPLES = Path(__file__).resolve().parents[3] / "resources" / "samples"
HERE = Place("place-1", "/work/order.bpmn", "order.bpmn")
ELSEWHERE = Place("place-2", "/work/other.bpmn", "other.bpmn")
APPROVAL = {
    "item": "Desk",
    "quantity": 1,
    "manager": {"name": "Malik", "email": "malik@acme.example"},
    "requester": {"name": "Bea", "email": "bea@acme.example"},
    "supplier": {"name": "Nordic", "email": "orders@nordic.example"},
}


@dataclass
class Clock:
    """Real time, as far as the history knows."""

    now: datetime = datetime(2026, 11, 30, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **stretch: float) -> None:
        self.now += timedelta(**stretch)


@dataclass
class Recorder:
    """One session whose runs are stored."""

    session: PreviewSession
    archive: RunArchive
    clock: Clock
    catalog: Catalog = field(default_factory=lambda: Catalog({}))

    def __post_init__(self) -> None:
        self.taker = RunTaker(lambda: self.catalog)

    def start(self, data: Mapping[str, object] | None = None, content: bytes = SMALL) -> None:
        self.session.start(Document.from_bytes(content, "order.bpmn"), self.catalog, dict(data or {}), None)
        self.session.run()

    def take(self) -> TakenRun:
        snapshot = self.session.snapshot()
        assert snapshot is not None
        return self.taker.take(snapshot)

    def store(self, place: Place | None = HERE) -> str:
        taken = self.take()
        self.archive.store(taken, place)
        return taken.head.id

    def run(self, data: Mapping[str, object], place: Place = HERE) -> str:
        """A whole run, stored."""
        self.start(data)
        self.session.answer("Check", {"checked": True})
        return self.store(place)


@contextmanager
def recorder(folder: Path, limits: Limits | None = None) -> Iterator[Recorder]:
    clock = Clock()
    archive = RunArchive(Profile(folder), lambda: limits or Limits(), clock)
    session = PreviewSession(clock)
    yield Recorder(session, archive, clock)
    session.close()


def everything() -> Catalog:
    """The connectors in the box."""
    return discover()
