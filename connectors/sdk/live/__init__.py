"""Ports that reach the real world. Nothing here runs unless the user chose a live run.

`mail` hands finished messages to an SMTP server, `http` calls servers whose every address `guard` has looked at, and
`retries` says when a call may be made again. Each failure tells whether something may have arrived: a code that ends
in `.in-doubt` means that nobody knows.
"""

from connectors.sdk.live.http import HttpLimits, LiveHttp
from connectors.sdk.live.mail import LiveMail, MailServer
from connectors.sdk.live.retries import Retrying

__all__ = ["IN_DOUBT", "HttpLimits", "LiveHttp", "LiveMail", "MailServer", "Retrying"]

IN_DOUBT = ".in-doubt"
