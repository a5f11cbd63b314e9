"""The surgical writer, on the tree itself: what is not touched keeps its bytes, what is changed reads back the same."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from engine.bpmn.baseline import Baseline
from engine.bpmn.journal import Change, Insert, Node, Remove, SetAttribute, SetText, attributes_of
from engine.bpmn.loader import Loaded, load
from engine.bpmn.namespaces import BPMN, COLOR, PROCESSMAKER
from engine.bpmn.transcript import Numbers
from engine.bpmn.writer import write
from tests.bpmn.corpus import FILES, NAMES, OWN


class Session:
    """A loaded file, changed node by node."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.loaded: Loaded = load(data)
        self.root = self.loaded.root
        self.numbers = Numbers(self.root)
        self.baseline = Baseline()
        self.changes: list[Change] = []

    def make(self, change: Change) -> None:
        self.baseline.remember(change)
        change.apply()
        self.changes.append(change)

    def undo(self) -> None:
        while self.changes:
            self.changes.pop().revert()

    def write(self) -> bytes:
        return write(self.loaded.source, self.root, self.numbers.by_node, self.baseline)

    def node(self, id: str) -> Node:
        return next(node for node in self.root.iter("*") if node.get("id") == id)

    def diff(self) -> tuple[list[bytes], list[bytes]]:
        """Lines that went and lines that came."""
        before, after = self.data.splitlines(), self.write().splitlines()
        return [line for line in before if line not in after], [line for line in after if line not in before]


def approval() -> Session:
    return Session((OWN / "approval.bpmn").read_bytes())


def meaning(node: Node) -> Any:
    """A tree without layout: what must survive writing and reading."""
    if not isinstance(node.tag, str):
        return node.text
    text = node.text if len(node) == 0 and (node.text or "").strip() else ""
    return node.tag, attributes_of(node), text, [meaning(child) for child in node]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_an_unedited_file_is_written_byte_for_byte(path: Path) -> None:
    session = Session(path.read_bytes())

    assert session.write() == session.data


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_random_changes_read_back_the_same_and_undo_to_the_original_bytes(path: Path) -> None:
    session = Session(path.read_bytes())
    chance = random.Random(path.name)
    for _ in range(40):
        CHANGES[chance.randrange(len(CHANGES))](session, chance)

    written = session.write()

    if not session.loaded.problems:
        assert meaning(load(written).root) == meaning(session.root)
    session.undo()
    assert session.write() == session.data


def test_a_changed_attribute_keeps_quotes_order_and_spacing_of_the_others() -> None:
    session = approval()
    check = session.node("check")

    session.make(SetAttribute(check, "name", "Don't check", attributes_of(check)))

    gone, came = session.diff()
    assert gone == [b"\t\t<userTask   id=\"check\"   name='Check'  >"]
    assert came == [b"\t\t<userTask   id=\"check\"   name='Don&#39;t check'  >"]


def test_a_new_child_is_written_in_the_style_around_it() -> None:
    session = approval()
    process = session.node("P")
    task = etree.Element(f"{{{BPMN}}}serviceTask", {"id": "mail", "name": 'Say "yes"'})
    etree.SubElement(task, f"{{{BPMN}}}incoming").text = "f2"

    session.make(Insert(process, task, 3))

    gone, came = session.diff()
    assert gone == []
    assert came == [
        b'\t\t<serviceTask id="mail" name="Say &quot;yes&quot;">',
        b"\t\t\t<incoming>f2</incoming>",
        b"\t\t</serviceTask>",
    ]


def test_a_removed_node_takes_its_line_along() -> None:
    session = approval()
    end = session.node("end")

    session.make(Remove(session.node("P"), end, session.node("P").index(end)))

    assert session.diff() == ([b'\t\t<endEvent id="end"/>'], [])


def test_a_foreign_attribute_declares_its_namespace_at_the_root() -> None:
    session = approval()
    check = session.node("check")

    session.make(SetAttribute(check, f"{{{PROCESSMAKER}}}config", '{"a":1}', attributes_of(check)))

    _, came = session.diff()
    assert came == [
        b'             targetNamespace="http://example.org/approval" id="approval"',
        b'             xmlns:pm="http://processmaker.com/BPMN/2.0/Schema.xsd" >',
        b'\t\t<userTask   id="check"   name=\'Check\' pm:config="{&quot;a&quot;:1}"  >',
    ] or came == [
        b'             targetNamespace="http://example.org/approval" id="approval" '
        b'xmlns:pm="http://processmaker.com/BPMN/2.0/Schema.xsd" >',
        b'\t\t<userTask   id="check"   name=\'Check\' pm:config="{&quot;a&quot;:1}"  >',
    ]


def test_changed_text_is_escaped_and_untouched_cdata_stays() -> None:
    session = approval()
    flow = session.node("check").find(f"{{{BPMN}}}outgoing")
    assert flow is not None

    session.make(SetText(flow, "a < b & c", flow.text))

    gone, came = session.diff()
    assert (gone, came) == ([b"\t\t\t<outgoing>f2</outgoing>"], [b"\t\t\t<outgoing>a &lt; b &amp; c</outgoing>"])
    assert b"<![CDATA[Look <b>closely</b>]]>" in session.write()


