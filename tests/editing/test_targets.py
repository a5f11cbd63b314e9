"""What a manifest says for single engines: new elements in their files, recognition, and export."""

from __future__ import annotations

import pytest

from engine.bpmn import Document, Element
from engine.bpmn.namespaces import CAMUNDA, clark
from modeler.editing import binding, script
from modeler.services.catalog import discover
from modeler.services.checks.connectors import element_problems
from modeler.services.export.targets import for_engine
from tests.connectors.packages import write_package
from tests.services.connector_processes import connector_task, process

CLASS = clark(CAMUNDA, "class")
TARGETS = {
    "camunda-7": {"attributes": {CLASS: "org.example.Greeter"}},
    "camunda-8": {"implementation": "example:greeter:1"},
    "flowable": {"unsupported": "it has no such worker."},
}


@pytest.fixture
def catalog(tmp_path):
    return discover(folders=[write_package(tmp_path / "greeter", targets=TARGETS)])


def made(profile: str, catalog) -> Element:
    document = Document.new("x")
    document.profile = profile
    script.run(document, [{"do": "create", "connector": "greeter", "at": [100, 200], "id": "it"}], catalog)
    return document.get("it", Element)


def opened(implementation: str = "example/greeter") -> Document:
    return Document.from_bytes(process(connector_task("it", implementation, {"name": "Ann"})))


@pytest.mark.parametrize(("profile", "implementation", "java"), [
    ("standard", "example/greeter", None), ("processmaker", "example/greeter", None),
    ("camunda7", "example/greeter", "org.example.Greeter"), ("camunda8", "example:greeter:1", None),
])  # fmt: skip
def test_a_new_element_gets_what_the_engine_of_its_file_needs(profile, implementation, java, catalog):
    element = made(profile, catalog)

    assert (element.get("implementation"), element.get(CLASS)) == (implementation, java)
    assert binding.read(catalog.connector_of(element), element).values == {"name": "you"}


def test_an_element_for_an_engine_is_recognized(catalog):
    element = opened("example:greeter:1").get("it", Element)

    assert catalog.connector_of(element).id == "greeter"


@pytest.mark.parametrize(("engine", "mark"), [
    ("camunda-7", 'class="org.example.Greeter"'), ("camunda-8", 'implementation="example:greeter:1"'),
])  # fmt: skip
def test_an_export_changes_the_marks_and_nothing_else(engine, mark, catalog):
    document = opened()

    copy, problems = for_engine(document, catalog, engine)

    assert problems == []
    assert mark in copy.to_bytes().decode()
    assert binding.read(catalog.get("greeter"), copy.get("it", Element)).values == {"name": "Ann"}
    assert document.to_bytes() == document.original


def test_an_export_for_an_engine_without_an_entry_is_byte_identical(catalog):
    document = opened()

    assert for_engine(document, catalog, "processmaker")[0].to_bytes() == document.original


def test_marks_of_another_engine_go(catalog):
    once, _ = for_engine(opened("example:greeter:1"), catalog, "camunda-7")
    twice, _ = for_engine(once, catalog, "processmaker")

    assert once.get("it", Element).get("implementation") == "example/greeter"
    assert twice.get("it", Element).get(CLASS) is None
    assert twice.get("it", Element).get("implementation") == "example/greeter"


def test_an_engine_that_cannot_run_it_is_told_at_the_element(catalog):
    _, problems = for_engine(opened(), catalog, "flowable")
    element = made("flowable", catalog)

    assert [(each.element_id, each.message) for each in problems] == [
        ("it", "Flowable cannot run “Greeter”: it has no such worker.")
    ]
    assert "target-unsupported" in [each.rule for each in element_problems(catalog.get("greeter"), element)]


def test_the_command_line_writes_for_an_engine_or_says_why_not(tmp_path, monkeypatch, capsys):
    from modeler.cli.main import main

    monkeypatch.chdir(tmp_path)
    write_package(tmp_path / "greeter", targets=TARGETS)
    (tmp_path / "a.bpmn").write_bytes(process(connector_task("it", "example/greeter", {"name": "Ann"})))
    assert main(["connectors", "install", "greeter", "--yes"]) == 0

    assert main(["export", "a.bpmn", "--target", "camunda-8", "-o", "out.bpmn"]) == 0
    assert b'implementation="example:greeter:1"' in (tmp_path / "out.bpmn").read_bytes()

    assert main(["export", "a.bpmn", "--target", "flowable", "-o", "no.bpmn"]) == 1
    assert "Flowable cannot run" in capsys.readouterr().err
    assert not (tmp_path / "no.bpmn").exists()
