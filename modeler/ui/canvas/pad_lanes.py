"""Lanes on the context pad: add one beside, or divide what is selected."""

from __future__ import annotations

from engine.bpmn import Document, Element, Lane, Participant
from modeler.editing import commands
from modeler.ui.canvas.context_pad import PadEntry

_LEAST = 60.0
_ACROSS = {
    "lane-above": "Add lane above",
    "lane-two": "Divide into two lanes",
    "lane-three": "Divide into three lanes",
    "lane-below": "Add lane below",
}
_UPRIGHT = {**_ACROSS, "lane-above": "Add lane to the left", "lane-below": "Add lane to the right"}
_PARTS = {"lane-two": 2, "lane-three": 3}


def lane_entries(document: Document, element: Element) -> list[PadEntry]:
    """What can be done with the lanes of a pool or lane; dividing needs room for each part (R-N2)."""
    shape = document.shape_of(element)
    is_empty_pool = isinstance(element, Participant) and element.process is None
    if shape is None or is_empty_pool or not isinstance(element, Participant | Lane):
        return []
    is_across = shape.is_horizontal is not False
    room = shape.bounds.height if is_across else shape.bounds.width
    titles, kind = (_ACROSS, "") if is_across else (_UPRIGHT, "-upright")
    return [
        PadEntry(name, title, f"{name}{kind}") for name, title in titles.items() if room >= _LEAST * _PARTS.get(name, 1)
    ]


def change_lanes(document: Document, element: Element, entry: str) -> Element:
    """Do what an entry of `lane_entries` says; returns the element to select."""
    if entry in _PARTS:
        commands.divide_lane(document, element, _PARTS[entry])
        return element
    return commands.add_lane(document, element, "above" if entry == "lane-above" else "below")


def is_lane_entry(entry: str) -> bool:
    """Whether an entry of the pad is one of these."""
    return entry in _ACROSS
