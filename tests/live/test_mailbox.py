"""Both directions against one real mail server of this machine: the question goes out, the reply comes in by IMAP."""

from __future__ import annotations

import smtplib
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from connectors.sdk.ports import PortError
from modeler.services.catalog import discover
from modeler.services.profile import Profile
from modeler.services.secrets.keyring_store import Secrets
from tests.live.kit import free_port, started, workspace
from tests.live.questions import asking, question_of
from tests.live.test_replies import bounce, reply

USER, PASSWORD = "orders@example.org", "m41l-c4nary"


@dataclass
class MailHouse:
    """SMTP and IMAP in a process of its own."""

    smtp: int
    imap: int

    def deliver(self, message) -> None:
        with smtplib.SMTP("127.0.0.1", self.smtp, timeout=10) as client:
            client.sendmail("ann@example.org", [USER], message.as_bytes(policy=policy.SMTP))


@pytest.fixture(scope="module")
def house() -> Iterator[MailHouse]:
    smtp, imap = free_port(), free_port()
    command = [sys.executable, "-m", "mail_devel", "--host", "127.0.0.1", "--user", USER, "--password", PASSWORD,
               "--smtp-port", str(smtp), "--imap-port", str(imap), "--no-http"]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for port in (smtp, imap):
            wait_for(port, process)
        yield MailHouse(smtp, imap)
    finally:
        process.kill()
        process.wait()


def wait_for(port: int, process: subprocess.Popen) -> None:
    """Until somebody listens there; the attempts themselves take the time."""
    for _ in range(200):
        assert process.poll() is None, "the mail server ended by itself"
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            process_wait(process)
    pytest.fail("the mail server does not listen")


def process_wait(process: subprocess.Popen) -> None:
    try:
        process.wait(0.1)
    except subprocess.TimeoutExpired:
        return


@pytest.fixture
def desk(kit, house, tmp_path: Path):
    kit.secrets = Secrets(Profile(kit.folder / "profile"))
    kit.secrets.keep("BOX", PASSWORD)
    incoming = {"host": "127.0.0.1", "port": house.imap, "security": "none", "user": USER, "password": "secret:BOX"}
    folder = workspace(tmp_path / "work", house.smtp, incoming=incoming)
    runs = kit.runs()
    run = started(runs, asking(), folder, "ask", n=3)
    assert run.request.status == "waiting", run.request.errors
    yield runs, run
    runs.close()


def test_a_reply_answers_and_other_mail_is_left_unread(desk, house):
    runs, run = desk
    question = question_of(runs, run)
    hello = reply(question, "Hello", Subject="Hello", In_Reply_To="")
    house.deliver(hello)
    house.deliver(reply(question, "Reject it\n\nToo dear\n\n> Please decide"))

    count = runs.collect_replies(discover())

    assert count == 1
    assert run.request.status == "completed"
    assert (run.request.data["action"], run.request.data["remark"]) == ("rejected", "Too dear")
    assert runs.collect_replies(discover()) == 0


def test_a_second_reply_changes_nothing(desk, house):
    runs, run = desk
    question = question_of(runs, run)
    house.deliver(reply(question, "Approve"))
    house.deliver(reply(question, "Reject it"))

    assert runs.collect_replies(discover()) == 2
    assert run.request.data["action"] == "approved"


def test_a_reply_that_names_no_answer_leaves_the_task_waiting(desk, house):
    runs, run = desk
    house.deliver(reply(question_of(runs, run), "Who are you?"))

    runs.collect_replies(discover())

    assert run.request.status == "waiting"
    assert question_of(runs, run).answered is None
    assert question_of(runs, run).remark.endswith("replied without naming an answer: Who are you?")


def test_a_mail_that_comes_back_is_the_error_of_the_task(desk, house):
    runs, run = desk
    house.deliver(message_from_bytes(bounce(question_of(runs, run)).as_bytes(), policy=policy.default))

    runs.collect_replies(discover())

    assert run.request.path[-1] == "lost"


def test_a_mailbox_that_lets_nobody_in_is_said_without_the_password(desk, kit):
    runs, run = desk
    kit.secrets.keep("BOX", "wr0ng-c4nary")

    with pytest.raises(PortError, match="does not let") as caught:
        runs.collect_replies(discover())

    assert "wr0ng-c4nary" not in caught.value.message
    assert run.request.status == "waiting"
