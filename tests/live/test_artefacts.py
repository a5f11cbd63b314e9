"""A secret that a live run used, and that the server sent back, is in nothing that is handed on afterwards."""

from __future__ import annotations

import json

import pytest

from modeler.editing.commands.clipboard import copy
from modeler.services.catalog import discover
from modeler.services.export.bpmn import export_bpmn
from modeler.services.history.taking import RunTaker
from modeler.services.live.plan import live_plan
from modeler.services.live.recording import live_snapshot
from modeler.services.live.runs import LiveChoice
from modeler.services.preview.model_copy import ModelCopy
from modeler.services.profile import Profile
from modeler.services.scenarios.scenario import Scenario, written_scenario
from modeler.services.secrets.keyring_store import Secrets
from modeler.services.storage.operating_system import OperatingSystem
from tests.connectors.local_http import serving
from tests.live.kit import started
from tests.reliability.dresses import dresses
from tests.reliability.planted import service
from tests.services.connector_processes import SERVICE, connector_task, document

CANARY = "c4nary+bird/9 ü"
EVERYTHING = [{"key": "whole", "value": "", "format": "dotNotation"}]


@pytest.fixture
def finished(kit, tmp_path):
    """The model, its run, the folder of its workspace: the server sent the secret back in many dresses."""
    kit.secrets = Secrets(Profile(kit.folder / "profile"))
    kit.secrets.keep("SHOP", CANARY)
    model = document(connector_task("call", SERVICE, {"dataSource": 3, "endpoint": "Send", "dataMapping": EVERYTHING}))
    with serving() as server:
        place = service(tmp_path / "work", server)
        said = json.dumps(dresses(CANARY))
        server.answer = lambda seen: (200, {"Content-Type": "application/json"}, said.encode())
        runs = kit.runs()
        run = started(runs, model, place, "call")
        assert server.seen
        yield model, run, place
        runs.close()


def test_a_used_secret_is_in_no_export_copy_plan_scenario_or_outbox(finished, tmp_path):
    model, run, place = finished
    profile = Profile(tmp_path / "profile")
    choice = LiveChoice({}, frozenset({"call"}), place, loopback=True)

    export_bpmn(OperatingSystem(), profile, model, tmp_path / "out.bpmn", allow_problems=True)
    pinned = written_scenario(Scenario(name="Again", data=run.request.data, pins={"call": run.request.data}))
    handed_on = {
        "export": (tmp_path / "out.bpmn").read_text(encoding="utf-8"),
        "clipboard": copy(model, [model.find("call")]),
        "plan": repr(live_plan(model, discover(), choice, lambda name: name == "SHOP")),
        "scenario": pinned,
        "undo": model.to_bytes().decode(),
        "history": recorded(run, model),
        "outbox": "".join(file.content.decode("utf-8", "replace") for effect in run.effects for file in effect.files),
    }

    forms = [form for form in dresses(CANARY).values() if len(form) > 8]
    assert [name for name, text in handed_on.items() if any(form in text for form in forms)] == []
    assert "•••" in handed_on["scenario"]
    assert "•••" in handed_on["history"]
    assert "dataSource" in handed_on["clipboard"]
    assert handed_on["outbox"]


def recorded(run, model):
    """All that the history stores of a run."""
    taken = RunTaker(discover).take(live_snapshot(run, ModelCopy.of(model)))
    effects = "".join(f"{effect.facts}{effect.content!r}" for effect in taken.effects)
    return f"{taken.head}{taken.details}{taken.words}{''.join(taken.lines(0))}{effects}{taken.models[0].content!r}"
