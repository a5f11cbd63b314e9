"""What is written anew looks like what stands around it: quotes, prefixes, declarations, line breaks, lines."""

from __future__ import annotations

import pytest

from engine.bpmn import Document, Element, Point, Process, Task, TextAnnotation
from engine.bpmn.factory import create, create_edge
from engine.bpmn.retagging import retag
from engine.bpmn.verification import require_same_content

BIZAGI = b"""<definitions targetNamespace="urn:t" xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">
  <process id="P">
    <task id="A" />
    <task id="B" />
    <sequenceFlow id="F" sourceRef="A" targetRef="B" />
    <sequenceFlow id="G" sourceRef="A" targetRef="B" />
  </process>
  <BPMNDiagram xmlns="http://www.omg.org/spec/BPMN/20100524/DI" id="D">
    <BPMNPlane id="Pl" bpmnElement="P">
      <BPMNEdge id="F_di" bpmnElement="F">
        <waypoint x="0" y="0" xmlns="http://www.omg.org/spec/DD/20100524/DI" />
        <waypoint x="9" y="0" xmlns="http://www.omg.org/spec/DD/20100524/DI" />
      </BPMNEdge>
    </BPMNPlane>
  </BPMNDiagram>
</definitions>
"""


def came(document: Document) -> list[bytes]:
    """The lines that are new, in a file that reads back as the document."""
    written = document.to_bytes()
    require_same_content(document, written)
    before = document.original.splitlines(keepends=True)
    return [line for line in written.splitlines(keepends=True) if line not in before]


def insert(document: Document, parent: Element, tag: str, **attributes: str) -> None:
    node = parent.node.makeelement(f"{{{parent.node.tag[1:].partition('}')[0]}}}{tag}", attributes)
    with document.edit("Insert"):
        document.insert(parent, document.view(node))


def test_where_each_element_declares_its_namespace_new_ones_do_and_the_root_stays():
    document = Document.from_bytes(BIZAGI)

    with document.edit("Draw"):
        create_edge(document, document.diagrams[0].plane, document.get("G"), [Point(1, 2), Point(3, 4)])

    assert came(document) == [
        b'      <BPMNEdge id="G_di" bpmnElement="G">\n',
        b'        <waypoint x="1" y="2" xmlns="http://www.omg.org/spec/DD/20100524/DI" />\n',
        b'        <waypoint x="3" y="4" xmlns="http://www.omg.org/spec/DD/20100524/DI" />\n',
    ]


def test_an_element_without_a_namespace_says_so_where_a_default_one_is_in_force():
    document = Document.from_bytes(BIZAGI.replace(b'<task id="A" />', b'<task id="A"><extensionElements /></task>'))
    extensions = document.get("A").children[0]

    with document.edit("Insert"):
        document.insert(extensions, document.view(extensions.node.makeelement("plain", {"a": "1"})))

    assert came(document) == [
        b'    <task id="A"><extensionElements><plain xmlns="" a="1" /></extensionElements></task>\n'
    ]


@pytest.mark.parametrize(("quote", "other"), [("'", '"'), ('"', "'")])
def test_new_attributes_and_declarations_stand_in_the_quotes_of_most_others(quote, other):
    text = BIZAGI.decode().replace('"', quote)
    document = Document.from_bytes(text.encode())
    process = document.get("P")

    insert(document, process, "task", id="C", name=f"a{other}b")
    with document.edit("Color"):
        document.get("A").set_foreign("urn:vendor", "x", "1")

    quoted = {'"': "&quot;", "'": "&#39;"}
    assert f"<task id={quote}C{quote} name={quote}a".encode() in b"".join(came(document))
    assert f"={quote}urn:vendor{quote}>".encode() in document.to_bytes()
    assert quoted[quote].encode() not in document.to_bytes()


def test_what_is_new_has_the_prefix_of_what_it_stands_in():
    data = BIZAGI.replace(b"<definitions", b"<b:definitions").replace(b"</definitions", b"</b:definitions")
    data = data.replace(b" xmlns=", b" xmlns:b=", 1)
    data = data.replace(b"<process", b'<process xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"')
    document = Document.from_bytes(data)

    insert(document, document.get("P"), "task", id="C")
    with document.edit("Define"):
        document.insert(document.definitions, create(document, Process, id="Q"))

    assert came(document) == [b'    <task id="C" />\n', b'  <b:process id="Q" />\n']


def test_new_text_has_the_line_breaks_of_the_file():
    document = Document.from_bytes(BIZAGI.replace(b"\n", b"\r\n"))
    note = create(document, TextAnnotation, id="N")

    with document.edit("Note"):
        document.insert(document.get("P"), note)
        note.text = "one\ntwo"

    assert came(document)[1:3] == [b"      <text>one\r\n", b"two</text>\r\n"]
    assert Document.from_bytes(document.to_bytes()).get("N", TextAnnotation).text == "one\ntwo"


