"""Which variables a Request has at an element, and what texts that use them mean."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from engine.bpmn import Document
from modeler.services.catalog import discover
from modeler.services.workspace.variables import Variable, judge, known_variables

PM = "http://processmaker.com/BPMN/2.0/Schema.xsd"
SLACK = {"channel": "#c", "outputVariable": "first_message"}
MAPPING = {"dataSource": 1, "dataMapping": [{"key": "customer", "value": "data", "format": "dotNotation"}]}


def quoted(value: object) -> str:
    return json.dumps(value).replace("&", "&amp;").replace('"', "&quot;")


def process(inside: str) -> Document:
    text = f"""<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:pm="{PM}"
      xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
      targetNamespace="t"><bpmn:process id="P">{inside}</bpmn:process></bpmn:definitions>"""
    return Document.from_bytes(text.encode())


def service(id: str, implementation: str, config: object) -> str:
    return f'<bpmn:serviceTask id="{id}" name="{id}" implementation="{implementation}" pm:config="{quoted(config)}"/>'


def flows(*pairs: tuple[str, str]) -> str:
    return "".join(f'<bpmn:sequenceFlow id="{a}{b}" sourceRef="{a}" targetRef="{b}"/>' for a, b in pairs)


def names(document: Document, id: str, **more: object) -> dict[str, str]:
    element = document.find(id)
    assert element is not None
    found = known_variables(document, element, discover(), **more)
    return {each.written(): each.origin for each in found if each.origin not in ("Request", "loop")}


def test_what_connectors_before_it_set_is_known() -> None:
    document = process(
        service("Tell", "connector-slack/processmaker-communication-slack", SLACK)
        + service("Ask", "package-data-sources/data-source-task-service", MAPPING)
        + '<bpmn:task id="Here"/>'
        + service("After", "connector-slack/processmaker-communication-slack", {"outputVariable": "later"})
        + flows(("Tell", "Ask"), ("Ask", "Here"), ("Here", "After"))
    )

    assert names(document, "Here") == {
        "customer": "Ask",
        "first_message": "Tell",
        "first_message.channel": "Tell",
        "first_message.ts": "Tell",
    }
    assert names(document, "Tell") == {}


def test_in_a_loop_what_comes_later_may_have_come_before() -> None:
    tell = service("Tell", "connector-slack/processmaker-communication-slack", SLACK)
    document = process(tell + '<bpmn:task id="Here"/>' + flows(("Here", "Tell"), ("Tell", "Here")))

    assert "first_message" in names(document, "Here")


def test_boundary_events_and_sub_processes_are_passed() -> None:
    tell = service("Tell", "connector-slack/processmaker-communication-slack", SLACK)
    document = process(
        tell
        + '<bpmn:subProcess id="Sub"><bpmn:task id="Inside"/></bpmn:subProcess>'
        + '<bpmn:boundaryEvent id="Late" attachedToRef="Sub"/><bpmn:task id="Here"/>'
        + flows(("Tell", "Sub"), ("Late", "Here"))
    )

    assert "first_message" in names(document, "Inside")
    assert "first_message" in names(document, "Here")


def test_mappings_payloads_and_data_objects_are_known() -> None:
    update = quoted({"update_data": {"variable": "stage.name", "expression": "1"}})
    document = process(
        '<bpmn:dataObjectReference id="D" name="order"/><bpmn:dataObjectReference id="E" name="An order form"/>'
        '<bpmn:serviceTask id="A"><bpmn:extensionElements><zeebe:ioMapping>'
        '<zeebe:output source="=x" target="total.net"/></zeebe:ioMapping>'
        "</bpmn:extensionElements></bpmn:serviceTask>"
        '<bpmn:scriptTask id="B" camunda:resultVariable="answer"/>'
        f'<bpmn:sequenceFlow id="F" sourceRef="A" targetRef="B" pm:config="{update}"/><bpmn:task id="Here"/>'
        + flows(("B", "Here"))
    )

    assert names(document, "Here") == {"answer": "B", "stage": "F", "total": "A", "order": "data object"}


def test_start_data_and_the_last_preview_are_known_with_all_that_is_inside() -> None:
    document = process('<bpmn:task id="Here"/>')

    found = names(document, "Here", start_data={"a": {"b": 1}}, last_data={"rows": [{"c": 1}], "_user": {"x": 1}})

    assert found == {
        "rows": "last preview", "rows.0": "last preview", "rows.0.c": "last preview", "a": "start data",
        "a.b": "start data",
    }  # fmt: skip


def test_magic_variables_are_known_and_loop_variables_inside_loops() -> None:
    document = process(
        '<bpmn:task id="Once"/><bpmn:task id="Many"><bpmn:multiInstanceLoopCharacteristics/></bpmn:task>'
    )

    def magic(id: str) -> set[str]:
        return {each.written() for each in known_variables(document, document.find(id), discover())}

    assert {"_user.email", "_request.id"} <= magic("Once")
    assert "loopCounter" in magic("Many") - magic("Once")


def test_the_variables_of_a_screen_are_known_after_its_task(tmp_path: Path) -> None:
    (tmp_path / "screens").mkdir()
    items = [{"component": "FormInput", "config": {"name": "customer.name", "label": "Name"}}]
    screen = {"id": 7, "title": "Ask", "type": "FORM", "config": [{"name": "Ask", "items": items}], "computed": []}
    (tmp_path / "screens" / "7.json").write_text(json.dumps(screen))
    document = process('<bpmn:userTask id="Ask" pm:screenRef="7"/><bpmn:task id="Here"/>' + flows(("Ask", "Here")))

    assert "customer" in names(document, "Here", folder=tmp_path)


KNOWN = (Variable(("number",), "start"), Variable(("rows", 0, "name"), "start"))
DATA = {"number": 17, "rows": [{"name": "Ann"}]}


@pytest.mark.parametrize(
    ("text", "live"),
    [
        ("Order {{number}}", "Order 17"),
        ("{{rows.0.name}} & co", "Ann & co"),
        ("plain", None),
        ("{{#rows}}{{name}}{{/rows}}", "Ann"),
    ],
)
def test_a_template_has_a_live_value(text: str, live: str | None) -> None:
    meaning = judge(text, KNOWN, DATA)

    assert (meaning.live, meaning.unknown, meaning.error) == (live, (), "")


def test_without_a_preview_there_is_no_live_value() -> None:
    assert judge("Order {{number}}", KNOWN, None).live is None


@pytest.mark.parametrize(
    ("text", "dialect", "found"),
    [("Dear {{ nam }}, {{number}}", None, [(8, 11, "nam")]), ("nam > number", "processmaker", [(0, 3, "nam")])],
)
def test_a_name_that_nobody_sets_is_found_with_its_place(text: str, dialect: object, found: object) -> None:
    meaning = judge(text, KNOWN, None, dialect)  # type: ignore[arg-type]

    assert [(each.start, each.end, each.name) for each in meaning.unknown] == found


def test_where_nothing_is_known_nothing_is_said_to_be_missing() -> None:
    assert judge("{{anything}}", (Variable(("_user",), "Request"),), None).unknown == ()


@pytest.mark.parametrize(("text", "dialect"), [("Dear {{#a}}", None), ("1 +", "feel"), ("(1", "processmaker")])
def test_an_error_has_a_column(text: str, dialect: object) -> None:
    assert "(column " in judge(text, KNOWN, DATA, dialect).error  # type: ignore[arg-type]


def test_an_expression_has_a_live_value() -> None:
    assert judge("number * 2", KNOWN, DATA, "feel").live == "34"
