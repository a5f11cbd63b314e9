"""A live run sends what the user chose, once, and waits on disk."""

from __future__ import annotations

from email import message_from_string, policy

import pytest

from connectors.sdk.connector import ConnectorError
from modeler.services.catalog import discover
from tests.live.kit import mail_settings, started
from tests.live.questions import asking, links
from tests.services.connector_processes import MAIL, PDF, connector_task, document, mail_task, process

USER = '<bpmn:userTask id="check" name="Check"/>'
TIMER = (
    '<bpmn:intermediateCatchEvent id="timer"><bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration>'
    "</bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>"
)


def mail(id="mail", **more):
    return connector_task(id, MAIL, mail_settings(**more))


def test_a_chosen_element_sends_real_mail_from_the_workspaces_server(kit, folder, mailer):
    runs = kit.runs()

    run = started(runs, document(mail()), folder, "mail", n=7, who="Ann")

    (text,) = mailer.envelopes
    message = message_from_string(text, policy=policy.default)
    assert run.request.status == "completed"
    assert (message["Subject"], message["From"], message["To"]) == (
        "Order 7", "Orders <orders@example.org>", "ann@example.org",
    )  # fmt: skip
    assert message["Date"].datetime == kit.clock.moment
    assert [effect.kind for effect in run.effects] == ["mail"]
    assert [(row.state, row.sending.recipients) for row in runs.ledger.rows()] == [("sent", ("ann@example.org",))]
    runs.close()


def test_elements_that_were_not_chosen_stay_offline(kit, folder, mailer):
    runs = kit.runs()

    run = started(runs, document(mail("one"), mail("two")), folder, "two", n=1, who="Ann")

    assert run.request.status == "completed"
    assert len(mailer.envelopes) == 1
    assert [effect.element for effect in run.effects] == ["one", "two"]
    runs.close()


def test_somebody_who_is_not_in_the_workspace_gets_no_mail(kit, folder, mailer):
    runs = kit.runs()

    run = started(runs, document(mail_task()), folder, "mail", n=1, who="Ann")

    assert run.request.status == "error"
    assert mailer.envelopes == []
    assert "requester" in str(run.request.errors[0]["message"])
    runs.close()


def test_a_refused_mail_is_an_error_with_the_servers_words_and_may_be_tried_again(kit, folder, mailer):
    runs = kit.runs()
    model = document(mail(toRecipients=[{"type": "email", "value": "{{to}}"}]))

    run = started(runs, model, folder, "mail", to="no@example.org", n=1, who="A")
    assert run.request.status == "error"
    assert "550 nobody here" in str(run.request.errors[0]["message"])
    run.request.set_data({"to": "ann@example.org"})
    run.retry("mail")

    assert run.request.status == "completed"
    assert len(mailer.envelopes) == 1
    assert [row.state for row in runs.ledger.rows()] == ["sent"]
    assert [(each.recipients, each.has_failed) for each in run.outbox.effects] == [
        (("no@example.org",), True),
        (("ann@example.org",), False),
    ]
    runs.close()


def test_whoever_got_a_mail_does_not_get_it_again_when_it_is_tried_again_for_the_others(kit, folder, mailer):
    runs = kit.runs()
    model = document(mail(toRecipients=[{"type": "email", "value": "ann@example.org, {{to}}"}]))
    run = started(runs, model, folder, "mail", to="no@example.org", n=1, who="A")
    assert "no@example.org (550 nobody here); the others got it" in str(run.request.errors[0]["message"])
    runs.close()

    run = kit.runs().resume(run.id, discover())
    run.retry("mail")
    assert run.request.status == "error"
    run.request.set_data({"to": "bo@example.org"})
    run.retry("mail")

    assert run.request.status == "completed"
    assert mailer.recipients == [["ann@example.org"], ["bo@example.org"]]
    runs.close()


def test_a_question_that_was_asked_of_some_is_the_same_one_for_the_others(kit, folder, mailer):
    runs = kit.runs()
    run = started(runs, asking(email="ann@example.org, {{to}}"), folder, "ask", to="no@example.org", n=1)
    assert run.request.status == "error"
    first = links(mailer)
    run.request.set_data({"to": "bo@example.org"})
    run.retry("ask")

    assert run.request.status == "waiting"
    assert (mailer.recipients, links(mailer)) == ([["ann@example.org"], ["bo@example.org"]], first)
    runs.close()


