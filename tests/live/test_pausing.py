"""Pause in a live run: what only reads or computes is broken off, what is being handed over is waited for."""

from __future__ import annotations

import json
from threading import Event, Thread

import pytest

from modeler.services.catalog import discover
from modeler.services.live.runs import LiveChoice
from tests.connectors.local_http import serving
from tests.live.kit import mail_settings
from tests.services.connector_processes import MAIL, SERVICE, connector_task, document

ENDLESS = (
    '<bpmn:scriptTask id="think" name="Think" scriptFormat="javascript"><bpmn:script>%s</bpmn:script></bpmn:scriptTask>'
)


@pytest.fixture
def server():
    with serving() as running:
        yield running


class Slow:
    """Something that is asked, and answers when the test says so."""

    def __init__(self):
        self.asked, self.may_answer = Event(), Event()

    def take_part(self):
        self.asked.set()
        self.may_answer.wait(20)


def shop(folder, server, method):
    place = folder / "data-connectors"
    place.mkdir(exist_ok=True)
    url = f"http://127.0.0.1:{server.port}/orders"
    endpoints = {"Do": {"method": method, "url": url}}
    (place / "shop.json").write_text(json.dumps({"id": 3, "name": "Shop", "type": "REST", "endpoints": endpoints}))
    settings = {
        "dataSource": 3,
        "endpoint": "Do",
        "dataMapping": [{"key": "n", "value": "n", "format": "dotNotation"}],
    }
    return document(connector_task("call", SERVICE, settings))


def at_work(runs, model, folder, *elements):
    """A run that goes on in a thread, as it does for the window."""
    run = runs.start(model, discover(), LiveChoice({}, frozenset(elements), folder, loopback=True), "Order")
    thread = Thread(target=run.go_on)
    thread.start()
    return run, thread


def test_a_call_that_only_reads_is_broken_off_and_can_be_tried_again(kit, folder, server):
    slow = Slow()

    def answer(_seen):
        slow.take_part()
        return 200, {"Content-Type": "application/json"}, b'{"n": 7}'

    server.answer = answer
    runs = kit.runs()
    run, thread = at_work(runs, shop(folder, server, "GET"), folder, "call")
    assert slow.asked.wait(20)

    waits_for = run.break_off()
    thread.join(20)
    broken = dict(run.request.errors[0])
    slow.may_answer.set()
    run.retry("call")

    assert waits_for == ""
    assert broken == {"element": "call", "code": "BROKEN_OFF", "message": "“call” was broken off by you"}
    assert run.request.status == "completed"
    assert run.request.data["n"] == 7
    told = [json.loads(effect.files[0].content) for effect in run.outbox.effects]
    assert [each["response"]["status"] for each in told] == [0, 200]
    assert "It was broken off by you." in json.dumps(told[0])
    runs.close()


@pytest.mark.parametrize("method", ["POST", "PATCH"])
def test_a_call_that_changes_something_is_waited_for_and_made_once(kit, folder, server, method):
    slow = Slow()

    def answer(_seen):
        slow.take_part()
        return 200, {"Content-Type": "application/json"}, b'{"n": 7}'

    server.answer = answer
    runs = kit.runs()
    run, thread = at_work(runs, shop(folder, server, method), folder, "call")
    assert slow.asked.wait(20)

    waits_for = run.break_off()
    still_runs = thread.is_alive()
    slow.may_answer.set()
    thread.join(20)

    assert "127.0.0.1" in waits_for
    assert still_runs
    assert run.request.errors == []
    assert run.request.status == "running"
    run.go_on()
    assert run.request.status == "completed"
    assert len(server.seen) == 1
    runs.close()


def test_a_mail_that_is_being_handed_over_is_waited_for_and_arrives_once(kit, folder, mailer, monkeypatch):
    slow, taken = Slow(), mailer.sink.handle_DATA

    async def take(*given):
        import asyncio

        slow.asked.set()
        while not slow.may_answer.is_set():
            await asyncio.sleep(0)
        return await taken(*given)

    monkeypatch.setattr(mailer.sink, "handle_DATA", take)
    runs = kit.runs()
    run, thread = at_work(runs, document(connector_task("mail", MAIL, mail_settings())), folder, "mail")
    assert slow.asked.wait(20)

    waits_for = run.break_off()
    slow.may_answer.set()
    thread.join(20)

    assert waits_for == "“Order” to ann@example.org"
    assert [row.state for row in runs.ledger.rows(run.id)] == ["sent"]
    run.go_on()
    assert run.request.status == "completed"
    assert len(mailer.envelopes) == 1
    runs.close()


def test_a_script_is_broken_off_though_a_mail_was_sent_before(kit, folder, mailer):
    script = ENDLESS % "while (true) {}"
    model = document(connector_task("mail", MAIL, mail_settings()), script)
    runs = kit.runs()
    run = runs.start(model, discover(), LiveChoice({}, frozenset(["mail"]), folder, loopback=True), "Order")
    ran = run.handlers["think"]
    begun = Event()
    run.handlers["think"] = Told(ran, begun)
    thread = Thread(target=run.go_on)
    thread.start()
    assert begun.wait(20)

    while thread.is_alive():
        assert run.break_off() == ""
        thread.join(0.05)

    assert [(error["element"], error["code"]) for error in run.request.errors] == [("think", "BROKEN_OFF")]
    assert len(mailer.envelopes) == 1
    runs.close()


class Told:
    """A handler that tells when it begins."""

    def __init__(self, handler, begun):
        self._handler, self._begun = handler, begun

    def run(self, call):
        self._begun.set()
        return self._handler.run(call)
