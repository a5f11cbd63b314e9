"""SVG is well-formed, carries ids and names, escapes them, and fetches nothing."""

from __future__ import annotations

import re
import subprocess
import sys
from xml.etree import ElementTree

import pytest

from modeler.drawing import DARK, LIGHT
from modeler.services.export.svg import svg
from tests.drawing.small_diagrams import document, edge, shape

SVG = "{http://www.w3.org/2000/svg}"
SEMANTIC = (
    '<bpmn:startEvent id="E" name="Start &lt;here&gt; &amp; now"/><bpmn:task id="T" name="Two&#10;lines"/>'
    '<bpmn:serviceTask id="S" name="Mail"/><bpmn:sequenceFlow id="F" sourceRef="E" targetRef="T" name="go"/>'
)
DRAWN = (
    shape("E", 100, 100, 36, 36)
    + shape("T", 200, 80, 100, 80)
    + shape("S", 400, 80, 100, 80)
    + edge("F", (136, 118), (200, 118))
)


def test_every_element_is_a_group_with_its_id_and_name():
    root = ElementTree.fromstring(svg(document(SEMANTIC, DRAWN).diagrams[0]))

    groups = {group.get("id"): group for group in root.iter(f"{SVG}g") if group.get("id")}
    assert {"E", "T", "S", "F", "E-label", "F-label"} == set(groups)
    assert groups["T"].find(f"{SVG}title").text == "Two\nlines"
    assert groups["E"].get("class") == "startEvent"
    assert root.find(f"{SVG}title").text == "P"


def test_names_are_text_and_never_markup():
    root = ElementTree.fromstring(svg(document(SEMANTIC, DRAWN).diagrams[0]))

    texts = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert "Start <here> &" in " ".join(texts)
    assert {"Two", "lines", "Mail"} <= set(texts)


def test_the_view_box_holds_all_that_is_drawn():
    root = ElementTree.fromstring(svg(document(SEMANTIC, DRAWN).diagrams[0]))

    x, y, width, height = map(float, root.get("viewBox").split())
    assert x < 100
    assert y < 80
    assert x + width > 500
    assert y + height > 160


@pytest.mark.parametrize("style", [LIGHT, DARK], ids=lambda style: style.name)
def test_the_picture_stands_on_the_paper_of_its_theme(style):
    text = svg(document(SEMANTIC, DRAWN).diagrams[0], style)

    assert f'fill="{style.paper}"' in text


def test_nothing_is_fetched_from_outside():
    icons = {"mail": "data:image/svg+xml;base64,PHN2Zy8+", "evil": "http://example.invalid/x.svg"}
    found = document(SEMANTIC, DRAWN).diagrams[0]

    good = svg(found, icons=lambda element: "mail", pictures=icons.get)
    evil = svg(found, icons=lambda element: "evil", pictures=icons.get)

    assert 'href="data:image/svg+xml;base64,PHN2Zy8+"' in good
    assert "href" not in evil
    assert not re.search(r"(https?:|file:)(?!//www\.w3\.org/2000/svg)", evil + good)


def test_an_id_that_is_drawn_twice_is_written_once():
    found = document('<bpmn:task id="T"/>', shape("T", 0, 0, 100, 80) + shape("T", 200, 0, 100, 80))

    root = ElementTree.fromstring(svg(found.diagrams[0]))

    ids = [group.get("id") for group in root.iter(f"{SVG}g")]
    assert ids.count("T") == 1


def test_an_empty_diagram_is_an_empty_picture():
    root = ElementTree.fromstring(svg(document("", "").diagrams[0]))

    assert float(root.get("width")) > 0
    assert not list(root.iter(f"{SVG}g"))


def test_the_same_diagram_is_the_same_text():
    assert svg(document(SEMANTIC, DRAWN).diagrams[0]) == svg(document(SEMANTIC, DRAWN).diagrams[0])


def test_no_toolkit_is_loaded():
    code = "import sys, modeler.services.export.svg; print([name for name in sys.modules if 'PySide' in name])"

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
