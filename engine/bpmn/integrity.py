"""What real files get wrong, told in a designer's words: nothing of it stops a file from opening.

    found = look(unit, document.index)           # what is wrong with one unit (see `units`)
    problem_of(document, found[0])               # as a problem

Each rule looks at one node and at what it refers to. What concerns several units is told once for all of them: ids that
they share, and what `look` only marks (see `together`). The schema check is in `schema`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from engine.bpmn.document import Document
from engine.bpmn.extensions import UNPREFIXED
from engine.bpmn.index import DRAWN, Index, local
from engine.bpmn.journal import Node
from engine.bpmn.namespaces import BPMN, BPMNDI, PROCESSMAKER, bpmn, clark, local_name
from engine.bpmn.problems import Problem
from engine.bpmn.registry import VIEWS
from engine.bpmn.roles import INCOMING, NO_ROLE, OUTGOING, ROLES, Role, is_identifier, is_plain_drawing, ranks_in
from engine.bpmn.together import JOINT, UNDRAWN, UNLISTED, Finding, Together
from engine.bpmn.units import CONTAINERS, NO_UNITS, UNITS, holds_only_drawings, unit_of, units
from engine.bpmn.wording import lower, speak, words

_SETTINGS: Final = frozenset(
    clark(PROCESSMAKER, name) for name in ("config", "configEmail", "errorHandling", "assignmentRules")
)
_UNPREFIXED: Final = frozenset(UNPREFIXED)
_VENDOR: Final = _SETTINGS | _UNPREFIXED
_NO_VENDOR: Final = frozenset[str]()
"""In a drawing nobody reads them."""
_SEQUENCE_FLOW: Final = bpmn("sequenceFlow")
_MESSAGE_FLOW: Final = bpmn("messageFlow")
_MESSAGE_FLOW_REF: Final = bpmn("messageFlowRef")
_SUB_CONVERSATION: Final = bpmn("subConversation")
_PLANE: Final = clark(BPMNDI, "BPMNPlane")
_ENDS: Final = (("sourceRef", "start"), ("targetRef", "end"))
_LISTS: Final = (("targetRef", INCOMING), ("sourceRef", OUTGOING))
_LISTED: Final = {INCOMING: ("targetRef", "incoming"), OUTGOING: ("sourceRef", "outgoing")}


def problems(document: Document) -> list[Problem]:
    """Everything that is wrong with the document's structure, in the order of the file."""
    together, apart = Together(), list[Finding]()
    for unit in units(document.definitions.node):
        found = look(unit, document.index)
        together.put(unit, [finding for finding in found if finding.rule in JOINT])
        apart += [finding for finding in found if finding.rule not in JOINT]
    every = (problem_of(document, finding) for finding in (*apart, *of_several(together, document)))
    return sorted(dict.fromkeys(every), key=lambda problem: problem.line or 0)


def of_several(together: Together, document: Document) -> Iterator[Finding]:
    """What is told of several units: what was marked in them, and ids that they share."""
    yield from together.told(document.definitions.node)
    yield from _same_ids(document)


def worth_a_look(every: Iterable[Node], index: Index, faulty: Collection[Node]) -> Iterator[Node]:
    """The units in which `look` may find something, where the schema found faults in some.

    Shapes and edges are half of a file; those that are valid and draw an element that is there have nothing wrong.
    """
    nowhere = {unit_of(node) for id in index.unknown() for node in index.referrers(id)}
    for unit in every:
        if unit.tag not in DRAWN or unit in faulty or unit in nowhere or not unit.get("bpmnElement"):
            yield unit


def look(unit: Node, index: Index) -> list[Finding]:
    """What is wrong with one unit and all that is in it, other units not counted."""
    found: list[Finding] = []
    vendor = _NO_VENDOR if unit.tag in DRAWN else _VENDOR
    stack = [unit]
    while stack:
        node = stack.pop()
        role = ROLES.get(node.tag, NO_ROLE)
        _look_at_attributes(found, node, role.references, vendor, index)
        if role.draws:
            if node.get("bpmnElement") not in index.ids:
                found.extend(_stray(node, index))
            if node.tag in DRAWN and is_plain_drawing(node):
                continue
        elif role.is_flow or role.is_drawn:
            _look_at_role(found, node, role, index)
        if node is unit and unit.tag in CONTAINERS:
            if not holds_only_drawings(unit):
                _look_inside(found, node, stack, index, UNITS)
        elif len(node):
            _look_inside(found, node, stack, index, NO_UNITS)
    return found


