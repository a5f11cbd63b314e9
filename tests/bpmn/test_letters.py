"""Text that somebody pastes may hold what XML cannot: it never stops an edit, and never reaches the file."""

from __future__ import annotations

import pytest

from engine.bpmn import Document, SequenceFlow
from engine.bpmn.letters import writable
from modeler.editing import commands
from tests.editing.notation import diagram

PASTED = "one\x0btwo\x00\x1b[31m\ufffe\ud800 😀"
KEPT = "one\ntwo[31m 😀"


def test_what_a_file_can_hold_stays():
    assert writable("a\tb\nc\r\ud7ff\ue000\U0010ffff") == "a\tb\nc\r\ud7ff\ue000\U0010ffff"


@pytest.mark.parametrize(("given", "held"), [("\x0b\x0c", "\n\n"), ("\x00\x08\x1f", ""), ("\udc80\uffff", "")])
def test_breaks_become_line_ends_and_the_rest_is_left_out(given, held):
    assert writable(f"a{given}b") == f"a{held}b"


def saved(document: Document) -> Document:
    return Document.from_bytes(document.to_bytes(), "again.bpmn")


def test_names_and_documentation_take_what_was_pasted():
    document = diagram("A > B")

    commands.rename(document, document.get("A"), PASTED)
    commands.set_documentation(document, document.get("A"), PASTED)

    task = saved(document).get("A")
    assert (task.get("name"), next(iter(task.documentation)).text) == (KEPT, KEPT)


def test_new_elements_and_conditions_take_what_was_pasted():
    document = diagram("start > xor(yes: A, no: B) > end")
    flow = next(each for each in document.elements(SequenceFlow) if each.source_ref == "xor")

    commands.set_condition(document, flow, PASTED)
    made = commands.append(document, document.get("end"), "bpmn:textAnnotation", name=PASTED)

    again = saved(document)
    assert again.get(flow.id, SequenceFlow).condition.text == KEPT
    assert again.get(made.id).text == KEPT


def test_pasting_the_same_again_changes_nothing():
    document = diagram("A > B")
    commands.rename(document, document.get("A"), PASTED)
    before = document.to_bytes()

    commands.rename(document, document.get("A"), PASTED)

    assert document.to_bytes() == before
