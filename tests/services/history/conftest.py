"""A session on a small process whose runs are stored in a folder of the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.services.history.kit import Recorder, recorder


@pytest.fixture
def recording(tmp_path: Path) -> Iterator[Recorder]:
    with recorder(tmp_path) as made:
        yield made
