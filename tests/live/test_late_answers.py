"""A question whose time is over does what its settings say, in a later start too, and its mail is not sent again."""

from __future__ import annotations

from modeler.services.catalog import discover
from tests.live.questions import asked


def test_nobody_answers_in_time(kit, folder, mailer):
    first, run = asked(kit, folder, expiration="P1D")
    assert run.request.status == "waiting"
    first.close()
    kit.clock.pass_by(days=2)

    second = kit.runs()
    again = second.resume(run.id, discover()).go_on()

    assert [error["code"] for error in again.request.errors] == ["answer.expired"]
    assert len(mailer.envelopes) == 1
    second.close()
