"""How live runs stand, in the values that their panel shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from engine.bpmn import Document
from modeler.services.live.runs import LiveRun, LiveRuns
from modeler.services.live.sending import Sent
from modeler.services.preview.recorded_run import RecordedRun
from modeler.services.preview.standing import Standing
from modeler.ui.panels.live_view import LiveRow, LiveView, SendRow
from modeler.ui.preview.words import RunWords


def live_view(
    runs: LiveRuns, current: LiveRun | None, document: Document | None, is_busy: bool, message: str
) -> tuple[LiveView, Standing | None]:
    """The panel's values, and how the run stands that is looked at; while it works, as little as is safe to read."""
    rows = tuple(LiveRow(each.id, each.title, each.status, _time(each.begun)) for each in runs.stored())
    doubts = tuple(_send(each) for each in runs.ledger.in_doubt())
    view = LiveView(rows, current.id if current else "", doubts=doubts, is_busy=is_busy, message=message)
    if current is None or document is None:
        return view, None
    sends = tuple(_send(each) for each in runs.ledger.rows(current.id))
    remarks = tuple((each.element, each.remark) for each in runs.desk.questions(current.id) if each.remark)
    view = replace(view, sends=sends, remarks=remarks, has_mailbox=bool(current.live.servers.mailboxes))
    standing = None if is_busy else current.looked_at(lambda: standing_of(current))
    if standing is None:
        return replace(view, is_busy=True), None
    failed = next(iter(standing.failed), "")
    words = RunWords(document)
    words.call(current.lent, {})
    return replace(view, run=words.view(standing), failed=failed), standing


def standing_of(run: LiveRun) -> Standing:
    """How a live run stands, as the canvas and panels know it."""
    return RecordedRun(1, run.request, run.outbox, run.live.files, dict(run.answers)).standing((), {})


def _send(sent: Sent) -> SendRow:
    sending = sent.sending
    is_call, time = sending.kind == "http", _time(sent.at)
    return SendRow(sending.key, sending.element, sending.title, sending.target, sent.state, sent.reason, time, is_call)


def _time(moment: datetime) -> str:
    return moment.astimezone().strftime("%d %b %H:%M")
