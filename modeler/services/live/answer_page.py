"""The local answer page: a link from a mail shows the question, and only pressing the button answers it. Servers that
call back come in here too.

Mail scanners follow every link; therefore GET changes nothing. The server listens on this machine only, and answers
only to its own name, so that no other site can make a browser talk to it.
"""

from __future__ import annotations

import html
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import MappingProxyType
from urllib.parse import parse_qs, parse_qsl, urlsplit

from connectors.sdk.values import JsonObject, compact
from engine.runtime import RequestError
from modeler.services.live.answering import TASKS, Desk
from modeler.services.live.callback_rules import CallbackRefused, Incoming, accepted
from modeler.services.live.doors import OVER, Doors
from modeler.services.live.refused import AnswerRefused, Forged, NotWaiting
from modeler.services.live.task_page import Visit, visited
from modeler.services.live.web_page import PAGE_HEADERS, Reply, web_page

LARGEST_FORM = 64_000
LARGEST_CALLBACK = 1_000_000
MOST_PASSED_OVER = 10_000_000
LONGEST_COMMENT = 4_000
SECONDS = 15
PREFIX = "/answer/"
CALLBACK = "/callback/"
NO_HEADERS: Mapping[str, str] = MappingProxyType({})
SERVER = "Processwright"


class AnswerPage:
    """The server of the page, in threads of its own; closing it ends them."""

    def __init__(self, desk: Desk, doors: Doors, port: int = 0) -> None:
        self._server = _Server(desk, doors, port)
        self._thread = threading.Thread(target=lambda: self._server.serve_forever(0.1), name="answer page", daemon=True)
        self._thread.start()
        desk.address = self.address

    @property
    def port(self) -> int:
        """The port that it listens at."""
        return int(self._server.server_address[1])

    @property
    def address(self) -> str:
        """Where it listens."""
        return address_of(self.port)

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def address_of(port: int) -> str:
    """The address of a page at a port."""
    return f"http://127.0.0.1:{port}"


