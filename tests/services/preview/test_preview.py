"""A Request in preview: connectors run offline, effects are collected, results repeat."""

from __future__ import annotations

import json

import pytest

from connectors.sdk.host import Hosts
from connectors.sdk.ports import HttpResponse
from modeler.services.catalog import discover
from modeler.services.preview.starting import PreviewOptions, read_data, start_preview
from tests.services.connector_processes import PDF, SERVICE, SLACK, connector_task, document, mail_task

POST = {"channel": "#x", "message": "a", "token": "secret:T"}
DATA = {"n": 7, "who": "Ann & Bo"}


@pytest.fixture(scope="module")
def hosts():
    with Hosts() as running:
        yield running


@pytest.fixture(scope="module")
def catalog():
    return discover()


@pytest.fixture
def preview(hosts, catalog):
    def begin(opened, **options):
        return start_preview(opened, catalog, hosts, PreviewOptions(**{"data": DATA, **options}))

    return begin


def finished(preview, opened, **options):
    begun = preview(opened, **options)
    begun.request.run()
    return begun


def test_a_mail_arrives_in_the_outbox(preview, tmp_path):
    done = finished(preview, document(mail_task()))

    assert done.result(tmp_path) == {
        "status": "completed",
        "data": DATA,
        "path": ["start", "mail", "end"],
        "waiting": [],
        "effects": [
            {"element": "mail", "connector": "send-email", "kind": "mail", "files": [str(tmp_path / "001-mail.eml")]}
        ],
        "errors": [],
    }
    message = done.effects[0].message()
    assert message["Subject"] == "Order 7"
    assert "Ann &amp; Bo" in message.get_body(("html",)).get_content()


def test_two_runs_give_the_same_bytes(preview):
    first, second = (finished(preview, document(mail_task(), mail_task("again")), seed=3) for _ in range(2))

    assert [effect.files for effect in first.effects] == [effect.files for effect in second.effects]
    assert first.trace_lines() == second.trace_lines()
    assert first.effects[0].message()["Message-ID"] != first.effects[1].message()["Message-ID"]


def test_another_seed_is_another_request(preview):
    one, two = (finished(preview, document(mail_task()), seed=seed) for seed in (0, 1))

    assert one.effects[0].message()["Message-ID"] != two.effects[0].message()["Message-ID"]


def test_the_output_of_a_connector_is_request_data_for_the_next(preview):
    first = connector_task(
        "slack", SLACK, {"channel": "#x", "message": "a", "token": "secret:T", "outputVariable": "m"}
    )

    done = finished(preview, document(first, mail_task(subject="{{m.channel}}")))

    assert done.effects[1].title == "#x"
    assert [effect.kind for effect in done.effects] == ["slack", "mail"]


def test_a_stored_answer_of_the_server_stands_in_for_the_sample(preview):
    task = connector_task("slack", SLACK, POST)
    refused = HttpResponse(200, (), b'{"ok": false, "error": "is_archived"}')

    done = finished(preview, document(task), answers={"slack": refused})

    assert done.request.status == "error"
    assert done.result()["errors"][0]["code"] == "slack.is_archived"
    assert json.loads(done.effects[0].files[0].content)["response"]["source"] == "pin"


def test_a_pinned_outcome_stands_in_for_the_connector(preview):
    done = finished(preview, document(mail_task()), pins={"mail": {"sent": True}})

    assert done.effects == ()
    assert done.result()["data"] == {**DATA, "sent": True}


def test_an_error_of_a_connector_can_be_caught_at_the_boundary(preview):
    boundary = (
        '<bpmn:boundaryEvent id="caught" attachedToRef="mail"><bpmn:errorEventDefinition id="d"/></bpmn:boundaryEvent>'
        '<bpmn:endEvent id="sorry"/><bpmn:sequenceFlow id="fx" sourceRef="caught" targetRef="sorry"/>'
    )

    done = finished(preview, document(mail_task(toRecipients=[{"type": "email", "value": "x"}]), extra=boundary))

    assert done.request.status == "completed"
    assert done.request.path[-2:] == ["caught", "sorry"]


