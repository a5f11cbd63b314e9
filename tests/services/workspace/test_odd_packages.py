"""ProcessMaker packages that somebody damaged, mixed up or made to do harm: told, and kept in their folder."""

from __future__ import annotations

import json

import pytest

from engine.bpmn import Document, ServiceTask
from engine.bpmn.namespaces import PROCESSMAKER
from modeler.services.profile import Profile
from modeler.services.storage.file_errors import FileError
from modeler.services.workspace.package_folder import WHOLE, FolderPlan, file_word, plan_folder, write_folder
from modeler.services.workspace.process_package import PackageError, read_package
from tests.services.connector_processes import mail_task, process
from tests.services.workspace.test_process_package import asset, manifest, read

TASK = "/bpmn:definitions/bpmn:process/bpmn:serviceTask"


def package(*assets, **changes):
    return manifest(export={f"u{number}": each for number, each in enumerate(assets)}, **changes)


def service(name, **credentials):
    return asset("DataConnector", name, {"credentials": credentials}, id=4, endpoints="{}")


@pytest.mark.parametrize("number", ["../../../evil", "..", "/evil", "a\\..\\b", "C:evil", None, 7])
def test_no_number_of_an_asset_leads_out_of_the_folder(tmp_path, number):
    plan = plan_folder(read(package(asset("Screen", "Summary", id=number), asset("Script", "../x", id=number))))

    written = write_folder(plan, tmp_path / "in", Profile(tmp_path / "profile"))

    inside = (tmp_path / "in").resolve()
    assert all(path.resolve().is_relative_to(inside) for path in written)
    assert {each.name for each in tmp_path.iterdir()} <= {"in", "profile"}


@pytest.mark.parametrize("path", ["../a", "a/../../b", "/a", "a//b", "a\\..\\b"])
def test_a_plan_takes_no_path_that_leads_elsewhere(path):
    with pytest.raises(ValueError, match="no path within"):
        FolderPlan().add(path, b"")


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("Order / now", "order-now"),
        ("CON", "_con"),
        ("nul", "_nul"),
        ("Über Größe", "über-größe"),
        ("采购审批", "采购审批"),
        ("a:b*c?", "a-b-c"),
        ("...", "unnamed"),
        ("x" * 300, "x" * 60),
    ],
)
def test_names_are_files_on_every_system_in_the_letters_of_their_language(name, word):
    assert file_word(name) == word


def test_services_of_like_names_have_secrets_of_their_own():
    plan = plan_folder(read(package(service("Shop!", token="a"), service("Shop?", token="b"), service("店", key="c"))))

    sources = [json.loads(content) for path, content in plan.files.items() if path.startswith("data-connectors")]
    held = [next(iter(each["credentials"].values())) for each in sources]
    assert held == ["secret:SHOP_TOKEN", "secret:SHOP_2_TOKEN", "secret:SERVICE_KEY"]
    kept = json.loads(plan.files[WHOLE])["export"]
    assert [next(iter(each["references"]["credentials"].values())) for each in kept.values()] == held


def test_secrets_under_other_names_and_further_inside_are_left_out_too():
    given = {"access_token": "t1", "password_type": "None", "url": "https://a/token", "more": {"apiKey": "t2"}}

    plan = plan_folder(read(package(service("Shop", **given))))

    source = json.loads(plan.files["data-connectors/shop.json"])
    assert source["credentials"] == {
        "access_token": "secret:SHOP_ACCESS_TOKEN", "password_type": "None", "url": "https://a/token",
        "more": {"apiKey": "secret:SHOP_MORE_APIKEY"},
    }  # fmt: skip


def nested(depth):
    value = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (package(asset("Screen", "S", id=1, config=nested(900))), "nested too deeply"),
        (package(asset("ProcessTemplates", "T", manifest=json.dumps(nested(900)))), None),
        (package(asset("ProcessTemplates", "T", manifest=json.dumps({"export": nested(900)}))), "nested too deeply"),
        (package(), "holds nothing"),
        (manifest(export=[]), "holds nothing"),
        ({"type": "process_package", "version": "1", "process": {}}, "of version 1"),
        (manifest(version="3"), "of version 3"),
        ({"type": "process_package"}, "not a ProcessMaker package"),
    ],
    ids=["deep", "a deep text", "a deep template", "empty", "a list", "old", "new", "another file"],
)
def test_what_cannot_be_a_package_is_told_in_words(value, words):
    if words is None:
        assert plan_folder(read(value)).files
        return
    with pytest.raises(PackageError, match=words):
        read_package(json.dumps(value).encode())


@pytest.mark.parametrize(
    ("bpmn", "words", "is_there"), [(None, "comes without its BPMN", False), ("<not xml", "cannot be opened", True)]
)
def test_a_process_that_cannot_be_opened_is_told(bpmn, words, is_there):
    plan = plan_folder(read(package(asset("Process", "Order", bpmn=bpmn))))

    assert words in plan.notes[0]
    assert ("order.bpmn" in plan.files) is is_there


def test_where_number_and_asset_differ_the_asset_is_right():
    bpmn = process(mail_task(type="screen", screenRef=31)).decode()
    dependent = {"type": "screens", "uuid": "u1", "meta": {"path": TASK}}
    screens = [asset("Screen", name, id=number) for name, number in (("Meant", 77), ("Other", 31))]

    plan = plan_folder(read(package({**asset("Process", "Order", bpmn=bpmn), "dependents": [dependent]}, *screens)))

    (task,) = Document.from_bytes(plan.files["order.bpmn"]).elements(ServiceTask)
    assert json.loads(task.foreign(PROCESSMAKER, "config"))["screenRef"] == 77
    assert "uses 77 (“Meant”) in place of 31" in plan.notes[0]


def test_a_folder_that_cannot_be_written_whole_is_not_written(tmp_path):
    plan = plan_folder(read(manifest()))
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "scripts").write_text("in the way")

    with pytest.raises(FileError, match="scripts"):
        write_folder(plan, folder, Profile(tmp_path / "profile"))

    assert [each.name for each in folder.iterdir()] == ["scripts"]
