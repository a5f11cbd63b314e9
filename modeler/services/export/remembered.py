"""Which target a document was exported for last, and which was the last one of all."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from engine.bpmn import Document
from modeler.editing.binding import engine_of_file
from modeler.services.export.targets import BPMN, TARGETS
from modeler.services.profile import place_key
from modeler.services.settings import Settings

LAST: Final = "exportTarget"
BY_FILE: Final = "exportTargets"
MOST: Final = 200


def wanted_target(settings: Settings, document: Document, path: Path | None) -> str:
    """What a document is offered for first: as the last time, else for whom it was made, else as the one before."""
    earlier = dict(_known(settings)).get(place_key(path)) if path is not None else None
    found = (earlier, engine_of_file(document), settings.get(LAST, ""))
    return next((each for each in found if each and each in TARGETS), BPMN)


def remember_target(settings: Settings, path: Path | None, target: str) -> None:
    """Keep what a document was exported for. Raises `FileError`."""
    settings.set(LAST, target)
    if path is not None:
        others = [each for each in _known(settings) if each[0] != place_key(path)]
        settings.set(BY_FILE, [*map(list, others[-(MOST - 1) :]), [place_key(path), target]])


def _known(settings: Settings) -> list[tuple[str, str]]:
    """Files and their targets, the last one last."""
    pairs = (each for each in settings.get(BY_FILE, []) if isinstance(each, list) and len(each) == 2)
    return [(str(file), str(target)) for file, target in pairs]
