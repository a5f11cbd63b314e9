"""Makes a scenario of a run: what it started with, what was done to it, and all that came out as expectations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from connectors.sdk.values import JsonObject, as_object
from modeler.services.preview.connector_tasks import plain
from modeler.services.preview.recorded_run import RecordedRun
from modeler.services.preview.starting import PreviewOptions
from modeler.services.scenarios.expectations import Outcome, expectations_of, outcome_of, value_at
from modeler.services.scenarios.scenario import Scenario


def recorded(
    name: str, options: PreviewOptions, run: RecordedRun, pins: Mapping[str, Mapping[str, object]]
) -> Scenario:
    """The run up to the step that is looked at; every act is an event, so that their order stays."""
    outcome = outcome_of(run.seen, run.outbox.until(run.position))
    return Scenario(
        data=dict(options.data),
        start=options.start,
        seed=options.seed,
        pins={element: plain(outputs) for element, outputs in pins.items()},
        events=tuple(event for _, event in run.acts_until(run.position)),
        expect=expectations_of(outcome),
        name=name,
        clock=options.clock,
        user=options.user,
    )


def updated(scenario: Scenario, outcome: Outcome) -> Scenario:
    """The scenario with expectations of the same kinds that this outcome meets."""
    expect, now = dict(scenario.expect), expectations_of(outcome)
    for name in ("status", "path", "waiting", "errors"):
        if name in expect:
            expect[name] = now.get(name, [])
    if "status" not in expect and outcome.status == "error":
        expect["status"] = "error"
    if isinstance(expect.get("data"), dict):
        expect["data"] = _values(as_object(expect["data"]), outcome.data or {})
    if "exactData" in expect:
        expect["exactData"] = now["data"]
    if "effects" in expect:
        expect = {**expect, **as_object({"effects": _alike(expect["effects"], outcome.effects)})}
    if "effectCounts" in expect:
        expect["effectCounts"] = now.get("effectCounts", {"all": 0})
    return replace(scenario, expect=as_object(expect))


def _values(named: JsonObject, data: JsonObject) -> JsonObject:
    """The same paths with their values now; what is not there any more is expected no more."""
    found = {path: value_at(data, path) for path in named}
    return as_object({path: value for path, (is_there, value) in found.items() if is_there})


def _alike(entries: object, effects: Sequence[Mapping[str, object]]) -> list[dict[str, object]]:
    """All effects, told with the same words as before."""
    names = {name for entry in (entries if isinstance(entries, list) else ()) for name in as_object(entry)}
    told = [{name: value for name, value in effect.items() if name in names} for effect in effects]
    different = [entry for number, entry in enumerate(told) if entry and entry not in told[:number]]
    counts = Counter(str(entry) for entry in told)
    return [{**entry, "count": counts[str(entry)]} if "count" in names else entry for entry in different]
