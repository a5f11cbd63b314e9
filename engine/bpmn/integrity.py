"""What real files get wrong, told in a designer's words: nothing of it stops a file from opening.

Each rule is a function from one survey of the tree to findings; `RULES` lists them. The schema check is in `schema`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from lxml import etree

from engine.bpmn.document import Document
from engine.bpmn.extensions import UNPREFIXED
from engine.bpmn.journal import Node
from engine.bpmn.namespaces import BPMN, PROCESSMAKER, bpmn, clark, local_name
from engine.bpmn.problems import Problem, Severity
from engine.bpmn.survey import INCOMING, OUTGOING, Survey, local, survey
from engine.bpmn.wording import lower, speak, words

_JSON: Final = tuple(
    clark(PROCESSMAKER, name) for name in ("config", "configEmail", "errorHandling", "assignmentRules")
)
_SEQUENCE_FLOW: Final = bpmn("sequenceFlow")
_ENDS: Final = (("sourceRef", "start"), ("targetRef", "end"))


class Finding(NamedTuple):
    """A problem with its node, before line and id are looked up."""

    severity: Severity
    node: Node
    rule: str
    message: str


def problems(document: Document) -> list[Problem]:
    """Everything that is wrong with the document's structure, in the order of the file."""
    found = survey(document.definitions.node)
    ordered = [_problem(document, finding) for rule in RULES for finding in rule(found)]
    return sorted(ordered, key=lambda problem: problem.line or 0)


def same_ids(found: Survey) -> Iterator[Finding]:
    """Ids that more than one element has."""
    for identifier, nodes in found.same_ids.items():
        for node in nodes[1:]:
            message = f'{speak(node)} has the id "{identifier}", which {len(nodes) - 1} other element(s) have too'
            yield Finding("error", node, "duplicate-id", message)


def odd_ids(found: Survey) -> Iterator[Finding]:
    """Ids that XML does not allow."""
    for node in found.odd_ids:
        message = f'The id "{node.get("id")}" is not allowed: an id starts with a letter or _ and has no blanks'
        yield Finding("error", node, "invalid-id", message)


def open_flows(found: Survey) -> Iterator[Finding]:
    """Flows and associations that start or end nowhere."""
    for node in found.flows:
        for name, end in _ENDS:
            raw = node.get(name)
            if not raw:
                yield Finding("error", node, "open-flow", f"{speak(node)} has no {end}: nothing is connected there")
            elif raw not in found.ids and not found.has(raw) and not _is_elsewhere(found, node, raw):
                message = f'{speak(node)} has no {end}: there is no element "{raw}"'
                yield Finding("error", node, "open-flow", message)


def unattached_events(found: Survey) -> Iterator[Finding]:
    """Boundary events that no activity holds."""
    for node in found.attached:
        if not node.get("attachedToRef"):
            yield Finding("error", node, "unattached-event", f"{speak(node)} is not attached to an activity")


def dangling_references(found: Survey) -> Iterator[Finding]:
    """References to elements that the file does not have."""
    ids = found.ids
    for node, name, raw in [reference for reference in found.references if reference[2] not in ids]:
        if found.has(raw) or _is_elsewhere(found, node, raw):
            continue
        message = f'{speak(node)} refers to "{raw}" as its {words(name)}, but there is no such element'
        yield Finding("warning", node, "dangling-reference", message)
    for parent, tag, text in _unknown_mentions(found):
        if not text.strip() or found.has(text) or _is_elsewhere(found, parent, text):
            continue
        listed, what = text.strip(), words(local_name(tag))
        message = f'{speak(parent)} lists "{listed}" as {what}, but there is no such element'
        yield Finding("warning", parent, "dangling-reference", message)


def flow_lists(found: Survey) -> Iterator[Finding]:
    """Whether elements list as incoming and outgoing exactly the sequence flows that are connected to them."""
    flows = [node for node in found.flows if node.tag == _SEQUENCE_FLOW]
    unlisted: dict[Node, None] = {}
    find = found.ids.get
    for listed, name, what in ((found.incoming, "targetRef", "incoming"), (found.outgoing, "sourceRef", "outgoing")):
        right = {(find(node.get(name) or ""), node.get("id")) for node in flows}
        if right == listed:
            continue
        unlisted |= dict.fromkeys(node for node in flows if _is_unlisted(found, node, name, listed))
        yield from _wrongly_listed(found, listed - right, name, what)
    yield from _unlisted(list(unlisted))


def _is_drawn_by_others(found: Survey, node: Node, parent: Node) -> bool:
    """Whether an element shows only in another's drawing: messages of a conversation, parts of a sub-conversation."""
    if parent.tag == bpmn("subConversation"):
        return True
    return node.tag == bpmn("messageFlow") and node.get("id") in found.conversing


def _unlisted(flows: list[Node]) -> Iterator[Finding]:
    by_container: dict[Node, list[Node]] = {}
    for node in flows:
        container = node.getparent()
        if container is not None:
            by_container.setdefault(container, []).append(node)
    for container, nodes in by_container.items():
        message = (
            f"{speak(container)} has {len(nodes)} sequence flow(s) that the connected elements do not list as incoming "
            f'or outgoing, the first is "{nodes[0].get("id")}"'
        )
        yield Finding("info", container, "unlisted-flow", message)


