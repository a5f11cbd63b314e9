"""Random models of all constructs inside each other, on random paths: a Request keeps its promises on each."""

from __future__ import annotations

import pytest

from tests.reliability.figures import Figures
from tests.reliability.models import walk


@pytest.mark.parametrize("seed", range(80))
def test_a_model_of_all_constructs_completes_and_can_be_undone_read_and_repeated(seed: int) -> None:
    figures = Figures()

    walk(f"wider/{seed}", figures)

    assert figures.broken == []