def test_a_node_moved_into_a_new_parent_keeps_its_bytes_and_gets_the_new_depth() -> None:
    session = approval()
    process, check = session.node("P"), session.node("check")
    scope = etree.Element(f"{{{BPMN}}}subProcess", {"id": "sub"})

    session.make(Insert(process, scope, 0))
    session.make(Remove(process, check, process.index(check)))
    session.make(Insert(scope, check, 0))

    written = session.write()
    assert (
        b'\t\t<subProcess id="sub">\n\t\t\t<userTask   id="check"   name=\'Check\'  >\n\t\t\t\t<documentation>'
        in written
    )
    assert meaning(load(written).root) == meaning(session.root)


def test_a_node_moved_out_of_reach_of_its_prefix_takes_the_declaration_along() -> None:
    data = (
        b'<d:definitions xmlns:d="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">'
        b'<d:process id="P"><x:task xmlns:x="http://www.omg.org/spec/BPMN/20100524/MODEL" id="T">'
        b'<x:extensionElements><y:e xmlns:y="urn:y"><y:f y:a="1"/></y:e></x:extensionElements></x:task></d:process>'
        b'<d:process id="Q"/></d:definitions>'
    )
    session = Session(data)
    inner = next(node for node in session.root.iter("{urn:y}f"))
    holder = inner.getparent()
    assert holder is not None

    session.make(Remove(holder, inner, 0))
    session.make(Insert(session.node("Q"), inner, 0))

    written = session.write()
    assert b'<y:f xmlns:x="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:y="urn:y" y:a="1"/>' in written
    assert meaning(load(written).root) == meaning(session.root)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252", "utf-8-sig"])
def test_the_encoding_and_byte_order_mark_stay(encoding: str) -> None:
    text = (
        f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\r\n'
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">\r\n'
        '  <process id="P" name="Prüfung"/>\r\n</definitions>'
    )
    session = Session(text.encode(encoding))
    process = session.node("P")

    session.make(SetAttribute(process, "name", "Größe ☃", attributes_of(process)))
    session.make(Insert(process, etree.Element(f"{{{BPMN}}}task", {"id": "T"}), 0))

    written = session.write().decode(encoding)
    snowman = "&#9731;" if encoding in ("iso-8859-1", "windows-1252") else "☃"
    assert f'name="Größe {snowman}">\r\n    <task id="T"/>\r\n  </process>' in written
    assert load(session.write()).root[0].get("name") == "Größe ☃"


def pick(session: Session, chance: random.Random) -> Node:
    """Some element that is in the tree now; the root only when nothing else is left."""
    nodes = [node for node in session.root.iter("*") if node is not session.root]
    return chance.choice(nodes or [session.root])


def is_text(node: Node) -> bool:
    return len(node) == 0 and bool((node.text or "").strip())


def change_name(session: Session, chance: random.Random) -> None:
    node = pick(session, chance)
    session.make(SetAttribute(node, "name", "a \"b\" 'c' <d> & é\n\t☃", attributes_of(node)))


def drop_attribute(session: Session, chance: random.Random) -> None:
    node = pick(session, chance)
    if node.attrib:
        session.make(SetAttribute(node, chance.choice(list(attributes_of(node))), None, attributes_of(node)))


def add_color(session: Session, chance: random.Random) -> None:
    node = pick(session, chance)
    session.make(SetAttribute(node, f"{{{COLOR}}}background-color", "#fff", attributes_of(node)))


def remove(session: Session, chance: random.Random) -> None:
    node = pick(session, chance)
    parent = node.getparent()
    if parent is not None:
        session.make(Remove(parent, node, parent.index(node)))


def move(session: Session, chance: random.Random) -> None:
    node, target = pick(session, chance), pick(session, chance)
    parent = node.getparent()
    if parent is None or is_text(target) or node in (target, *target.iterancestors()):
        return
    session.make(Remove(parent, node, parent.index(node)))
    session.make(Insert(target, node, chance.randint(0, len(target))))


def insert(session: Session, chance: random.Random) -> None:
    node = pick(session, chance)
    if not is_text(node):
        task = etree.Element(f"{{{BPMN}}}task", {"id": "new", f"{{{PROCESSMAKER}}}config": '{"a":1}'})
        etree.SubElement(task, f"{{{BPMN}}}documentation").text = "x & y"
        session.make(Insert(node, task, chance.randint(0, len(node))))


def change_text(session: Session, chance: random.Random) -> None:
    node = pick(session, chance)
    if len(node) == 0:
        session.make(SetText(node, "hällo <&> \r\n x", node.text))


CHANGES: tuple[Callable[[Session, random.Random], None], ...] = (
    change_name,
    drop_attribute,
    add_color,
    remove,
    move,
    insert,
    change_text,
)
