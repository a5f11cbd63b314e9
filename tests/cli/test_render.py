"""`render` writes pictures of diagrams, in the form that the output's ending asks for."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.drawing.small_diagrams import HEAD

PLANE = '<bpmndi:BPMNPlane bpmnElement="P"><bpmndi:BPMNShape bpmnElement="T"><dc:Bounds x="0" y="0" width="100" '
SHAPE = PLANE + 'height="80"/></bpmndi:BPMNShape></bpmndi:BPMNPlane>'
PROCESS = '<bpmn:process id="P" name="Order"><bpmn:task id="T" name="Check"/></bpmn:process>'
TWO = (
    f'{HEAD}{PROCESS}<bpmndi:BPMNDiagram id="One" name="Overview">{SHAPE}</bpmndi:BPMNDiagram>'
    f'<bpmndi:BPMNDiagram id="Two">{SHAPE}</bpmndi:BPMNDiagram></bpmn:definitions>'
)


@pytest.fixture
def two_diagrams(tmp_path: Path) -> Path:
    path = tmp_path / "two.bpmn"
    path.write_text(TWO, encoding="utf-8")
    return path


def test_svg_png_and_pdf_are_written(qapp, call, two_diagrams, tmp_path):
    starts = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}

    statuses = [call("render", two_diagrams, "-o", tmp_path / f"out.{form}").status for form in starts]

    assert statuses == [0, 0, 0]
    for form, start in starts.items():
        assert (tmp_path / f"out.{form}").read_bytes().startswith(start)


def test_the_result_is_told_as_json(call, two_diagrams, tmp_path):
    outcome = call("render", two_diagrams, "-o", tmp_path / "out.svg", "--diagram", "Overview", "--format", "json")

    told = json.loads(outcome.out)
    assert told["diagram"] == "One"
    assert told["title"] == "Overview"
    assert told["bytes"] == (tmp_path / "out.svg").stat().st_size


@pytest.mark.parametrize(("wanted", "title"), [("Two", "Order"), ("2", "Order"), ("Overview", "Overview")])
def test_a_diagram_is_chosen_by_id_number_or_name(call, two_diagrams, tmp_path, wanted, title):
    outcome = call("render", two_diagrams, "-o", tmp_path / "out.svg", "--diagram", wanted)

    root = ElementTree.parse(tmp_path / "out.svg").getroot()
    assert outcome.status == 0
    assert root.findtext("{http://www.w3.org/2000/svg}title") == title


def test_the_first_of_several_diagrams_is_drawn_and_said_so(call, two_diagrams, tmp_path):
    outcome = call("render", two_diagrams, "-o", tmp_path / "out.svg")

    assert "first of 2 diagrams" in outcome.err


def test_an_unknown_diagram_is_wrong_use_and_the_others_are_named(call, two_diagrams, tmp_path):
    outcome = call("render", two_diagrams, "-o", tmp_path / "out.svg", "--diagram", "Three")

    assert outcome.status == 2
    assert "Overview (One)" in outcome.err
    assert not (tmp_path / "out.svg").exists()


def test_an_unknown_form_is_wrong_use(call, two_diagrams, tmp_path):
    outcome = call("render", two_diagrams, "-o", tmp_path / "out.gif")

    assert outcome.status == 2
    assert ".svg, .png, .pdf" in outcome.err


def test_a_file_without_a_diagram_cannot_be_drawn(call, tmp_path):
    path = tmp_path / "none.bpmn"
    path.write_text(f"{HEAD}{PROCESS}</bpmn:definitions>", encoding="utf-8")

    outcome = call("render", path, "-o", tmp_path / "out.svg")

    assert outcome.status == 1
    assert "no diagram" in outcome.err


def test_a_dark_picture_is_dark(call, two_diagrams, tmp_path):
    call("render", two_diagrams, "-o", tmp_path / "out.svg", "--theme", "dark")

    assert 'fill="#16181d"' in (tmp_path / "out.svg").read_text(encoding="utf-8")


def test_a_scale_that_a_picture_cannot_bear_is_made_smaller_and_told(qapp, call, two_diagrams, tmp_path):
    wide = TWO.replace('width="100"', 'width="9000"')
    two_diagrams.write_text(wide, encoding="utf-8")

    outcome = call("render", two_diagrams, "-o", tmp_path / "out.png", "--diagram", "1", "--scale", "20")

    assert outcome.status == 0
    assert "instead of 20" in outcome.err


def test_a_scale_without_a_meaning_is_told(qapp, call, two_diagrams, tmp_path):
    refused = call("render", two_diagrams, "-o", tmp_path / "out.png", "--diagram", "1", "--scale", "nan")
    passed_over = call("render", two_diagrams, "-o", tmp_path / "out.svg", "--diagram", "1", "--scale", "2")

    assert (refused.status, passed_over.status) == (2, 0)
    assert "a number from 0.05 to 20" in refused.err
    assert "only pictures in PNG have a scale" in passed_over.err
