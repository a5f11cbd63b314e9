"""No secret gets into the history: neither one that stands in a process in clear text, nor one that a live run used."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from connectors.sdk.redaction import Redactor
from modeler.services.history.reopening import reopened
from modeler.services.history.rows import TakenRun
from tests.services.connector_processes import SLACK, connector_task, process
from tests.services.history.kit import Recorder, everything

CANARY = "xoxb-c4nary-7731"
SETTINGS = {"channel": "C1", "message": "Hello {{who}}", "token": CANARY, "type": "channel"}


def all_of(run: TakenRun) -> str:
    models = "".join(model.content.decode() for model in run.models)
    effects = "".join(f"{effect.facts}{effect.content!r}" for effect in run.effects)
    return f"{run.head}{json.dumps([run.details.data, run.details.acts, dict(run.details.pins)], default=str)}" + (
        f"{''.join(run.lines(0))}{effects}{models}{run.words}"
    )


def secret_field() -> str:
    """The setting of the Slack connector that its manifest marks as secret."""
    manifest = next(entry for entry in everything().connectors if "slack" in entry.id)
    return next(name for name, part in manifest.properties["properties"].items() if part.get("format") == "secret")  # type: ignore[union-attr,index,call-overload]


def test_a_secret_in_clear_text_is_masked_in_process_events_and_effects(recording: Recorder) -> None:
    recording.catalog = everything()
    settings: dict[str, Any] = {**SETTINGS, secret_field(): CANARY}
    content = process(connector_task("tell", SLACK, settings))
    recording.start({"who": CANARY, "token": {CANARY: [CANARY]}}, content)

    taken = recording.take()

    assert CANARY in content.decode()
    assert CANARY not in all_of(taken)
    assert "•••" in taken.head.summary
    recording.store()
    record = recording.archive.load(taken.head.id)
    assert reopened(record, "then", recording.catalog, recording.session._hosts, None).request.status


def test_what_a_run_used_is_masked_and_its_trace_can_still_be_read(recording: Recorder) -> None:
    recording.start({"who": CANARY, "kind": "Start"})
    snapshot = recording.session.snapshot()
    assert snapshot is not None
    mask = Redactor()
    for secret in (CANARY, "entered", "Start", "Check", "2026"):
        mask.add(secret)

    taken = recording.taker.take(replace(snapshot, mask=mask, acts=[(3, {"complete": "Check", "data": {"a": CANARY}})]))
    recording.archive.store(taken, None)

    assert CANARY not in all_of(taken)
    lines = [json.loads(line) for line in taken.lines(0)]
    assert {line["kind"] for line in lines} >= {"entered", "waiting"}
    assert {line["element"] for line in lines} >= {"Start", "Check"}
