"""What can be put on a diagram: BPMN's own elements, then the connectors of the catalog.

An entry's id travels in a drag from the palette to the canvas; `entry_of` finds the entry again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from connectors.sdk.manifest import Manifest

MIME = "application/x-processwright-entry"
CONNECTOR = "connector:"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to create: the BPMN type with its event definition, or the connector that the new element uses."""

    id: str
    category: str
    title: str
    kind: str
    help: str = ""
    keywords: tuple[str, ...] = ()
    definition: str | None = None
    is_expanded: bool = False
    connector: str | None = None


def _event(kind: str, title: str, definition: str = "", help: str = "", *keywords: str) -> Entry:
    name = f"bpmn:{kind}"
    event = f"bpmn:{definition}EventDefinition" if definition else None
    return Entry(f"{name}/{definition}" if definition else name, "Events", title, name, help, keywords, event)


def _node(category: str, kind: str, title: str, help: str = "", *keywords: str) -> Entry:
    return Entry(f"bpmn:{kind}", category, title, f"bpmn:{kind}", help, keywords)


ACTIVITIES, GATEWAYS, STRUCTURE, DATA = "Activities", "Gateways", "Structure", "Data and notes"
BPMN_ENTRIES: tuple[Entry, ...] = (
    _event("startEvent", "Start", "", "Where a Request begins", "begin"),
    _event("startEvent", "Timer start", "timer", "Begins at a time or again and again", "clock", "schedule"),
    _event("startEvent", "Message start", "message", "Begins when a message arrives", "webhook"),
    _event("intermediateCatchEvent", "Wait for time", "timer", "Waits for a time or a duration", "delay", "clock"),
    _event("intermediateCatchEvent", "Wait for message", "message", "Waits until a message arrives", "receive"),
    _event("intermediateThrowEvent", "Send message", "message", "Sends a message and goes on", "throw"),
    _event("boundaryEvent", "On error", "error", "Drop it on an activity: leaves it when it fails", "catch", "failure"),
    _event("boundaryEvent", "On time-out", "timer", "Drop it on an activity: leaves it when it takes too long", "late"),
    _event("endEvent", "End", "", "Where a path ends", "finish"),
    _event("endEvent", "Error end", "error", "Ends with an error that can be caught", "fail"),
    _event("endEvent", "Terminate", "terminate", "Ends the whole Request at once", "stop"),
    _node(ACTIVITIES, "task", "Task", "Some work, not said how", "step"),
    _node(ACTIVITIES, "userTask", "User task", "A person fills in a form", "human", "form"),
    _node(ACTIVITIES, "manualTask", "Manual task", "Work outside of any system", "human", "hand"),
    _node(ACTIVITIES, "serviceTask", "Service task", "A system does the work", "api", "automatic"),
    _node(ACTIVITIES, "scriptTask", "Script task", "Runs a script on the Request data", "code"),
    _node(ACTIVITIES, "businessRuleTask", "Rule task", "Asks a decision table", "dmn", "decision"),
    _node(ACTIVITIES, "callActivity", "Call activity", "Runs another process", "sub-process"),
    _node(GATEWAYS, "exclusiveGateway", "Exclusive", "Exactly one way, by condition", "xor", "if", "decision"),
    _node(GATEWAYS, "parallelGateway", "Parallel", "All ways at once", "and", "fork", "join"),
    _node(GATEWAYS, "inclusiveGateway", "Inclusive", "Every way whose condition holds", "or"),
    _node(GATEWAYS, "eventBasedGateway", "Event-based", "The way whose event comes first", "race"),
    Entry(
        "bpmn:subProcess", STRUCTURE, "Sub-process", "bpmn:subProcess", "A process inside", ("embedded",),
        is_expanded=True,
    ),
    _node(STRUCTURE, "participant", "Pool", "A participant with its own process", "lane", "collaboration"),
    _node(DATA, "dataObjectReference", "Data object", "A document or a piece of data", "file"),
    _node(DATA, "dataStoreReference", "Data store", "Where data is kept", "database"),
    _node(DATA, "textAnnotation", "Annotation", "A note for readers", "comment", "text"),
    _node(DATA, "group", "Group", "A frame round things that belong together", "box"),
)  # fmt: skip


def entries(connectors: Iterable[Manifest] = ()) -> tuple[Entry, ...]:
    """Everything that the palette offers, connectors first: they are what a designer looks for most."""
    return (*(_connector(manifest) for manifest in connectors), *BPMN_ENTRIES)


def entry_of(id: str, known: Sequence[Entry]) -> Entry | None:
    """The entry with this id, as a drag names it."""
    return next((entry for entry in known if entry.id == id), None)


def _connector(manifest: Manifest) -> Entry:
    kind = manifest.applies_to[0] if manifest.applies_to else "bpmn:serviceTask"
    return Entry(
        f"{CONNECTOR}{manifest.id}", "Connectors", manifest.name, kind, manifest.description,
        (*manifest.keywords, manifest.category), connector=manifest.id,
    )  # fmt: skip
