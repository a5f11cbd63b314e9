"""A run as it stands at its last step, as a value: taken in no time where it lives, read at leisure in a worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from connectors.sdk.ports import File
from connectors.sdk.redaction import Redactor
from connectors.sdk.values import JsonObject
from engine.runtime.graph import ProcessGraph
from engine.runtime.state import Event
from modeler.services.preview.model_copy import ModelCopy
from modeler.services.preview.outbox import Effect

if TYPE_CHECKING:
    from modeler.services.preview.recorded_run import RecordedRun
    from modeler.services.preview.starting import PreviewOptions


@dataclass(frozen=True, slots=True)
class RunSnapshot:
    """What a run has done so far; `begun` and `now` are on its own clock, `born` and `moved` in real time.

    `mask` hides the secrets that a live run used; a preview uses none.
    """

    id: str
    model: ModelCopy
    graph: ProcessGraph
    events: Sequence[Event]
    marks: Sequence[int]
    seed: int
    status: str
    data: Mapping[str, object]
    begun: datetime
    now: datetime
    born: datetime
    moved: datetime
    options: PreviewOptions
    pins: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    acts: Sequence[tuple[int, JsonObject]] = ()
    effects: Sequence[Effect] = ()
    errors: Sequence[Mapping[str, object]] = ()
    parent: str = ""
    at_step: int = 0
    is_live: bool = False
    mask: Redactor = field(default_factory=Redactor)
    files: Sequence[tuple[int, File]] = ()
    """The files of the Request, with their places in its history."""


def snapshot_of(
    run: RecordedRun, model: ModelCopy, options: PreviewOptions, pins: Mapping[str, Mapping[str, object]]
) -> RunSnapshot:
    """How a run stands now; call it while the run does not move."""
    request = run.request
    return RunSnapshot(
        run.id, model, request.graph, request.events, request.marks, request.seed, request.status, request.data,
        request.begun, request.now, run.born, run.moved, options, dict(pins), tuple(run.acts),
        tuple(run.outbox.effects), tuple(request.errors), run.parent_id, run.at_step,
        files=tuple(run.files.kept),
    )  # fmt: skip
