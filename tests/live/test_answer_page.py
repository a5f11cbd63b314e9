"""Links in mails: looking changes nothing, sending answers once, and everything else is told why not."""

from __future__ import annotations

import socket
import threading
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode, urlsplit

import pytest

from engine.runtime import RequestError
from modeler.services.catalog import discover
from modeler.services.live.answer_page import AnswerPage
from modeler.services.live.refused import AnsweredAlready
from tests.live.kit import started
from tests.live.questions import asked, asking, links

LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def ask(url, data=None, **headers):
    """The status and the text of a page."""
    body = None if data is None else urlencode(data).encode()
    request = urllib.request.Request(url, body, headers)
    try:
        with LOCAL.open(request, timeout=10) as answer:
            return answer.status, answer.read().decode(), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), error.headers


@pytest.fixture
def desk(kit, folder, mailer):
    """Runs whose questions are answered on a page; the links of the mail, and the run that waits."""
    runs = kit.runs()
    catalog = discover()
    page = AnswerPage(runs.desk, runs.doors(catalog, lambda: None))
    run = started(runs, asking(), folder, "ask", n=3)
    yield runs, run, links(mailer)
    page.close()
    runs.close()


def test_looking_shows_the_answer_and_changes_nothing(desk):
    runs, run, (approve, _) = desk

    for _ in range(100):
        status, page, headers = ask(approve)
    head = urllib.request.Request(approve, method="HEAD")
    with LOCAL.open(head, timeout=10) as answer:
        assert answer.read() == b""

    assert status == 200
    assert "Approve" in page
    assert "Ask Ann" in page
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("no-store", "no-referrer")
    assert run.request.status == "waiting"
    assert runs.desk.questions(run.id)[0].answered is None


def test_sending_answers_completes_the_task_and_keeps_the_comment(desk):
    _, run, (_, reject) = desk

    status, page, _ = ask(reject, {"comment": "Too <b>dear</b>"})

    assert (status, "Reject it" in page) == (200, True)
    assert run.request.status == "completed"
    assert (run.request.data["action"], run.request.data["remark"]) == ("rejected", "Too <b>dear</b>")


def test_a_second_answer_is_told_that_the_first_counts(desk):
    _, run, (approve, reject) = desk
    ask(approve, {})

    again, other = ask(approve, {}), ask(reject, {})
    seen = ask(reject)

    assert [again[0], other[0], seen[0]] == [409, 409, 409]
    assert "answered already" in other[1]
    assert run.request.data["action"] == "approved"


def test_fifty_at_once_count_as_one(desk):
    _, run, both = desk
    ready = threading.Barrier(50)

    def answer(number):
        ready.wait(10)
        return ask(both[number % 2], {})[0]

    with ThreadPoolExecutor(50) as pool:
        statuses = list(pool.map(answer, range(50)))

    assert sorted(statuses) == [200] + [409] * 49
    assert run.request.status == "completed"


def test_forged_links_are_refused(desk):
    _, run, (approve, reject) = desk
    head, _, token = approve.rpartition("/")
    payload, signature = token.rsplit(".", 1)
    other = reject.rpartition("/")[2].rsplit(".", 1)[1]
    forged = [token[:-1], token + "x", payload, f"{payload}.{other}", f".{signature}", "x", "a.b.c", token[::-1], "%00"]

    statuses = {each: ask(f"{head}/{each}", {})[0] for each in forged}

    assert set(statuses.values()) == {403}
    assert run.request.status == "waiting"


def test_an_expired_link_is_told_so(desk, kit):
    _, run, (approve, _) = desk
    kit.clock.pass_by(days=31)

    status, page, _ = ask(approve, {})

    assert (status, "expired" in page) == (410, True)
    assert run.request.status == "waiting"


def test_a_task_that_waits_no_longer_is_told_so(desk):
    _, run, (approve, _) = desk
    run.cancel()

    for status, page, _ in (ask(approve), ask(approve, {})):
        assert status == 410
        assert "No answer is needed any more" in page
        assert "<form" not in page


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1", "localhost:1", ""])
def test_another_name_for_the_server_is_not_answered(desk, host):
    _, run, (approve, _) = desk

    assert ask(approve, {}, Host=host)[0] == 421
    assert run.request.status == "waiting"


def test_an_endless_comment_is_refused_and_a_long_one_is_cut(desk):
    _, run, (approve, reject) = desk

    assert ask(approve, {"comment": "x" * 70_000})[0] == 413
    assert run.request.status == "waiting"
    assert ask(reject, {"comment": "y" * 9_000})[0] == 200
    assert run.request.data["remark"] == "y" * 4_000


def test_there_is_nothing_else_on_the_server(desk):
    _, _, (approve, _) = desk
    place = urlsplit(approve)

    assert ask(f"{place.scheme}://{place.netloc}/")[0] == 404
    assert ask(f"{place.scheme}://{place.netloc}/answers/../etc/passwd")[0] == 404


def test_a_run_that_was_left_is_answered_in_another_start(kit, folder, mailer):
    first, run = asked(kit, folder)
    first.close()
    token = links(mailer)[0].rpartition("/")[2]

    second = kit.runs()
    catalog = discover()
    news = []
    page = second.open_page(catalog, lambda: news.append("answered"))
    status, _, _ = ask(f"{page.address}/answer/{token}", {})
    page.close()

    assert (status, news) == (200, ["answered"])
    assert [stored.status for stored in second.stored()] == ["completed"]
    assert second.resume(run.id, catalog).request.data["action"] == "approved"
    second.close()


def test_a_question_answered_elsewhere_meanwhile_leaves_the_task_waiting_here(kit, folder, mailer):
    runs, run = asked(kit, folder)
    question = runs.desk.questions(run.id)[0]
    mark = runs.desk.using_up(question, 2, "", "another window")
    with runs.desk._open() as connection:
        mark(connection)
    connection.close()

    with pytest.raises(AnsweredAlready):
        run.answered(question, 1)

    assert run.request.status == "waiting"
    runs.close()


def test_the_page_comes_back_at_its_port_so_that_old_links_lead_to_it(kit, folder, mailer):
    runs, catalog = kit.runs(), discover()
    first = runs.open_page(catalog, lambda: None)
    port = first.port
    first.close()

    second = runs.open_page(catalog, lambda: None)
    other = kit.runs()

    assert second.port == port
    assert other.open_page(catalog, lambda: None) is None
    assert other.desk.address == second.address
    second.close()
    other.close()
    runs.close()


def test_a_port_that_somebody_else_has_is_left_to_them(kit):
    runs, catalog = kit.runs(), discover()
    first = runs.open_page(catalog, lambda: None)
    port = first.port
    first.close()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        second = runs.open_page(catalog, lambda: None)

    assert second.port != port
    second.close()
    runs.close()


def test_a_run_that_another_window_went_on_with_is_not_overwritten(kit, folder, mailer):
    one, run = asked(kit, folder)
    two, catalog = kit.runs(), discover()
    two.resume(run.id, catalog).complete("ask", {"action": "approved"})

    with pytest.raises(RequestError, match="Another window"):
        run.complete("ask", {"action": "rejected"})

    again = one.resume(run.id, catalog)
    assert again is not run
    assert again.request.data["action"] == "approved"
    one.close()
    two.close()


def test_an_answer_by_hand_uses_up_the_question(kit, folder, mailer):
    runs, run = asked(kit, folder)

    run.complete("ask", {"action": "approved"})

    assert runs.desk.questions(run.id)[0].answered is not None
    runs.close()
