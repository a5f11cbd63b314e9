"""Loop markers of activities."""

from __future__ import annotations

from typing import Literal, TypeAlias

from engine.bpmn import Activity, Document, Element, MultiInstanceLoopCharacteristics, StandardLoopCharacteristics
from engine.bpmn.factory import create
from modeler.editing.facts import PropertyChanged
from modeler.editing.refusals import CommandRefused
from modeler.editing.structure import called, describe, is_event_sub_process

Loop: TypeAlias = Literal["none", "loop", "parallel", "sequential"]


def loop_of(activity: Activity) -> Loop:
    """How an activity repeats."""
    found = activity.loop_characteristics
    if isinstance(found, MultiInstanceLoopCharacteristics):
        return "sequential" if found.is_sequential else "parallel"
    return "none" if found is None else "loop"


def set_loop(document: Document, element: Element, loop: Loop) -> None:
    """Let an activity repeat, or not; from parallel to sequential and back its settings stay."""
    if not isinstance(element, Activity) or is_event_sub_process(element):
        raise CommandRefused(f"{describe(element)} cannot repeat")
    if loop_of(element) == loop:
        return
    with document.edit(f"Change loop of {called(element)}") as edit:
        found = element.loop_characteristics
        if isinstance(found, MultiInstanceLoopCharacteristics) and loop in ("parallel", "sequential"):
            found.set("isSequential", "true" if loop == "sequential" else None)
        elif loop == "none":
            element.loop_characteristics = None
        elif loop == "loop":
            element.loop_characteristics = create(document, StandardLoopCharacteristics)
        else:
            is_sequential = True if loop == "sequential" else None
            element.loop_characteristics = create(
                document, MultiInstanceLoopCharacteristics, is_sequential=is_sequential
            )
        edit.note(PropertyChanged(element, "loopCharacteristics"))
