"""What makes a run one of the past: it is looked at with what was there then, and nothing is done to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.bpmn import Document
from modeler.services.preview.starting import Preview, PreviewOptions


@dataclass(frozen=True)
class Past:
    """A run of the history as a session needs it; `preview` holds a bench on which single steps can be tried.

    `model` is the hash of the process as it was, of which `document` is a copy.
    """

    id: str
    title: str
    born: datetime
    model: str
    document: Document
    preview: Preview
    options: PreviewOptions
    pins: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
