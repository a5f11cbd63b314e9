"""A live run as the history records it, with every secret that it used masked."""

from __future__ import annotations

from modeler.services.live.runs import LiveRun
from modeler.services.preview.connector_tasks import RESERVED, plain
from modeler.services.preview.model_copy import ModelCopy
from modeler.services.preview.run_snapshot import RunSnapshot
from modeler.services.preview.starting import PreviewOptions


def live_snapshot(run: LiveRun, model: ModelCopy) -> RunSnapshot:
    """How a live run stands; call it while it does not move. Its clock is the real one."""
    request = run.request
    marks = request.marks
    first = (request.branch(marks[0]) if marks else request).data
    data = plain({name: value for name, value in first.items() if name not in RESERVED})
    return RunSnapshot(
        run.id, model, request.graph, request.events, marks, request.seed, request.status, request.data,
        request.begun, request.now, request.begun, request.now, PreviewOptions(data),
        effects=tuple(run.outbox.effects), errors=tuple(request.errors), is_live=True, mask=run.live.mask,
        files=tuple(run.live.files.kept),
    )  # fmt: skip
