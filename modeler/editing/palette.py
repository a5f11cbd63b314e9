"""What the palette offers: the connectors of the catalog, then BPMN's own elements, in a designer's order and words.

An entry's id travels in a drag from the palette to the canvas. `what` is what `commands.create` makes of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from connectors.sdk.manifest import Manifest
from modeler.editing import element_types
from modeler.editing.element_types import ElementType

CONNECTOR: Final = "connector:"
STEP: Final = " › "


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to create, with the words for it; `path` leads to one of several beginnings of a connector."""

    id: str
    category: str
    title: str
    what: ElementType | Manifest
    help: str = ""
    keywords: tuple[str, ...] = ()
    path: str = ""

    @property
    def connector(self) -> Manifest | None:
        """The connector that the new element will use."""
        return self.what if isinstance(self.what, Manifest) else None


@dataclass(frozen=True, slots=True)
class _Words:
    """What an element type is called in the palette, and what it is for."""

    type_id: str
    title: str
    help: str


_EVENTS: Final = (
    _Words("start-event", "Start", "Where a Request begins"),
    _Words("timer-start-event", "Timer start", "Begins at a time, or again and again"),
    _Words("message-start-event", "Message start", "Begins when a message arrives"),
    _Words("timer-intermediate-catch-event", "Wait for time", "Waits for a time or a duration"),
    _Words("message-intermediate-catch-event", "Wait for message", "Waits until a message arrives"),
    _Words("message-intermediate-throw-event", "Send message", "Sends a message and goes on"),
    _Words("error-boundary-event", "On error", "Drop it on an activity: the way out when that fails"),
    _Words("timer-boundary-event", "On time-out", "Drop it on an activity: the way out when that takes too long"),
    _Words("end-event", "End", "Where a path ends"),
    _Words("error-end-event", "Error end", "Ends with an error that can be caught outside"),
    _Words("terminate-end-event", "Terminate", "Ends the whole Request at once"),
)
_ACTIVITIES: Final = (
    _Words("task", "Task", "Work, not said how it is done"),
    _Words("user-task", "User task", "A person fills in a form"),
    _Words("manual-task", "Manual task", "Work outside of any system"),
    _Words("service-task", "Service task", "A system does the work"),
    _Words("script-task", "Script task", "Runs a script on the Request data"),
    _Words("business-rule-task", "Rule task", "Asks a decision table"),
    _Words("call-activity", "Call activity", "Runs another process"),
    _Words("sub-process", "Sub-process", "A process inside the process"),
)
_GATEWAYS: Final = (
    _Words("exclusive-gateway", "Exclusive", "Exactly one way, chosen by conditions"),
    _Words("parallel-gateway", "Parallel", "All ways at once"),
    _Words("inclusive-gateway", "Inclusive", "Every way whose condition holds"),
    _Words("event-based-gateway", "Event-based", "The way whose event comes first"),
)
_REST: Final = (
    _Words("pool", "Pool", "A participant with its own process"),
    _Words("data-object", "Data object", "A document or a piece of data"),
    _Words("data-store", "Data store", "Where data is kept"),
    _Words("text-annotation", "Annotation", "A note for readers"),
    _Words("group", "Group", "A frame round things that belong together"),
)
CATEGORIES: Final = (
    ("Events", _EVENTS),
    ("Activities", _ACTIVITIES),
    ("Gateways", _GATEWAYS),
    ("Pools, data and notes", _REST),
)


def entries(connectors: Iterable[Manifest] = ()) -> tuple[Entry, ...]:
    """Everything that the palette offers."""
    types = {each.id: each for each in element_types.ALL}
    own = [
        Entry(words.type_id, category, words.title, types[words.type_id], words.help, types[words.type_id].keywords)
        for category, listed in CATEGORIES
        for words in listed
        if words.type_id in types
    ]
    offered = [manifest for manifest in connectors if not manifest.older_of]
    return (*(entry for manifest in offered for entry in (_connector(manifest), *_presets(manifest))), *own)


def _connector(manifest: Manifest) -> Entry:
    words = (*manifest.keywords, manifest.category)
    return Entry(f"{CONNECTOR}{manifest.id}", "Connectors", manifest.name, manifest, manifest.description, words)


def _presets(manifest: Manifest) -> Iterator[Entry]:
    """A connector's ready-made beginnings, each below the way that leads to it."""
    for each in manifest.presets:
        path = STEP.join((manifest.name, *each.group))
        words = (*each.keywords, *manifest.keywords, manifest.category)
        help = f"{path}: {each.description}" if each.description else path
        id = f"{CONNECTOR}{manifest.id}#{each.id}"
        yield Entry(id, "Connectors", each.title, manifest.begun_with(each), help, words, path)