@pytest.mark.parametrize(
    ("task", "code", "words"),
    [
        (mail_task(subject="a{{bad"), "template", "not valid"),
        (mail_task(type="screen", screenRef=31), "screen.missing", "Screen 31 is not in the workspace."),
        (mail_task(toRecipients=[]), "mail.recipients", "no recipient"),
        (connector_task("mail", "connector-send-email/processmaker-communication-email-send", '{"type":,}'),
         "connector.settings", "not JSON"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_stops_the_request_at_the_element(preview, task, code, words):
    done = finished(preview, document(task))

    assert done.request.status == "error"
    (error,) = done.result()["errors"]
    assert (error["element"], error["code"]) == ("mail", code)
    assert words in error["message"]


def test_a_screen_of_the_workspace_is_the_body(preview, tmp_path):
    (tmp_path / "screens").mkdir()
    (tmp_path / "screens" / "31.html").write_text("<p>{{who}}</p>")

    done = finished(preview, document(mail_task(type="screen", screenRef=31)), workspace=tmp_path)

    assert "<p>Ann &amp; Bo</p>" in done.effects[0].message().get_body(("html",)).get_content()


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "..", ".hidden", "a/b", ""])
def test_a_screen_outside_the_folder_is_not_read(preview, tmp_path, name):
    (tmp_path / "secret.html").write_text("secret")

    done = finished(preview, document(mail_task(type="screen", screenRef=name)), workspace=tmp_path / "w")

    assert done.request.status == "error"


def test_people_of_the_workspace_get_the_mail(preview, tmp_path):
    (tmp_path / "users.json").write_text('[{"id": 1, "fullname": "Ann", "email": "ann@example.org"}]')

    done = finished(preview, document(mail_task(toRecipients=[{"type": "userId", "value": "1"}])), workspace=tmp_path)

    assert done.effects[0].recipients == ("ann@example.org",)


def test_stepping_back_takes_effects_back_and_going_on_repeats_them(preview):
    begun = preview(document(mail_task(), mail_task("second")))
    begun.request.run()
    before = begun.effects

    while len(begun.effects) == 2:
        begun.request.step_back()
    assert begun.effects == before[:1]

    begun.request.run()
    assert begun.effects == before


def test_a_task_of_an_unknown_service_waits(preview):
    done = finished(preview, document(connector_task("other", "acme/unknown", {})))

    assert (done.request.status, done.request.waiting) == ("waiting", ["other"])


@pytest.mark.parametrize("text", ["", "{", "[1]", "null", '"x"'])
def test_start_data_that_is_no_object_is_refused(text):
    with pytest.raises(ValueError, match="data"):
        read_data(text)


def test_a_pdf_of_one_task_is_attached_to_the_mail_of_the_next(preview, tmp_path):
    (tmp_path / "screens").mkdir()
    (tmp_path / "screens" / "order.html").write_text("<h1>Order {{n}}</h1>")
    pdf = connector_task("print", PDF, {"screenRef": "order", "fileName": "Order_{{n}}"})
    rows = [{"source": "variable", "variableInArray": "", "value": "Order_{{n}}"}]

    done = finished(preview, document(pdf, mail_task(attachments=rows)), workspace=tmp_path)

    assert done.result(tmp_path)["data"] == {**DATA, "Order_7": 1}
    assert [(effect.kind, effect.files[0].name) for effect in done.effects] == [
        ("pdf", "001-print.pdf"),
        ("mail", "002-mail.eml"),
    ]
    (attached,) = done.effects[1].message().iter_attachments()
    assert attached.get_filename() == "Order_7.pdf"
    assert attached.get_content() == done.effects[0].files[0].content


def shop(tmp_path, **source):
    resource = {"method": "GET", "url": "https://shop.example.org/{{n}}", "testData": '{"id": 17}'}
    folder = tmp_path / "data-connectors"
    folder.mkdir()
    endpoints = json.dumps({"Get": resource})
    (folder / "shop.json").write_text(json.dumps({"id": 401, "name": "Shop", "endpoints": endpoints, **source}))


def test_a_data_connector_of_the_workspace_answers_with_its_sample(preview, tmp_path):
    shop(tmp_path, authtype="OAUTH2_BEARER", credentials={"token": "written-in-the-file"})
    mapping = [{"value": "id", "key": "orderNumber", "format": "dotNotation"}]
    task = connector_task("call", SERVICE, {"dataSource": 401, "endpoint": "Get", "dataMapping": mapping})

    done = finished(preview, document(task), workspace=tmp_path)

    assert done.result()["data"] == {**DATA, "orderNumber": 17}
    exchange = done.effects[0].files[0].content
    assert json.loads(exchange)["request"]["url"] == "https://shop.example.org/7"
    assert b"written-in-the-file" not in exchange
    assert "written-in-the-file" not in done.trace_lines()


def test_a_call_with_a_callback_waits_and_is_answered(preview, tmp_path):
    shop(tmp_path)
    config = {"dataSource": "Shop", "endpoint": "Get", "callback": True}
    called = connector_task("call", SERVICE, config).replace("serviceTask", "callActivity")

    begun = finished(preview, document(called), workspace=tmp_path)
    assert (begun.request.status, list(begun.answers)) == ("waiting", ["call"])

    begun.answer("call", "The server calls back")
    assert begun.request.status == "completed"
    assert begun.result()["data"]["callback"] == {}
    assert begun.result()["data"]["callback_url"].endswith("/call")


def test_a_question_by_mail_waits_and_the_answer_decides(preview):
    options = [{"content": "Approve", "value": "yes"}, {"content": "Reject", "value": "no"}]
    config = {"email": "a@example.org", "subject": "s", "keyName": "action", "body": "b", "options": options}
    question = connector_task("ask", "", config).replace("serviceTask", "callActivity").replace('implementation=""', "")

    begun = finished(preview, document(question))
    assert begun.request.status == "waiting"
    assert [answer.label for answer in begun.answers["ask"]] == ["Approve", "Reject", "The mail cannot be delivered"]
    assert "https://answer.invalid/1/ask/0/1" in begun.effects[0].message().get_body(("html",)).get_content()

    begun.answer("ask", "Reject")
    assert (begun.request.status, begun.result()["data"]["action"]) == ("completed", "no")
    assert begun.answers == {}


def test_tasks_are_given_to_the_people_of_the_workspace(preview, tmp_path):
    (tmp_path / "users.json").write_text('[{"id": 3, "status": "INACTIVE"}, {"id": 4, "manager_id": 1}]')
    (tmp_path / "groups.json").write_text('[{"id": 9, "users": [3, 4]}]')
    task = '<bpmn:task id="work" pm:assignment="user_group" pm:assignedGroups="9"/>'

    waits = finished(preview, document(task), workspace=tmp_path)

    assert [each.assignee for each in waits.request.history.assignments("work")] == ["4"]
