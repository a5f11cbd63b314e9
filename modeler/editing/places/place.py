"""One place in the tree that holds one text: found by the steps that lead to it, written, or taken away.

A step is a child element of a name with certain attributes, or a certain text. What a place's steps lack is made when
it is written; what they leave empty goes when it is taken away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from engine.bpmn import BaseElement, Element
from engine.bpmn.content import insert, remove
from engine.bpmn.elements import Expression, ExtensionElements
from engine.bpmn.factory import create_expression, create_node
from engine.bpmn.namespaces import bpmn, tag_of

TEXT = "#text"
PRESENCE = "#presence"
EXPRESSIONS = ("conditionExpression", "completionCondition", "timeDate", "timeDuration", "timeCycle", "condition")
_NEEDED = ("condition",)
"""Expressions without which an event definition is no valid BPMN: they are emptied, never removed."""
_DEFAULTS = {
    "camunda:asyncBefore": "false",
    "camunda:asyncAfter": "false",
    "camunda:exclusive": "true",
    "isForCompensation": "false",
    "triggeredByEvent": "false",
    "instantiate": "false",
    "isInterrupting": "true",
    "cancelActivity": "true",
}
FindOwner = Callable[[Element, bool], Element | None]
"""What a place is in: the element itself, or another one that belongs to it and is made where that is wished."""


@dataclass(frozen=True, slots=True)
class Step:
    """A child element: its name, the attributes or the text that it is known by, an attribute that it must have.

    A new one goes `before` those of another name; its text goes into what is `inner`, and it has these `parts` at once.
    """

    kind: str
    fixed: tuple[tuple[str, str], ...] = ()
    text: str | None = None
    needs: str = ""
    before: str = ""
    inner: tuple[Step, ...] = ()
    parts: tuple[Step, ...] = ()

    def fits(self, element: Element) -> bool:
        """Whether an element is the one that is meant."""
        if element.kind != self.kind or (self.needs and element.get(self.needs) is None):
            return False
        if any(element.get(name) != value for name, value in self.fixed):
            return False
        return self.text is None or element.text.strip() == self.text.strip()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands: below an owner, at the end of steps, in an attribute, as text, or by being there at all.

    `keeps_empty` says that an element without a value stays, as Camunda writes inputs; `value_first` is the order of
    attributes that it writes.
    """

    slot: str
    steps: tuple[Step, ...] = ()
    owner: FindOwner | None = None
    owner_name: str = ""
    in_extensions: bool = True
    keeps_empty: bool = False
    drops_empty: bool = False
    value_first: bool = False

    @property
    def identity(self) -> tuple[object, ...]:
        """What two settings have in common that stand at the same place."""
        return (self.owner_name, self.steps, self.slot)

    def read(self, element: Element) -> str | None:
        """The text that stands there; None where nothing does."""
        found = self._find(element)
        if found is None:
            return None
        if self.slot == PRESENCE:
            return ""
        if self.slot == TEXT:
            return found.text
        return _property(found, self.slot)

    def exists(self, element: Element) -> bool:
        """Whether the element is there that would hold the text."""
        return self._find(element) is not None

    def write(self, element: Element, text: str | None) -> None:
        """Make the place say a text, within the current edit; with None it is there and says nothing."""
        owner = self._owner(element, make=True)
        if owner is None:
            return
        found = self._made(owner, text)
        if self.slot == TEXT and found.text != (text or ""):
            found.text = text or ""
        elif self.slot not in (TEXT, PRESENCE) and _property(found, self.slot) != text:
            self._set(found, text)

    def _set(self, found: Element, text: str | None) -> None:
        """Write the attribute, in front of those that the step is known by where Camunda writes it so."""
        known = self.steps[-1].fixed if self.value_first and found.get(self.slot) is None else ()
        for name, _ in known:
            found.set(name, None)
        _set_property(found, self.slot, text)
        for name, value in known:
            found.set(name, value)

    def clear(self, element: Element) -> None:
        """Take away what stands there, and what that leaves empty."""
        found = self._find(element)
        if found is None:
            return
        if self.slot not in (TEXT, PRESENCE) and (not self.steps or self._holds_more(found)):
            _set_property(found, self.slot, None)
        elif self.steps:
            self._remove(found)

    def _holds_more(self, found: Element) -> bool:
        """Whether an element says more than this place and what it is known by."""
        known = {self.slot, *(name for name, _ in self.steps[-1].fixed)}
        own = len(self.steps[-1].inner) + len(self.steps[-1].parts)
        return bool(set(found.attributes) - known) or len(found.children) > own

    def _remove(self, found: Element) -> None:
        """Take an element away, and the holders round it that hold nothing then."""
        for step in reversed(self.steps):
            holder = found.parent
            remove(found)
            if holder is None or holder.children or holder.text.strip():
                return
            above = self.steps[self.steps.index(step) - 1] if step is not self.steps[0] else None
            known = {name for name, _ in above.fixed} if above is not None else set()
            if set(holder.attributes) - known:
                return
            found = holder
        if isinstance(found, ExtensionElements):
            remove(found)

    def _owner(self, element: Element, make: bool) -> Element | None:
        return element if self.owner is None else self.owner(element, make)

    def _find(self, element: Element) -> Element | None:
        found = self._owner(element, make=False)
        if found is not None and self.steps and self.in_extensions:
            found = found.extension_elements if isinstance(found, BaseElement) else None
        for step in self.steps:
            if found is None:
                return None
            found = next((child for child in found.children if step.fits(child)), None)
        return found

    def _made(self, owner: Element, text: str | None) -> Element:
        here = _extensions(owner) if self.steps and self.in_extensions else owner
        for step in self.steps:
            child = next((each for each in here.children if step.fits(each)), None)
            here = child if child is not None else self._new(here, step, text)
        return here

    def _new(self, parent: Element, step: Step, text: str | None) -> Element:
        child = create_node(parent, tag_of(step.kind))
        follower = next((each for each in parent.children if each.kind == step.before), None)
        insert(parent, child, follower)
        if self.value_first and step is self.steps[-1] and text is not None:
            child.set(tag_of(self.slot), text)
        for name, value in step.fixed:
            child.set(name, value)
        holder = child
        for inner in step.inner:
            holder = self._new(holder, inner, None)
        for part in step.parts:
            self._new(child, part, None)
        if step.text is not None:
            holder.text = step.text
        return child


def _extensions(owner: Element) -> Element:
    if isinstance(owner, BaseElement) and owner.extension_elements is None:
        made = create_node(owner, bpmn("extensionElements"))
        assert isinstance(made, ExtensionElements)
        owner.extension_elements = made
    found = owner.extension_elements if isinstance(owner, BaseElement) else None
    return owner if found is None else found


def _property(element: Element, name: str) -> str | None:
    """An attribute, or the text of an expression inside."""
    expression = _expression(element, name)
    if expression is not None:
        return expression.text
    text = element.get(tag_of(name))
    return _DEFAULTS.get(name) if text is None else text


def _set_property(element: Element, name: str, text: str | None) -> None:
    if name not in EXPRESSIONS:
        element.set(tag_of(name), None if text == _DEFAULTS.get(name) else text)
        return
    expression = _expression(element, name)
    if expression is not None and (text is not None or name in _NEEDED):
        expression.text = text or ""
    elif expression is not None:
        remove(expression)
    elif text is not None:
        insert(element, create_expression(element, name, text))


def _expression(element: Element, name: str) -> Expression | None:
    if name not in EXPRESSIONS:
        return None
    return next((each for each in element.children if isinstance(each, Expression) and each.tag == name), None)
