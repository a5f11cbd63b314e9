"""Tasks of element templates in a preview: the sample is the worker's answer, and the mappings say what is kept."""

from __future__ import annotations

from itertools import pairwise

import pytest

from connectors.sdk.host import Hosts
from engine.bpmn import Document
from modeler.editing import script
from modeler.services.preview.starting import PreviewOptions, start_preview
from tests.connectors.template_packages import APPROVAL, REST, catalog_of, one, template_text

ANSWER = {"status": 200, "body": {"id": 17, "total": 99}}


@pytest.fixture(scope="module")
def hosts():
    with Hosts() as running:
        yield running


@pytest.fixture(scope="module")
def catalog(tmp_path_factory):
    texts = [template_text("rest-camunda-8"), template_text("people-camunda-8")]
    return catalog_of(tmp_path_factory.mktemp("templates"), *texts, sample=ANSWER)


def process(catalog, connector, **values):
    document = Document.new("x")
    commands = [
        {"do": "create", "type": "startEvent", "at": [100, 200], "id": "start"},
        {"do": "create", "connector": connector, "after": "start", "id": "it"},
        {"do": "create", "type": "endEvent", "after": "it", "id": "end"},
        {"do": "configure", "element": "it", "values": values},
    ]
    script.run(document, commands, catalog)
    return document


def run(hosts, catalog, document, **data):
    preview = start_preview(document, catalog, hosts, PreviewOptions(data=data))
    preview.request.run()
    return preview.result()


def test_the_result_variable_gets_the_whole_answer(hosts, catalog):
    result = run(hosts, catalog, process(catalog, REST, variable="answer"))

    assert (result["status"], result["data"]) == ("completed", {"answer": ANSWER})


def test_the_result_expression_makes_variables(hosts, catalog):
    document = process(catalog, REST, expression="={order: response.body.id, ok: status = 200}")

    assert run(hosts, catalog, document)["data"] == {"order": 17, "ok": True}


def test_output_mappings_see_the_result_variable(hosts, catalog):
    document = process(catalog, REST, variable="order", expression="={order: body}", total="sum")

    assert run(hosts, catalog, document)["data"]["sum"] == 99


def test_without_a_result_setting_nothing_is_kept(hosts, catalog):
    assert run(hosts, catalog, process(catalog, REST), name="Ann")["data"] == {"name": "Ann"}


def test_an_expression_that_fails_is_an_error_on_the_element(hosts, catalog):
    result = run(hosts, catalog, process(catalog, REST, expression="=["))

    assert result["status"] == "error"
    assert [each["element"] for each in result["errors"]] == ["it"]
    assert "result expression" in result["errors"][0]["message"]


def failing(code):
    return {"it": {"_error": {"code": code, "message": f"The shop said {code}."}}}


@pytest.mark.parametrize(("errors", "code", "status", "words"), [
    ('=if error.code = "404" then bpmnError("gone", "Not there.") else null', "404", "error", "Not there."),
    ('=if error.code = "404" then bpmnError("gone", "Not there.") else null', "500", "error", "The shop said 500."),
    ('=ignoreError({order: 0, why: error.message})', "404", "completed", ""),
    ('=jobError("Give up: " + error.code)', "404", "error", "Give up: 404"),
    ('={}', "404", "error", "The shop said 404."),
    ('=17', "404", "error", "must give bpmnError("),
    ('=[', "404", "error", "The error expression cannot be evaluated"),
])  # fmt: skip
def test_the_error_expression_decides_what_a_failure_is(errors, code, status, words, hosts, catalog):
    preview = start_preview(process(catalog, REST, errors=errors), catalog, hosts, PreviewOptions(pins=failing(code)))
    preview.request.run()
    result = preview.result()

    assert result["status"] == status
    assert words in "".join(each["message"] for each in result["errors"])


def test_an_ignored_failure_gives_the_variables_of_the_rule(hosts, catalog):
    document = process(catalog, REST, errors="=ignoreError({order: 0, why: error.message})")
    preview = start_preview(document, catalog, hosts, PreviewOptions(pins=failing("404")))
    preview.request.run()

    assert preview.result()["data"] == {"order": 0, "why": "The shop said 404."}


