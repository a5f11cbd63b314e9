"""Says what a Request of the document would meet: unreadable expressions, events that never happen, what does not run.

The engine finds all of it when it compiles, so the designer reads it while modeling and not first in a preview.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from typing import Final

from engine.bpmn import Document, Element, FlowNode, Problem, Process
from engine.runtime.compiling.parts import told_of

_NUMBERED: Final = re.compile(r"^[A-Za-z]+_\d+: ")
KNOWN = frozenset(("dangling-reference", "duplicate-id", "malformed-settings"))
"""Rules of `engine.bpmn.integrity`, which has said them already."""
ELSEWHERE = frozenset(("script-language", "listener", "foreign-language", "message-flow"))
"""Rules about what does not run here while nothing is wrong with the model."""


def execution_problems(document: Document) -> Iterator[Problem]:
    """What a Request of the document would meet, in words for who draws it."""
    return worded(document, (noted.problem for noted in told_of(document).noted))


def worded(document: Document, problems: Iterable[Problem]) -> Iterator[Problem]:
    """What compiling has said, as it is told while modeling.

    A process that is not meant to be executed is only told: a drawing need not say when its timers are due. Nothing
    is missing from one that is still empty.
    """
    roots = document.definitions.iterate_children()
    executable = any(root.is_executable for root in roots if isinstance(root, Process))
    for problem in problems:
        if problem.rule in KNOWN or (problem.rule == "no-start" and _is_empty(document)):
            continue
        element = document.find(problem.element_id) if problem.element_id else None
        counts = _is_executed(element, executable) and problem.rule not in ELSEWHERE
        words = _without_name(problem)
        words = words[:1].upper() + words[1:]
        yield replace(problem, message=words, severity=problem.severity if counts else "info")


def _is_empty(document: Document) -> bool:
    return next(iter(document.elements(FlowNode)), None) is None


def _without_name(problem: Problem) -> str:
    """The message without the element that it begins with: the row names it; one without an id has a number there."""
    if problem.element_id is not None:
        return problem.message.removeprefix(f"{problem.element_id}: ")
    return _NUMBERED.sub("", problem.message)


def _is_executed(element: Element | None, executable: bool) -> bool:
    """Whether the process around an element is executed; what stands in none follows the whole document."""
    around = () if element is None else chain((element,), element.ancestors())
    process = next((each for each in around if isinstance(each, Process)), None)
    return executable if process is None else bool(process.is_executable)
