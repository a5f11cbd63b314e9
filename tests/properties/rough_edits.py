"""Edits that no command would make: anything written anywhere, moved anywhere, taken out. Each is one undoable step."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from engine.bpmn import Document, Element
from engine.bpmn.fields import parse_number
from engine.bpmn.journal import END, Insert, Remove, SetText, Shift, place_of
from engine.bpmn.namespaces import PROCESSMAKER, bpmn, clark

NAMES = (
    *("bogus", "name", "id", "isClosed", "isExecutable", "default", "sourceRef", "targetRef", "attachedToRef"),
    *("messageRef", "errorRef", "bpmnElement", "triggeredByEvent", "isForCompensation"),
)
TAGS = (
    *("task", "laneSet", "startEvent", "endEvent", "cancelEventDefinition", "linkEventDefinition", "incoming"),
    *("timerEventDefinition", "eventBasedGateway", "boundaryEvent"),
)
TEXTS = ("", "a b", "x:y", "maybe", "true", "${", "= 1 +", "nothing")


class RoughEdits:
    """Edits of one document; the same seed gives the same ones."""

    def __init__(self, document: Document, random: Random) -> None:
        self.document, self.random = document, random

    def step(self) -> None:
        """One edit, or some undone or done again."""
        chance = self.random.random()
        if chance < 0.7:
            edit = self.random.choice((self.write, self.write, self.take_away, self.rename, self.remove, self.bring,
                                       self.text, self.move, self.move, self.configure, self.shift))  # fmt: skip
            with self.document.edit("Edit"):
                edit(self.element())
        elif chance < 0.9:
            self.document.history.undo(self.random.randint(1, 3))
        else:
            self.document.history.redo(self.random.randint(1, 3))

    def element(self) -> Element:
        return self.random.choice(list(self.document.elements(Element)))

    def value(self) -> str:
        ids = [element.id for element in self.document.elements(Element) if element.id]
        return self.random.choice(TEXTS if self.random.random() < 0.3 else ids)

    def write(self, element: Element) -> None:
        names = (*NAMES, *element.attributes)
        element.set(self.random.choice(names), self.value())

    def take_away(self, element: Element) -> None:
        for name in list(element.attributes)[:1]:
            element.set(name, None)

    def rename(self, element: Element) -> None:
        if element.id:
            element.set("id", self.random.choice(("N1", "N2", self.value() or "N3")))

    def remove(self, element: Element) -> None:
        if self.is_movable(element):
            self.document.remove(element)

    def is_movable(self, element: Element) -> bool:
        return element.parent is not None and element.parent.parent is not None

    def bring(self, element: Element) -> None:
        tag = self.random.choice(("{urn:x}foo", "bogus", *map(bpmn, TAGS)))
        node = element.node.makeelement(tag)
        if self.random.random() < 0.5:
            node.set("id", self.value() or "N4")
        self.document.record(Insert(element.node, node, self.random.choice((0, END))))

    def text(self, element: Element) -> None:
        if len(element.node) == 0:
            self.document.record(SetText(element.node, self.value(), element.node.text))

    def move(self, element: Element) -> None:
        target = self.element()
        if self.is_movable(element) and target is not element and element not in target.ancestors():
            node, parent = element.node, element.node.getparent()
            self.document.record(Remove(parent, node, place_of(parent, node)))
            self.document.record(Insert(target.node, node, self.random.choice((0, END))))

    def configure(self, element: Element) -> None:
        element.set(clark(PROCESSMAKER, "config"), self.random.choice(("{", "{}", '{"a": 1}')))

    def shift(self, _: Element) -> None:
        """Everything moves, as when very many elements are dragged."""
        moved = [each.node for each in self.document.elements(Element) if parse_number(each.get("x")) is not None]
        before = [node.get("x") or "" for node in moved]
        self.document.record(Shift("x", moved, [str(self.random.randint(0, 999)) for _ in moved], before, others=moved))


def portions(random: Random, most: int = 8) -> Callable[[], bool]:
    """Time for a few small steps of work, then none."""
    left = [random.randint(1, most)]

    def has_time() -> bool:
        left[0] -= 1
        return left[0] > 0

    return has_time
