"""One flow node of the document as one node of the graph."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.bpmn import (
    Activity,
    AdHocSubProcess,
    BoundaryEvent,
    CallActivity,
    CatchEvent,
    ComplexGateway,
    Element,
    EventBasedGateway,
    FlowNode,
    GlobalTask,
    ReceiveTask,
    SendTask,
    StartEvent,
    SubProcess,
    ThrowEvent,
)
from engine.expressions import Expression
from engine.runtime.compiling.context import Context, is_plain
from engine.runtime.compiling.data_flow import brought_out, copies_in, copies_out
from engine.runtime.compiling.people import assignment_of
from engine.runtime.compiling.table import ALLOWED, BEHAVIORS, ENTERED, UNKNOWN, Behaviors, collected, instant, looped
from engine.runtime.compiling.triggers import message_trigger, triggers_of
from engine.runtime.compiling.work import (
    call_settings,
    called_of,
    inputs_of,
    loop_of,
    note_listeners,
    outputs_of,
    work_of,
)
from engine.runtime.graph import NO_WORK, Assignment, Flow, Loop, Node, Trigger, Work


@dataclass
class Placed:
    """A node while it is read: its place, its view, and what is connected to it."""

    index: int
    id: str
    view: FlowNode | GlobalTask
    scope: int
    context: Context
    incoming: list[int] = field(default_factory=list)
    outgoing: list[Flow] = field(default_factory=list)
    boundaries: list[int] = field(default_factory=list)
    attached_to: int = -1
    inner: int = -1
    compensation: int = -1
    lane: str = ""
    is_plain: bool = False
    """Whether it says nothing but its id, its name and its flows."""


def build_node(placed: Placed) -> Node:
    """The finished node; what it cannot do is noted as a problem."""
    view, context = placed.view, placed.context
    plain = placed.is_plain = is_plain(view)
    work, loop, inputs, outputs = (NO_WORK, None, (), ()) if plain else _activity(context, view)
    if not plain:
        note_listeners(context, view)
    triggers = _triggers(context, view, plain)
    once = _behaviors(context, placed, work, triggers)
    behaviors = looped(once) if loop is not None else once
    start_quantity, completion_quantity = (1, 1) if plain else _quantities(context, view, loop)
    if start_quantity > 1:
        behaviors = collected(behaviors)
    default = None if plain else _default(context, placed)
    outgoing = tuple(placed.outgoing)
    simple = len(outgoing) == 1 and outgoing[0].condition is None and completion_quantity == 1
    only = outgoing[0] if simple else None
    return Node(
        placed.index,
        placed.id,
        view.tag,
        view.name or "",
        placed.scope,
        behaviors.enter,
        behaviors.resume,
        behaviors.perform,
        behaviors.finish,
        incoming=tuple(placed.incoming),
        outgoing=outgoing,
        only=only,
        default=default,
        triggers=triggers,
        boundaries=tuple(placed.boundaries),
        attached_to=placed.attached_to,
        interrupting=plain or _interrupting(view),
        parallel_multiple=not plain and _parallel(view),
        condition=None if plain else _own_condition(context, view),
        start_quantity=start_quantity,
        completion_quantity=completion_quantity,
        inner=placed.inner,
        loop=loop,
        work=work,
        called=called_of(context, view) if isinstance(view, CallActivity) else "",
        inputs=inputs,
        outputs=outputs,
        compensation=placed.compensation,
        for_compensation=not plain and isinstance(view, Activity) and view.is_for_compensation is True,
        by_event=not plain and isinstance(view, SubProcess) and view.triggered_by_event is True,
        copies=() if plain else _copies(context, view),
        assignment=assignment_of(context, view, placed.lane, plain),
        settings=_settings(context, view),
        has_work=isinstance(view, Activity | GlobalTask) and not isinstance(view, ReceiveTask),
    )


def _activity(
    context: Context, view: Element
) -> tuple[Work, Loop | None, tuple[Assignment, ...], tuple[Assignment, ...]]:
    if isinstance(view, Activity):
        inputs = inputs_of(context, view) + copies_in(context, view)
        return work_of(context, view), loop_of(context, view), inputs, outputs_of(context, view)
    if isinstance(view, GlobalTask):
        return work_of(context, view), None, (), ()
    if isinstance(view, CatchEvent):
        return NO_WORK, None, (), outputs_of(context, view)
    if isinstance(view, ThrowEvent):
        return NO_WORK, None, copies_in(context, view), outputs_of(context, view)
    return NO_WORK, None, (), ()


def _copies(context: Context, view: Element) -> tuple[Assignment, ...]:
    if isinstance(view, CatchEvent | ReceiveTask):
        return brought_out(context, view)
    return copies_out(context, view) if isinstance(view, Activity) else ()


def _triggers(context: Context, view: Element, plain: bool) -> tuple[Trigger, ...]:
    if isinstance(view, CatchEvent | ThrowEvent):
        return () if plain else triggers_of(context, view)
    if isinstance(view, ReceiveTask | SendTask):
        return (message_trigger(context, view.message_ref, view.message, view),)
    return ()


def _interrupting(view: Element) -> bool:
    if isinstance(view, BoundaryEvent):
        return view.cancel_activity is not False
    return not isinstance(view, StartEvent) or view.is_interrupting is not False


def _parallel(view: Element) -> bool:
    if isinstance(view, EventBasedGateway):
        return view.event_gateway_type == "Parallel"
    return isinstance(view, CatchEvent) and view.parallel_multiple is True


def _own_condition(context: Context, view: Element) -> Expression | None:
    if isinstance(view, ComplexGateway):
        return context.condition(view.activation_condition, view)
    return context.condition(view.completion_condition, view) if isinstance(view, AdHocSubProcess) else None


def _quantities(context: Context, view: Element, loop: Loop | None) -> tuple[int, int]:
    if not isinstance(view, Activity):
        return 1, 1
    start, completion = view.start_quantity or 1, view.completion_quantity or 1
    if start > 1 and loop is not None:
        context.problem(view, "not-executable", f"{view.id}: a start quantity on a repeated activity is not executed")
        start = 1
    return max(start, 1), max(completion, 1)


def _settings(context: Context, view: Element) -> dict[str, object]:
    if isinstance(view, CallActivity):
        return call_settings(context, view)
    if isinstance(view, AdHocSubProcess):
        return {
            "sequential": (view.ordering or "") == "Sequential",
            "cancel_remaining": view.cancel_remaining_instances is not False,
        }
    return {}


def _default(context: Context, placed: Placed) -> Flow | None:
    reference = placed.view.get("default")
    if not reference:
        return None
    wanted = reference.strip().rpartition(":")[2]
    for flow in placed.outgoing:
        if flow.id == context.prefix + wanted:
            return flow
    context.problem(placed.view, "default-flow", f'{placed.id}: the default flow "{reference}" does not start here')
    return None


def _behaviors(context: Context, placed: Placed, work: Work, triggers: tuple[Trigger, ...]) -> Behaviors:
    view = placed.view
    kind = view.tag
    if context.profile == "processmaker" and kind == "task":
        kind = "userTask"
    found = BEHAVIORS.get(kind)
    if found is None:
        context.problem(view, "not-executable", f"{placed.id}: {kind} is not executed by this engine")
        return UNKNOWN
    if kind in ENTERED and any(trigger.kind not in ALLOWED[kind] for trigger in triggers):
        return UNKNOWN
    if kind == "task" and work is NO_WORK and placed.compensation < 0 and not isinstance(view, GlobalTask):
        return instant(found)
    return found
