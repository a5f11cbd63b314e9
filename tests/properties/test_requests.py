"""Random well-formed models on random paths: whatever happens, a Request keeps its promises."""

from __future__ import annotations

from hashlib import sha256
from random import Random

import pytest

from engine.runtime import ProcessGraph, Request, fold, json_lines, replay, start
from engine.runtime.clock import START
from engine.runtime.token import COMPLETING, READY
from tests.properties.random_models import RandomModel

SEEDS = range(60)


def play(graph: ProcessGraph, seed: int, check: bool = False) -> Request:
    """Step to the end; whenever it waits, answer or trigger something at random."""
    random = Random(seed)
    request = start(graph, {"x": seed % 3}, seed=seed)
    for _ in range(3_000):
        while request.step():
            if check:
                assert_consistent(request)
        if request.status != "waiting":
            break
        act(request, random)
    return request


def act(request: Request, random: Random) -> None:
    armed = [str(watch["element"]) for watch in request.watches]
    waiting = [id for id in request.waiting if id not in armed]
    choice = random.choice(sorted({*armed, *waiting}))
    if choice in armed:
        request.trigger(choice)
    else:
        request.complete(choice, {"x": random.randint(0, 2)})


def assert_consistent(request: Request) -> None:
    state = request.state
    live = dict.fromkeys(state.frames, 0)
    for token in state.tokens.values():
        live[token.frame] += 1
        assert (token.id in state.queue) == (token.state in (READY, COMPLETING))
    assert live == {frame.id: frame.live for frame in state.frames.values()}
    assert len(set(state.queue)) == len(state.queue)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_sound_model_completes_and_leaves_nothing_behind(seed: int) -> None:
    graph = RandomModel(Random(seed), 3 + seed % 14).graph()

    request = play(graph, seed, check=True)

    assert (request.status, request.errors) == ("completed", [])
    assert len(request.state.frames) == 1
    assert not request.state.watches
    assert not request.state.joins
    assert request.path.count("end") == 1


@pytest.mark.parametrize("seed", SEEDS[::4])
def test_the_history_folds_replays_and_repeats(seed: int) -> None:
    graph = RandomModel(Random(seed), 12).graph()

    request, again = play(graph, seed), play(graph, seed)

    assert fold(request.events, START) == request.state
    assert replay(graph, request.events).path == request.path
    assert json_lines(request.trace) == json_lines(again.trace)


@pytest.mark.parametrize("seed", SEEDS[::6])
def test_a_seed_has_one_hash_in_twenty_runs_and_another_seed_other_ids(seed: int) -> None:
    graph = RandomModel(Random(seed), 8).graph()

    hashes = {sha256(json_lines(play(graph, seed).trace).encode()).hexdigest() for _ in range(20)}

    assert len(hashes) == 1
    first, second = ids_of(start(graph, seed=seed).run()), ids_of(start(graph, seed=seed + 1).run())
    assert first
    assert not first & second


def ids_of(request: Request) -> set[str]:
    return {request.id, *(event.token for event in request.trace if event.token)}


@pytest.mark.parametrize("seed", SEEDS[::6])
def test_stepping_back_leads_through_every_earlier_state(seed: int) -> None:
    graph = RandomModel(Random(seed), 10).graph()
    request = start(graph, {"x": 1})
    states = []
    for _ in range(12):
        states.append(request.state.copy())
        if not request.step():
            break

    for state in reversed(states[:-1]):
        assert request.step_back()
        if request.state != state:
            request.step_back()
        assert request.state == state


def test_what_is_cut_off_in_the_middle_goes_on_from_its_history() -> None:
    graph = RandomModel(Random(5), 14).graph()
    whole = play(graph, 5)

    for cut in range(1, len(whole.events), 7):
        assert fold(whole.events[:cut], START).last_id <= whole.state.last_id
