"""Written bytes are compared with their document before each save: what a writer could spoil is refused."""

from __future__ import annotations

import pytest

from engine.bpmn import Document, SequenceFlow, Task
from engine.bpmn.verification import require_same_content
from modeler.editing import behaviors, commands
from tests.bpmn.corpus import OWN

FILE = b"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="t">
  <!-- kept  as it is: <a> </a> -->
  <process id="P">
    <task id="T" name="Check  order">
      <documentation>First line,
  second line </documentation>
      <incoming>F</incoming>
    </task>
    <scriptTask id="S" name="Add&#10;up">
      <script><![CDATA[if (a >  < b) then]]></script>
    </scriptTask>
    <userTask id="E">
    </userTask>
  </process>
</definitions>
"""


@pytest.fixture
def document() -> Document:
    """A document with one edit, so that there is something to write."""
    document = Document.from_bytes(FILE, "order.bpmn")
    with document.edit("Rename"):
        document.get("E", Task).name = "Pay"
    return document


def test_what_the_writer_wrote_is_accepted(document):
    require_same_content(document, document.to_bytes())


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        (b"Check  order", b"Check order"),
        (b"Check  order", b" Check  order"),
        (b"Add&#10;up", b"Add up"),
        (b"line,\n  second", b"line,\n second"),
        (b"second line <", b"second line<"),
        (b"<documentation>First", b"<documentation>\n      First"),
        (b"a >  < b", b"a >< b"),
        (b"<a> </a>", b"<a></a>"),
        (b"kept  as", b"kept as"),
        (b"Pay", b"Pay "),
        (b' name="Pay"', b""),
        (b"<incoming>F</incoming>", b""),
        (b"<incoming>F</incoming>", b"<incoming></incoming>"),
        (b"<script><![CDATA[", b"<script> <![CDATA["),
        (b"]]></script>", b"]]>\n</script>"),
        (b"<process ", b"<userTask/><process "),
    ],
)
def test_a_change_in_a_name_a_text_or_a_comment_is_refused_even_in_white_space_alone(document, good, bad):
    written = document.to_bytes()
    assert written.count(good) == 1

    with pytest.raises(ValueError, match=r"is (different|missing|new)|not well-formed"):
        require_same_content(document, written.replace(good, bad))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b">\n    <task", b"><task"),
        (b">\n    </userTask>", b"></userTask>"),
        (b">\n    </userTask>", b"/>"),
        (b"</process>\n", b"</process>\n\n\t"),
        (b' id="E"', b" id='E' "),
    ],
)
def test_layout_between_tags_and_spelling_of_tags_are_the_writers_business(document, one, other):
    written = document.to_bytes()
    assert written.count(one) == 1

    require_same_content(document, written.replace(one, other))


def test_an_element_that_lost_its_children_is_the_same_as_one_without(document):
    task = document.get("T", Task)
    with document.edit("Clear"):
        for child in task.children:
            document.remove(child)

    require_same_content(document, document.to_bytes())


@pytest.mark.parametrize("path", sorted(OWN.glob("*.bpmn")), ids=lambda path: path.name)
def test_edits_of_many_kinds_pass(path):
    document = Document.from_bytes(path.read_bytes(), path.name, behaviors.ALL)
    drawn = [task for task in document.elements(Task) if document.shapes_of(task)]

    for number, task in enumerate(drawn[:3]):
        commands.rename(document, task, f" Two\n  lines {number} ")
        commands.set_documentation(document, task, "\n  Indented,\twith tabs\r\n and more  ")
        commands.append(document, task, "bpmn:userTask")
        require_same_content(document, document.to_bytes())
    commands.delete(document, [*drawn[:1], *list(document.elements(SequenceFlow))[:2]])
    require_same_content(document, document.to_bytes())
    document.history.undo(99)

    assert document.to_bytes() == path.read_bytes()


@pytest.mark.parametrize("text", [b"  \r\n  a", b"\n\r\nq", b" \r\n\r\n a", b"\t\r\n\tb <!-- c --> d"])
def test_blanks_at_the_beginning_of_a_text_are_no_reason_to_refuse_what_is_right(text):
    data = FILE.replace(b"\n", b"\r\n").replace(b'id="P"', b"id='P'").replace(b"First line,", text)
    data = data.replace(b"Check  order", b"Caf&#xe9;")  # what is spelled so has to be read again
    data = data.replace(b"<![CDATA[if (a >  < b) then]]>", b"then")
    document = Document.from_bytes(data)

    with document.edit("Rename"):
        document.get("E", Task).name = "Pay"

    require_same_content(document, document.to_bytes())
