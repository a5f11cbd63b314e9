"""The types of elements that a designer chooses from: one table for palette, append and replace menus.

A type is more than a BPMN name: a timer start event is a start event with a timer definition, an event sub-process is
an expanded sub-process that an event triggers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Category: TypeAlias = Literal[
    "Start events",
    "Intermediate events",
    "Boundary events",
    "End events",
    "Tasks",
    "Sub-processes",
    "Gateways",
    "Data",
    "Participants",
    "Artifacts",
]


@dataclass(frozen=True, slots=True)
class ElementType:
    """One thing to choose: `kind` is the BPMN name, `definition` the event definition inside."""

    id: str
    kind: str
    label: str
    category: Category
    definition: str | None = None
    is_expanded: bool | None = None
    triggered_by_event: bool = False
    is_interrupting: bool = True
    keywords: tuple[str, ...] = ()


_DEFINITIONS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "message": ("Message", ("mail", "receive", "send")),
    "timer": ("Timer", ("clock", "wait", "delay", "deadline", "schedule", "date")),
    "conditional": ("Conditional", ("rule", "if")),
    "signal": ("Signal", ("broadcast",)),
    "error": ("Error", ("fail", "exception")),
    "escalation": ("Escalation", ("notify", "manager")),
    "compensate": ("Compensation", ("undo", "rollback")),
    "cancel": ("Cancel", ("abort", "transaction")),
    "terminate": ("Terminate", ("stop", "kill", "finish")),
    "link": ("Link", ("goto", "off-page")),
}


def definition_kind(name: str) -> str:
    """The BPMN name of an event definition, such as `bpmn:timerEventDefinition` for `timer`."""
    return f"bpmn:{name}EventDefinition"


@dataclass(frozen=True, slots=True)
class _Family:
    """The events of one position: how they are called, and where they are listed."""

    kind: str
    noun: str
    category: Category

    def plain(self) -> ElementType:
        """The event without a definition."""
        words = ("none", "blank")
        return ElementType(_slug(self.noun), self.kind, _capital(self.noun), self.category, keywords=words)

    def typed(self, names: str, *, interrupting: bool = True) -> tuple[ElementType, ...]:
        """The events with these definitions."""
        aside = "" if interrupting else " (non-interrupting)"
        return tuple(
            ElementType(
                _slug(f"{name} {self.noun}{aside}"),
                self.kind,
                f"{_DEFINITIONS[name][0]} {self.noun}{aside}",
                self.category,
                definition_kind(name),
                is_interrupting=interrupting,
                keywords=_DEFINITIONS[name][1],
            )
            for name in names.split()
        )


def _slug(text: str) -> str:
    return text.replace("(", "").replace(")", "").replace(" ", "-")


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _task(kind: str, label: str, *keywords: str) -> ElementType:
    return ElementType(_slug(label.lower()), f"bpmn:{kind}", label, "Tasks", keywords=("activity", *keywords))


def _gateway(kind: str, label: str, *keywords: str) -> ElementType:
    words = ("decision", "branch", "split", "join", *keywords)
    return ElementType(_slug(label.lower()), f"bpmn:{kind}", label, "Gateways", keywords=words)


def _scope(id: str, kind: str, label: str, *, expanded: bool, event: bool = False) -> ElementType:
    words = ("subprocess", "group", "nested")
    return ElementType(id, kind, label, "Sub-processes", None, expanded, event, keywords=words)


_START: Final = _Family("bpmn:startEvent", "start event", "Start events")
_THROW: Final = _Family("bpmn:intermediateThrowEvent", "intermediate throw event", "Intermediate events")
_CATCH: Final = _Family("bpmn:intermediateCatchEvent", "intermediate catch event", "Intermediate events")
_BOUNDARY: Final = _Family("bpmn:boundaryEvent", "boundary event", "Boundary events")
_END: Final = _Family("bpmn:endEvent", "end event", "End events")

START_EVENTS: Final = (_START.plain(), *_START.typed("message timer conditional signal"))
EVENT_SUB_PROCESS_STARTS: Final = (
    *_START.typed("message timer conditional signal error escalation compensate"),
    *_START.typed("message timer conditional signal escalation", interrupting=False),
)
INTERMEDIATE_EVENTS: Final = (
    _THROW.plain(),
    *_THROW.typed("message escalation link compensate signal"),
    *_CATCH.typed("message timer conditional link signal"),
)
BOUNDARY_EVENTS: Final = (
    *_BOUNDARY.typed("message timer escalation conditional error cancel signal compensate"),
    *_BOUNDARY.typed("message timer escalation conditional signal", interrupting=False),
)
END_EVENTS: Final = (_END.plain(), *_END.typed("message escalation error cancel compensate signal terminate"))
TASKS: Final = (
    _task("task", "Task", "work", "step"),
    _task("userTask", "User task", "human", "form", "person"),
    _task("serviceTask", "Service task", "system", "automatic", "integration"),
    _task("sendTask", "Send task", "message", "mail"),
    _task("receiveTask", "Receive task", "message", "wait"),
    _task("manualTask", "Manual task", "hand", "person"),
    _task("businessRuleTask", "Business rule task", "decision", "dmn", "table"),
    _task("scriptTask", "Script task", "code", "automatic"),
    _task("callActivity", "Call activity", "subprocess", "process", "reuse"),
)
SUB_PROCESSES: Final = (
    _scope("sub-process", "bpmn:subProcess", "Sub-process (expanded)", expanded=True),
    _scope("collapsed-sub-process", "bpmn:subProcess", "Sub-process (collapsed)", expanded=False),
    _scope("event-sub-process", "bpmn:subProcess", "Event sub-process", expanded=True, event=True),
    _scope("transaction", "bpmn:transaction", "Transaction", expanded=True),
    _scope("ad-hoc-sub-process", "bpmn:adHocSubProcess", "Ad-hoc sub-process (expanded)", expanded=True),
    _scope("collapsed-ad-hoc-sub-process", "bpmn:adHocSubProcess", "Ad-hoc sub-process (collapsed)", expanded=False),
)
GATEWAYS: Final = (
    _gateway("exclusiveGateway", "Exclusive gateway", "xor", "if", "choice"),
    _gateway("parallelGateway", "Parallel gateway", "and", "fork"),
    _gateway("inclusiveGateway", "Inclusive gateway", "or"),
    _gateway("complexGateway", "Complex gateway"),
    _gateway("eventBasedGateway", "Event-based gateway", "wait"),
)
DATA: Final = (
    ElementType("data-object", "bpmn:dataObjectReference", "Data object", "Data", keywords=("document", "variable")),
    ElementType("data-store", "bpmn:dataStoreReference", "Data store", "Data", keywords=("database", "storage")),
)
PARTICIPANTS: Final = (
    ElementType("pool", "bpmn:participant", "Pool", "Participants", None, True, keywords=("participant", "swimlane")),
    ElementType("empty-pool", "bpmn:participant", "Empty pool", "Participants", None, False, keywords=("black box",)),
)
ARTIFACTS: Final = (
    ElementType("text-annotation", "bpmn:textAnnotation", "Text annotation", "Artifacts", keywords=("comment", "note")),
    ElementType("group", "bpmn:group", "Group", "Artifacts", keywords=("category", "frame")),
)
ALL: Final = (
    *START_EVENTS, *INTERMEDIATE_EVENTS, *BOUNDARY_EVENTS, *END_EVENTS, *TASKS, *SUB_PROCESSES, *GATEWAYS, *DATA,
    *PARTICIPANTS, *ARTIFACTS,
)  # fmt: skip


_BARE: Final = {family.kind: family.plain() for family in (_START, _THROW, _CATCH, _BOUNDARY, _END)}


def type_with(kind: str, definition: str) -> ElementType | None:
    """The event of a BPMN name that has this event definition."""
    return next((each for each in ALL if (each.kind, each.definition) == (kind, definition)), None)


def type_for(kind: str) -> ElementType | None:
    """What a bare BPMN name means: the plainest type of it, an event without a definition."""
    found = [each for each in ALL if each.kind == kind]
    if not found:
        return None
    plain = next((each for each in found if each.definition is None), None)
    return plain or _BARE.get(kind)