def _wrongly_listed(found: Survey, listed: set[tuple[Node, str]], name: str, what: str) -> Iterator[Finding]:
    for parent, text in listed:
        flow = found.find(text)
        if flow is None or flow.tag != _SEQUENCE_FLOW:
            continue
        end = flow.get(name)
        if end is not None and found.find(end) is not parent and local(end) != parent.get("id"):
            message = f'{speak(parent)} lists the flow "{text.strip()}" as {what}, but it is connected elsewhere'
            yield Finding("warning", parent, "wrongly-listed-flow", message)


def undrawn_elements(found: Survey) -> Iterator[Finding]:
    """Elements without a shape or edge; where a whole process or sub-process has none, that is told once."""
    missing = [pair for pair in found.drawable if pair[0].get("id") not in found.drawn]
    missing = [pair for pair in missing if not _is_drawn_by_others(found, *pair)] if missing else []
    if not missing:
        return
    if not found.has_diagram:
        yield Finding("warning", found.root, "no-diagram", "The file has no diagram: its elements are not drawn")
        return
    all_of, undrawn_of = (Counter(parent for _, parent in pairs) for pairs in (found.drawable, missing))
    for parent, count in undrawn_of.items():
        if count == all_of[parent] and count > 1:
            yield Finding("warning", parent, "not-drawn", f"Nothing inside is drawn: {lower(speak(parent))}")
    for node, parent in missing:
        if undrawn_of[parent] != all_of[parent] or all_of[parent] == 1:
            yield Finding("warning", node, "not-drawn", f"{speak(node)} is not drawn on any diagram")


def stray_shapes(found: Survey) -> Iterator[Finding]:
    """Shapes, edges and planes that draw nothing of this file."""
    for node, raw in [drawing for drawing in found.drawing if drawing[1] not in found.ids]:
        if not raw:
            yield Finding("warning", node, "stray-shape", f"{speak(node)} draws no element")
        elif not found.has(raw):
            yield Finding("warning", node, "stray-shape", f'{speak(node)} draws "{raw}", which is not in the file')


def broken_settings(found: Survey) -> Iterator[Finding]:
    """Connector settings that are no JSON."""
    if PROCESSMAKER not in found.root.nsmap.values():
        return
    condition = " or ".join(f"@pm:{local_name(name)}" for name in _JSON)
    for node in _select(found.root, condition):
        for name in _JSON:
            fault = _json_fault(node.get(name))
            if fault:
                message = f"{speak(node)} has settings (pm:{local_name(name)}) that cannot be read: {fault}"
                yield Finding("warning", node, "malformed-settings", message)


def unprefixed_attributes(found: Survey) -> Iterator[Finding]:
    """Vendors' attributes that lost their prefix, so that other tools refuse the file."""
    condition = " or ".join(f"@{name}" for name in UNPREFIXED)
    for node in _select(found.root, condition):
        for name in UNPREFIXED:
            if node.get(name) is not None:
                message = f'{speak(node)} has the attribute "{name}" without a prefix; it is read as pm:{name}'
                yield Finding("warning", node, "unprefixed-attribute", message)


def misplaced_children(found: Survey) -> Iterator[Finding]:
    """Children in an order that the schema does not allow."""
    for node in found.misplaced:
        parent = node.getparent()
        if parent is not None:
            message = f'In {lower(speak(parent))}, "{local_name(node.tag)}" stands too late; BPMN fixes the order'
            yield Finding("warning", node, "wrong-order", message)


RULES: Final[tuple[Callable[[Survey], Iterator[Finding]], ...]] = (
    same_ids,
    odd_ids,
    open_flows,
    unattached_events,
    dangling_references,
    flow_lists,
    undrawn_elements,
    stray_shapes,
    broken_settings,
    unprefixed_attributes,
    misplaced_children,
)


def _problem(document: Document, finding: Finding) -> Problem:
    node: Node | None = finding.node
    while node is not None and not node.get("id"):
        node = node.getparent()
    identifier = None if node is None else node.get("id")
    line = document.line_of(document.view(finding.node))
    return Problem(finding.severity, identifier, finding.rule, finding.message, line)


def _is_unlisted(found: Survey, flow: Node, name: str, listed: set[tuple[Node, str]]) -> bool:
    identifier, end = flow.get("id") or "", found.find(flow.get(name))
    if end is None or (end, identifier) in listed:
        return False
    texts = (child.text or "" for child in end.iterchildren(INCOMING, OUTGOING))
    return not any((end, text) in listed and local(text) == identifier for text in texts)


def _unknown_mentions(found: Survey) -> list[tuple[Node, str, str]]:
    ids = found.ids
    unknown = [(parent, INCOMING, text) for parent, text in found.incoming if text not in ids]
    unknown += [(parent, OUTGOING, text) for parent, text in found.outgoing if text not in ids]
    return unknown + [mention for mention in found.mentions if mention[2] not in ids]


def _is_elsewhere(found: Survey, node: Node, raw: str) -> bool:
    prefix, colon, _ = raw.strip().rpartition(":")
    if not colon:
        return False
    uri = node.nsmap.get(prefix)
    return uri is not None and uri not in (found.root.get("targetNamespace"), BPMN)


def _select(root: Node, condition: str) -> list[Node]:
    path = f"/*/bpmn:*/descendant-or-self::bpmn:*[{condition}]"
    found = root.xpath(path, namespaces={"pm": PROCESSMAKER, "bpmn": BPMN})
    return [node for node in found if etree.iselement(node)] if isinstance(found, list) else []


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
