"""`connectors uninstall`: where elements use the package it says so and asks; nothing goes without an answer."""

from __future__ import annotations

import pytest

from modeler.services.profile import Profile
from modeler.services.workspace.recent import Workspace
from tests.cli.test_connector_packages import Terminal, states
from tests.services.connector_processes import connector_task, process
from tests.services.packages.wheels import weather_wheel


@pytest.fixture
def used(call, tmp_path):
    """An installed package that one process of the current folder uses."""
    call("connectors", "install", weather_wheel(tmp_path / "wheels"), "--yes")
    path = tmp_path / "a.bpmn"
    path.write_bytes(process(connector_task("sky", "acme/weather", {"name": "x"})))
    return path


def test_without_anybody_to_ask_a_used_package_stays(call, used):
    outcome = call("connectors", "uninstall", "acme-weather")

    assert outcome.status == 2
    assert "1 element uses it and will no longer run" in outcome.err
    assert "a.bpmn: " in outcome.err
    assert "[sky]" in outcome.err
    assert "--yes" in outcome.err
    assert "acme-weather" in states(call)


def test_yes_answers_and_the_file_keeps_every_byte(call, used):
    before = used.read_bytes()

    outcome = call("connectors", "uninstall", "acme-weather", "--yes")

    assert outcome.status == 0
    assert "[sky]" in outcome.err
    assert "acme-weather" not in states(call)
    assert used.read_bytes() == before


@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("n\n", 1)])
def test_it_asks_where_somebody_is_there(call, used, monkeypatch, answer, status):
    monkeypatch.setattr("sys.stdin", Terminal(answer))

    outcome = call("connectors", "uninstall", "acme-weather")

    assert outcome.status == status
    assert ("acme-weather" in states(call)) == (status == 1)


def test_files_that_were_opened_lately_count_too(call, used, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "b.bpmn"
    used.rename(elsewhere)
    Workspace(Profile.of_user()).note_opened(elsewhere)

    outcome = call("connectors", "uninstall", "acme-weather")

    assert outcome.status == 2
    assert str(elsewhere) in outcome.err


def test_a_package_that_nothing_uses_goes_without_a_question(call, used):
    used.unlink()

    assert call("connectors", "uninstall", "acme-weather").status == 0
