"""Mail of live runs with OAuth 2.0: a token is got before it is sent, renewed when refused, and seen nowhere."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectors.sdk.ports import PortError
from modeler.services.catalog import discover
from modeler.services.live.plan import live_plan
from modeler.services.live.runs import LiveChoice
from modeler.services.profile import Profile
from modeler.services.secrets.keyring_store import Secrets
from tests.live.kit import SENDER, mail_settings, started, workspace
from tests.live.questions import asking
from tests.live.token_mail import Doorkeeper, token_imap, token_smtp
from tests.services.connector_processes import MAIL, connector_task, document
from tests.services.mail_sign_in.provider import CLIENT_SECRET, FIRST_REFRESH, provider_running

MODEL = connector_task("mail", MAIL, mail_settings())
AGAIN = connector_task("again", MAIL, mail_settings())


@pytest.fixture
def provider():
    with provider_running() as running:
        running.rotates = True
        yield running


@pytest.fixture
def doorkeeper():
    return Doorkeeper({f"acc3ss-c4nary.{number}" for number in range(1, 9)})


@pytest.fixture
def smtp(doorkeeper):
    with token_smtp(doorkeeper) as running:
        yield running


@pytest.fixture
def user(kit):
    kit.secrets = Secrets(Profile(kit.folder / "profile"))
    kit.secrets.keep("CLIENT", CLIENT_SECRET)
    kit.secrets.keep("REFRESH", FIRST_REFRESH)
    return kit


def signed_in(folder: Path, smtp, provider, **more) -> Path:
    return workspace(folder / "work", smtp.port, user=SENDER, signIn="oauth2", oauth=provider.entry(), **more)


@pytest.fixture
def place(user, tmp_path, smtp, provider):
    return signed_in(tmp_path, smtp, provider)


def test_a_live_run_gets_a_token_and_sends(user, place, smtp, provider):
    runs = user.runs()

    run = started(runs, document(MODEL, AGAIN), place, "mail", "again", n=1, who="A")

    assert run.request.status == "completed", run.request.errors
    assert len(smtp.sink.envelopes) == 2
    assert len(provider.requests) == 1
    assert user.secrets.get("secret:REFRESH") == provider.refresh
    runs.close()


def test_a_token_that_is_refused_is_replaced_once(user, place, smtp, doorkeeper):
    doorkeeper.accepted.discard("acc3ss-c4nary.1")
    runs = user.runs()

    run = started(runs, document(MODEL), place, "mail", n=1, who="A")

    assert run.request.status == "completed", run.request.errors
    assert doorkeeper.shown == ["acc3ss-c4nary.1", "acc3ss-c4nary.2"]
    assert smtp.sink.ended_with == [b"\r\n"]
    runs.close()


def test_a_server_that_takes_no_token_is_said_and_nothing_is_in_doubt(user, place, smtp, doorkeeper):
    doorkeeper.accepted.clear()
    runs = user.runs()

    run = started(runs, document(MODEL), place, "mail", n=1, who="A")

    (error,) = run.request.errors
    assert error["code"] == "mail.sign-in"
    assert "535 5.7.8" in error["message"]
    assert len(doorkeeper.shown) == 2
    assert runs.ledger.in_doubt(run.id) == []
    runs.close()


@pytest.mark.parametrize("breaks", [False, True])
def test_a_provider_that_refuses_or_breaks_off_leaves_nothing_in_doubt(user, place, smtp, provider, breaks):
    if breaks:
        provider.server.answer = lambda seen: None
    provider.error, provider.description = "invalid_grant", f"{FIRST_REFRESH} has expired"
    runs = user.runs()

    run = started(runs, document(MODEL), place, "mail", n=1, who="A")

    (error,) = run.request.errors
    assert error["code"] == "mail.sign-in"
    assert ("No access token for “Local”" if breaks else "The sign-in of “Local” counts no more") in error["message"]
    assert FIRST_REFRESH not in error["message"]
    assert runs.ledger.in_doubt(run.id) == []
    assert smtp.sink.envelopes == []
    runs.close()


def test_no_token_is_in_a_file_or_an_effect(user, place, tmp_path, provider, doorkeeper):
    doorkeeper.accepted.discard("acc3ss-c4nary.1")
    runs = user.runs()

    run = started(runs, document(MODEL), place, "mail", n=1, who="A")

    run.save()
    runs.close()
    secret = [CLIENT_SECRET, FIRST_REFRESH, *provider.given, provider.refresh]
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.suffix == ".sqlite" for path in files)
    assert [path for path in files for each in secret if each.encode() in path.read_bytes()] == []
    shown = "".join(file.content.decode() for effect in run.effects for file in effect.files)
    assert run.effects
    assert not any(each in shown + repr(run.request.events) for each in secret)


def test_the_plan_names_the_provider_and_the_secrets(user, place, smtp):
    choice = LiveChoice({"n": 1, "who": "A"}, workspace=place)

    (mail,) = live_plan(document(MODEL), discover(), choice, {"CLIENT"}.__contains__).reaches

    assert mail.hosts == (f"127.0.0.1:{smtp.port}", "127.0.0.1")
    assert mail.secrets == ("CLIENT", "REFRESH")
    assert mail.problems == ("The secret “REFRESH” is not set.",)


def test_the_plan_says_that_nobody_has_signed_in(user, tmp_path, provider):
    entry = provider.entry()
    del entry["refreshToken"]
    place = workspace(tmp_path / "work", 25, user=SENDER, signIn="oauth2", oauth=entry)

    (mail,) = live_plan(
        document(MODEL), discover(), LiveChoice({"n": 1, "who": "A"}, workspace=place), lambda name: True
    ).reaches

    assert "Nobody has signed in to the mail server “Local” yet." in mail.problems


def test_who_signs_in_after_a_failure_lets_the_run_try_again(user, tmp_path, smtp, provider):
    entry = provider.entry()
    reference = entry.pop("refreshToken")
    place = workspace(tmp_path / "work", smtp.port, user=SENDER, signIn="oauth2", oauth=entry)
    runs = user.runs()
    run = started(runs, document(MODEL), place, "mail", n=1, who="A")
    (error,) = run.request.errors

    workspace(place, smtp.port, user=SENDER, signIn="oauth2", oauth={**entry, "refreshToken": reference})
    run.retry("mail")

    assert "Nobody has signed in to “Local” yet" in error["message"]
    assert run.request.status == "completed", run.request.errors
    assert len(smtp.sink.envelopes) == 1
    runs.close()


@pytest.fixture
def waiting(user, tmp_path, smtp, provider, doorkeeper):
    """A run that has asked by mail, its mailbox behind the same door."""
    with token_imap(doorkeeper) as imap:
        incoming = {"host": "127.0.0.1", "port": imap.server_address[1], "security": "none"}
        place = signed_in(tmp_path, smtp, provider, incoming=incoming)
        runs = user.runs()
        run = started(runs, asking(), place, "ask", n=3)
        assert run.request.status == "waiting", run.request.errors
        yield runs, imap, place
        runs.close()


def test_a_mailbox_is_read_with_the_token_of_its_server(waiting, provider, doorkeeper):
    runs, _, _ = waiting

    assert runs.collect_replies(discover()) == 0
    assert doorkeeper.shown == ["acc3ss-c4nary.1"] * 2
    assert len(provider.requests) == 1


def test_a_mailbox_that_refuses_a_token_is_shown_a_fresh_one(waiting, doorkeeper):
    runs, imap, _ = waiting
    doorkeeper.accepted.discard("acc3ss-c4nary.1")

    assert runs.collect_replies(discover()) == 0
    assert doorkeeper.shown[1:] == ["acc3ss-c4nary.1", "acc3ss-c4nary.2"]
    assert imap.ended_with == [b"\r\n"]


def test_a_mailbox_that_takes_no_token_is_said(waiting, doorkeeper):
    runs, _, _ = waiting
    doorkeeper.accepted.clear()

    with pytest.raises(PortError, match=r"does not let “orders@example\.org” sign in") as caught:
        runs.collect_replies(discover())

    assert caught.value.code == "mail.sign-in"
    assert "c4nary" not in caught.value.message


def test_a_token_of_one_s_own_in_the_keyring_still_signs_in(user, tmp_path, smtp, doorkeeper):
    user.secrets.keep("TOKEN", "acc3ss-c4nary.1")
    place = workspace(tmp_path / "work", smtp.port, user=SENDER, signIn="oauth2", password="secret:TOKEN")
    runs = user.runs()

    run = started(runs, document(MODEL), place, "mail", n=1, who="A")

    assert run.request.status == "completed", run.request.errors
    doorkeeper.accepted.clear()
    assert started(runs, document(MODEL), place, "mail", n=1, who="A").request.errors
    assert doorkeeper.shown == ["acc3ss-c4nary.1"] * 2, "the same token is not shown again"
    assert json.loads((place / "mail-servers.json").read_text())[0]["password"] == "secret:TOKEN"
    runs.close()
