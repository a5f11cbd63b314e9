"""Trying a mail server says for each part whether it works, and if not, why, in words; nothing is sent."""

from __future__ import annotations

import socket
import threading

import pytest

from modeler.services.mail_sign_in.signer import KeyringMeans, Signer
from modeler.services.mail_sign_in.tokens import AccessTokens
from modeler.services.mail_sign_in.trial import Trial
from modeler.services.workspace.mail_servers import collected
from tests.connectors.certificates import Authority
from tests.connectors.test_live_mail import LocalServer, authenticated
from tests.live.kit import SENDER, Sink, free_port
from tests.live.test_mailbox import PASSWORD, USER
from tests.live.test_mailbox import house as house
from tests.live.token_mail import Doorkeeper, token_imap, token_smtp


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def smtp():
    """Starts SMTP servers; returns their port and what they took."""
    running = []

    def start(**options):
        sink = Sink()
        controller = LocalServer(sink, hostname="127.0.0.1", port=free_port(), **options)
        controller.start()
        running.append(controller)
        return controller.port, sink

    yield start
    for controller in running:
        controller.stop()


def trial(secrets, entry, tls=None, loopback=True):
    servers = collected([{"name": "Office", "host": "127.0.0.1", "senderAddress": SENDER, **entry}])
    assert servers.problems == ()
    signer = Signer(servers, AccessTokens(), KeyringMeans(secrets, loopback=loopback))
    return Trial("Office", signer, tls) if tls else Trial("Office", signer)


def outcome(*given, **more):
    return [(step.part, step.is_good, step.words) for step in trial(*given, **more).run()]


def test_token_server_and_mailbox_work(secrets, provider):
    doorkeeper = Doorkeeper({"acc3ss-c4nary.1"})
    with token_smtp(doorkeeper) as mailer, token_imap(doorkeeper) as imap:
        incoming = {"host": "127.0.0.1", "port": imap.server_address[1], "security": "none"}
        entry = {"port": mailer.port, "security": "none", "user": SENDER, "oauth": provider.entry()}

        steps = outcome(secrets, {**entry, "incoming": incoming})

        assert [(part, is_good) for part, is_good, _ in steps] == [
            ("token", True),
            ("sending", True),
            ("replies", True),
        ]
        assert f"signed in as “{SENDER}”" in steps[1][2]
        assert "INBOX" in steps[2][2]
        assert mailer.sink.envelopes == []


def test_a_token_goes_over_an_encrypted_connection_and_is_replaced_when_it_is_refused(secrets, provider, authority):
    doorkeeper = Doorkeeper({"acc3ss-c4nary.2"})
    with token_smtp(doorkeeper, authority.server(host="127.0.0.1")) as mailer:
        entry = {"port": mailer.port, "user": SENDER, "oauth": provider.entry()}

        steps = outcome(secrets, entry, tls=authority.trusting)

    assert steps[1] == ("sending", True, f"127.0.0.1:{mailer.port}, STARTTLS, signed in as “{SENDER}”.")
    assert doorkeeper.shown == ["acc3ss-c4nary.1", "acc3ss-c4nary.2"]


def test_a_server_and_its_mailbox_are_tried_with_one_password(secrets, house):
    secrets.keep("BOX", PASSWORD)
    incoming = {"host": "127.0.0.1", "port": house.imap, "security": "none", "user": USER, "password": "secret:BOX"}

    steps = outcome(secrets, {"port": house.smtp, "security": "none", "incoming": incoming})
    secrets.keep("BOX", "wr0ng-c4nary")
    again = outcome(secrets, {"port": house.smtp, "security": "none", "incoming": incoming})

    assert [(part, is_good) for part, is_good, _ in steps] == [("sending", True), ("replies", True)]
    assert again[1] == ("replies", False, f"127.0.0.1 does not let “{USER}” sign in.")


