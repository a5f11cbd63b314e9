"""Data connectors as files: read whole, edited as values, written at once, and never over what somebody else wrote."""

from __future__ import annotations

import json

import pytest

from modeler.services.storage.file_errors import FileChanged
from modeler.services.workspace.source_files import DeclaredInput, declared_inputs, placeholders, read_files, sample_of
from modeler.services.workspace.source_list import SourceList

SHOP = {"id": 4, "name": "Shop", "authtype": "NONE", "mappings": {"x": [1.0]}, "endpoints": {
    "List": {"method": "GET", "url": "https://api.example.org/{{who}}", "view": {"open": True}, "params": []},
    "Make": {"method": "POST", "body": '{"a": {{amount}}, "b": "{{{note.text}}}"}'}}}  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data-connectors").mkdir()
    return tmp_path


def put(folder, values, name="shop.json"):
    path = folder / "data-connectors" / name
    path.write_text(values if isinstance(values, str) else json.dumps(values), encoding="utf-8")
    return path


def test_what_nobody_edits_stays_in_the_file(folder):
    path = put(folder, SHOP)
    sources = SourceList(folder)

    sources.set_value(path, "description", "Orders")
    sources.set_resource(path, "List", {**SHOP["endpoints"]["List"], "method": "PUT"})
    assert sources.unsaved == {path}
    sources.save(path)

    expected = json.loads(json.dumps(SHOP))
    expected["description"] = "Orders"
    expected["endpoints"]["List"]["method"] = "PUT"
    assert json.loads(path.read_text()) == expected
    assert list(json.loads(path.read_text())["endpoints"]) == ["List", "Make"]
    assert sources.unsaved == set()


def test_resources_that_stand_as_text_are_written_as_text(folder):
    path = put(folder, {**SHOP, "endpoints": json.dumps(SHOP["endpoints"])})
    sources = SourceList(folder)

    sources.set_resource(path, "List", {"method": "GET", "url": "https://ü.example"})
    sources.save(path)

    kept = json.loads(path.read_text(encoding="utf-8"))["endpoints"]
    assert json.loads(kept)["List"]["url"] == "https://ü.example"


@pytest.mark.parametrize("text", ["{", "[]", '"x"', "", '{"endpoints": "{"}', "[" * 100_000])
def test_a_file_that_cannot_be_read_is_listed_with_its_reason_and_left_alone(folder, text):
    path = put(folder, text)

    (file,) = read_files(folder)

    assert file.error
    assert path.read_text() == text


def test_what_somebody_else_wrote_meanwhile_is_not_lost(folder):
    path = put(folder, SHOP)
    sources = SourceList(folder)
    sources.set_value(path, "name", "Mine")
    put(folder, {**SHOP, "name": "Theirs"})

    with pytest.raises(FileChanged):
        sources.save(path)
    assert json.loads(path.read_text())["name"] == "Theirs"

    sources.take_theirs(path)
    assert sources.file(path).name == "Theirs"
    sources.set_value(path, "name", "Mine again")
    put(folder, {**SHOP, "name": "Theirs again"})
    sources.keep_mine(path)
    assert json.loads(path.read_text())["name"] == "Mine again"


def test_a_file_that_is_gone_or_new_meanwhile_is_told(folder):
    path = put(folder, SHOP)
    sources = SourceList(folder)
    sources.set_value(path, "name", "Mine")
    path.unlink()
    with pytest.raises(FileChanged, match="removed"):
        sources.save(path)

    made = sources.add("Shop")
    made.path.parent.mkdir(exist_ok=True)
    made.path.write_text("{}")
    with pytest.raises(FileChanged, match="made a file"):
        sources.save(made.path)


def test_a_new_data_connector_gets_a_file_of_its_own(tmp_path):
    sources = SourceList(tmp_path)

    first, second = sources.add("Shöp / Orders!"), sources.add("Shöp / Orders!")

    assert [each.path.name for each in (first, second)] == ["sh-p-orders.json", "sh-p-orders-2.json"]
    assert second.name == "Shöp / Orders! 2"
    sources.save(first.path)
    assert json.loads(first.path.read_text(encoding="utf-8"))["authtype"] == "NONE"
    assert not second.path.exists()
    assert sources.find(first.values["uuid"]) == sources.file(first.path)


def test_resources_are_added_copied_renamed_and_removed_in_place(folder):
    path = put(folder, SHOP)
    sources = SourceList(folder)

    assert sources.add_resource(path, "List") == "List 2"
    assert sources.add_resource(path, "Make", SHOP["endpoints"]["Make"]) == "Make 2"
    assert sources.rename_resource(path, "List", "All") == "All"
    assert sources.rename_resource(path, "Make 2", "Make") == "Make 2"
    sources.remove_resource(path, "List 2")

    resources = sources.file(path).resources
    assert list(resources) == ["All", "Make", "Make 2"]
    assert resources["All"]["purpose"] == "All"
    assert resources["All"]["view"] == {"open": True}
    assert resources["Make 2"]["body"] == SHOP["endpoints"]["Make"]["body"]


def test_removing_a_data_connector_removes_its_file(folder):
    path = put(folder, SHOP)
    sources = SourceList(folder)

    sources.remove(path)

    assert not path.exists()
    assert sources.files == []


def test_an_element_finds_its_data_connector_by_number_uuid_or_name(folder):
    put(folder, {**SHOP, "uuid": "u-1"})
    put(folder, {"endpoints": {}}, "bare.json")
    sources = SourceList(folder)

    assert {sources.find(each).name for each in (4, "4", "u-1", "Shop")} == {"Shop"}
    assert sources.find("bare").path.name == "bare.json"
    assert sources.find(5) is None


def test_inputs_are_what_the_resource_declares_each_once():
    resource = {
        "url": "https://x/{{id}}?q={{q}}",
        "params": [{"key": "page", "value": 1, "required": True}, {"key": "id", "value": "{{n}}"}],
        "headers": [{"key": "X-A", "value": "{{a}}"}],
        "body": SHOP["endpoints"]["Make"]["body"],
        "outboundConfig": [{"type": "HEADER", "key": "X-B"}, {"type": "BODY", "key": "amount"}],
    }

    assert declared_inputs(resource) == [
        DeclaredInput("PARAM", "page", True, "1"),
        DeclaredInput("PARAM", "id", False, "{{n}}"),
        DeclaredInput("PARAM", "q"),
        DeclaredInput("BODY", "amount"),
        DeclaredInput("BODY", "note"),
        DeclaredInput("HEADER", "X-A", False, "{{a}}"),
        DeclaredInput("HEADER", "X-B"),
    ]
    assert placeholders(resource) == ["id", "q", "n", "a", "amount", "note.text"]


@pytest.mark.parametrize(
    ("kept", "sample"), [({"a": 1}, {"a": 1}), ("[1]", [1]), ("{", {}), (None, {}), (5, {}), ('"x"', {})]
)
def test_sample_data_may_be_text_or_values(kept, sample):
    assert sample_of({"testData": kept}) == sample
