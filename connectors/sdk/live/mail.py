"""The mail port over SMTP: yagmail as transport only, our own finished message, TLS with verified certificates.

A failure says whether the server can have taken the message: `mail.in-doubt` means that nobody knows, because the
connection broke after the message was on its way. Nothing is ever sent a second time from here.
"""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from connectors.sdk.live.unreachable import reason_of, tls_reason_of
from connectors.sdk.ports import Person, PortError

if TYPE_CHECKING:
    import yagmail  # type: ignore[import-untyped]

_SECONDS = 20
_LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class MailServer:
    """A configured outgoing mail server; the password stands in the keyring under `secret`."""

    name: str
    host: str
    port: int
    security: Literal["starttls", "tls", "none"]
    sender: Person
    user: str = ""
    secret: str = ""
    sign_in: Literal["password", "oauth2"] = "password"


class PartlyRefusedError(PortError):
    """The server took a message for some of its recipients only: for `reached`."""

    def __init__(self, message: str, reached: Sequence[str]) -> None:
        super().__init__("mail.partly-refused", message)
        self.reached = tuple(reached)


class LiveMail:
    """The mail port over SMTP; the server without a name is the default one."""

    def __init__(
        self,
        servers: Mapping[str, MailServer],
        secret: Callable[[str], str],
        tls: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        token: Callable[[MailServer, bool], str] | None = None,
    ) -> None:
        """`token` gives for a server with OAuth2 an access token, another one where the last was not taken."""
        self._servers = servers
        self._secret = secret
        self._tls = tls
        self._token = token

    def sender(self, server: str) -> Person:
        """From whom the mail of a server comes."""
        return self._server(server).sender

    def send(self, message: bytes, recipients: Sequence[str], server: str) -> None:
        """Send one message once; raises `PortError` with the server's own words when it is refused."""
        chosen = self._server(server)
        delivery = _Delivery(chosen.sender.address, recipients, message)
        with _told(chosen, delivery), self._connected(chosen) as connection:
            refused = delivery.make(connection)
        if refused:
            words = f"{chosen.host} refused {_refusals(refused)}; the others got it"
            raise PartlyRefusedError(words, [each for each in recipients if each not in refused])

    def try_out(self, server: str) -> None:
        """Connect and sign in, send nothing; raises `PortError` as `send` does."""
        chosen = self._server(server)
        with _told(chosen), self._connected(chosen) as connection:
            connection.noop()

    def _server(self, name: str) -> MailServer:
        if name not in self._servers:
            shown = f"The mail server “{name}” is not configured." if name else "No mail server is configured."
            raise PortError("mail.server", shown)
        return self._servers[name]

    @contextmanager
    def _connected(self, server: MailServer) -> Iterator[smtplib.SMTP]:
        connection = self._signed_in(server)
        try:
            yield connection.smtp
        finally:
            _close(connection)

    def _signed_in(self, server: MailServer) -> yagmail.SMTP:
        """A connection that is signed in; once more with a fresh token where the last one was not taken."""
        _refuse_clear_text(server)
        if server.sign_in == "oauth2" and self._token is not None:
            token = self._token(server, False)
            try:
                return self._opened(server, token)
            except smtplib.SMTPAuthenticationError:
                fresh = self._token(server, True)
                if fresh == token:
                    raise
                return self._opened(server, fresh)
        return self._opened(server, self._secret(server.secret) if server.secret else "")

    def _opened(self, server: MailServer, credential: str) -> yagmail.SMTP:
        import yagmail

        require_plain(server.host, server.user, credential)
        by_password = bool(server.user) and server.sign_in == "password"
        starttls = {"context": self._tls()} if server.security == "starttls" else False
        options = {"context": self._tls()} if server.security == "tls" else {}
        connection = yagmail.SMTP(
            user=server.user or server.sender.address,
            password=credential,
            host=server.host,
            port=server.port,
            smtp_ssl=server.security == "tls",
            smtp_starttls=starttls,
            smtp_skip_login=not by_password,
            soft_email_validation=False,
            timeout=_SECONDS,
            **options,
        )
        if by_password:
            connection.user = server.user  # it would take "orders" for "orders@gmail.com"
        try:
            connection.login()
            if server.sign_in == "oauth2":
                _sign_in_with_token(connection.smtp, server.user or server.sender.address, credential)
        except BaseException:
            _close(connection)
            raise
        return connection