def problem_of(document: Document, finding: Finding) -> Problem:
    """A finding with the id of its element and its line."""
    node: Node | None = finding.node
    while node is not None and not node.get("id"):
        node = node.getparent()
    identifier = None if node is None else node.get("id")
    line = document.line_of(document.view(finding.node))
    return Problem(finding.severity, identifier, finding.rule, finding.message, line)


# Rules about one attribute ----------------------------------------------------------------------------------------


def _look_at_attributes(
    found: list[Finding], node: Node, references: frozenset[str], vendor: frozenset[str], index: Index
) -> None:
    for name, raw in node.items():
        if name == "id":
            if not str(raw).isidentifier():
                found.extend(_identifier(node, str(raw)))
        elif name in references:
            found.extend(() if raw in index.ids else _reference(node, str(name), str(raw), index))
        elif name in vendor:
            found.extend((_settings if name in _SETTINGS else _unprefixed)(node, str(name), str(raw)))


def _identifier(node: Node, raw: str) -> Iterator[Finding]:
    """Ids that XML does not allow."""
    if not is_identifier(raw):
        message = f'The id "{raw}" is not allowed: an id starts with a letter or _ and has no blanks'
        yield Finding("error", node, "invalid-id", message)


def _settings(node: Node, name: str, raw: str) -> Iterator[Finding]:
    """Connector settings that are no JSON."""
    fault = _json_fault(raw)
    if fault:
        message = f"{speak(node)} has settings (pm:{local_name(name)}) that cannot be read: {fault}"
        yield Finding("warning", node, "malformed-settings", message)


def _unprefixed(node: Node, name: str, _: str) -> Iterator[Finding]:
    """Vendors' attributes that lost their prefix, so that other tools refuse the file."""
    message = f'{speak(node)} has the attribute "{name}" without a prefix; it is read as pm:{name}'
    yield Finding("warning", node, "unprefixed-attribute", message)


def _reference(node: Node, name: str, raw: str, index: Index) -> Iterator[Finding]:
    """References to elements that the file does not have."""
    if raw and not _has(index, raw) and not _is_elsewhere(node, raw):
        message = f'{speak(node)} refers to "{raw}" as its {words(name)}, but there is no such element'
        yield Finding("warning", node, "dangling-reference", message)


# Rules about one element ------------------------------------------------------------------------------------------


def _look_at_role(found: list[Finding], node: Node, role: Role, index: Index) -> None:
    if role.is_flow:
        if node.get("sourceRef") not in index.ids or node.get("targetRef") not in index.ids:
            found.extend(_open_ends(node, index))
        if node.tag == _SEQUENCE_FLOW and _is_unlisted(node, index):
            found.append(Finding("info", node, UNLISTED, ""))
    if role.is_drawn:
        if not index.is_drawn(node.get("id") or "") and not _is_shown_otherwise(node, index):
            found.append(Finding("warning", node, UNDRAWN, ""))
        if role.is_attached and not node.get("attachedToRef"):
            message = f"{speak(node)} is not attached to an activity"
            found.append(Finding("error", node, "unattached-event", message))


def _open_ends(node: Node, index: Index) -> Iterator[Finding]:
    """Flows and associations that start or end nowhere."""
    for name, end in _ENDS:
        raw = node.get(name)
        if not raw:
            yield Finding("error", node, "open-flow", f"{speak(node)} has no {end}: nothing is connected there")
        elif raw not in index.ids and not _has(index, raw) and not _is_elsewhere(node, raw):
            message = f'{speak(node)} has no {end}: there is no element "{raw}"'
            yield Finding("error", node, "open-flow", message)


def _is_unlisted(flow: Node, index: Index) -> bool:
    """Whether an end of a sequence flow does not list it."""
    listing = {(node.tag, node.getparent()) for node in index.referrers(flow.get("id") or "") if node.tag in _LISTED}
    for name, tag in _LISTS:
        end = _find(index, flow.get(name))
        if end is not None and (tag, end) not in listing:
            return True
    return False


