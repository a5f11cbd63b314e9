"""The short form of `python -m tests.reliability models`: random models with every kind of block, on random paths."""

from __future__ import annotations

import pytest

from engine.runtime import Request, start
from tests.properties.invariants import Follower, broken
from tests.reliability.figures import Figures
from tests.reliability.models import walk
from tests.runtime.builder import model


@pytest.mark.parametrize("number", range(60))
def test_every_invariant_holds_at_every_step_of_a_random_path(number: int) -> None:
    figures = Figures()

    walk(f"suite/{number}", figures)

    assert figures.counts["steps"] > 2
    assert figures.broken == []


def waiting() -> Request:
    return start(
        model("start > and > user1 > and2 > end; and > user2 > and2", user1="userTask", user2="userTask")
    ).run()


def test_the_invariants_notice_what_is_broken() -> None:
    request = waiting().complete("user1")
    assert broken(request) == []

    token = next(iter(request.state.tokens.values()))
    request.state.queue.append(token.id)
    request.state.frames[token.frame].live += 1

    assert len(broken(request)) == 2


def test_the_follower_notices_a_state_that_no_event_made() -> None:
    request = waiting()
    follower = Follower(request)
    assert follower.is_there()

    request.state.last_id += 1

    assert not follower.is_there()
