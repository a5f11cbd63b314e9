"""Where a task says nothing of attempts, its resource does; what the task says counts, and 0 is a word too."""

from __future__ import annotations

import json
from xml.sax.saxutils import quoteattr

import pytest

from connectors.sdk.host import Hosts
from connectors.sdk.ports import HttpResponse
from engine.bpmn import Document
from modeler.services.catalog import discover
from modeler.services.preview.starting import PreviewOptions, start_preview
from tests.services.connector_processes import SERVICE, connector_task, process


@pytest.fixture
def run(tmp_path):
    (tmp_path / "data-connectors").mkdir()

    def start(resource, handling=None, answer=503, config=None):
        endpoint = {"method": "GET", "url": "https://shop.example/x", **resource}
        source = {"id": 4, "name": "Shop", "endpoints": {"List": endpoint}}
        (tmp_path / "data-connectors" / "shop.json").write_text(json.dumps(source))
        task = connector_task("t", SERVICE, {"dataSource": 4, "endpoint": "List", **(config or {})})
        if handling is not None:
            task = task.replace("/>", f" pm:errorHandling={quoteattr(json.dumps(handling))}/>")
        model = Document.from_bytes(process(task), "x.bpmn")
        options = PreviewOptions(workspace=tmp_path, answers={"t": HttpResponse(answer, (), b"busy")})
        with Hosts() as hosts:
            preview = start_preview(model, discover(), hosts, options)
            preview.request.run()
            while preview.request.status == "waiting":
                preview.request.advance()
        return preview

    return start


@pytest.mark.parametrize(
    ("resource", "handling", "attempts"),
    [
        ({}, None, 1),
        ({"retry_attempts": 2}, None, 3),
        ({"retry_attempts": "2", "retry_wait_time": "7"}, {"timeout": 9, "retry_attempts": ""}, 3),
        ({"retry_attempts": 2}, {"retry_attempts": 0}, 1),
        ({"retry_attempts": 2}, {"retry_attempts": 1}, 2),
        ({"retry_attempts": "often"}, None, 1),
    ],
)
def test_a_call_that_fails_is_made_so_often(run, resource, handling, attempts):
    preview = run(resource, handling)

    assert len(preview.effects) == attempts
    assert preview.request.status == "error"
    (error,) = preview.request.errors
    assert error["code"] == "http.503"
    assert (f"failed after {attempts} attempts" in str(error["message"])) is (attempts > 1)


def test_the_wait_is_that_of_the_resource_and_five_seconds_without_one(run):
    begun = run({}).request.now
    default, own = run({"retry_attempts": 1}), run({"retry_attempts": 1, "retry_wait_time": 60})

    assert ((default.request.now - begun).total_seconds(), (own.request.now - begun).total_seconds()) == (5, 60)


def test_settings_without_a_resource_are_not_tried_again(run):
    preview = run({"retry_attempts": 3}, config={"endpoint": "Nope"})

    assert preview.request.status == "completed"
    assert "_configuration_error_t" in preview.request.data
    assert preview.effects == ()
