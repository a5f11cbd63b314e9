"""Settings as extension elements: read by the schema, written where they change, everything else kept."""

from __future__ import annotations

import pytest

from connectors.sdk.manifest import read_manifest
from engine.bpmn import Document
from modeler.editing import binding
from tests.connectors.packages import write_package

URI = "http://example.org/mail"
HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:ex="http://example.org/mail" id="D" '
    'targetNamespace="http://example.org/"><process id="P"><serviceTask id="t">'
)
TAIL = "</serviceTask></process></definitions>"
FULL = """
<extensionElements><ex:other kept="1"/>
  <ex:mail  note='kept'><!-- kept -->
    <ex:subject>Hi &#38; bye</ex:subject><ex:unknown>kept</ex:unknown>
    <ex:size>12</ex:size><ex:ratio>1.50</ex:ratio><ex:urgent>true</ex:urgent>
    <ex:to><ex:kind>mail</ex:kind><ex:value>a@b</ex:value></ex:to>
    <ex:to><ex:kind>nobody</ex:kind></ex:to>
    <ex:tag>x</ex:tag><ex:tag>y</ex:tag>
  </ex:mail></extensionElements>"""
VALUES = {
    "subject": "Hi & bye",
    "size": 12,
    "ratio": 1.5,
    "urgent": True,
    "to": [{"kind": "mail", "value": "a@b"}, {"kind": "nobody"}],
    "tag": ["x", "y"],
}
RECIPIENT = {
    "type": "object",
    "properties": {"kind": {"type": "string"}},
    "oneOf": [
        {"properties": {"kind": {"const": "mail"}, "value": {"type": "string", "default": ""}}},
        {"properties": {"kind": {"const": "nobody"}}},
    ],
}


@pytest.fixture
def manifest(tmp_path):
    properties = {
        "type": "object",
        "properties": {
            "subject": {"type": "string", "default": "New"},
            "size": {"type": "integer"},
            "ratio": {"type": "number"},
            "urgent": {"type": "boolean", "default": False},
            "to": {"type": "array", "items": RECIPIENT},
            "tag": {"type": "array", "items": {"type": "string"}},
        },
    }
    mail = {"config": "elements", "element": f"{{{URI}}}mail", "implementation": "example/mail"}
    return read_manifest(write_package(tmp_path, binding=mail, properties=properties)).manifest


def opened(inside=""):
    document = Document.from_bytes(f"{HEAD}{inside}{TAIL}".encode(), "m.bpmn")
    return document, document.find("t")


def write(manifest, document, task, **changes):
    with document.edit("Change"):
        binding.write(manifest, task, {**binding.read(manifest, task).values, **changes})
    return document.to_bytes().decode()


def test_settings_are_read_in_the_types_of_the_schema(manifest):
    _, task = opened(FULL)

    assert binding.read(manifest, task).values == VALUES
    assert binding.read(manifest, opened()[1]).values == {}


def test_nothing_is_written_when_nothing_changes(manifest):
    document, task = opened(FULL)

    assert write(manifest, document, task) == f"{HEAD}{FULL}{TAIL}"


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({"subject": "Bye"}, "Hi &#38; bye", "Bye"),
        ({"urgent": False}, "true", "false"),
        ({"size": 13}, ">12<", ">13<"),
        ({"to": [{"kind": "mail", "value": "c@d"}, {"kind": "nobody"}]}, "a@b", "c@d"),
        ({"tag": ["x", "z"]}, ">y<", ">z<"),
    ],
)
def test_a_changed_setting_changes_only_its_own_text(manifest, changes, before, after):
    document, task = opened(FULL)

    assert write(manifest, document, task, **changes) == f"{HEAD}{FULL.replace(before, after)}{TAIL}"


def test_lists_grow_and_shrink(manifest):
    document, task = opened(FULL)

    grown = write(manifest, document, task, tag=["x", "y", "z"], to=[])

    assert grown.count("<ex:tag>") == 3
    assert "<ex:to>" not in grown
    assert "<ex:unknown>kept</ex:unknown>" in grown
    assert binding.read(manifest, task).values["tag"] == ["x", "y", "z"]


def test_a_new_element_gets_the_defaults_and_undo_takes_them_back(manifest):
    document, task = opened()
    before = document.to_bytes()

    with document.edit("Make it a mail"):
        binding.initialize(manifest, task)

    assert task.get("implementation") == "example/mail"
    assert binding.read(manifest, task).values == {"subject": "New", "urgent": False}
    assert b"<ex:mail>" in document.to_bytes()
    document.history.undo()
    assert document.to_bytes() == before


def test_names_that_xml_does_not_take_are_refused(tmp_path):
    mail = {"config": "elements", "element": f"{{{URI}}}mail"}
    bad = {"type": "object", "properties": {"a b": {"type": "string"}}}

    assert "cannot be an element" in read_manifest(write_package(tmp_path, binding=mail, properties=bad)).reason
    assert "{namespace}name" in read_manifest(write_package(tmp_path, binding={"config": "elements"})).reason
