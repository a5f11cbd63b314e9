"""How a Request stands, in the values that panels and canvas show."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from engine.bpmn import Document, Element, EndEvent, FlowNode, Gateway, SequenceFlow, StartEvent, Task
from modeler.services.outbox import Effect
from modeler.services.standing import Standing
from modeler.ui.canvas.marks import RunMarks, RunState
from modeler.ui.element_kinds import display_name, kind_name
from modeler.ui.panels.outbox import EffectRow, mail_row
from modeler.ui.panels.run_view import RunView, Status, StepRow, StepState, WaitingTask

COMPARISON = re.compile(
    r"\b([A-Za-z_]\w*)\s*(==|!=|>=|<=|>|<|=)\s*(true|false|-?\d+(?:\.\d+)?|\"[^\"]*\"|'[^']*')", re.IGNORECASE
)
FAR = 4


def run_view(document: Document, standing: Standing) -> RunView:
    """What the preview panel shows."""
    status: Status = "paused" if standing.status == "running" else standing.status  # type: ignore[assignment]
    waiting = tuple(_task(document, standing, element) for element in standing.waiting)
    return RunView(status, _message(document, standing), _steps(document, standing), waiting, dict(standing.data))


def marks_of(standing: Standing) -> RunMarks:
    """What the canvas shows."""
    states: dict[str, RunState] = dict.fromkeys(standing.path, "done")
    states.update(dict.fromkeys(standing.tokens, "active"))
    states.update(dict.fromkeys(standing.waiting, "waiting"))
    states.update({incident.element: "error" for incident in standing.incidents if incident.element})
    return RunMarks(standing.tokens, standing.counts, states, standing.flows)


def effect_rows(standing: Standing) -> list[EffectRow]:
    """What the outbox lists, oldest first."""
    return [_effect(index, effect) for index, effect in enumerate(standing.effects)]


def suggestion(document: Document, element: Element) -> dict[str, object]:
    """An answer that could be: the variables that the conditions after a task compare, as they compare them."""
    found: dict[str, object] = {}
    front, seen = [element], {element}
    for _ in range(FAR):
        flows = [flow for node in front if isinstance(node, FlowNode) for flow in document.outgoing(node)]
        for flow in flows:
            for name, value in _compared(flow):
                found.setdefault(name, value)
        targets = [flow.target for flow in flows if isinstance(flow.target, Gateway)]
        front = [target for target in targets if target not in seen]
        seen.update(front)
    return found


def _compared(flow: SequenceFlow) -> list[tuple[str, object]]:
    text = flow.condition.text if flow.condition is not None else ""
    return [(match[1], _literal(match[3])) for match in COMPARISON.finditer(text)]


def _literal(text: str) -> object:
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if text[0] in "\"'":
        return text[1:-1]
    return float(text) if "." in text else int(text)


def _task(document: Document, standing: Standing, id: str) -> WaitingTask:
    element = document.find(id)
    if element is None:
        return WaitingTask(id, id, id)
    known = standing.data
    guess = {name: value for name, value in suggestion(document, element).items() if name not in known}
    offers = tuple((answer.label, answer.data) for answer in standing.answers.get(id, ()))
    return WaitingTask(id, id, display_name(element), guess, offers)


def _message(document: Document, standing: Standing) -> str:
    if standing.incidents and standing.status == "error":
        incident = standing.incidents[-1]
        element = document.find(incident.element) if incident.element else None
        return f"{display_name(element)}: {incident.message}" if element is not None else incident.message
    if standing.waiting:
        names = [_name(document, id) for id in list(standing.waiting)[:3]]
        return _tr("The Request waits at {}").format(", ".join(f"“{name}”" for name in names))
    return ""


def _steps(document: Document, standing: Standing) -> tuple[StepRow, ...]:
    effects = {effect.element: effect for effect in standing.effects}
    failed = {incident.element: incident.message for incident in standing.incidents}
    last = {element: index for index, element in enumerate(standing.path)}
    rows = []
    for index, id in enumerate(standing.path):
        is_last = last[id] == index
        state: StepState = "done"
        detail = ""
        if is_last and id in failed:
            state, detail = "error", failed[id]
        elif is_last and id in standing.waiting:
            state, detail = "waiting", standing.waiting[id]
        elif is_last and id in standing.tokens:
            state = "active"
        elif id in effects:
            detail = effects[id].title
        rows.append(StepRow(id, _step_name(document, id), detail, state))
    return tuple(rows)


def _step_name(document: Document, id: str) -> str:
    element = document.find(id)
    if element is None:
        return id
    if isinstance(element, Task | StartEvent | EndEvent) or element.get("name"):
        return display_name(element)
    return kind_name(element)


def _name(document: Document, id: str) -> str:
    element = document.find(id)
    return display_name(element) if element is not None else id


def _effect(index: int, effect: Effect) -> EffectRow:
    id = f"{index}:{effect.files[0].name if effect.files else effect.title}"
    time = effect.at.strftime("%H:%M")
    content = effect.files[0].content if effect.files else b""
    name = effect.files[0].name if effect.files else ""
    if effect.kind == "mail":
        row = mail_row(id, effect.element, content, time)
        return row if row.detail else EffectRow(id, "mail", effect.element, effect.title, "", time, content)
    detail = ", ".join(effect.recipients) or name
    pages = (file.content.decode("utf-8", "replace") for file in effect.files[1:] if file.media_type == "text/html")
    return EffectRow(id, effect.kind, effect.element, effect.title, detail, time, content, name, next(pages, ""))


def _tr(text: str) -> str:
    return QCoreApplication.translate("RunWords", text)
