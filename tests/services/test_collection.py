"""The cyclic garbage collector rests while many objects are made, and leaves those that stay alone afterwards."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from modeler.services.collection import MANY, no_collection


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Nothing that a test freezes stays frozen."""
    yield
    gc.unfreeze()


def test_it_is_off_meanwhile_and_on_again_afterwards() -> None:
    with no_collection():
        assert not gc.isenabled()

    assert gc.isenabled()


def test_a_step_that_fails_leaves_it_on() -> None:
    with pytest.raises(ValueError, match="refused"), no_collection():
        raise ValueError("refused")

    assert gc.isenabled()


def test_what_very_many_objects_stay_of_is_not_gone_through_later() -> None:
    frozen = gc.get_freeze_count()

    with no_collection():
        kept = [[number] for number in range(3 * MANY)]

    assert gc.get_freeze_count() >= frozen + len(kept)


def test_what_only_few_objects_stay_of_is_collected_as_always() -> None:
    gc.collect()
    frozen = gc.get_freeze_count()

    with no_collection():
        kept = [[number] for number in range(10)]

    assert kept
    assert gc.get_freeze_count() == frozen
