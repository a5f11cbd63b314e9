"""`preview --live` lists what would be reached, asks, and then really does it."""

from __future__ import annotations

import json

import pytest

from tests.live.kit import mail_settings, mail_sink, workspace
from tests.services.connector_processes import MAIL, SLACK, connector_task, process


@pytest.fixture
def mailer():
    with mail_sink() as running:
        yield running


@pytest.fixture
def file(tmp_path, mailer):
    folder = workspace(tmp_path / "work", mailer.port)
    slack = {"delivery": "bot", "channel": "#x", "message": "m", "token": "secret:BOT"}
    path = folder / "order.bpmn"
    path.write_bytes(
        process(connector_task("mail", MAIL, mail_settings(subject="Hi")), connector_task("slack", SLACK, slack))
    )
    return path


def test_nothing_is_sent_before_somebody_agrees(call, file, mailer):
    outcome = call("preview", file, "--live", "--data", '{"who": "A"}')

    assert outcome.status == 2
    assert "add --yes" in outcome.err
    assert "to ann@example.org" in outcome.err
    assert f"server 127.0.0.1:{mailer.port}" in outcome.err
    assert "server slack.com" in outcome.err
    assert "secret BOT" in outcome.err
    assert mailer.envelopes == []


def test_what_ends_the_dry_run_early_is_on_the_list(call, file, mailer):
    file.write_bytes(process(connector_task("mail", MAIL, mail_settings(subject="Hi {{who}}"))))

    outcome = call("preview", file, "--live", "--data", json.dumps({"who": "A\nB"}))

    assert "! The dry run ends early: The subject must be one line" in outcome.err
    assert mailer.envelopes == []


def test_the_chosen_element_is_done_for_real_and_the_others_are_not(call, file, mailer):
    outcome = call("preview", file, "--live", "--yes", "--only", "mail", "--data", '{"who": "A"}', "--format", "json")

    result = json.loads(outcome.out)
    assert (outcome.status, result["status"], result["inDoubt"]) == (0, "completed", [])
    assert [effect["kind"] for effect in result["effects"]] == ["mail", "slack"]
    assert mailer.subjects == ["Subject: Hi"]
    assert "slack" not in outcome.err


def test_without_live_nothing_of_it_happens(call, file, mailer):
    assert call("preview", file, "--yes", "--data", '{"who": "A"}').status == 0
    assert mailer.envelopes == []


def test_an_element_without_a_connector_cannot_be_chosen(call, file):
    outcome = call("preview", file, "--live", "--yes", "--only", "start")

    assert outcome.status == 2
    assert "start is no element with a connector. There are: mail, slack." in outcome.err


def test_a_user_who_is_not_in_the_workspace_is_said(call, file):
    outcome = call("preview", file, "--live", "--yes", "--as", "7")

    assert outcome.status == 2
    assert "no user 7" in outcome.err


def test_a_secret_that_is_missing_ends_the_request_in_error(call, file, mailer):
    outcome = call("preview", file, "--live", "--yes", "--only", "slack", "--data", '{"who": "A"}')

    assert outcome.status == 1
    assert "“BOT” is not set" in outcome.out
    assert mailer.envelopes == []
