"""Each thing is sent at most once, and what nobody knows is asked about."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from connectors.sdk.live.mail import PartlyRefusedError
from connectors.sdk.ports import HttpRequest, HttpResponse, PortError
from connectors.sdk.redaction import Redactor
from modeler.services.live.ports import Once, OnceHttp, OnceMail, Place, tagged
from modeler.services.live.sending import InDoubtError, Kept, Ledger, Sending, key_of
from modeler.services.preview.outbox import Outbox
from modeler.services.storage.processes import this_process
from tests.live.kit import NOON
from tests.services.storage.killing import fork, was_killed

PLACE = Place("live-1", "mail", "send-email", 7_001)
MESSAGE = b"From: a@example.org\r\nMessage-ID: <1@example.org>\r\nSubject: Order\r\n\r\nHello\r\n"


@pytest.fixture
def ledger(tmp_path):
    return Ledger(tmp_path / "sending.sqlite", lambda: NOON)


def sending(number=1, element="mail", run="live-1", kind="mail"):
    return Sending(
        key_of(run, element, 7, kind, number), run, element, kind, "Order", "ann@example.org", ("ann@x.org",)
    )


def states(ledger):
    return [row.state for row in ledger.rows()]


def test_what_was_sent_is_not_sent_again_and_its_answer_is_known(ledger):
    assert ledger.begin(sending()) is None
    ledger.sent(sending().key, "answer")

    assert ledger.begin(sending()) == Kept("answer")
    assert states(ledger) == ["sent"]


def test_what_failed_may_be_tried_again(ledger):
    ledger.begin(sending())
    ledger.failed(sending().key, "550 nobody here")
    (row,) = ledger.rows()

    assert (row.state, row.reason) == ("failed", "550 nobody here")
    assert ledger.begin(sending()) is None
    assert states(ledger) == ["sending"]


def test_nothing_more_of_an_element_is_sent_while_something_of_it_is_in_doubt(ledger):
    ledger.begin(sending(1))
    ledger.doubtful(sending(1).key, "the connection broke")

    for number in (1, 2):
        with pytest.raises(InDoubtError, match="may have been sent already"):
            ledger.begin(sending(number))
    assert ledger.begin(sending(1, element="other")) is None


def test_somebody_says_that_it_arrived_and_the_next_attempt_counts_as_done(ledger):
    ledger.begin(sending(1))
    ledger.doubtful(sending(1).key, "")
    ledger.settle(sending(1).key, was_sent=True)

    assert ledger.begin(sending(2)) == Kept()
    assert ledger.begin(sending(3)) is None


def test_somebody_says_that_it_did_not_arrive_and_it_is_sent(ledger):
    ledger.begin(sending(1))
    ledger.doubtful(sending(1).key, "")
    ledger.settle(sending(1).key, was_sent=False)

    assert ledger.begin(sending(2)) is None


def test_only_what_is_in_doubt_can_be_settled(ledger):
    ledger.begin(sending(1))
    ledger.sent(sending(1).key)

    ledger.settle(sending(1).key, was_sent=False)

    assert states(ledger) == ["sent"]


def test_what_a_dead_process_was_sending_is_in_doubt_and_what_a_living_one_sends_is_not(ledger, tmp_path):
    pid = fork(lambda: Ledger(tmp_path / "sending.sqlite", lambda: NOON).begin(sending(1, element="dead")))
    was_killed(pid)
    ledger.begin(sending(1, element="alive"))

    (doubt,) = ledger.in_doubt()

    assert (doubt.sending.element, doubt.state) == ("dead", "doubt")
    assert "program ended" in doubt.reason
    assert this_process().is_alive()


def test_a_run_that_is_over_is_forgotten_but_for_its_doubts(ledger):
    ledger.begin(sending(1, element="a"))
    ledger.sent(sending(1, element="a").key)
    ledger.begin(sending(1, element="b"))
    ledger.doubtful(sending(1, element="b").key, "")

    ledger.forget("live-1")

    assert [row.sending.element for row in ledger.rows()] == ["b"]


class Server:
    """A mail and an HTTP port that a test can break."""

    def __init__(self, *failures):
        self.failures = list(failures)
        self.got = []

    def send(self, *what):
        self.got.append(what)
        if self.failures and (failure := self.failures.pop(0)) is not None:
            raise failure
        return HttpResponse(201, (("X-Token", "s3cret-value"),), b'{"id": 9, "token": "s3cret-value"}')


def mail_port(ledger, server, place=PLACE, mask=None, **more):
    return OnceMail(server, Once(ledger, place, mask or Redactor()), Outbox(), place, NOON, **more)


def http_port(ledger, server, place=PLACE):
    mask = Redactor()
    mask.add("s3cret-value")
    return OnceHttp(server, Once(ledger, place, mask), Outbox(), place, mask, lambda: NOON, lambda _: None)


def test_a_mail_whose_fate_is_unknown_is_in_doubt_and_not_repeated(ledger):
    server = Server(PortError("mail.in-doubt", "it broke"))
    for code in ("mail.in-doubt", "mail.in-doubt"):
        with pytest.raises(PortError) as caught:
            mail_port(ledger, server).send(MESSAGE, ["ann@example.org"], "")
        assert caught.value.code == code

    assert len(server.got) == 1
    assert states(ledger) == ["doubt"]


@pytest.mark.parametrize("code", ["mail.refused", "mail.unreachable", "mail.tls", "mail.server"])
def test_a_mail_that_surely_did_not_go_may_go_later(ledger, code):
    server = Server(PortError(code, "no"))
    with pytest.raises(PortError):
        mail_port(ledger, server).send(MESSAGE, ["ann@example.org"], "")

    mail_port(ledger, server).send(MESSAGE, ["ann@example.org"], "")

    assert len(server.got) == 2
    assert states(ledger) == ["sent"]


def test_a_mail_that_some_recipients_got_is_not_sent_again(ledger):
    server = Server(PartlyRefusedError("no@x.org refused; the others got it", ["ann@example.org"]))
    with pytest.raises(PortError):
        mail_port(ledger, server).send(MESSAGE, ["ann@example.org", "no@x.org"], "")

    for _ in range(2):
        mail_port(ledger, server).send(MESSAGE, ["ann@example.org", "no@x.org"], "")

    assert [recipients for _, recipients, _ in server.got] == [("ann@example.org", "no@x.org"), ("no@x.org",)]


def test_the_outbox_has_a_mail_that_was_refused_with_the_reason_and_its_second_attempt(ledger):
    mask = Redactor()
    mask.add("s3cret-value")
    port = mail_port(ledger, Server(PortError("mail.refused", "127.0.0.1 answered 535 s3cret-value")), mask=mask)
    with pytest.raises(PortError):
        port.send(MESSAGE, ["ann@example.org"], "")

    replace(port, once=Once(ledger, PLACE, Redactor())).send(MESSAGE, ["ann@example.org"], "")

    first, second = port.outbox.effects
    assert (first.has_failed, second.has_failed, second.note) == (True, False, "")
    assert first.note.startswith("127.0.0.1 answered 535")
    assert "s3cret-value" not in first.note


def test_the_outbox_has_a_mail_that_some_recipients_got_once(ledger):
    refusal = PartlyRefusedError("no@x.org refused; the others got it", ["ann@example.org"])
    port = mail_port(ledger, Server(refusal))
    with pytest.raises(PortError):
        port.send(MESSAGE, ["ann@example.org", "no@x.org"], "")

    replace(port, once=Once(ledger, PLACE, Redactor())).send(MESSAGE, ["ann@example.org", "no@x.org"], "")

    first, second = port.outbox.effects
    assert (first.has_failed, first.note) == (True, "no@x.org refused; the others got it")
    assert (second.has_failed, second.recipients) == (False, ("no@x.org",))


def test_several_things_of_one_call_have_keys_of_their_own_that_come_again_with_the_call(ledger):
    server = Server()
    for _ in range(2):
        port = mail_port(ledger, server)
        port.send(MESSAGE, ["ann@example.org"], "")
        port.send(MESSAGE, ["bo@example.org"], "")

    assert [got[1] for got in server.got] == [("ann@example.org",), ("bo@example.org",)]


def test_a_call_that_changes_something_is_made_once_and_carries_its_key(ledger):
    server = Server()
    request = HttpRequest("POST", "https://shop.test/orders?key=s3cret-value", title="Order")

    first = http_port(ledger, server).send(request)
    second = http_port(ledger, server).send(request)

    ((sent,),) = server.got
    (row,) = ledger.rows()
    assert dict(sent.headers)["Idempotency-Key"] == row.sending.key
    assert (first.status, second.status, json.loads(second.body)["id"]) == (201, 201, 9)
    assert (row.sending.kind, row.sending.target, row.state) == ("http", "shop.test", "sent")


def test_no_secret_reaches_the_list(ledger, tmp_path):
    http_port(ledger, Server()).send(HttpRequest("POST", "https://shop.test/s3cret-value"))
    with pytest.raises(PortError):
        http_port(ledger, Server(PortError("http.tls", "s3cret-value is bad")), Place("r", "e", "c", 1)).send(
            HttpRequest("POST", "https://shop.test/")
        )

    assert b"s3cret-value" not in b"".join(path.read_bytes() for path in tmp_path.glob("sending*"))


def test_a_call_that_only_reads_is_not_on_the_list_and_is_made_each_time(ledger):
    server = Server()
    for _ in range(2):
        http_port(ledger, server).send(HttpRequest("GET", "https://shop.test/"))

    assert len(server.got) == 2
    assert ledger.rows() == []


def test_what_somebody_says_arrived_answers_as_the_preview_would(ledger):
    server = Server(PortError("http.in-doubt", "it broke"))
    sample = HttpResponse(200, (), b'{"ok": true}')
    with pytest.raises(PortError):
        http_port(ledger, server).send(HttpRequest("POST", "https://shop.test/", sample=sample))
    (doubt,) = ledger.in_doubt()
    ledger.settle(doubt.sending.key, was_sent=True)

    again = http_port(ledger, server, Place("live-1", "mail", "c", 9_001)).send(
        HttpRequest("POST", "https://shop.test/", sample=sample)
    )

    assert again == sample
    assert len(server.got) == 1


def test_a_fault_of_our_own_in_the_middle_leaves_the_call_in_doubt(ledger):
    class Broken:
        def send(self, request):
            raise UnicodeEncodeError("utf-8", "x", 0, 1, "no letter")

    with pytest.raises(UnicodeEncodeError):
        http_port(ledger, Broken()).send(HttpRequest("POST", "https://shop.test/"))

    (row,) = ledger.in_doubt()
    assert "no letter" in row.reason


def test_half_a_letter_in_an_answer_is_shown_and_hurts_nothing(ledger):
    class Server:
        def send(self, request):
            return HttpResponse(200, (), b'{"name": "\\ud800"}')

    answer = http_port(ledger, Server()).send(HttpRequest("POST", "https://shop.test/"))

    assert answer.status == 200
    assert [row.state for row in ledger.rows()] == ["sent"]


def test_a_tag_joins_the_subject_and_nothing_else_changes():
    subject = b"Subject: =?utf-8?q?Bestellung_f=C3=BCr?=\r\n =?utf-8?q?_alle?=\r\n"
    long = b"From: a@b.c\r\n" + subject + b"To: x@y.z\r\n\r\nSubject: no\r\n"

    assert tagged(MESSAGE, "[PW-1]") == MESSAGE.replace(b"Subject: Order", b"Subject: Order\r\n [PW-1]")
    assert tagged(long, "[PW-1]") == long.replace(b"_alle?=", b"_alle?=\r\n [PW-1]")
    assert tagged(MESSAGE, "") is MESSAGE
