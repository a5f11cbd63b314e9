"""A connection that breaks after the mail was on its way: nobody knows, somebody says, and nothing is sent twice."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from aiosmtpd.controller import Controller

from modeler.services.catalog import discover
from tests.live.kit import Sink, free_port, mail_settings, started, workspace
from tests.services.connector_processes import MAIL, connector_task, document


class Breaking(Sink):
    """Takes the first mail and hangs up without a word; the next ones get an answer."""

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        if len(self.envelopes) == 1:
            server.transport.abort()
        return answer


@contextmanager
def breaking():
    sink, port = Breaking(), free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink, port
    finally:
        controller.stop()


@pytest.mark.parametrize(("was_sent", "mails"), [(True, 1), (False, 2)])
def test_the_run_stops_until_somebody_says_what_happened(kit, tmp_path, was_sent, mails):
    with breaking() as (sink, port):
        runs = kit.runs()
        folder = workspace(tmp_path / "work", port)
        task = connector_task("mail", MAIL, mail_settings())

        run = started(runs, document(task), folder, "mail", n=1, who="A")
        assert run.request.status == "error"
        assert "did not say whether it took the message" in str(run.request.errors[0]["message"])
        run.retry("mail")
        assert len(sink.envelopes) == 1
        assert "may have been sent already" in str(run.request.errors[-1]["message"])
        (doubt,) = runs.ledger.in_doubt(run.id)
        runs.ledger.settle(doubt.sending.key, was_sent)
        run.retry("mail")

        assert run.request.status == "completed"
        assert len(sink.envelopes) == mails
        runs.close()


def test_after_a_crash_the_run_does_not_go_on_before_somebody_has_said_it(kit, tmp_path):
    from modeler.services.live.sending import CRASHED, Sending

    first = kit.runs()
    folder = workspace(tmp_path / "work", 1)
    user = '<bpmn:userTask id="check"/>'
    run = started(first, document(user, connector_task("mail", MAIL, mail_settings())), folder, "mail", n=1, who="A")
    first.ledger.begin(Sending("k", run.id, "mail", "mail", "Order", "ann@example.org"))
    first.ledger.doubtful("k", CRASHED)
    first.close()

    second = kit.runs()
    again = second.resume(run.id, discover()).go_on()

    assert [doubt.sending.key for doubt in again.doubts] == ["k"]
    second.ledger.settle("k", True)
    assert again.doubts == []
    second.close()


def test_a_closing_program_cuts_pauses_short_and_keeps_the_run(kit, tmp_path):
    runs = kit.runs()
    run = started(runs, document('<bpmn:userTask id="check"/>'), workspace(tmp_path / "work", 1), "mail")

    runs.interrupt()
    run.complete("check", {})

    assert run.request.status == "completed"
    assert runs.stored()[0].status == "completed"
    runs.close()