def is_answer_page(port: int) -> bool:
    """Whether what listens at a port of this machine is an answer page."""
    from http.client import HTTPConnection, HTTPException

    connection = HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        connection.request("HEAD", "/")
        return (connection.getresponse().getheader("Server") or "").strip() == SERVER
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, desk: Desk, doors: Doors, port: int) -> None:
        self.desk = desk
        self.doors = doors
        super().__init__(("127.0.0.1", port), _Handler)
        own = self.server_address[1]
        self.names = (f"127.0.0.1:{own}", f"localhost:{own}")

    def handle_error(self, *_: object) -> None:
        """A reader who leaves is no event."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = SECONDS
    disable_nagle_algorithm = True
    wbufsize = -1
    server_version, sys_version = SERVER, ""

    def do_GET(self) -> None:  # named by the protocol
        """Show the question; nothing is answered by that."""
        self._guarded(self._show)

    do_HEAD = do_GET  # noqa: N815

    def do_POST(self) -> None:
        """Answer the question."""
        self._guarded(self._answer)

    def do_PUT(self) -> None:
        """Only for servers that call back."""
        self._guarded(self._refuse)

    do_PATCH = do_DELETE = do_PUT  # noqa: N815

    def _guarded(self, act: Callable[[str], None]) -> None:
        path = urlsplit(self.path).path
        is_ours = self.headers.get("Host", "") in self.server.names
        if path.startswith(CALLBACK):
            self._called_back(path.removeprefix(CALLBACK) if is_ours else "")
        elif not is_ours:
            self._page(421, "This page is not here", "Open the link from the mail as it is.")
        elif path.startswith(TASKS):
            self._task(path.removeprefix(TASKS))
        elif not path.startswith(PREFIX):
            self._page(404, "There is nothing here", "Open the link from the mail as it is.")
        else:
            try:
                act(path.removeprefix(PREFIX))
            except AnswerRefused as refused:
                self._page(refused.status, refused.title, str(refused))
            except RequestError:
                self._page(410, NotWaiting.title, OVER)

    def _show(self, token: str) -> None:
        question, number = self.server.desk.read(token)
        self.server.doors.require_waiting(question)
        form = (
            f'<div class="answer">{html.escape(question.answers[number - 1].label)}</div>'
            '<form method="post"><label for="comment">Comment (optional)</label>'
            f'<textarea id="comment" name="comment" maxlength="{LONGEST_COMMENT}"></textarea>'
            '<button type="submit" autofocus>Send this answer</button></form>'
        )
        self._page(200, question.title, "Your answer counts when you send it. The first answer is the one that counts.",
                   form)  # fmt: skip

    def _answer(self, token: str) -> None:
        question, number = self.server.desk.read(token)
        self.server.doors.answered(question, number, self._comment())
        label = question.answers[number - 1].label
        self._page(200, "Thank you", f"Your answer was stored: {label}. You can close this page.")

    def _task(self, token: str) -> None:
        """A person answers a task from a mail."""
        body = self._body(LARGEST_FORM).decode("utf-8", "replace") if self.command == "POST" else ""
        visit = Visit(
            self.command,
            token,
            dict(parse_qsl(urlsplit(self.path).query, max_num_fields=20)),
            dict(parse_qsl(body, max_num_fields=20)),
            self.headers.get("Cookie", ""),
        )
        try:
            self._write(visited(visit, self.server.desk, self.server.doors))
        except AnswerRefused as refused:
            self._page(refused.status, refused.title, str(refused))
        except RequestError:
            self._page(410, NotWaiting.title, OVER)

    def _refuse(self, token: str) -> None:
        raise Forged(f"{self.command} means nothing here.")

    def _called_back(self, token: str) -> None:
        """A server calls back: told in a few words of JSON what became of it."""
        try:
            question, _ = self.server.desk.signed(token)
            rules = self.server.desk.rules(question)
            if rules is None:
                raise CallbackRefused(404, "Nothing is expected here.")
            payload = accepted(rules, self._incoming(), self.server.desk.key)
            counts = self.server.doors.called(question, {rules.variable: payload}, self.client_address[0])
        except CallbackRefused as refused:
            self._tell(refused.status, {"error": str(refused)}, refused.headers)
        except AnswerRefused as refused:
            self._tell(refused.status, {"error": str(refused)})
        except RequestError:
            self._tell(410, {"error": "The task does not wait for a callback any more."})
        else:
            self._tell(200 if counts else 202, {"status": "accepted"})

    def _incoming(self) -> Incoming:
        return Incoming(
            self.command,
            self.client_address[0],
            self.headers.get("Authorization", ""),
            self.headers.get("Content-Type", ""),
            urlsplit(self.path).query,
            self._body(LARGEST_CALLBACK),
        )

    def _tell(self, status: int, answer: JsonObject, headers: Mapping[str, str] = NO_HEADERS) -> None:
        body = compact(answer).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Cache-Control": "no-store", **headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _body(self, most: int) -> bytes:
        size = self.headers.get("Content-Length", "0")
        length = int(size) if size.isdigit() else 0
        if length > most:
            self.rfile.read(min(length, MOST_PASSED_OVER))
        if length > most or not size.isdigit() or "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            self.close_connection = True
            raise TooLong(f"What was sent is too long: at most {most} bytes, with their number in Content-Length.")
        return self.rfile.read(length)

    def _comment(self) -> str:
        fields = parse_qs(self._body(LARGEST_FORM).decode("utf-8", "replace"), max_num_fields=10)
        return fields.get("comment", [""])[0].replace("\r\n", "\n").strip()[:LONGEST_COMMENT]

    def _page(self, status: int, title: str, text: str, more: str = "") -> None:
        self._write(Reply(status, web_page(title, text, more)))

    def _write(self, reply: Reply) -> None:
        content = reply.page.encode()
        self.send_response(reply.status)
        for name, value in {**PAGE_HEADERS, **reply.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Links are secrets: they are not logged."""


class TooLong(AnswerRefused):
    """More was sent than an answer can hold."""

    status = 413
