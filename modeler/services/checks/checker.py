"""What asks about elements one by one: the form that all checks of connectors and their settings have."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass

from engine.bpmn import BaseElement, Document, Element, Problem


def line_of(element: Element) -> int | None:
    """The line of the opened file on which an element starts; None for what came later."""
    return element.document.line_of(element) if isinstance(element.document, Document) else None


def _nothing() -> Hashable:
    return None


def _nowhere(_: Element) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Checker:
    """A question to each element of some kinds, whose answer depends on that element and what it refers to.

    Where an answer depends on files as well, `looks_outside` says so of its element, and `outside` gives a value that
    changes when they do.
    """

    look: Callable[[Element], Iterable[Problem]]
    kind: type[Element] = BaseElement
    kinds: frozenset[str] | None = None
    looks_outside: Callable[[Element], bool] = _nowhere
    outside: Callable[[], Hashable] = _nothing

    def wants(self, element: Element) -> bool:
        """Whether elements of this name are asked about."""
        return isinstance(element, self.kind) and (self.kinds is None or element.kind in self.kinds)

    def __call__(self, document: Document) -> Iterator[Problem]:
        """Ask about the whole document."""
        found = document.elements(self.kind) if self.kinds is None else document.called(self.kinds)
        for element in found:
            if self.wants(element):
                yield from self.look(element)
