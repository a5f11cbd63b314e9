"""`processwright mail-servers`: what there is, signing in with a browser, and trying it out."""

from __future__ import annotations

import json

import pytest

from modeler.services.profile import Profile
from modeler.services.secrets.keyring_store import Secrets
from tests.live.kit import SENDER, free_port
from tests.live.token_mail import Doorkeeper, token_smtp
from tests.services.mail_sign_in.browser import browse
from tests.services.mail_sign_in.provider import CLIENT_SECRET, provider_running


@pytest.fixture
def provider():
    with provider_running() as running:
        yield running


@pytest.fixture
def secrets(profile_folder):
    kept = Secrets(Profile(profile_folder))
    kept.keep("CLIENT", CLIENT_SECRET)
    return kept


@pytest.fixture
def folder(tmp_path, provider, secrets):
    """Writes a folder whose server nobody has signed in to."""

    def write(port=25, **more):
        oauth = {key: value for key, value in provider.entry().items() if key != "refreshToken"}
        entry = {"name": "Office", "host": "127.0.0.1", "port": port, "security": "none", "user": SENDER,
                 "senderAddress": SENDER, "oauth": oauth, **more}  # fmt: skip
        (tmp_path / "mail-servers.json").write_text(json.dumps([entry]))
        return tmp_path

    return write


@pytest.fixture
def opened(monkeypatch):
    """The pages that a browser was asked to open, each of which it did."""
    pages = []
    monkeypatch.setattr("webbrowser.open", lambda address: pages.append(browse(address)))
    return pages


def test_a_sign_in_goes_into_the_keyring_and_its_name_into_the_file(call, folder, opened, provider, secrets):
    place = folder()

    outcome = call("mail-servers", "sign-in", "Office", "--allow-local")

    assert (outcome.status, outcome.out) == (0, "Signed in; kept as “OFFICE_SIGN_IN”.\n"), outcome.err
    assert opened[0].status == 200
    assert secrets.get("secret:OFFICE_SIGN_IN") == provider.refresh
    written = (place / "mail-servers.json").read_text()
    assert json.loads(written)[0]["oauth"]["refreshToken"] == "secret:OFFICE_SIGN_IN"
    assert not any(each in written + outcome.err + outcome.out for each in (provider.refresh, *provider.given))


def test_a_refusal_ends_with_status_1_and_changes_nothing(call, folder, opened, provider):
    place = folder()
    before = (place / "mail-servers.json").read_bytes()
    provider.denies = "access_denied"

    outcome = call("mail-servers", "sign-in", "Office", "--allow-local")

    assert outcome.status == 1
    assert "access_denied" in outcome.err
    assert (place / "mail-servers.json").read_bytes() == before


def test_this_machine_gives_tokens_only_where_that_is_allowed(call, folder, opened):
    folder()

    outcome = call("mail-servers", "sign-in", "Office")

    assert outcome.status == 1
    assert "which is this machine; it is not called" in outcome.err


def test_a_server_with_a_password_is_not_signed_in_to(call, folder):
    folder(signIn="password", password="secret:X")

    outcome = call("mail-servers", "sign-in", "Office")

    assert outcome.status == 2
    assert "does not sign in with OAuth 2.0" in outcome.err


@pytest.mark.parametrize("command", ["sign-in", "test"])
def test_a_server_that_is_not_there_is_wrong_use(call, folder, command):
    folder()

    outcome = call("mail-servers", command, "Elsewhere")

    assert outcome.status == 2
    assert "There are: Office." in outcome.err


def test_a_server_that_cannot_be_used_says_why(call, folder):
    folder(port=0)

    outcome = call("mail-servers", "test", "Office")

    assert outcome.status == 2
    assert "the port 0 is no number" in outcome.err


def test_a_file_that_cannot_be_read_is_wrong_use(call, tmp_path):
    (tmp_path / "mail-servers.json").write_text("{")

    outcome = call("mail-servers", "list")

    assert outcome.status == 2
    assert "not JSON" in outcome.err


def test_servers_are_listed_with_what_is_missing(call, folder):
    own = {"signIn": "password", "password": "secret:BOX"}
    folder(incoming={"host": "imap.example.org", **own})

    outcome, rows = call("mail-servers", "list"), call("mail-servers", "list", "--format", "json")

    assert outcome.status == 1
    assert (
        "* Office  127.0.0.1:25  none, oauth2\n    ! the secret “BOX” is not set\n    ! nobody has signed in yet\n"
        in outcome.out
    )
    (row,) = json.loads(rows.out)["servers"]
    assert (row["incoming"], row["secrets"]) == ("imap.example.org:993", ["CLIENT", "BOX"])


def test_a_folder_without_servers_says_so(call):
    outcome = call("mail-servers", "list")

    assert outcome.status == 0
    assert "There is no mail server in" in outcome.out


def test_a_server_is_tried_after_the_sign_in(call, folder, opened, provider):
    doorkeeper = Doorkeeper({"acc3ss-c4nary.2"})
    with token_smtp(doorkeeper) as mailer:
        folder(mailer.port)
        call("mail-servers", "sign-in", "Office", "--allow-local")

        outcome = call("mail-servers", "test", "Office", "--allow-local", "--format", "json")

    assert outcome.status == 0, outcome.out
    assert [(each["part"], each["works"]) for each in json.loads(outcome.out)["steps"]] == [
        ("token", True),
        ("sending", True),
    ]


def test_a_trial_that_fails_ends_with_status_1(call, folder, secrets):
    port = free_port()
    folder(port, signIn="password")

    outcome = call("mail-servers", "test", "Office")

    assert outcome.status == 1
    assert f"nothing answers at port {port}" in outcome.out
