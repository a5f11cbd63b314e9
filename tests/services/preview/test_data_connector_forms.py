"""The forms of a Data Connector element are recognized, changed in place and keep all else; files are found by name."""

from __future__ import annotations

import json
from xml.sax.saxutils import quoteattr

import pytest

from connectors.sdk.host import Hosts
from connectors.sdk.ports import File, PortError
from engine.bpmn import Document
from modeler.editing import binding
from modeler.services.catalog import discover
from modeler.services.preview.ports import RequestFiles
from modeler.services.preview.starting import PreviewOptions, start_preview
from tests.services.connector_processes import PDF, SERVICE, connector_task, document, mail_task, process

CALLED = "data_source_callback-data_source_sub_process"
CONFIG = '{ "dataSource": 4,  "endpoint": "List", "callback": false, "own": 1.50 }'
FORMS = {
    "service task": f'<bpmn:serviceTask id="c" implementation="{SERVICE}" pm:config=%s/>',
    "call activity with both": f'<bpmn:callActivity id="c" implementation="{SERVICE}" calledElement="{CALLED}" '
    "pm:config=%s/>",
    "older call activity": f'<bpmn:callActivity id="c" calledElement="{CALLED}" pm:config=%s/>',
}


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_recognized_and_changed_in_place(form):
    text = FORMS[form] % quoteattr(CONFIG)
    opened = Document.from_bytes(process(text), "x.bpmn")
    element = opened.find("c")
    manifest = discover().connector_of(element)

    assert manifest.id == "data-connector"
    with opened.edit("Change"):
        binding.write(manifest, element, {**binding.read(manifest, element).values, "endpoint": "Other"})
    assert opened.to_bytes() == process(text.replace("List", "Other"))


@pytest.mark.parametrize("form", FORMS)
def test_settings_that_are_no_json_are_kept_and_the_task_says_so(form):
    text = FORMS[form] % quoteattr('{"dataSource":,"endpoint":')
    opened = Document.from_bytes(process(text), "x.bpmn")

    with Hosts() as hosts:
        preview = start_preview(opened, discover(), hosts, PreviewOptions())
        preview.request.run()

    assert preview.request.errors[0]["code"] == "connector.settings"
    assert "not JSON" in preview.request.errors[0]["message"]
    assert opened.to_bytes() == process(text)


def test_a_pdf_is_attached_by_variable_and_by_name(tmp_path):
    pytest.importorskip("weasyprint")
    pdf = connector_task("pdf", PDF, {"source": "html", "template": "<p>{{n}}</p>", "fileName": "Order_{{n}}"})
    rows = [{"source": "variable", "value": "Order_{{n}}"}, {"source": "file", "value": "Order_{{n}}.pdf"}]

    with Hosts() as hosts:
        options = PreviewOptions(data={"n": 7})
        preview = start_preview(document(pdf, mail_task(attachments=rows)), discover(), hosts, options)
        preview.request.run()

    assert preview.request.status == "completed"
    names = [part.get_filename() for part in preview.effects[1].message().iter_attachments()]
    assert names == ["Order_7.pdf", "Order_7.pdf"]


def test_the_latest_file_of_a_name_is_found():
    files = RequestFiles()
    files.add(File("a.txt", "text/plain", b"1"))
    files.add(File("a.txt", "text/plain", b"2"))

    assert files.find({"name": "a.txt"}).content == b"2"
    assert files.find({"id": 1, "name": "a.txt"}).content == b"1"
    with pytest.raises(PortError, match="no file called"):
        files.find({"name": "b.txt"})


@pytest.mark.parametrize(
    "reference", [2, "2", {"id": 2}, {"file": 2}, {"file": 2, "name": "a.txt"}, {"id": 2, "file": 1}]
)
def test_a_file_is_found_by_what_a_form_stores_for_it(reference):
    files = RequestFiles()
    files.add(File("a.txt", "text/plain", b"1"))
    files.add(File("a.txt", "text/plain", b"2"))

    assert files.find(reference).content == b"2"


def test_an_element_keeps_json_that_the_connector_does_not_know():
    opened = document(connector_task("c", SERVICE, CONFIG))

    assert json.loads(CONFIG) == binding.read(discover().get("data-connector"), opened.find("c")).values
