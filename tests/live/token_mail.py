"""Mail servers of this machine that are signed in to with tokens: SMTP by aiosmtpd, and as much IMAP as needed."""

from __future__ import annotations

import socketserver
import ssl
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

from tests.live.kit import Mailer, Sink, mail_sink

CHALLENGE = b64encode(b'{"status":"401","schemes":"bearer"}').decode()


@dataclass
class Doorkeeper:
    """Who is let in, and what was shown at the door."""

    accepted: set[str] = field(default_factory=set)
    shown: list[str] = field(default_factory=list)

    def lets_in(self, words: bytes) -> bool:
        """Whether these words of XOAUTH2 hold a token that counts."""
        user, bearer, *_ = words.decode().split("\x01")
        assert user == "user=orders@example.org", user
        self.shown.append(bearer.removeprefix("auth=Bearer "))
        return self.shown[-1] in self.accepted


class TokenSmtp(SMTP):
    """Takes a token; one that does not count is answered with a question, as Google does."""

    doorkeeper: Doorkeeper

    async def auth_XOAUTH2(self, server: Any, args: list[str]) -> AuthResult:
        if self.event_handler.doorkeeper.lets_in(b64decode(args[1])):
            return AuthResult(success=True, handled=False)
        await self.push(f"334 {CHALLENGE}")
        said = await self._reader.readline()
        self.event_handler.ended_with.append(said)
        await self.push("535 5.7.8 Username and Password not accepted")
        return AuthResult(success=False, handled=True)


class TokenSink(Sink):
    """Keeps mails of those who were let in."""

    def __init__(self, doorkeeper: Doorkeeper) -> None:
        super().__init__()
        self.doorkeeper = doorkeeper
        self.ended_with: list[bytes] = []

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if not session.authenticated:
            return "530 5.7.0 Sign in first"
        envelope.mail_from = address
        return "250 OK"


class TokenController(Controller):
    """Makes the servers."""

    def factory(self) -> TokenSmtp:
        return TokenSmtp(self.handler, auth_require_tls=False, **self.SMTP_kwargs)


def token_smtp(doorkeeper: Doorkeeper, tls: ssl.SSLContext | None = None) -> AbstractContextManager[Mailer]:
    """An SMTP server on a free port, with STARTTLS where it has a certificate."""
    made = partial(TokenController, tls_context=tls, require_starttls=True) if tls else TokenController
    return mail_sink(TokenSink(doorkeeper), made)


class TokenImap(socketserver.StreamRequestHandler):
    """An empty mailbox behind a door."""

    server: ImapServer

    def handle(self) -> None:
        self._say("* OK ready")
        for line in iter(self.rfile.readline, b""):
            tag, _, command = line.decode().strip().partition(" ")
            if not self._answered(tag, command.split()):
                return

    def _answered(self, tag: str, command: list[str]) -> bool:
        name = command[0].upper()
        if name == "AUTHENTICATE":
            self._door(tag)
        elif name == "CAPABILITY":
            self._say("* CAPABILITY IMAP4rev1 AUTH=XOAUTH2", f"{tag} OK done")
        elif name == "SELECT":
            here = command[1].strip('"') == "INBOX"
            self._say(*(("* 0 EXISTS", f"{tag} OK [READ-WRITE] done") if here else (f"{tag} NO no such folder",)))
        elif name == "LOGOUT":
            self._say("* BYE", f"{tag} OK done")
            return False
        else:
            self._say(*(["* SEARCH"] if command[:2] == ["UID", "SEARCH"] else []), f"{tag} OK done")
        return True

    def _door(self, tag: str) -> None:
        self._say("+ ")
        if self.server.doorkeeper.lets_in(b64decode(self.rfile.readline())):
            self._say(f"{tag} OK welcome")
            return
        self._say(f"+ {CHALLENGE}")
        self.server.ended_with.append(self.rfile.readline())
        self._say(f"{tag} NO [AUTHENTICATIONFAILED] Invalid credentials")

    def _say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class ImapServer(socketserver.ThreadingTCPServer):
    """Serves `TokenImap`."""

    daemon_threads = True

    def __init__(self, doorkeeper: Doorkeeper) -> None:
        super().__init__(("127.0.0.1", 0), TokenImap)
        self.doorkeeper = doorkeeper
        self.ended_with: list[bytes] = []


@contextmanager
def token_imap(doorkeeper: Doorkeeper) -> Iterator[ImapServer]:
    """An IMAP server on a free port."""
    server = ImapServer(doorkeeper)
    thread = threading.Thread(target=lambda: server.serve_forever(0.02))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
