"""The long proofs of `python -m tests.reliability`, short enough to run each time."""

from __future__ import annotations

import os

import pytest

from tests.reliability import edits, mutations, packages, runs, saves

# A child made by fork has what the test has built, and can be killed at any moment; Windows has no such thing.
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are started by fork here")


@needs_fork
def test_kills_at_random_times_while_saving_leave_a_whole_document():
    assert not saves.prove(3, seed=7).broken


@needs_fork
def test_kills_at_random_times_while_editing_lose_at_most_one_command():
    assert not edits.prove(3, seed=7).broken


@needs_fork
def test_kills_at_random_times_while_installing_leave_one_whole_version():
    assert not packages.prove(5, seed=7).broken


@needs_fork
def test_kills_at_random_times_while_runs_are_recorded_leave_a_whole_history():
    assert not runs.prove(2, seed=7).broken


def test_mutated_files_open_without_loss_or_are_refused():
    assert not mutations.prove(250, seed=7).broken
