"""How a Request stands, in the values that panels and canvas show."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from engine.bpmn import Activity, Document, Element, EndEvent, StartEvent, Task
from modeler.services.preview.called import CalledFiles
from modeler.services.preview.standing import Listening, MessageWay, Moment, Standing
from modeler.ui.canvas.marks import RunMarks, RunState
from modeler.ui.forms.element_kinds import display_name, kind_name
from modeler.ui.incident_words import advice
from modeler.ui.outbox.rows import EffectRow, EffectRows
from modeler.ui.panels.run_view import RunChoice, RunView, Status, StepRow, StepState, WaitingTask, WaitKind
from modeler.ui.preview.answer_guess import suggestion
from modeler.ui.preview.local_words import local_view, pools_of
from modeler.ui.preview.message_lines import MessageLines
from modeler.ui.preview.task_desk import is_for_a_person

if TYPE_CHECKING:
    from modeler.services.preview.library import Lent
    from modeler.services.preview.past import Past

KINDS: dict[str, WaitKind] = {
    "message": "message",
    "signal": "signal",
    "timer": "timer",
    "retry": "timer",
    "timeout": "timer",
    "conditional": "condition",
    "by hand": "begin",
}
OF_ATTEMPTS = frozenset(("retry", "timeout"))
"""What a task waits for beside its answer: its next attempt, and the end of this one."""
BESIDE = OF_ATTEMPTS | {"by hand"}
"""What does not answer a waiting task: an ad-hoc sub-process lets it be started again meanwhile."""
FEW = 3
_REQUESTS = count(1)


class RunWords:
    """Speaks of one document's elements; names are looked up once, until `forget`."""

    def __init__(self, document: Document, is_live: bool = False) -> None:
        self.document = document
        self._names: dict[str, str] = {}
        self._lines: MessageLines | None = None
        self._run = 0
        self._request = next(_REQUESTS)
        self._rows: list[StepRow] = []
        self._effects = EffectRows(self.name, is_live)
        self._then: RunWords | None = None
        self.called = CalledFiles()

    def call(self, lent: Sequence[Lent], calls: Mapping[str, str]) -> None:
        """Speak of what the Request calls in other files too."""
        if self.called.lent != lent:
            self.forget()
            self.called = CalledFiles(lent, calls)

    def find(self, id: str) -> Element | None:
        """The element that the Request calls so, in whichever file it is."""
        return self.document.find(id) or self.called.find(id)

    def home(self, id: str) -> Document:
        """The document in which an element is."""
        return self.called.document_of(id) or self.document

    def forget(self) -> None:
        """The document has changed."""
        self._names.clear()
        self._rows.clear()
        self._lines = None

    def of(self, past: Past | None) -> RunWords:
        """Who speaks of a run of the history, in the names of then; this one for a run of now."""
        if past is None:
            return self
        if self._then is None or self._then.document is not past.document:
            self._then = RunWords(past.document)
        return self._then

    def name(self, id: str | None) -> str:
        """What an element is called in a list of steps."""
        if id is None:
            return ""
        if id not in self._names:
            self._names[id] = _step_name(self.find(id), id)
        return self._names[id]

    def view(self, standing: Standing) -> RunView:
        """What the preview panel shows."""
        status: Status = "paused" if standing.status == "running" else standing.status  # type: ignore[assignment]
        if standing.is_past and status in ("error", "waiting"):
            status = "paused" if status == "waiting" and not standing.waiting else status
        return RunView(
            status,
            self.message(standing),
            self.steps(standing),
            tuple(self.waiting(standing)) if not standing.is_record else (),
            local_view(self.document, self.find, standing.local),
            standing.step,
            tuple(self._runs(standing)),
            standing.run,
            time_words(standing.now, standing.begun),
            standing.is_record,
            self._request,
        )

    def effects(self, standing: Standing) -> list[EffectRow]:
        """What the outbox lists, oldest first; a row is the same one at every step."""
        return self._effects.of(standing)

    def message(self, standing: Standing) -> str:
        """The line that says how it stands, where the status alone does not."""
        if standing.stopped_at is not None:
            return _tr("Stopped at a breakpoint before “{}”").format(self.name(standing.ahead))
        if standing.incidents and standing.status == "error":
            incident = standing.incidents[-1]
            said = f"{self.name(incident.element)}: " if incident.element else ""
            return f"{said}{incident.message}"
        if standing.status == "running" and standing.ahead is not None:
            return _tr("Paused before “{}”").format(self.name(standing.ahead))
        names = [f"“{self.name(id)}”" for id in list(standing.waiting)[:FEW]]
        return _tr("The Request waits at {}").format(", ".join(names)) if names else ""

    def steps(self, standing: Standing) -> tuple[StepRow, ...]:
        """One row for each moment; only the last one at an element says that it waits, is active or has failed."""
        rows, states = list(self._plain_rows(standing)), {} if standing.is_past else _states(standing)
        for number in range(len(rows) - 1, -1, -1):
            if not states:
                break
            row = rows[number]
            state = states.pop(row.element_id, None)
            if state == "waiting":
                row = replace(row, state=state, detail=_reason(standing.waiting.get(row.element_id, row.detail)))
            elif state is not None:
                row = replace(row, state=state)
            rows[number] = row
        return tuple(rows)

    def _plain_rows(self, standing: Standing) -> list[StepRow]:
        """The rows without what is so only now; those that were told before are kept."""
        if standing.run != self._run or len(standing.moments) < len(self._rows):
            self._run, self._rows = standing.run, []
        told = {incident.element: incident.message for incident in standing.incidents}
        for number in range(len(self._rows), len(standing.moments)):
            moment = standing.moments[number]
            has_failed = moment.kind == "failed"
            detail = told.get(moment.element, "") if has_failed else standing.told.get(number) or _happening(moment)
            title = self.name(moment.element) or _without_element(moment)
            state: StepState = "error" if has_failed else "done"
            self._rows.append(StepRow(moment.element or "", title, detail, state, time_words(moment.time)))
        return self._rows

    def waiting(self, standing: Standing) -> Iterator[WaitingTask]:
        """What can be done now: incidents first, then people's tasks, then events."""
        said = {incident.element: incident for incident in standing.incidents}
        for id in standing.failed:
            incident = said.get(id)
            yield WaitingTask(
                id,
                id,
                self.name(id),
                kind="incident",
                detail=incident.message if incident is not None else "",
                help=advice(incident.code if incident is not None else ""),
            )
        heard = {each.element for each in standing.listening if each.kind not in BESIDE}
        for id in standing.waiting:
            element = self.find(id)
            if id not in heard and (element is None or isinstance(element, Activity)):
                yield self._task(standing, id)
        yield from sorted(map(self._event, standing.listening), key=lambda task: task.kind == "begin")
        if standing.startable and not standing.is_over:
            yield from self._startable(standing)

    def _startable(self, standing: Standing) -> Iterator[WaitingTask]:
        """The pools that can be started by hand; processes that are only called are no pools."""
        pools = pools_of(self.document)
        for each in standing.startable:
            if each.process in pools:
                detail = _tr("Starts the pool “{}”").format(pools[each.process] or each.process)
                yield WaitingTask(each.element, each.element, self.name(each.element), kind="start", detail=detail)

    def marks(self, standing: Standing) -> RunMarks:
        """What the canvas shows, with the message flows along which messages went."""
        marks = marks_of(standing)
        went = self.message_flows(standing.messages)
        return replace(marks, taken=marks.taken.union(went)) if went else marks

    def message_flows(self, ways: Collection[MessageWay]) -> list[str]:
        """The message flows along which messages went."""
        if not ways:
            return []
        if self._lines is None:
            self._lines = MessageLines(self.document)
        return self._lines.of(ways)

    def _task(self, standing: Standing, id: str) -> WaitingTask:
        element = self.find(id)
        if element is None:
            return WaitingTask(id, id, id)
        known = standing.data
        guess = {name: value for name, value in suggestion(self.home(id), element).items() if name not in known}
        offers = tuple((answer.label, answer.data) for answer in standing.answers.get(id, ()))
        reason = _reason(standing.waiting.get(id, "")) or _instances(standing, id)
        again = next((each.due for each in standing.listening if each.kind == "retry" and each.element == id), None)
        title = display_name(element)
        help = "" if is_for_a_person(element) else _tr("Answer in its place. These values join the Request data.")
        return WaitingTask(id, id, title, guess, offers, detail=reason, help=help, again=again)

    def _event(self, each: Listening) -> WaitingTask:
        kind = KINDS.get(each.kind, "event")
        if kind == "begin":
            return self._begin(each.element)
        words = [f"“{each.name}”"] if each.name else []
        if each.due is not None:
            words.append(_tr("due {}").format(time_words(each.due)))
        detail = " ".join([_kind_words(kind), *words])
        title = self.name(each.element)
        return WaitingTask(each.element, each.element, title, kind=kind, detail=detail, name=each.name, due=each.due)

    def _begin(self, id: str) -> WaitingTask:
        """An activity of an ad-hoc sub-process, which a person may start at any time."""
        element = self.document.find(id)
        around = element.parent if element is not None else None
        name = display_name(around) if around is not None else ""
        detail = _tr("“{}” lets its activities be started as often as they are needed.").format(name)
        return WaitingTask(id, id, _tr("Start “{}”").format(self.name(id)), kind="begin", detail=detail)

    def _runs(self, standing: Standing) -> Iterator[RunChoice]:
        for run in standing.runs:
            title = run.title or _tr("Run {}").format(run.number)
            if run.parent and not run.title:
                title = _tr("Run {} (from step {} of run {})").format(run.number, run.at_step, run.parent)
            yield RunChoice(run.number, title)