def test_an_answer_can_be_an_error_too(hosts, catalog):
    document = process(catalog, REST, errors='=if response.status = 200 then bpmnError("odd", "Too good.") else null')

    result = run(hosts, catalog, document)

    assert (result["status"], result["errors"][0]["code"]) == ("error", "odd")


def test_a_failed_job_is_tried_again_after_the_pause_as_long_as_the_rule_says(hosts, catalog):
    errors = '=if job.retries > 1 then jobError("Again", null, 2, duration("PT10M")) else bpmnError("gone", "Enough.")'
    document = process(catalog, REST, errors=errors)
    preview = start_preview(document, catalog, hosts, PreviewOptions(pins=failing("503")))

    status = [preview.request.run().status]
    for _ in range(2):
        status.append(preview.request.advance().status)

    assert status == ["waiting", "waiting", "error"]
    assert "Enough." in preview.result()["errors"][0]["message"]


def test_the_answer_of_a_plain_worker_becomes_variables(hosts, tmp_path):
    kind = {"type": "Hidden", "value": "w", "binding": {"type": "zeebe:taskDefinition", "property": "type"}}
    catalog = catalog_of(tmp_path, one(properties=[kind]), sample={"id": 5})

    assert run(hosts, catalog, process(catalog, "one"))["data"] == {"id": 5}


def test_a_user_task_with_a_template_still_waits_for_its_person(hosts, tmp_path):
    catalog = catalog_of(tmp_path, template_text("people-camunda-8"))

    result = run(hosts, catalog, process(catalog, APPROVAL), manager="ann")

    assert (result["status"], result["waiting"]) == ("waiting", ["it"])


def test_outputs_of_a_connector_of_camunda_7_are_evaluated(hosts, tmp_path):
    scope = {
        "type": "camunda:Connector",
        "properties": [
            {"type": "Hidden", "value": "http", "binding": {"type": "property", "name": "connectorId"}},
            {"label": "Url", "type": "String", "binding": {"type": "camunda:inputParameter", "name": "url"}},
            {"label": "Id", "value": "id", "binding": {"type": "camunda:outputParameter", "source": "${body.id}"}},
        ],
    }
    schema = "https://unpkg.com/@camunda/element-templates-json-schema/resources/schema.json"
    catalog = catalog_of(tmp_path, one(scopes=[scope], **{"$schema": schema}), sample=ANSWER)
    document = process(catalog, "one", url="https://x.example")

    text = document.to_bytes().decode()
    assert "<camunda:connectorId>http</camunda:connectorId>" in text
    assert run(hosts, catalog, document)["data"] == {"id": 17}


def test_a_job_is_tried_as_often_as_it_has_retries_left_with_pauses_that_grow(hosts, catalog):
    errors = '=jobError("Again", {}, job.retries - 1, backoff(4 - job.retries, duration("PT10M"), 3, duration("P1D")))'
    document = process(catalog, REST, errors=errors)
    preview = start_preview(document, catalog, hosts, PreviewOptions(pins=failing("503")))

    status, times = [preview.request.run().status], [preview.request.now]
    for _ in range(2):
        status.append(preview.request.advance().status)
        times.append(preview.request.now)

    assert status == ["waiting", "waiting", "error"]
    assert [(after - before).total_seconds() / 60 for before, after in pairwise(times)] == [10, 30]


def test_a_part_of_an_answer_becomes_a_document_that_the_outbox_shows(hosts, catalog):
    errors = '=bpmnError("odd", "Kept.", {copy: createDocument("aGVsbG8=")})'
    preview = start_preview(process(catalog, REST, errors=errors), catalog, hosts, PreviewOptions(pins=failing("404")))

    preview.request.run()

    kinds = [(effect.kind, effect.files[0].content) for effect in preview.outbox.effects if effect.files]
    assert kinds == [("file", b"hello")]
