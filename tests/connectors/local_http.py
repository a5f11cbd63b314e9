"""An HTTP server on this machine, whose answers a test writes as functions."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Seen:
    """One call as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Answer = tuple[int, dict[str, str], bytes]


@dataclass
class LocalServer:
    """Calls that arrived, and how the next ones are answered."""

    port: int = 0
    seen: list[Seen] = field(default_factory=list)
    answer: Callable[[Seen], Answer | None] = lambda seen: (200, {}, b"ok")


class Handler(BaseHTTPRequestHandler):
    """Answers every method as the test says; an answer of None breaks the connection."""

    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def _answer(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        seen = Seen(self.command, self.path, dict(self.headers.items()), self.rfile.read(length))
        self.server.told.seen.append(seen)
        found = self.server.told.answer(seen)
        self.close_connection = True
        if found is None:
            return
        status, headers, body = found
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    """Encrypted where there is a certificate; silent about clients that leave."""

    daemon_threads = True
    told = LocalServer()
    tls: ssl.SSLContext | None = None

    def handle_error(self, *_: object) -> None:
        pass

    def finish_request(self, request: Any, address: Any) -> None:
        try:
            if self.tls is None:
                super().finish_request(request, address)
                return
            with self.tls.wrap_socket(request, server_side=True) as secured:
                super().finish_request(secured, address)  # type: ignore[arg-type]
        except OSError:
            return


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[LocalServer]:
    """A server on a free port."""
    server = Server(("127.0.0.1", 0), Handler)
    server.told, server.tls = LocalServer(server.server_address[1]), tls
    thread = threading.Thread(target=lambda: server.serve_forever(0.02))
    thread.start()
    try:
        yield server.told
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
