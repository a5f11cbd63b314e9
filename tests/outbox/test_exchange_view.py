"""Calls are shown as a network panel shows them, messages as their readers see them, prints as they were printed."""

from __future__ import annotations

import json
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from modeler.services.preview.outbox import Attachment, Effect
from modeler.ui.outbox.exchange_view import DRAWN, HEADERS, REQUEST, RESPONSE
from modeler.ui.outbox.panel import OutboxPanel
from tests.outbox.conftest import Fill
from tests.outbox.mails import call_effect, mail_effect, printed

LEFT = Qt.MouseButton.LeftButton


def slack_effect(position: int = 1) -> Effect:
    posted = call_effect(position, "Hi Ann", kind="slack", body={"channel": "#buying", "text": "Hi *Ann*"})
    page = Attachment("message.html", "text/html", b"<p>Hi <b>Ann</b><script>1</script></p>")
    return replace(posted, files=(*posted.files, page))


def test_a_call_shows_status_size_answer_request_and_headers(outbox: OutboxPanel, fill: Fill, qtbot: QtBot) -> None:
    fill(call_effect(1, "Shop: Order"))
    view = outbox.view.exchange

    assert view.call.accessibleName() == "POST https://api.example.com/orders?key=•••"
    assert (view.status.text(), view.status.property("role")) == ("200 OK", "success")
    assert view.numbers.text() == "8 bytes · sample answer"
    assert view.response.isVisible()
    assert json.loads(view.response.toPlainText()) == {"id": 5}
    qtbot.mouseClick(view.views.buttons[REQUEST], LEFT)
    assert view.request.toPlainText() == '{\n  "order": 17\n}'
    qtbot.mouseClick(view.views.buttons[HEADERS], LEFT)
    assert "Authorization: •••" in view.headers.toPlainText()
    assert "X-Rate: 9" in view.headers.toPlainText()
    assert not view.views.buttons[DRAWN].isVisible()


def test_a_refused_call_is_red_in_list_and_view(outbox: OutboxPanel, fill: Fill) -> None:
    fill(call_effect(1, "Shop: Order", status=503))

    assert outbox.rows[0].has_failed
    assert outbox.view.exchange.status.property("role") == "error"
    assert outbox.view.exchange.status.text() == "503 Service Unavailable"


def test_the_call_is_copied_as_curl_without_its_secrets(outbox: OutboxPanel, fill: Fill, qtbot: QtBot) -> None:
    told: list[str] = []
    outbox.view.told.connect(told.append)
    fill(call_effect(1, "Shop: Order"))

    qtbot.mouseClick(outbox.view.exchange.copy, LEFT)

    command = QGuiApplication.clipboard().text()
    assert command.startswith("curl 'https://api.example.com/orders?key=•••'")
    assert "'Authorization: •••'" in command
    assert told == ["The call is copied as a curl command; secrets in it are masked."]


def test_a_chat_message_is_shown_as_its_readers_see_it_with_the_json_behind_it(
    outbox: OutboxPanel, fill: Fill, qtbot: QtBot
) -> None:
    fill(slack_effect())
    view = outbox.view.exchange

    assert outbox.rows[0].detail == "#buying"
    assert view.page.isVisible()
    assert view.page.toPlainText().strip() == "Hi Ann"
    qtbot.mouseClick(view.views.buttons[REQUEST], LEFT)
    assert json.loads(view.request.toPlainText()) == {"channel": "#buying", "text": "Hi *Ann*"}
    fill(slack_effect(), call_effect(2, "GET"))
    assert view.request.isVisible()


def test_a_call_after_a_message_shows_its_answer(outbox: OutboxPanel, fill: Fill) -> None:
    fill(slack_effect())

    fill(slack_effect(), call_effect(2, "GET"))

    assert outbox.view.exchange.views.current == RESPONSE


def test_what_is_no_exchange_is_shown_as_text(outbox: OutboxPanel, fill: Fill) -> None:
    effect = call_effect(1, "Odd")

    fill(replace(effect, files=(Attachment("x.json", "application/json", b"<b>odd</b>"),)))

    assert outbox.view.exchange.response.toPlainText() == "<b>odd</b>"
    assert not outbox.view.exchange.copy.isEnabled()


def test_what_a_script_printed_is_shown_as_it_was(outbox: OutboxPanel, fill: Fill) -> None:
    fill(printed(1, "total: <b>5</b>\n  done\n"))

    assert outbox.view.text.toPlainText() == "total: <b>5</b>\n  done\n"
    assert outbox.view.text.isVisible()


def test_an_empty_list_shows_no_old_effect(outbox: OutboxPanel, fill: Fill, qtbot: QtBot) -> None:
    fill(mail_effect(1, "First"))

    qtbot.keyClicks(outbox.bar.search, "zzz")

    assert not outbox.view.mail.isVisible()
    assert not outbox.view.save.isVisible()


def test_a_call_without_an_answer_says_why(outbox: OutboxPanel, fill: Fill) -> None:
    unanswered = call_effect(1, "Shop: Order", status=0)
    record = json.loads(unanswered.files[0].content)
    record["response"] = {"status": 0, "headers": [], "body": "", "source": "live", "error": "Gone.", "milliseconds": 9}
    file = replace(unanswered.files[0], content=json.dumps(record).encode())
    fill(replace(unanswered, files=(file,)))
    view = outbox.view.exchange

    assert (view.status.text(), view.status.property("role")) == ("No answer", "error")
    assert view.numbers.text() == "9 ms"
    assert view.response.placeholderText() == "Gone."
