"""A question whose time is over does what its settings say, in a later start too, and its mail is not sent again."""

from __future__ import annotations

from modeler.services.catalog import discover
from modeler.services.live.answer_page import AnswerPage
from modeler.services.live.answering import NOWHERE
from tests.live.questions import asked, links
from tests.live.test_answer_page import ask


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


def test_the_links_of_a_question_whose_time_is_over_say_so_and_answer_nothing(kit, folder, mailer):
    runs, run = asked(kit, folder, expiration="P1D")
    page = AnswerPage(runs.desk, runs.doors(discover(), lambda: None))
    approve = links(mailer)[0].replace(NOWHERE, page.address)
    assert ask(approve)[0] == 200
    kit.clock.pass_by(days=2)

    late = ask(approve, {})
    looked = ask(approve)

    for status, text, _ in (late, looked):
        assert status == 410
        assert "No answer is needed any more" in text
    assert [error["code"] for error in run.request.errors] == ["answer.expired"]
    assert "action" not in run.request.data
    page.close()
    runs.close()
