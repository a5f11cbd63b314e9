"""A mailbox that is signed in to over IMAP, and in words what kept it from being so."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from imaplib import IMAP4
from typing import TYPE_CHECKING

from connectors.sdk.live.mail import require_plain
from connectors.sdk.live.unreachable import reason_of, tls_reason_of
from connectors.sdk.ports import PortError
from modeler.services.mail_sign_in.oauth import LOOPBACK
from modeler.services.workspace.mail_servers import Mailbox

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

SECONDS = 20
Credential = Callable[[Mailbox, bool], str]
"""What a mailbox is signed in to with; the second says that it did not take the last one."""


@contextmanager
def signed_in(box: Mailbox, credential: Credential, tls: Callable[[], ssl.SSLContext]) -> Iterator[BaseMailBox]:
    """A mailbox with its folder open, closed at the end; raises `PortError` for all that goes wrong with it."""
    from imap_tools import MailboxFolderSelectError, MailboxLoginError
    from imap_tools.errors import ImapToolsError

    try:
        with _opened(box, credential, tls) as mailbox:
            yield mailbox
    except MailboxLoginError:
        raise PortError("mail.sign-in", f"{box.host} does not let “{box.user}” sign in.") from None
    except MailboxFolderSelectError:
        raise PortError("mail.folder", f"{box.host} has no folder “{box.folder}” for “{box.user}”.") from None
    except ssl.SSLError as error:
        raise PortError("mail.tls", f"No trusted connection to {box.host}: {tls_reason_of(error)}") from None
    except (OSError, ImapToolsError, IMAP4.error) as error:
        raise PortError("mail.unreachable", f"{box.host}:{box.port} cannot be read: {_reason(error, box)}") from None


def _reason(error: Exception, box: Mailbox) -> str:
    if isinstance(error, IMAP4.error) and "STARTTLS" in str(error):
        return "it offers no STARTTLS at that port"
    if isinstance(error, IMAP4.abort):
        return "it ended the connection; check port and security"
    return reason_of(error, box.host, box.port)


def _opened(box: Mailbox, credential: Credential, tls: Callable[[], ssl.SSLContext]) -> BaseMailBox:
    """Sign in; once more with a fresh token where the last one was not taken."""
    from imap_tools import MailboxLoginError

    value = credential(box, False)
    try:
        return _entered(_connected(box, tls), box, value)
    except MailboxLoginError:
        if box.account is None:
            raise
    return _entered(_connected(box, tls), box, credential(box, True))


def _connected(box: Mailbox, tls: Callable[[], ssl.SSLContext]) -> BaseMailBox:
    from imap_tools import MailBox, MailBoxStartTls, MailBoxUnencrypted

    if box.security == "none":
        if box.host not in LOOPBACK:
            words = f"The password for {box.host} would travel unencrypted; choose STARTTLS or TLS."
            raise PortError("mail.tls", words)
        return MailBoxUnencrypted(box.host, box.port, timeout=SECONDS)
    if box.security == "starttls":
        return MailBoxStartTls(box.host, box.port, timeout=SECONDS, ssl_context=tls())
    return MailBox(box.host, box.port, timeout=SECONDS, ssl_context=tls())


def _entered(made: BaseMailBox, box: Mailbox, value: str) -> BaseMailBox:
    try:
        if box.sign_in == "oauth2":
            return _by_token(made, box, value)
        require_plain(box.host, box.user, value)
        return made.login(box.user, value, initial_folder=box.folder)
    except BaseException:
        with suppress(OSError):
            made.client.shutdown()
        raise


def _by_token(made: BaseMailBox, box: Mailbox, token: str) -> BaseMailBox:
    """As RFC 7628 has it: what is wrong with a token comes as a question, which an empty answer ends."""
    from imap_tools import MailboxLoginError

    words = f"user={box.user}\x01auth=Bearer {token}\x01\x01".encode()
    try:
        made.client.authenticate("XOAUTH2", lambda challenge: b"" if challenge else words)
    except IMAP4.abort:
        raise
    except IMAP4.error as error:
        raise MailboxLoginError(("NO", [str(error).encode()]), "OK") from None
    made.folder.set(box.folder)
    return made
