"""Colours in every vocabulary, and vendors' elements."""

from __future__ import annotations

import pytest

from engine.bpmn import BPMNEdge, BPMNShape, Document, Task
from engine.bpmn.extensions import (
    Colors,
    add_child,
    add_extension,
    colors_of,
    extension_of,
    extensions_of,
    processmaker_setting,
    remove_extension,
    set_colors,
    set_label_color,
    set_processmaker_setting,
)
from engine.bpmn.namespaces import BPMNDI, CAMUNDA, LABEL_COLOR, clark

FILE = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"
    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" {declarations} id="D" targetNamespace="t">
  <bpmn:process id="P"><bpmn:task id="T" {task}/></bpmn:process>
  <bpmndi:BPMNDiagram id="G"><bpmndi:BPMNPlane id="L" bpmnElement="P">
    <bpmndi:BPMNShape id="S" bpmnElement="T" {shape}/>
    <bpmndi:BPMNEdge id="E" bpmnElement="T" {shape}/>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>
</bpmn:definitions>"""
BIOC = 'xmlns:bioc="http://bpmn.io/schema/bpmn/biocolor/1.0"'
COLOR = 'xmlns:color="http://www.omg.org/spec/BPMN/non-normative/color/1.0"'
PM = 'xmlns:pm="http://processmaker.com/BPMN/2.0/Schema.xsd"'


def opened(declarations: str = "", task: str = "", shape: str = "") -> Document:
    return Document.from_bytes(FILE.format(declarations=declarations, task=task, shape=shape).encode())


@pytest.mark.parametrize(
    ("declarations", "task", "shape", "expected"),
    [
        (BIOC, "", 'bioc:stroke="#111" bioc:fill="#222"', Colors("#111", "#222")),
        (COLOR, "", 'color:border-color="#111" color:background-color="#222"', Colors("#111", "#222")),
        ('xmlns:bc="http://bpmn.io/schema/bpmn/biocolors/1.0"', "", 'bc:fill="red"', Colors(None, "red")),
        (PM, 'pm:color="#333"', "", Colors(None, "#333")),
        ("", 'color="#444"', "", Colors(None, "#444")),
        ("", "", "", Colors()),
    ],
)
def test_colours_are_read_in_every_vocabulary(declarations: str, task: str, shape: str, expected: Colors) -> None:
    document = opened(declarations, task, shape)

    assert colors_of(document.get("S", BPMNShape)) == expected


def test_a_vendor_colour_of_a_flow_is_the_colour_of_its_line() -> None:
    assert colors_of(opened("", 'color="#444"').get("E", BPMNEdge)) == Colors(stroke="#444")


@pytest.mark.parametrize(
    ("declarations", "task", "shape", "expected"),
    [
        (BIOC, "", "", {"bioc:fill"}),
        (COLOR, "", "", {"color:background-color"}),
        (f"{BIOC} {COLOR}", "", "", {"bioc:fill", "color:background-color"}),
        (f"{BIOC} {COLOR}", "", 'bioc:fill="#000"', {"bioc:fill"}),
        (PM, "", "", {"pm:color"}),
        (PM, 'color="#000"', "", {"pm:color"}),
        ("", "", "", {"bioc:fill", "color:background-color"}),
    ],
)
def test_a_colour_is_written_in_the_files_own_vocabulary(
    declarations: str, task: str, shape: str, expected: set[str]
) -> None:
    document = opened(declarations, task, shape)
    before = document.to_bytes()

    with document.edit("Color"):
        set_colors(document.get("S", BPMNShape), None, "#abc")

    saved = document.to_bytes().decode()
    assert {name for name in NAMES if f'{name}="#abc"' in saved} == expected
    assert saved.count("#abc") == len(expected)
    assert colors_of(Document.from_bytes(saved.encode()).get("S", BPMNShape)).fill == "#abc"
    document.history.undo()
    assert document.to_bytes() == before


NAMES = ("bioc:fill", "color:background-color", "pm:color", " color")


def test_giving_a_colour_back_to_the_theme_removes_it() -> None:
    document = opened(BIOC, "", 'bioc:stroke="#111" bioc:fill="#222"')

    with document.edit("Color"):
        set_colors(document.get("S", BPMNShape), None, None)

    assert colors_of(document.get("S", BPMNShape)) == Colors()


def test_a_label_has_a_colour_of_its_own() -> None:
    document = opened(COLOR)

    with document.edit("Color"):
        set_label_color(document.get("S", BPMNShape), "#00f")

    assert colors_of(document.get("S", BPMNShape)).label == "#00f"
    assert b'<bpmndi:BPMNLabel color:color="#00f"' in document.to_bytes()


def test_a_file_without_colors_has_some_once_one_is_given() -> None:
    document = opened()
    assert not document.has_colors

    with document.edit("Color"):
        set_colors(document.get("S", BPMNShape), None, "#abc")

    assert document.has_colors
    assert colors_of(document.get("S", BPMNShape)).fill == "#abc"


def test_a_color_comes_with_what_is_inserted() -> None:
    document = opened()
    shape = document.get("S", BPMNShape)
    label = document.view(shape.node.makeelement(clark(BPMNDI, "BPMNLabel"), {LABEL_COLOR: "#00f"}))

    with document.edit("Paste"):
        document.insert(shape, label)

    assert document.has_colors
    assert colors_of(shape).label == "#00f"


def test_vendor_elements_come_and_go_with_the_element_that_holds_them() -> None:
    document = opened()
    task, before = document.get("T", Task), document.to_bytes()

    with document.edit("Add"):
        properties = add_extension(task, CAMUNDA, "properties")
        add_child(properties, CAMUNDA, "property").set("name", "a")
    saved = document.to_bytes()
    with document.edit("Remove"):
        remove_extension(properties)

    found = extension_of(Document.from_bytes(saved).get("T", Task), CAMUNDA, "properties")
    assert found is not None
    assert found.children[0].get("name") == "a"
    assert extensions_of(task, CAMUNDA, "properties") == []
    assert task.extension_elements is None
    document.history.undo()
    document.history.undo()
    assert document.to_bytes() == before


def test_a_setting_without_its_prefix_is_read_and_gets_the_prefix_when_it_is_written() -> None:
    document = opened(PM, 'validations="a,b" name="Check"')
    task = document.get("T", Task)
    read = processmaker_setting(task, "validations"), processmaker_setting(task, "name")

    with document.edit("Set"):
        set_processmaker_setting(task, "validations", "a")

    assert read == ("a,b", None)
    assert b' pm:validations="a"' in document.to_bytes()
    assert b' validations="' not in document.to_bytes()