def marks_of(standing: Standing) -> RunMarks:
    """What the canvas shows."""
    states: dict[str, RunState] = dict.fromkeys(standing.path, "done")
    states.update(dict.fromkeys(standing.tokens, "active"))
    states.update(dict.fromkeys(standing.waiting, "waiting"))
    failed = [*standing.failed, *(each.element for each in standing.incidents if standing.status == "error")]
    states.update({element: "error" for element in failed if element})
    spent = {element: span_words(time) for element, time in standing.spent.items()}
    return RunMarks(standing.tokens, standing.counts, states, standing.flows, spent)


@lru_cache(maxsize=256)
def time_words(moment: datetime | None, since: datetime | None = None) -> str:
    """A moment of virtual time, and how long it is after another one."""
    if moment is None:
        return ""
    words = f"{moment:%a} {moment.day} {moment:%b %Y %H:%M}"
    return f"{words} (+{span_words(moment - since)})" if since is not None and moment > since else words


def span_words(span: timedelta) -> str:
    """A stretch of time in its two largest units: `1 d 4 h`."""
    seconds = int(span.total_seconds())
    parts = []
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)):
        count, seconds = divmod(seconds, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts[:2]) or "0 s"


def _reason(reason: str) -> str:
    """Why a task waits, where that is more than that a person has to answer."""
    return "" if reason == "an answer of the person" else reason[:1].upper() + reason[1:]


