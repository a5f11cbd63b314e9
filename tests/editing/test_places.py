"""Each word for a place: written as Camunda Modeler writes it, read back, and taken away without remains."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from connectors.sdk.places import WORDS
from engine.bpmn import Document, Element
from engine.bpmn.schema import schema_problems_of
from modeler.editing import script
from modeler.editing.places import place_of

FILE = Path(__file__).with_name("places.json")
CASES = [(each["element"], each["place"], each["written"]) for each in json.loads(FILE.read_text(encoding="utf-8"))]
MADE_ONCE = ("bpmn:Message", "bpmn:Signal", "bpmn:Error", "camunda:errorEventDefinition", "config")


def names(case):
    return f"{case[1]['type']}-{len(str(case[1]))}"


def evened(document):
    """The file's text without spacing between tags, generated ids evened out."""
    text = re.sub(r">\s+<", "><", document.to_bytes().decode())
    text = re.sub(r"Error_e_\w+", "Error_e_ID", text)
    return re.sub(r'id="(?:Message|Signal|ErrorEventDefinition)_\w+"', 'id="ID"', text)


def without_prefixes(document):
    """The evened text without declarations of prefixes, which stay once they are there."""
    return re.sub(r' xmlns:\w+="[^"]*"', "", evened(document))


def drawn(kind):
    document = Document.new("x")
    script.run(document, [{"do": "create", "type": kind, "at": [300, 200], "id": "it"}])
    return document


def test_every_word_has_its_case():
    assert {binding["type"] for _, binding, _ in CASES} == set(WORDS)


@pytest.mark.parametrize(("kind", "binding", "written"), CASES, ids=map(names, CASES))
def test_a_place_is_written_read_and_taken_away(kind, binding, written):
    document = drawn(kind)
    element, place = document.get("it", Element), place_of(binding)
    before = document.to_bytes()
    assert place.read(element) in (None, "")

    with document.edit("write"):
        place.write(element, "V")
    assert written in evened(document)
    assert place.read(element) in ("V", "")
    assert schema_problems_of(document.to_bytes()) == []

    with document.edit("clear"):
        place.clear(element)
    assert place.read(element) in (None, "")
    assert schema_problems_of(document.to_bytes()) == []
    assert '"V"' not in evened(document)
    if not binding["type"].startswith(MADE_ONCE):
        assert without_prefixes(document) == without_prefixes(Document.from_bytes(before))
    document.history.undo(2)
    assert document.to_bytes() == before