def require_plain(host: str, user: str, credential: str) -> None:
    """What a server is signed in to with has ASCII letters only; raises `PortError`, which does not repeat it."""
    if not (user + credential).isascii():
        words = "user name and password may have the letters of ASCII only, no others"
        raise PortError("mail.sign-in", f"{host} cannot be signed in to: {words}.")


def _close(connection: yagmail.SMTP) -> None:
    with contextlib.suppress(OSError, smtplib.SMTPException):
        connection.close()


@contextmanager
def _told(server: MailServer, delivery: _Delivery | None = None) -> Iterator[None]:
    """Says of what goes wrong with a server whether it can have taken the message."""
    host = server.host
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        raise PortError("mail.refused", f"{host} refused {_refusals(error.recipients)}") from None
    except smtplib.SMTPAuthenticationError as error:
        who = server.user or server.sender.address
        raise PortError("mail.sign-in", f"{host} does not let “{who}” sign in: it answered {_answer(error)}") from None
    except smtplib.SMTPResponseException as error:
        raise PortError("mail.refused", f"{host} answered {_answer(error)}") from None
    except ssl.SSLError as error:
        raise PortError("mail.tls", f"No trusted connection to {host}: {tls_reason_of(error)}") from None
    except (OSError, smtplib.SMTPException) as error:
        if delivery is not None and delivery.is_under_way:
            words = f"{host} did not say whether it took the message: {error}"
            raise PortError("mail.in-doubt", words) from None
        words = f"{host}:{server.port} cannot be reached: {_reason(error, server)}"
        raise PortError("mail.unreachable", words) from None


def _reason(error: Exception, server: MailServer) -> str:
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "it offers no STARTTLS at that port" if server.security == "starttls" else str(error)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "it ended the connection; check port and security"
    return reason_of(error, server.host, server.port)


class _Delivery:
    """The dialog about one message on an open connection."""

    def __init__(self, sender: str, recipients: Sequence[str], message: bytes) -> None:
        self._sender = sender
        self._recipients = recipients
        self._message = message
        self.is_under_way = False

    def make(self, connection: smtplib.SMTP) -> dict[str, tuple[int, bytes]]:
        """Hand the message over; returns the recipients that were refused. Raises smtplib's errors."""
        connection.ehlo_or_helo_if_needed()
        _accepted(connection.mail(self._sender, self._options(connection)))
        refused = {}
        for address in self._recipients:
            code, words = connection.rcpt(address)
            if code not in (250, 251):
                refused[address] = (code, words)
        if len(refused) == len(self._recipients):
            raise smtplib.SMTPRecipientsRefused(refused)
        self.is_under_way = True
        _accepted(connection.data(self._message))
        return refused

    def _options(self, connection: smtplib.SMTP) -> list[str]:
        return [f"size={len(self._message)}"] if connection.has_extn("size") else []


def _accepted(answer: tuple[int, bytes]) -> None:
    code, words = answer
    if code != 250:
        raise smtplib.SMTPResponseException(code, words)


def _refuse_clear_text(server: MailServer) -> None:
    if server.security == "none" and server.host not in _LOOPBACK:
        raise PortError("mail.tls", f"Mail to {server.host} would travel unencrypted; choose STARTTLS or TLS.")


def _sign_in_with_token(connection: smtplib.SMTP, user: str, token: str) -> None:
    def challenge(asked: bytes | None = None) -> str:
        """What is wrong with a token comes as a question, which an empty answer ends."""
        return "" if asked else f"user={user}\x01auth=Bearer {token}\x01\x01"

    connection.ehlo_or_helo_if_needed()
    connection.auth("XOAUTH2", challenge)


def _answer(error: smtplib.SMTPResponseException) -> str:
    return f"{error.smtp_code} {_words(error.smtp_error)}"


def _refusals(refused: Mapping[str, tuple[int, bytes]]) -> str:
    return ", ".join(f"{address} ({code} {_words(reason)})" for address, (code, reason) in refused.items())


def _words(reason: bytes | str) -> str:
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else reason
