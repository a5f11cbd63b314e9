"""What random tests draw from."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest

from engine.bpmn import Document, DocumentError


@pytest.fixture(scope="session")
def published(shared_data: Path) -> list[Path]:
    """Published files of a handy size that open."""
    found = []
    for path in sorted(shared_data.rglob("bpmn/**/*.bpmn")):
        if path.stat().st_size < 60_000:
            with contextlib.suppress(DocumentError):
                Document.from_bytes(path.read_bytes())
                found.append(path)
    return found
