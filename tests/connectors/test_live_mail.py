"""Mail over a real SMTP server on this machine: TLS, sign-in, refusals, and only our own bytes."""

from __future__ import annotations

import socket
import ssl
from base64 import b64decode
from collections.abc import Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

from connectors.sdk.live import LiveMail, MailServer
from connectors.sdk.ports import Person, PortError
from tests.connectors.certificates import Authority

SENDER = Person("Processes", "processes@example.org")
MESSAGE = b"From: processes@example.org\r\nSubject: x\r\n\r\n/etc/hostname\r\n.dot\r\n"


class Sink:
    """Keeps what arrives; refuses addresses that start with `no`."""

    def __init__(self):
        self.envelopes = []

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("no"):
            return "550 nobody here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.envelopes.append(envelope)
        return "250 OK"


def authenticated(server, session, envelope, mechanism, data):
    good = data.password == b"right" if isinstance(data, LoginPassword) else b"Bearer token" in data
    return AuthResult(success=good, handled=False)


class TokenSmtp(SMTP):
    """An SMTP server that also takes OAuth2 tokens."""

    async def auth_XOAUTH2(self, server, args):
        return authenticated(None, None, None, "XOAUTH2", b64decode(args[1]))


class LocalServer(Controller):
    """A server on a free port of this machine."""

    def factory(self):
        return TokenSmtp(self.handler, **self.SMTP_kwargs)


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tls"))


def server_tls(authority: Authority) -> ssl.SSLContext:
    return authority.server(host="127.0.0.1")


@pytest.fixture
def serve() -> Iterator:
    running = []

    def start(**options):
        sink = Sink()
        port = free_port()
        controller = LocalServer(sink, hostname="127.0.0.1", port=port, **options)
        controller.start()
        running.append(controller)
        return sink, port

    yield start
    for controller in running:
        controller.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def mail(port, value="", tls=None, **options):
    server = MailServer("", "127.0.0.1", port, options.pop("security", "none"), SENDER, **options)
    options = {"tls": tls} if tls else {}
    return LiveMail({"": server}, lambda name: value, **options)


def test_the_message_arrives_byte_for_byte(serve):
    sink, port = serve()

    mail(port).send(MESSAGE, ["ann@example.org", "bo@example.org"], "")

    (envelope,) = sink.envelopes
    assert envelope.content == MESSAGE
    assert envelope.rcpt_tos == ["ann@example.org", "bo@example.org"]
    assert envelope.mail_from == "processes@example.org"


def test_starttls_with_a_password(serve, authority):
    sink, port = serve(tls_context=server_tls(authority), require_starttls=True, authenticator=authenticated)

    mail(port, "right", authority.trusting, security="starttls", user="me", secret="secret:MAIL").send(
        MESSAGE, ["ann@example.org"], ""
    )

    assert sink.envelopes[0].content == MESSAGE


@pytest.mark.parametrize("user", ["orders", "orders@example.org", "DOMAIN\\orders", "Orders <x>"])
def test_the_user_signs_in_under_exactly_the_name_that_is_written(serve, authority, user):
    names = []

    def named(server, session, envelope, mechanism, data):
        names.append(data.login.decode())
        return AuthResult(success=True, handled=False)

    _, port = serve(tls_context=server_tls(authority), authenticator=named)

    mail(port, "right", authority.trusting, security="starttls", user=user, secret="secret:MAIL").send(
        MESSAGE, ["ann@example.org"], ""
    )

    assert names == [user]


def test_a_wrong_password_is_said_without_repeating_it(serve, authority):
    _, port = serve(tls_context=server_tls(authority), authenticator=authenticated)

    with pytest.raises(PortError, match="535") as caught:
        mail(port, "wr0ng", authority.trusting, security="starttls", user="me", secret="secret:MAIL").send(
            MESSAGE, ["ann@example.org"], ""
        )
    assert caught.value.code == "mail.sign-in"
    assert "does not let “me” sign in" in caught.value.message
    assert "wr0ng" not in caught.value.message


def test_an_access_token_signs_in(serve, authority):
    sink, port = serve(tls_context=server_tls(authority), authenticator=authenticated)
    options = {"security": "starttls", "user": "me@example.org", "secret": "secret:T", "sign_in": "oauth2"}

    mail(port, "token", authority.trusting, **options).send(MESSAGE, ["ann@example.org"], "")

    assert len(sink.envelopes) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(serve, authority, security):
    context = server_tls(authority)
    sink, port = serve(**({"tls_context": context} if security == "starttls" else {"ssl_context": context}))

    with pytest.raises(PortError, match="No trusted connection") as caught:
        mail(port, security=security).send(MESSAGE, ["ann@example.org"], "")

    assert caught.value.code == "mail.tls"
    assert sink.envelopes == []


def test_an_unencrypted_connection_to_another_machine_is_refused():
    server = MailServer("", "mail.example.org", 25, "none", SENDER)

    with pytest.raises(PortError, match="unencrypted"):
        LiveMail({"": server}, str).send(MESSAGE, ["a@b.c"], "")


def test_refused_recipients_are_named(serve):
    sink, port = serve()

    with pytest.raises(PortError, match=r"no1@example.org \(550 nobody here\)") as all_refused:
        mail(port).send(MESSAGE, ["no1@example.org"], "")
    with pytest.raises(PortError, match="the others got it") as partly:
        mail(port).send(MESSAGE, ["no1@example.org", "ann@example.org"], "")

    assert (all_refused.value.code, partly.value.code) == ("mail.refused", "mail.partly-refused")
    assert len(sink.envelopes) == 1


def test_a_server_that_does_not_answer_is_said():
    with pytest.raises(PortError, match="cannot be reached"):
        mail(free_port()).send(MESSAGE, ["a@b.c"], "")


def test_a_server_that_is_not_configured_is_named():
    with pytest.raises(PortError, match="“office” is not configured"):
        LiveMail({}, str).sender("office")
    with pytest.raises(PortError, match="No mail server"):
        LiveMail({}, str).sender("")