def _is_shown_otherwise(node: Node, index: Index) -> bool:
    """Whether an element shows in a plane, or only in another's drawing: messages of a conversation, parts of one."""
    identifier = node.get("id") or ""
    parent = node.getparent()
    if parent is not None and parent.tag == _SUB_CONVERSATION:
        return True
    shown = (_PLANE, _MESSAGE_FLOW_REF) if node.tag == _MESSAGE_FLOW else (_PLANE,)
    return any(referrer.tag in shown for referrer in index.referrers(identifier))


def _stray(node: Node, index: Index) -> Iterator[Finding]:
    """Shapes, edges and planes that draw nothing of this file."""
    raw = node.get("bpmnElement") or ""
    if raw in index.ids:
        return
    if not raw:
        yield Finding("warning", node, "stray-shape", f"{speak(node)} draws no element")
    elif not _has(index, raw):
        yield Finding("warning", node, "stray-shape", f'{speak(node)} draws "{raw}", which is not in the file')


# Rules about children ---------------------------------------------------------------------------------------------


def _look_inside(found: list[Finding], parent: Node, stack: list[Node], index: Index, apart: frozenset[str]) -> None:
    """Children in an order that the schema does not allow, and what they mention; others are looked at later."""
    ranks, last = ranks_in(parent.tag), -1
    for child in parent.iterchildren("*"):
        tag = child.tag
        rank = ranks[tag]
        if rank >= last:
            last = rank
        elif rank >= 0:
            message = f'In {lower(speak(parent))}, "{local_name(tag)}" stands too late; BPMN fixes the order'
            found.append(Finding("warning", child, "wrong-order", message))
        if tag in apart:
            continue
        role = ROLES.get(tag)
        if role is None:
            continue
        if role.is_text:
            _mention(found, parent, tag, child.text or "", index)
        else:
            stack.append(child)


def _mention(found: list[Finding], parent: Node, tag: str, text: str, index: Index) -> None:
    """Lists of references: to elements that are not there, to flows that are connected elsewhere."""
    nodes = index.ids.get(text) or index.ids.get(local(text))
    if nodes is None:
        if text.strip() and not _is_elsewhere(parent, text):
            listed, what = text.strip(), words(local_name(tag))
            message = f'{speak(parent)} lists "{listed}" as {what}, but there is no such element'
            found.append(Finding("warning", parent, "dangling-reference", message))
    elif tag in _LISTED and nodes[0].tag == _SEQUENCE_FLOW:
        name, what = _LISTED[tag]
        end = nodes[0].get(name)
        if end is not None and end != parent.get("id") and not _is_end(parent, end, index):
            message = f'{speak(parent)} lists the flow "{text.strip()}" as {what}, but it is connected elsewhere'
            found.append(Finding("warning", parent, "wrongly-listed-flow", message))


def _is_end(node: Node, raw: str, index: Index) -> bool:
    return local(raw) == node.get("id") or _find(index, raw) is node


# What is told of several units together ---------------------------------------------------------------------------


def _same_ids(document: Document) -> Iterator[Finding]:
    """Ids that more than one element has."""
    index = document.index
    for identifier in index.duplicates():
        nodes = sorted((node for node in index.ids[identifier] if node.tag in VIEWS), key=document.order_of)
        for node in nodes[1:]:
            message = f'{speak(node)} has the id "{identifier}", which {len(nodes) - 1} other element(s) have too'
            yield Finding("error", node, "duplicate-id", message)


# References -------------------------------------------------------------------------------------------------------


def _find(index: Index, raw: str | None) -> Node | None:
    """The node that a reference means: by exact id, then without its prefix."""
    nodes = index.ids.get(raw or "") or index.ids.get(local(raw))
    return nodes[0] if nodes else None


def _has(index: Index, raw: str) -> bool:
    return raw in index.ids or local(raw) in index.ids


def _is_elsewhere(node: Node, raw: str) -> bool:
    prefix, colon, _ = raw.strip().rpartition(":")
    if not colon:
        return False
    uri = node.nsmap.get(prefix)
    root = node.getroottree().getroot()
    return uri is not None and uri not in (root.get("targetNamespace"), BPMN)


def _json_fault(raw: str | None) -> str | None:
    if not raw or raw.isspace():
        return None
    try:
        json.loads(raw)
    except json.JSONDecodeError as error:
        return f"{error.msg} at character {error.pos + 1}"
    except RecursionError:
        return "nested too deeply"
    return None
