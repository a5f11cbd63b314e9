"""The one answer of a sign-in in the browser: it comes as a redirect to a port of this machine (RFC 8252).

Only an answer with the state of this sign-in counts, and only the first one. What came is never shown again.
"""

from __future__ import annotations

import hmac
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, SimpleQueue
from urllib.parse import parse_qsl, urlsplit

from connectors.sdk.ports import PortError
from modeler.services.live.web_page import PAGE_HEADERS, web_page
from modeler.services.mail_sign_in.tokens import CODE

_SECONDS = 15
_LONGEST = 16_000


class Redirect:
    """Listens for the answer, in a thread of its own, until it is closed."""

    def __init__(self, state: str, host: str = "127.0.0.1") -> None:
        self._server = _Server(state, host)
        self._thread = threading.Thread(target=lambda: self._server.serve_forever(0.1), name="sign-in", daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Where the provider shall send the browser."""
        return f"http://{self._server.host}:{self._server.server_address[1]}/"

    def wait(self, seconds: float) -> Mapping[str, str]:
        """What the browser brought; raises `PortError` where nothing came in time, or nobody waits any longer."""
        try:
            found = self._server.answers.get(timeout=seconds)
        except Empty:
            words = f"Nobody signed in within {round(seconds / 60)} minutes; begin again."
            raise PortError(CODE, words) from None
        if found is None:
            raise PortError(CODE, "The sign-in was canceled.")
        return found

    def cancel(self) -> None:
        """End the waiting; may be called from any thread."""
        self._server.answers.put(None)

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, state: str, host: str) -> None:
        self.host = host
        self.answers: SimpleQueue[Mapping[str, str] | None] = SimpleQueue()
        self._state = state.encode()
        self._is_taken = False
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", 0), _Handler)
        own = self.server_address[1]
        self.names = (f"127.0.0.1:{own}", f"localhost:{own}")

    def takes(self, found: Mapping[str, str]) -> tuple[int, str, str]:
        """Take an answer in, if it is the one; returns status, heading and words of the page."""
        if not hmac.compare_digest(found.get("state", "").encode("utf-8", "replace"), self._state):
            return (
                400,
                "This belongs to no sign-in",
                "Begin again in Processwright, and go on in the page that it opens.",
            )
        if not ("code" in found or "error" in found):
            return 400, "There is no answer in it", "Begin again in Processwright."
        with self._lock:
            if self._is_taken:
                return 410, "This was answered already", "Go back to Processwright. This page can be closed."
            self._is_taken = True
        self.answers.put(found)
        if "error" in found:
            return 200, "You were not signed in", "Processwright says why. This page can be closed."
        return 200, "Go back to Processwright", "It goes on with the sign-in. This page can be closed."

    def handle_error(self, *_: object) -> None:
        """A browser that leaves is no event."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _SECONDS
    server_version, sys_version = "Processwright", ""

    def do_GET(self) -> None:  # named by the protocol
        """The redirect of the provider."""
        asked = urlsplit(self.path)
        if self.headers.get("Host", "") not in self.server.names or asked.path != "/" or len(asked.query) > _LONGEST:
            self._page(404, "There is nothing here", "Begin again in Processwright.")
            return
        self._page(*self.server.takes(dict(parse_qsl(asked.query, keep_blank_values=True))))

    def _page(self, status: int, title: str, words: str) -> None:
        content = web_page(title, words).encode()
        self.send_response(status)
        for name, value in {**PAGE_HEADERS, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """What came is a secret; it is written nowhere."""
