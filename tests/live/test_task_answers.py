"""A task by mail is answered from its link: shown first, sent once, signed in where it must be, then its screen."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from xml.sax.saxutils import quoteattr

import pytest

from engine.runtime import RequestError
from modeler.services.catalog import discover
from modeler.services.live.answer_page import AnswerPage
from tests.live.kit import started
from tests.services.connector_processes import document

LINK = re.compile(r"http://127\.0\.0\.1:\d+/tasks/update_variable/[^\"<\s]+")
MAIL = (
    '<a href="{{abe_uri}}/tasks/update_variable/{{token_abe}}?varName=decision&varValue=yes">Yes</a>'
    '<a href="{{abe_uri}}/tasks/update_variable/{{token_abe}}?varName=decision&varValue=no">No</a>'
)


class Browser:
    """Opens pages and sends their forms, with cookies."""

    def __init__(self):
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def open(self, url, form=None, method=None):
        body = None if form is None else urlencode(form).encode()
        request = urllib.request.Request(url, body, method=method)
        try:
            with self.opener.open(request, timeout=20) as answer:
                return answer.status, answer.read().decode(), answer.headers
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode(), error.headers


@pytest.fixture
def browser():
    return Browser()


@pytest.fixture
def asking(kit, folder, mailer):
    """Starts a run that has mailed a task to Ann, and gives the links in the mail."""
    (folder / "screens").mkdir()
    (folder / "screens" / "ask.html").write_text(MAIL)
    (folder / "screens" / "done.html").write_text("<h1>Thank you for your word</h1><p>[{{amount}}]</p>")
    (folder / "users.json").write_text('[{"id": 5, "fullname": "Ann Lee", "email": "ann@example.org"}]')
    runs = kit.runs()
    page = AnswerPage(runs.desk, runs.doors(discover(), lambda: None))

    def start(**more):
        settings = {"subject": "Please decide", "screenEmailRef": "ask", "emailServer": "", **more}
        attributes = f'pm:isActionsByEmail="true" pm:configEmail={quoteattr(json.dumps(settings))}'
        pm = 'pm:assignment="user" pm:assignedUsers="5"'
        task = f'<bpmn:userTask id="review" name="Review &lt;it&gt;" {pm} {attributes}/>'
        run = started(runs, document(task), folder, "review", amount=900)
        assert run.request.waiting == ["review"]
        return runs, run, links(mailer)

    yield start
    page.close()
    runs.close()


def links(mailer):
    text = mailer.envelopes[-1].replace("=\r\n", "").replace("=3D", "=").replace("&amp;", "&")
    return list(dict.fromkeys(LINK.findall(text)))


def code(mailer):
    return re.search(r"\r\n\r\n(\d{6}) is your code", mailer.envelopes[-1])[1]


def test_looking_answers_nothing_and_sending_does_once(asking, browser):
    _, run, (yes, no) = asking()
    for _ in range(20):
        status, page, headers = browser.open(yes)
    browser.open(yes, method="HEAD")

    assert status == 200
    assert "Review &lt;it&gt;" in page
    assert "decision: yes" in page
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert run.request.status == "waiting"

    sent, again = browser.open(yes, {"answer": "1"}), browser.open(no, {"answer": "1"})

    assert (sent[0], again[0]) == (200, 409)
    assert "Your response has been submitted." in sent[1]
    assert "answered already" in again[1]
    assert run.request.status == "completed"
    assert run.request.data["decision"] == "yes"


def test_the_screen_of_the_task_comes_then_without_data_and_without_a_way_to_act(asking, browser):
    _, _, (yes, _) = asking(screenCompleteRef="done")

    status, page, headers = browser.open(yes, {"answer": "1"})

    assert status == 200
    assert "Thank you for your word" in page
    assert "[]" in page
    assert "sandbox" in headers["Content-Security-Policy"]
    assert "script" not in headers["Content-Security-Policy"]


def test_a_screen_that_is_not_there_does_not_undo_the_answer(asking, browser):
    _, run, (yes, _) = asking(screenCompleteRef=77)

    status, page, _ = browser.open(yes, {"answer": "1"})

    assert (status, run.request.status) == (200, "completed")
    assert "Your response has been submitted." in page


def test_who_must_sign_in_gets_a_code_by_mail_and_answers_with_it(asking, browser, mailer):
    _, run, (yes, _) = asking(requireLogin=True)
    status, page, _ = browser.open(yes)
    assert status == 200
    assert "answered by Ann Lee only" in page
    assert "a…@example.org" in page
    assert "ann@example.org" not in page
    assert "Sign in with a code" in browser.open(yes, {"answer": "1"})[1]
    assert len(mailer.envelopes) == 1
    assert "Enter the code" in browser.open(yes, {"send": "1"})[1]

    assert "To: Ann Lee <ann@example.org>" in mailer.envelopes[-1]
    wrong = browser.open(yes, {"code": "abcdef"})
    status, page, _ = browser.open(yes, {"code": code(mailer)})

    assert wrong[0] == 403
    assert "not the code" in wrong[1]
    assert (status, "decision: yes" in page) == (200, True)
    assert run.request.status == "waiting"
    assert browser.open(yes, {"answer": "1"})[0] == 200
    assert run.request.data["decision"] == "yes"


def signing_in(browser, yes, mailer):
    browser.open(yes, {"send": "1"})
    return code(mailer)


def test_a_code_counts_once_for_ten_minutes_and_five_tries(asking, browser, mailer, kit):
    _, _, (yes, _) = asking(requireLogin=True)
    first = signing_in(browser, yes, mailer)
    kit.clock.pass_by(minutes=11)
    late = browser.open(yes, {"code": first})
    second = signing_in(browser, yes, mailer)
    for _ in range(5):
        browser.open(yes, {"code": "x"})
    worn_out = browser.open(yes, {"code": second})
    kit.clock.pass_by(minutes=1)
    third = signing_in(browser, yes, mailer)
    good = browser.open(yes, {"code": third})

    assert (late[0], worn_out[0], good[0]) == (403, 403, 200)
    assert Browser().open(yes, {"code": third})[0] == 403


def test_codes_are_not_mailed_without_end(asking, browser, mailer, kit):
    _, _, (yes, _) = asking(requireLogin=True)
    answers = [browser.open(yes, {"send": "1"})[0] for _ in range(2)]
    for _ in range(6):
        kit.clock.pass_by(minutes=1)
        answers.append(browser.open(yes, {"send": "1"})[0])

    assert answers == [200, 429, 200, 200, 200, 200, 429, 429]
    assert len(mailer.envelopes) == 1 + 5


def test_a_mailed_code_is_told_as_any_mail_but_never_shown(asking, browser, mailer):
    runs, run, (yes, _) = asking(requireLogin=True)
    given = signing_in(browser, yes, mailer)

    effect = run.effects[-1]
    text = effect.files[0].content.decode()
    assert (effect.kind, effect.title, effect.recipients) == ("mail", "Your code for Review <it>", ("ann@example.org",))
    assert effect.message().get_content().startswith("••• is your code")
    assert given not in text
    sent = [(row.sending.title, row.sending.target, row.state) for row in runs.ledger.rows(run.id)]
    assert sent[-1] == ("Your code for Review <it>", "Ann Lee <ann@example.org>", "sent")
    assert browser.open(yes, {"code": given})[0] == 200


def test_a_code_that_the_server_refuses_is_told_as_not_sent(asking, browser, mailer):
    runs, run, (yes, _) = asking(requireLogin=True)
    mailer.sink.refuses = True

    status, page, _ = browser.open(yes, {"send": "1"})

    row = runs.ledger.rows(run.id)[-1]
    assert (status, "could not be mailed" in page) == (502, True)
    assert (row.state, "nobody here" in row.reason) == ("failed", True)
    assert len(run.effects) == 1


def test_nobody_else_is_signed_in_and_a_session_ends(asking, browser, mailer, kit):
    runs, run, (yes, _) = asking(requireLogin=True)
    browser.open(yes, {"code": signing_in(browser, yes, mailer)})

    assert "Sign in with a code" in Browser().open(yes, {"answer": "1"})[1]
    forged = Browser()
    forged.opener.addheaders = [("Cookie", f"processwright={runs.desk.tasks.session('bo@example.org')}")]
    assert "decision: yes" not in forged.open(yes)[1]
    kit.clock.pass_by(hours=9)
    assert "Sign in with a code" in browser.open(yes)[1]
    assert run.request.status == "waiting"


def test_a_code_that_cannot_be_mailed_is_said_and_may_be_asked_for_again(asking, browser):
    _, run, (yes, _) = asking(requireLogin=True)
    run.live.servers.servers.clear()

    status, page, _ = browser.open(yes, {"send": "1"})

    assert status == 502
    assert "The code could not be mailed" in page
    assert browser.open(yes, {"send": "1"})[0] == 502


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?varName=x",
        "?varValue=1",
        "?varName=_user&varValue=1",
        "?varName=a.b&varValue=1",
        "?varName=a%0d&varValue=1",
    ],
)
def test_a_link_that_is_no_answer_says_so(asking, browser, query):
    _, run, (yes, _) = asking()

    status, page, _ = browser.open(yes.partition("?")[0] + query, {"answer": "1"})

    assert status == 422
    assert "This link" in page
    assert run.request.status == "waiting"


def test_changed_links_and_those_of_other_questions_are_no_answers(asking, browser):
    _, run, (yes, _) = asking()
    place, _, query = yes.partition("?")

    assert browser.open(f"{place[:-1]}{'A' if place[-1] != 'A' else 'B'}?{query}", {"answer": "1"})[0] == 403
    assert browser.open(yes.replace("/tasks/update_variable/", "/callback/"), {"a": "1"})[0] == 404
    assert browser.open(yes.replace("/tasks/update_variable/", "/answer/"), {"a": "1"})[0] == 403
    assert browser.open(yes, {"answer": "1"}, "PUT")[0] == 403
    assert run.request.status == "waiting"


def test_a_task_that_was_answered_in_the_window_is_not_answered_from_the_mail(asking, browser):
    _, run, (yes, _) = asking()

    run.complete("review", {"decision": "by hand"})

    assert browser.open(yes, {"answer": "1"})[0] == 409
    assert run.request.data["decision"] == "by hand"
    with pytest.raises(RequestError):
        run.complete("review", {})


def test_a_task_that_waits_no_longer_is_told_before_anything_is_typed(asking, browser):
    _, run, (yes, _) = asking()
    run.cancel()

    status, page, _ = browser.open(yes)

    assert (status, "<form" in page) == (410, False)
    assert "No answer is needed any more" in page


def test_a_link_lives_as_long_as_thirty_days_and_goes_with_its_run(asking, browser, kit):
    runs, run, (yes, _) = asking()
    kit.clock.pass_by(days=31)
    late = browser.open(yes, {"answer": "1"})
    runs.forget(run.id)

    gone = browser.open(yes, {"answer": "1"})

    assert (late[0], gone[0]) == (410, 410)
