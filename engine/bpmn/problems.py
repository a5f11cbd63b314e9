"""Findings about a document, and the errors that refuse one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: how bad, about which element, by which rule, in words a designer understands."""

    severity: Severity
    element_id: str | None
    rule: str
    message: str
    line: int | None = None


class DocumentError(Exception):
    """A file that cannot be opened at all; the message is one clear line."""

    rule = "document"

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message if line is None else f"{message} (line {line})")
        self.problem = Problem("error", None, self.rule, message, line)


class HostileFileError(DocumentError):
    """A file that could do harm or exceeds a limit: refused before anything of it is used."""

    rule = "hostile-file"


class NotBpmnError(DocumentError):
    """A file that is no XML, or XML that is no BPMN 2.0."""

    rule = "not-bpmn"


class EditOutsideStep(RuntimeError):  # noqa: N818 - names the rule that was broken, not an input error
    """The tree was written outside `document.edit(...)`, or from an observer."""
