"""Export as BPMN 2.0: checked against the schema, then written whole."""

from __future__ import annotations

from pathlib import Path

from engine.bpmn import Document, Problem
from engine.bpmn.schema import schema_problems_of
from modeler.services.profile import Profile
from modeler.services.storage.durable import Written, write_durably
from modeler.services.storage.files import verified_bytes
from modeler.services.storage.operating_system import OperatingSystem


class NotValid(Exception):  # noqa: N818 - a finding about the document
    """The document is not what it is to be, such as valid by the schema; nothing was written. `problems` says where."""

    def __init__(self, problems: list[Problem], words: str = "The process is not valid BPMN 2.0") -> None:
        super().__init__(f"{words}: {len(problems)} {'problem' if len(problems) == 1 else 'problems'}")
        self.problems = problems


def export_bpmn(
    system: OperatingSystem, profile: Profile, document: Document, path: Path, *, allow_problems: bool = False
) -> tuple[Written, list[Problem]]:
    """Write a document as BPMN 2.0; returns what was written and the problems that were allowed.

    Raises `NotValid` where the schema finds errors and they are not allowed, and `FileError`.
    """
    data, problems = checked_bytes(document, path, allow_problems=allow_problems)
    return write_durably(system, profile, path, data), problems


def checked_bytes(document: Document, path: Path, *, allow_problems: bool = False) -> tuple[bytes, list[Problem]]:
    """What would be written, and the problems that were allowed; raises as `export_bpmn` does."""
    data = verified_bytes(document, path)
    problems = schema_problems_of(data)
    if problems and not allow_problems:
        raise NotValid(problems)
    return data, problems
