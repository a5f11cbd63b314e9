"""A short session of random use, by mouse and keys on the real window: whatever is done, nothing breaks.

The long one that also tells how long the window is blocked is `python -m tests.reliability blocks`.
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.reliability import blocks
from tests.reliability.figures import Figures


def test_random_use_of_the_window_raises_nothing(qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "NODES", 40)
    monkeypatch.setattr(blocks, "AFTER", 15)
    figures = Figures()

    done = blocks.session(tmp_path, 60, random.Random(1), figures)

    assert not figures.broken
    assert len({block.act for block in done}) > 8