def _instances(standing: Standing, id: str) -> str:
    """Which instance of a repeated task is answered, where several wait."""
    numbers = sorted(place.number for place in standing.local.places if place.element == id and place.number)
    if len(numbers) < 2:
        return ""
    return _tr("Instance {}, the first of {} that wait").format(numbers[0], len(numbers))


def _states(standing: Standing) -> dict[str, StepState]:
    states: dict[str, StepState] = dict.fromkeys(standing.tokens, "active")
    states.update(dict.fromkeys(standing.waiting, "waiting"))
    states.update(dict.fromkeys(standing.failed, "error"))
    return states


def _happening(moment: Moment) -> str:
    words = {
        "event": _tr("happened"),
        "went on": _tr("went on"),
        "repeats": _tr("begins its rounds"),
        "given": _tr("given to somebody"),
        "removed": _tr("token taken away by hand") if not moment.flows else "",
        "moved": _tr("token moved by hand"),
        "message": _tr("message"),
    }
    return words.get(moment.kind, "")


def _without_element(moment: Moment) -> str:
    words = {
        "data": _tr("Data changed by hand"),
        "time": _tr("Time passes"),
        "message": _tr("A message comes"),
        "canceled": _tr("The end"),
    }
    return words.get(moment.kind, _tr("Goes on"))


def _kind_words(kind: WaitKind) -> str:
    words = {
        "message": _tr("Waits for the message"),
        "signal": _tr("Waits for the signal"),
        "timer": _tr("Waits for its time,"),
        "condition": _tr("Waits until its condition holds"),
    }
    return words.get(kind, _tr("Waits for its event"))


def _step_name(element: Element | None, id: str) -> str:
    if element is None:
        return id
    if isinstance(element, Task | StartEvent | EndEvent) or element.get("name"):
        return display_name(element)
    return kind_name(element)


def _tr(text: str) -> str:
    return QCoreApplication.translate("RunWords", text)
