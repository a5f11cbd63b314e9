"""A trace that is told in parts is the one that is told at once."""

from __future__ import annotations

import random

import pytest

from engine.runtime import start
from engine.runtime.trace import trace_events
from tests.properties.random_models import RandomModel


@pytest.mark.parametrize("seed", range(12))
def test_every_end_of_a_trace_is_the_end_of_the_whole_one(seed: int) -> None:
    chance = random.Random(seed)
    request = start(RandomModel(chance, 20).graph(), {"x": seed % 3}, seed=seed).run()
    for _ in range(6):
        if request.status != "waiting":
            break
        armed = [str(watch["element"]) for watch in request.watches]
        choice = chance.choice(sorted({*armed, *request.waiting}))
        if choice not in armed:
            request.complete(choice, {"x": 1})
        elif request.next_due and chance.random() < 0.5:
            request.advance()
        else:
            request.trigger(choice)

    whole = list(trace_events(request.events, request.graph, request.begun, request.seed))

    for first in range(len(whole) + 1):
        assert list(trace_events(request.events, request.graph, request.begun, request.seed, first)) == whole[first:]
