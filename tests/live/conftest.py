"""A user with live runs, and a mail server of this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live.kit import Kit, Mailer, mail_sink, workspace


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    return Kit(tmp_path)


@pytest.fixture
def mailer() -> Iterator[Mailer]:
    with mail_sink() as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path, mailer: Mailer) -> Path:
    return workspace(tmp_path / "work", mailer.port)
