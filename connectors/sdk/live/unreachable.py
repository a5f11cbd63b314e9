"""Why a server could not be talked to, in words that say what to look at: the name, the port, TLS, the network."""

from __future__ import annotations

import errno
import socket
import ssl

_NO_WAY = (errno.ENETUNREACH, errno.EHOSTUNREACH)
_CERTIFICATE = {
    10: "its certificate has expired",
    18: "nobody vouches for its certificate, which it signed itself",
    19: "nobody known vouches for its certificate",
    20: "nobody known vouches for its certificate",
    62: "its certificate is for another host",
    64: "its certificate is for another address",
}


def reason_of(error: Exception, host: str, port: int) -> str:
    """What kept a connection to a host from being made or used."""
    if isinstance(error, socket.gaierror | UnicodeError):
        return f"there is no host “{host}”; check its name and the network"
    if isinstance(error, TimeoutError):
        return f"it did not answer in time at port {port}; check the port, and whether a firewall is in between"
    if isinstance(error, ConnectionRefusedError):
        return f"nothing answers at port {port}; check the port"
    if isinstance(error, OSError) and error.errno in _NO_WAY:
        return "there is no way to it; check the network"
    return str(error) or type(error).__name__


def tls_reason_of(error: ssl.SSLError) -> str:
    """What kept a connection from being encrypted."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return _CERTIFICATE.get(error.verify_code, error.verify_message)
    if error.reason in ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE"):
        return "it does not speak TLS at that port from the start; choose STARTTLS, or another port"
    return error.reason or str(error)
