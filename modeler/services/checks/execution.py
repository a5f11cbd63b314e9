"""Says what a Request of the document would meet: unreadable expressions, events that never happen, what does not run.

The engine finds all of it when it compiles, so the designer reads it while modeling and not first in a preview.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from engine.bpmn import Document, Element, FlowNode, Problem, Process
from engine.runtime import compile_graph

KNOWN = frozenset(("dangling-reference", "duplicate-id", "malformed-settings"))
"""Rules of `engine.bpmn.integrity`, which has said them already."""
ELSEWHERE = frozenset(("script-language", "listener", "foreign-language", "message-flow"))
"""Rules about what does not run here while nothing is wrong with the model."""


def execution_problems(document: Document) -> Iterator[Problem]:
    """A checker for `checks.document.check_document`.

    A process that is not meant to be executed is only told: a drawing need not say when its timers are due. Nothing
    is missing from one that is still empty.
    """
    is_empty = next(iter(document.elements(FlowNode)), None) is None
    executable = any(process.is_executable for process in document.elements(Process))
    for problem in compile_graph(document).problems:
        if problem.rule in KNOWN or (problem.rule == "no-start" and is_empty):
            continue
        element = document.find(problem.element_id) if problem.element_id else None
        counts = _is_executed(element, executable) and problem.rule not in ELSEWHERE
        words = problem.message.removeprefix(f"{problem.element_id}: ")
        words = words[:1].upper() + words[1:]
        yield replace(problem, message=words, severity=problem.severity if counts else "info")


def _is_executed(element: Element | None, executable: bool) -> bool:
    """Whether the process around an element is executed; what stands in none follows the whole document."""
    around = () if element is None else chain((element,), element.ancestors())
    process = next((each for each in around if isinstance(each, Process)), None)
    return executable if process is None else bool(process.is_executable)
