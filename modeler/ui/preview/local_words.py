"""The places in which a Request keeps data, in a designer's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from engine.bpmn import Collaboration, Document, Element, Participant, Process
from modeler.ui.forms.element_kinds import display_name
from modeler.ui.panels.run_view import LocalView, PlaceChoice

if TYPE_CHECKING:
    from modeler.services.preview.local_data import DataPlace, LocalData


Find = Callable[[str], Element | None]


def local_view(document: Document, find: Find, local: LocalData) -> LocalView:
    """What the data panel shows; `find` knows the elements of called files too."""
    return LocalView(
        dict(local.data),
        dict(local.before),
        dict(local.first),
        local.base,
        dict(local.based),
        tuple(PlaceChoice(place.frame, place_words(document, find, place), place.depth) for place in local.places),
        local.place,
        local.follows,
    )


def pools_of(document: Document) -> dict[str, str]:
    """The processes that are pools, by id, and what their pools are called; asked at each step, so it looks at few."""
    pools = (
        pool for root in document.definitions.children if isinstance(root, Collaboration) for pool in root.children
    )
    found = (pool for pool in pools if isinstance(pool, Participant))
    return {pool.process_ref: str(pool.get("name") or "") for pool in found if pool.process_ref}


def place_words(document: Document, find: Find, place: DataPlace) -> str:
    """What a place is called."""
    name = _name(document, find, place.element)
    if place.kind == "instance":
        return _tr("{}: instance {}").format(name, place.number)
    if place.kind == "call":
        return _tr("{}: called process {}").format(name, _name(document, find, place.called))
    if place.kind == "subprocess":
        return _tr("Inside {}").format(name)
    return _tr("{} (over)").format(name) if place.is_over else name


def _name(document: Document, find: Find, id: str) -> str:
    """The name of an element; a process is called as its pool."""
    if name := pools_of(document).get(id):
        return name
    element = find(id)
    if element is None or (isinstance(element, Process) and not element.get("name")):
        return id
    return display_name(element)


def _tr(text: str) -> str:
    return QCoreApplication.translate("RunWords", text)