def test_the_first_child_of_what_does_not_begin_its_line_gets_no_line():
    data = BIZAGI.replace(b'<task id="A" />\n    <task id="B" />', b'<task id="A" /><task id="B" />')
    document = Document.from_bytes(data)

    insert(document, document.get("B"), "outgoing")

    assert came(document) == [b'    <task id="A" /><task id="B"><outgoing /></task>\n']


def test_what_comes_goes_before_what_its_equals_stand_too_late_behind():
    text = BIZAGI.decode()
    start, end = text.index("  <process"), text.index("  <BPMNDiagram")
    moved = text[:start] + text[end : text.index("</definitions")] + text[start:end] + "</definitions>"
    document = Document.from_bytes(moved.encode())

    with document.edit("Define"):
        document.insert(document.definitions, create(document, Process, id="Q"))

    assert [child.id for child in document.definitions.children] == ["Q", "D", "P"]


def test_another_flow_from_one_element_stays_behind_the_others_which_engines_try_in_that_order():
    data = BIZAGI.replace(b'<sequenceFlow id="F"', b'<textAnnotation id="N" /><sequenceFlow id="F"')
    document = Document.from_bytes(data)
    process = document.get("P")

    insert(document, process, "sequenceFlow", id="H", sourceRef="A", targetRef="B")
    insert(document, process, "task", id="C")

    assert [child.id for child in process.children] == ["A", "B", "C", "N", "F", "G", "H"]


def test_what_stood_on_the_line_of_what_is_gone_begins_that_line():
    one_line = b'<task id="A" /><task id="B" />'
    document = Document.from_bytes(BIZAGI.replace(b'<task id="A" />\n    <task id="B" />', one_line))

    with document.edit("Remove"):
        document.remove(document.get("A"))

    assert came(document) == [b'    <task id="B" />\n']


@pytest.mark.parametrize("claimed", ["UTF-16", "utf-32", "ISO-10646-UCS-2"])
def test_a_file_that_claims_an_encoding_it_is_not_in_is_read_told_and_kept(claimed):
    declaration = f'<?xml version="1.0" encoding="{claimed}"?>\r\n'.encode()
    document = Document.from_bytes(declaration + BIZAGI.replace(b'id="A"', 'id="A" name="ä"'.encode()))

    with document.edit("Rename"):
        document.get("A").set("name", "ö")

    assert came(document) == ['    <task id="A" name="ö" />\n'.encode()]
    assert [(problem.rule, problem.line) for problem in document.problems] == [("encoding", 1)]
    assert document.to_bytes().startswith(declaration)


@pytest.mark.parametrize(
    "mixed",
    [
        b"a<!-- b -->c",
        b"a<?b?>c",
        b'a <b xmlns="http://www.w3.org/1999/xhtml">bold</b> c',
        b"a<![CDATA[<b>]]>c<!-- d -->",
        b"<!-- a -->\n  ",
    ],
)
def test_new_text_takes_the_place_of_mixed_content_whole(mixed):
    data = BIZAGI.replace(b'<task id="A" />', b'<task id="A"><documentation>' + mixed + b"</documentation></task>")
    document = Document.from_bytes(data)

    with document.edit("Write"):
        document.get("A", Task).documentation[0].text = "new"

    assert came(document) == [b'    <task id="A"><documentation>new</documentation></task>\n']
    document.history.undo()
    assert document.to_bytes() == data


@pytest.mark.parametrize("act", ["remove the first", "remove the second", "move", "insert", "replace"])
def test_loose_text_among_elements_stays_with_what_it_stands_behind(act):
    loose = b'text1 <task id="A" /> text2\n    <task id="B" /> text3\n    <subProcess id="S" />'
    document = Document.from_bytes(BIZAGI.replace(b'<task id="A" />\n    <task id="B" />', loose))
    first, second = document.get("A"), document.get("B")

    with document.edit("Act"):
        if act == "move":
            document.insert(document.get("S"), first)
        elif act == "insert":
            document.insert(document.get("P"), create(document, Process, id="Q"), second)
        elif act == "replace":
            retag(second, "bpmn:userTask", second.attributes, lambda child: True)
        else:
            document.remove(first if act == "remove the first" else second)

    written = document.to_bytes()
    require_same_content(document, written)
    assert b"text1 " in written
    assert (b"text3" in written) is (act != "remove the second")
    document.history.undo()
    assert document.to_bytes() == document.original
