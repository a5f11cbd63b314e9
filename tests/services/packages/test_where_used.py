"""Where a connector is used: in documents and files, by whatever marks it, without reading files that cannot."""

from __future__ import annotations

import json
from xml.sax.saxutils import quoteattr

import pytest

from connectors.sdk.manifest import read_manifest
from modeler.services.catalog import discover
from modeler.services.packages.where_used import uses_in_document, uses_in_files
from tests.connectors.packages import write_package
from tests.services.connector_processes import connector_task, document, process

SKY = connector_task("sky", "example/greeter", {"riddle": []})


@pytest.mark.parametrize(
    "binding",
    [
        {"implementation": "example/greeter", "config": "json-attribute"},
        {"configKeys": ["riddle"], "config": "json-attribute"},
    ],
)
def test_elements_are_found_by_any_mark(tmp_path, binding):
    manifest = read_manifest(write_package(tmp_path / "p", binding=binding)).manifest
    file = tmp_path / "a.bpmn"
    file.write_bytes(process(SKY, connector_task("other", "example/other", {})))

    assert [use.element_id for use in uses_in_document(document(SKY), [manifest])] == ["sky"]
    assert [(use.element_id, use.path) for use in uses_in_files([file], [manifest])] == [("sky", file)]


def test_files_of_other_encodings_are_found_and_unreadable_ones_use_nothing(tmp_path):
    manifest = read_manifest(write_package(tmp_path / "p")).manifest
    text = process(SKY).decode().replace('<?xml version="1.0"?>', '<?xml version="1.0" encoding="UTF-16"?>')
    (tmp_path / "wide.bpmn").write_bytes(text.encode("utf-16"))
    (tmp_path / "broken.bpmn").write_bytes(b"<a example/greeter")

    paths = [tmp_path / name for name in ("wide.bpmn", "broken.bpmn", "absent.bpmn")]

    assert [use.path for use in uses_in_files(paths, [manifest])] == [tmp_path / "wide.bpmn"]


MAILS = {"email_notifications": {"notifications": [{"subject": "A task"}]}}
NO_MAILS = {"email_notifications": {"notifications": []}}
PM = 'xmlns:pm="http://processmaker.com/BPMN/2.0/Schema.xsd"'


def user_task(id: str, *attributes: str) -> str:
    return f'<bpmn:userTask id="{id}" {PM} {" ".join(attributes)}/>'


def test_tasks_count_that_have_mails_of_a_connectors_companion(tmp_path):
    every = {each.id: each for each in discover().connectors}
    mailed = user_task("mailed", f"pm:config={quoteattr(json.dumps(MAILS))}")
    silent = user_task("silent", f"pm:config={quoteattr(json.dumps(NO_MAILS))}")
    answered = user_task("answered", 'pm:isActionsByEmail="true"', 'pm:configEmail=\'{"subject": "Please"}\'')
    switched_off = user_task("off", 'pm:isActionsByEmail="false"', 'pm:configEmail=\'{"subject": "Please"}\'')
    file = tmp_path / "a.bpmn"
    file.write_bytes(process(mailed, silent, answered, switched_off))

    assert [use.element_id for use in uses_in_files([file], [every["send-email"]])] == ["mailed"]
    assert [use.element_id for use in uses_in_files([file], [every["actions-by-email"]])] == ["answered"]
    assert list(uses_in_files([file], [every["slack-notification"]])) == []