def test_every_visit_of_an_element_sends_its_own_mail(kit, folder, mailer):
    runs = kit.runs()
    kind = "bpmn:multiInstanceLoopCharacteristics"
    loop = f"<{kind}><bpmn:loopCardinality>3</bpmn:loopCardinality></{kind}>"
    task = mail().replace("/>", f">{loop}</bpmn:serviceTask>")

    run = started(runs, document(task), folder, "mail", n=1, who="A")

    ids = {line for text in mailer.envelopes for line in text.splitlines() if line.startswith("Message-ID")}
    assert run.request.status == "completed"
    assert (len(mailer.envelopes), len(ids)) == (3, 3)
    runs.close()


def test_a_run_that_waits_goes_on_in_another_start_with_the_model_of_its_beginning(kit, folder, mailer):
    first = kit.runs()
    run = started(first, document(USER, mail()), folder, "mail", n=1, who="A")
    assert run.request.status == "waiting"
    first.close()

    second = kit.runs()
    (stored,) = second.stored()
    again = second.resume(stored.id, discover()).complete("check", {"n": 8})

    assert (stored.title, stored.status, stored.elements) == ("Order", "waiting", frozenset({"mail"}))
    assert again.request.status == "completed"
    assert mailer.subjects == ["Subject: Order 8"]
    second.close()


def test_a_forgotten_run_leaves_nothing(kit, folder):
    runs = kit.runs()
    run = started(runs, document(USER), folder, "mail")

    runs.forget(run.id)

    assert runs.stored() == []
    assert not list((kit.folder / "profile" / "live").glob("live-*"))
    runs.close()


def test_an_overdue_timer_is_due_at_once_unless_its_run_is_paused(kit, folder):
    runs = kit.runs()
    run = started(runs, document(TIMER, mail()), folder, "mail", n=1, who="A")
    before = runs.seconds_to_next()
    kit.clock.pass_by(minutes=70)

    overdue = (runs.seconds_to_next(), runs.due())
    run.pause()
    paused = (runs.seconds_to_next(), runs.due())

    assert before is not None
    assert 3_000 < before <= 3_600
    assert overdue == (0.0, [run.id])
    assert paused == (None, [])
    runs.close()


def test_a_timer_fires_by_the_real_clock(kit, folder, mailer):
    runs = kit.runs()
    run = started(runs, document(TIMER, mail()), folder, "mail", n=1, who="A")
    assert (run.request.status, runs.due()) == ("waiting", [])

    kit.clock.pass_by(minutes=59)
    run.go_on()
    assert mailer.envelopes == []
    kit.clock.pass_by(minutes=2)
    assert runs.due() == [run.id]
    run.go_on()

    assert run.request.status == "completed"
    assert len(mailer.envelopes) == 1
    runs.close()


def test_a_pdf_becomes_a_real_file_and_takes_no_other_files_place(kit, folder):
    screens = folder / "screens"
    screens.mkdir()
    (screens / "bill.html").write_text("<p>Bill {{n}}</p>")
    taken = folder / "generated" / "Bill.pdf"
    taken.parent.mkdir()
    taken.write_bytes(b"mine")
    task = connector_task("pdf", PDF, {"screenRef": "bill", "fileName": "Bill"})
    runs = kit.runs()

    run = started(runs, document(task, USER), folder, "pdf", n=4)

    assert taken.read_bytes() == b"mine"
    assert (folder / "generated" / "Bill (2).pdf").read_bytes().startswith(b"%PDF")
    assert run.request.data["Bill"] == 1
    (made,) = run.outbox.effects
    assert (made.title, made.note) == ("Bill (2).pdf", str(folder / "generated" / "Bill (2).pdf"))
    runs.close()
    again = kit.runs()
    resumed = again.resume(run.id, discover())
    assert resumed.live.files.find(1).name == "Bill.pdf"
    again.close()


def test_a_live_run_needs_the_model_that_it_began_with(kit):
    runs = kit.runs()

    with pytest.raises(Exception, match="not there any more"):
        runs.resume("live-0", discover())
    runs.close()
    assert issubclass(ConnectorError, Exception)


def test_what_waits_in_a_called_file_has_its_name_in_the_panel(kit, folder):
    from modeler.ui.live.words import live_view

    called = process('<bpmn:userTask id="ask" name="Ask the bank"/>').replace(b'id="P"', b'id="Credit"')
    (folder / "credit.bpmn").write_bytes(called)
    model = document('<bpmn:callActivity id="check" name="Check" calledElement="Credit"/>')
    runs = kit.runs()

    run = started(runs, model, folder)
    view, _ = live_view(runs, run, model, False, "")

    assert [task.title for task in view.run.waiting] == ["Ask the bank"]
    runs.close()
