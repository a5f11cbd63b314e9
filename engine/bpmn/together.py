"""What is told of several units together: flows that nobody lists, elements that are not drawn.

`look` only marks them, each at its unit; here the marks are kept by the container in which they stand, so that what is
told of thousands of flows takes the time of one sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from engine.bpmn.journal import Node
from engine.bpmn.namespaces import BPMNDI, bpmn, clark
from engine.bpmn.problems import Severity
from engine.bpmn.roles import ROLES
from engine.bpmn.wording import lower, speak

_SEQUENCE_FLOW: Final = bpmn("sequenceFlow")
_DIAGRAM: Final = clark(BPMNDI, "BPMNDiagram")
UNLISTED: Final = "unlisted-flow"
UNDRAWN: Final = "not-drawn"
JOINT: Final = frozenset((UNLISTED, UNDRAWN))
"""Rules whose findings are marks."""


class Finding(NamedTuple):
    """A problem with its node, before line and id are looked up."""

    severity: Severity
    node: Node
    rule: str
    message: str


class Together:
    """The marks of all units."""

    def __init__(self) -> None:
        self._of_unit: dict[Node, list[tuple[str, Node, Node]]] = {}
        self._groups: dict[str, dict[Node, dict[Node, Node]]] = {rule: {} for rule in sorted(JOINT)}
        self._unlisted: dict[Node, Finding] = {}

    def __contains__(self, unit: Node) -> bool:
        return unit in self._of_unit

    def put(self, unit: Node, marks: Iterable[Finding]) -> None:
        """The marks of a unit are these and no others; a container may speak of itself in other words now."""
        self._unlisted.pop(unit, None)
        for rule, container, node in self._of_unit.pop(unit, ()):
            self._take_away(unit, rule, container, node)
        for mark in marks:
            around = mark.node.getparent()
            if around is not None:
                self._of_unit.setdefault(unit, []).append((mark.rule, around, mark.node))
                self._groups[mark.rule].setdefault(around, {})[mark.node] = unit
                self._unlisted.pop(around, None)

    def _take_away(self, unit: Node, rule: str, container: Node, node: Node) -> None:
        """Forget a mark, unless another unit, to which the node belongs now, has made it anew."""
        group = self._groups[rule].get(container, {})
        if group.get(node) is unit:
            del group[node]
            self._unlisted.pop(container, None)
            if not group:
                del self._groups[rule][container]

    def told(self, root: Node) -> Iterator[Finding]:
        """One finding for each container, or for each element where only some of a container are meant."""
        for container, flows in self._groups[UNLISTED].items():
            if container not in self._unlisted:
                self._unlisted[container] = _unlisted(container, flows)
            yield self._unlisted[container]
        yield from _undrawn(root, self._groups[UNDRAWN])


def _unlisted(container: Node, flows: Mapping[Node, Node]) -> Finding:
    """A container with flows that the connected elements do not list."""
    first = next(flow for flow in container.iterchildren(_SEQUENCE_FLOW) if flow in flows)
    message = (
        f"{speak(container)} has {len(flows)} sequence flow(s) that the connected elements do not list as incoming "
        f'or outgoing, the first is "{first.get("id")}"'
    )
    return Finding("info", container, UNLISTED, message)


def _undrawn(root: Node, missing: Mapping[Node, Mapping[Node, Node]]) -> Iterator[Finding]:
    """Elements without a shape or edge; where a whole process or sub-process has none, that is told once."""
    if missing and next(root.iterchildren(_DIAGRAM), None) is None:
        yield Finding("warning", root, "no-diagram", "The file has no diagram: its elements are not drawn")
        return
    for container, nodes in missing.items():
        if len(nodes) > 1 and len(nodes) == sum(map(_is_drawable, container.iterchildren("*"))):
            message = f"Nothing inside is drawn: {lower(speak(container))}"
            yield Finding("warning", container, UNDRAWN, message)
            continue
        for node in nodes:
            yield Finding("warning", node, UNDRAWN, f"{speak(node)} is not drawn on any diagram")


def _is_drawable(node: Node) -> bool:
    role = ROLES.get(node.tag)
    return role is not None and role.is_drawn
