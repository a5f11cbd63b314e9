"""Processes of a package that share an id, as most of ProcessMaker's do: a call finds the one that it means."""

from __future__ import annotations

import json

import pytest

from connectors.sdk.host import Hosts
from engine.bpmn import CallActivity, Document, Process
from engine.bpmn.namespaces import PROCESSMAKER
from engine.runtime import compile_graph
from modeler.services.catalog import discover
from modeler.services.preview.starting import PreviewOptions, start_preview
from modeler.services.profile import Profile
from modeler.services.workspace.package_folder import plan_folder, write_folder
from tests.services.connector_processes import process
from tests.services.workspace.test_process_package import asset, manifest, read

CONFIG = {"calledElement": "ProcessId-47", "processId": 47, "startEvent": "start"}


def named(task: str, id: str = "ProcessId") -> str:
    (found,) = Document.from_bytes(process(task)).elements(Process)
    return process(task).decode().replace(f'"{found.id}"', f'"{id}"')


def call(called: str) -> str:
    config = json.dumps(CONFIG).replace('"', "&quot;")
    return f'<bpmn:callActivity id="call" name="Call" calledElement="{called}" pm:config="{config}"/>'


@pytest.fixture
def package():
    parent = asset("Process", "Parent", id=11, bpmn=named(call("ProcessId-47")))
    child = asset("Process", "Child", id=47, bpmn=named('<bpmn:manualTask id="work" name="Work"/>'))
    return read(manifest(export={"p": parent, "c": child}))


def test_a_process_that_shares_its_id_gets_one_with_its_number_and_calls_name_it(package):
    plan = plan_folder(package)

    child, parent = (Document.from_bytes(plan.files[name]) for name in ("child.bpmn", "parent.bpmn"))
    assert [each.id for each in child.elements(Process)] == ["ProcessId_47"]
    assert [each.id for each in parent.elements(Process)] == ["ProcessId"]
    (made,) = parent.elements(CallActivity)
    assert made.called_element_ref == "ProcessId_47-47"
    assert json.loads(made.foreign(PROCESSMAKER, "config")) == {**CONFIG, "calledElement": "ProcessId_47-47"}
    assert [note for note in plan.notes if "ProcessId_47" in note]


def test_a_preview_of_the_caller_comes_to_the_task_of_the_called_process(package, tmp_path):
    write_folder(plan_folder(package), tmp_path, Profile(tmp_path / "profile"))
    document = Document.from_bytes((tmp_path / "parent.bpmn").read_bytes())

    with Hosts() as hosts:
        preview = start_preview(document, discover(), hosts, PreviewOptions({}, workspace=tmp_path))
        preview.request.run()

    assert [*preview.request.waiting] == ["ProcessId_47/work"]


def test_processes_with_ids_of_their_own_stay_byte_for_byte():
    texts = {"a": named(call("Child-47"), "Parent"), "b": named('<bpmn:manualTask id="work"/>', "Child")}
    assets = {key: asset("Process", key, id=number, bpmn=texts[key]) for key, number in (("a", 11), ("b", 47))}

    plan = plan_folder(read(manifest(export=assets)))

    assert {key: plan.files[f"{key}.bpmn"].decode() for key in texts} == texts


@pytest.mark.parametrize(
    ("id", "called", "found"),
    [("ProcessId", "ProcessId-47", "ProcessId-47"), ("Parent", "Child-47", "Child"), ("Parent", "Parent", "Parent")],
)
def test_a_number_behind_the_id_of_the_caller_means_another_process(id, called, found):
    graph = compile_graph(Document.from_bytes(named(call(called), id).encode()))

    assert [node.called for node in graph.nodes if node.id == "call"] == [found]
