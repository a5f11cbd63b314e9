"""Whatever goes wrong and whatever a person does about it, a Request stays sound and its history says how it stands."""

from __future__ import annotations

import pytest

from tests.properties.mishaps import Mishaps


@pytest.mark.parametrize("seed", range(100))
def test_a_request_in_which_anything_goes_wrong_stays_sound(seed: int) -> None:
    assert Mishaps(f"mishaps/{seed}").live() == []
