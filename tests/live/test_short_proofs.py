"""The long proofs of `python -m tests.reliability` that are about live runs, short enough to run each time."""

from __future__ import annotations

import pytest

from tests.reliability import answers, outgoing, planted, sending
from tests.reliability.dresses import SHAPES, dresses
from tests.reliability.figures import Figures
from tests.reliability.stepping import can_trace


def test_kills_at_system_calls_of_a_send_never_send_twice_and_lose_nothing():
    if not can_trace():
        # Only Linux lets a parent stop a child at each system call, and containers may forbid it.
        pytest.skip("processes cannot be traced here")

    assert not sending.prove(6, seed=11).broken


@pytest.mark.parametrize("dress", ["plain", "base64 of a basic sign-in", "json in json"])
def test_a_secret_that_a_server_sends_back_is_shown_nowhere(dress):
    figures, secret = Figures(), SHAPES["signs"]

    planted.one_echo(dress, secret, dresses(secret)[dress], figures)

    assert not figures.broken


def test_a_refused_sign_in_shows_no_secret():
    figures = Figures()

    planted.refused_sign_in("plain", SHAPES["plain"], figures)

    assert not figures.broken


def test_forged_links_never_count():
    assert not answers.prove(400, seed=3).broken


def test_hostile_texts_add_nothing_to_a_mail():
    assert not outgoing.prove_mails(12, seed=3).broken


@pytest.mark.filterwarnings("ignore:HarfBuzz-Subset:DeprecationWarning")
def test_hostile_pages_reach_nothing():
    assert not outgoing.prove_pdf(10, seed=3).broken