def test_without_a_token_nothing_else_is_tried(secrets, provider):
    provider.error, provider.description = "invalid_client", f"{'cl13nt-c4nary/+secret'} is wrong"
    ((part, is_good, words),) = outcome(secrets, {"oauth": provider.entry(), "port": free_port(), "security": "none"})

    assert (part, is_good) == ("token", False)
    assert "check its client id" in words
    assert "c4nary" not in words


@pytest.fixture
def by_password(secrets, smtp, authority):
    """Tries a server with a password, which has to be “right”; also what the server took."""

    def run(password):
        secrets.keep("PASSWORD", password)
        port, sink = smtp(tls_context=authority.server(host="127.0.0.1"), authenticator=authenticated)
        entry = {"port": port, "user": "me", "password": "secret:PASSWORD"}
        ((_, is_good, words),) = outcome(secrets, entry, tls=authority.trusting)
        return is_good, words.replace(str(port), "PORT"), sink

    return run


def test_a_wrong_password_is_told_without_it(by_password):
    is_good, words, _ = by_password("wr0ng-c4nary")

    assert not is_good
    assert "535" in words
    assert "wr0ng" not in words


def test_a_right_password_works_and_nothing_is_sent(by_password):
    is_good, words, sink = by_password("right")

    assert (is_good, words) == (True, "127.0.0.1:PORT, STARTTLS, signed in as “me”.")
    assert sink.envelopes == []


def test_a_certificate_that_nobody_vouches_for_is_told(secrets, smtp, authority):
    port, _ = smtp(tls_context=authority.server(host="127.0.0.1"))

    assert "vouches for its certificate" in outcome(secrets, {"port": port})[0][2]


def test_a_certificate_of_another_host_is_told(secrets, smtp, authority):
    port, _ = smtp(tls_context=authority.server(host="mail.example.org"))

    words = outcome(secrets, {"port": port}, tls=authority.trusting)[0][2]

    assert "its certificate is for another" in words


def test_a_server_without_starttls_is_told(secrets, smtp):
    port, _ = smtp()

    assert "offers no STARTTLS" in outcome(secrets, {"port": port})[0][2]


def test_tls_at_a_port_without_it_is_told(secrets, smtp):
    port, _ = smtp()

    assert "choose STARTTLS" in outcome(secrets, {"port": port, "security": "tls"})[0][2]


def test_a_host_that_nobody_knows_is_told(secrets, monkeypatch):
    def unknown(*_args, **_more):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    assert "there is no host “mail.example.org”" in outcome(secrets, {"host": "mail.example.org"})[0][2]


def test_a_port_at_which_nothing_listens_is_told(secrets):
    port = free_port()

    assert f"nothing answers at port {port}" in outcome(secrets, {"port": port, "security": "none"})[0][2]


def test_a_mailbox_without_its_folder_is_told(secrets, smtp):
    doorkeeper = Doorkeeper({"t0ken"})
    secrets.keep("TOKEN", "t0ken")
    with token_smtp(doorkeeper) as mailer, token_imap(doorkeeper) as imap:
        incoming = {"host": "127.0.0.1", "port": imap.server_address[1], "security": "none", "folder": "Replies"}
        entry = {"port": mailer.port, "security": "none", "user": SENDER, "signIn": "oauth2"}

        steps = outcome(secrets, {**entry, "password": "secret:TOKEN", "incoming": incoming})

    assert steps[1] == ("replies", False, f"127.0.0.1 has no folder “Replies” for “{SENDER}”.")


def test_a_trial_of_a_silent_server_can_be_canceled_at_once(secrets):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        running = trial(secrets, {"port": silent.getsockname()[1], "security": "none"})
        steps = []
        thread = threading.Thread(target=lambda: steps.extend(running.run()))
        thread.start()
        connection, _ = silent.accept()
        running.cancel()
        thread.join(5)
        is_over = not thread.is_alive()
        connection.close()

    assert is_over
    assert [(step.is_good, step.words) for step in steps] == [(False, "Canceled.")]
