"""A call that fails is tried again live: each attempt and its waits are seen, and what the element says counts."""

from __future__ import annotations

import json
import threading
from xml.sax.saxutils import quoteattr

import pytest

from connectors.sdk.ports import HttpRequest, HttpResponse
from connectors.sdk.redaction import Redactor
from engine.bpmn import Document
from modeler.services.live.ports import Once, OnceHttp, Place
from modeler.services.live.sending import Ledger
from modeler.services.preview.exchange import read_exchange
from modeler.services.preview.outbox import Outbox
from tests.connectors.local_http import serving
from tests.live.kit import NOON, started
from tests.services.connector_processes import SERVICE, connector_task, process


@pytest.fixture
def server():
    with serving() as running:
        yield running


@pytest.fixture
def begin(kit, folder, server):
    """Starts a live run of one call; `resource` and `handling` say how it is tried again."""
    runs = kit.runs()

    def start(resource=None, handling=None, method="GET"):
        endpoint = {"method": method, "url": f"http://127.0.0.1:{server.port}/x", **(resource or {})}
        place = folder / "data-connectors"
        place.mkdir(exist_ok=True)
        (place / "shop.json").write_text(json.dumps({"id": 4, "name": "Shop", "endpoints": {"List": endpoint}}))
        task = connector_task("call", SERVICE, {"dataSource": 4, "endpoint": "List"})
        if handling is not None:
            task = task.replace("/>", f" pm:errorHandling={quoteattr(json.dumps(handling))}/>")
        return started(runs, Document.from_bytes(process(task), "x.bpmn"), folder, "call")

    start.runs = runs
    yield start
    runs.close()


def answers(server, *statuses):
    left = list(statuses)
    server.answer = lambda seen: (left.pop(0), {}, b"{}")


def exchanges(run):
    return [(effect.title, read_exchange(effect.files[0].content)) for effect in run.effects]


def called(run):
    events = map(json.loads, run.trace_lines().splitlines())
    return [(each["outcome"], each["message"]) for each in events if each["kind"] == "called"]


def test_every_attempt_of_a_call_that_only_reads_is_in_the_outbox(begin, server, kit):
    answers(server, 503, 429, 200)
    kit.pauses.clear()

    run = begin()

    assert run.request.status == "completed"
    assert [(title, exchange.status) for title, exchange in exchanges(run)] == [
        ("Shop: List", 503),
        ("Shop: List (attempt 2)", 429),
        ("Shop: List (attempt 3)", 200),
    ]
    assert [round(pause) for pause in kit.pauses] in ([1, 4], [1, 5])


def test_an_attempt_without_an_answer_says_why(begin, server):
    server.answer = lambda seen: None

    run = begin(handling={"retry_attempts": 0})

    ((title, exchange),) = exchanges(run)
    assert (title, exchange.status) == ("Shop: List", 0)
    assert "did not answer to the end" in exchange.error
    assert run.request.status == "error"


def test_an_element_that_wants_no_other_attempt_has_none(begin, server, kit):
    answers(server, 503)

    run = begin(handling={"retry_attempts": 0})

    assert (run.request.status, len(server.seen), kit.pauses) == ("error", 1, [])


@pytest.mark.parametrize(
    ("resource", "handling"),
    [
        ({"retry_attempts": 2, "retry_wait_time": 7}, None),
        ({"retry_attempts": 9, "retry_wait_time": 90}, {"retry_attempts": 2, "retry_wait_time": 7}),
    ],
)
def test_the_waits_between_the_attempts_of_element_or_resource_are_seen_in_the_trace(
    begin, server, kit, resource, handling
):
    answers(server, 503, 500, 200)

    run = begin(resource, handling)
    assert (run.request.status, len(server.seen), kit.pauses) == ("waiting", 1, [])
    kit.clock.pass_by(seconds=6)
    assert (run.go_on().request.status, len(server.seen)) == ("waiting", 1)
    kit.clock.pass_by(seconds=1)
    assert (run.go_on().request.status, len(server.seen)) == ("waiting", 2)
    kit.clock.pass_by(seconds=7)
    run.go_on()

    assert (run.request.status, len(server.seen)) == ("completed", 3)
    tried = called(run)
    assert [outcome == "completed" for outcome, _ in tried] == [False, False, True]
    assert ("503" in tried[0][1], "500" in tried[1][1]) == (True, True)
    assert [exchange.status for _, exchange in exchanges(run)] == [503, 500, 200]


def test_the_wait_for_the_next_attempt_begins_when_a_slow_one_is_over(begin, server, kit):
    def slow(seen):
        kit.clock.pass_by(seconds=50)
        return 503, {}, b""

    server.answer = slow
    run = begin(handling={"retry_attempts": 1, "retry_wait_time": 7})
    kit.clock.pass_by(seconds=6)

    assert (run.go_on().request.status, len(server.seen)) == ("waiting", 1)
    kit.clock.pass_by(seconds=1)
    assert (run.go_on().request.status, len(server.seen)) == ("error", 2)


def test_the_next_moment_of_the_open_runs_is_known(begin, server, kit):
    answers(server, 503)
    waits = [begin.runs.seconds_to_next()]

    begin(handling={"retry_attempts": 1, "retry_wait_time": 7})
    for seconds in (0, 6, 2, 60):
        kit.clock.pass_by(seconds=seconds)
        waits.append(begin.runs.seconds_to_next())

    assert waits == [None, 7, 1, 0, 0]


def test_an_attempt_that_changes_something_is_one_more_call_where_the_file_wants_it(begin, server, kit):
    answers(server, 503, 200)

    run = begin(handling={"retry_attempts": 1, "retry_wait_time": 3}, method="POST")
    kit.clock.pass_by(seconds=3)
    run.go_on()

    first, second = (seen.headers["Idempotency-Key"] for seen in server.seen)
    assert run.request.status == "completed"
    assert first != second


def test_a_call_that_takes_longer_than_the_element_gives_it_is_left(begin, server):
    over, waited_out = threading.Event(), []

    def slow(seen):
        waited_out.append(not over.wait(20))

    server.answer = slow
    run = begin({"timeout": 30}, {"retry_attempts": 0, "timeout": 1})

    assert waited_out == []
    over.set()
    assert run.request.status == "error"
    assert "did not answer in time" in exchanges(run)[0][1].error


@pytest.mark.parametrize(("element", "counts"), [(5.0, 5.0), (90.0, 90.0), (None, 30.0)])
def test_the_time_of_the_element_counts_before_that_of_the_resource(tmp_path, element, counts):
    got = []

    class Server:
        def send(self, request):
            got.append(request.seconds)
            return HttpResponse(200)

    place, mask = Place("live-1", "call", "c", 1), Redactor()
    once = Once(Ledger(tmp_path / "sending.sqlite", lambda: NOON), place, mask)
    port = OnceHttp(Server(), once, Outbox(), place, mask, lambda: NOON, lambda _: None, element)
    port.send(HttpRequest("GET", "https://shop.example/x", seconds=30.0))

    assert got == [counts]
