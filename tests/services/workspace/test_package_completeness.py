"""Nothing of a package is lost when it becomes a folder, and what it becomes opens, is right and runs."""

from __future__ import annotations

import json

import pytest

from connectors.sdk.host import Hosts
from engine.bpmn import Document
from modeler.services.catalog import discover
from modeler.services.checks.connectors import connector_checker
from modeler.services.checks.document import check_document
from modeler.services.preview.starting import PreviewOptions, start_preview
from modeler.services.profile import Profile
from modeler.services.workspace.package_folder import WHOLE, bpmn_bytes, plan_folder, write_folder
from modeler.services.workspace.process_package import inner_manifest, read_package
from tests.services.workspace.test_process_package import asset, manifest

PASSWORD = "correct horse battery staple"
SAMPLES = (
    "packages/purchase-approval", "packages/purchase-approval.encrypted", "packages/leave-request.template",
    "screens/approval-form", "screens/computed-visibility", "screens/conversational-intake", "screens/display-summary",
    "screens/email-body", "screens/images-files", "screens/line-items-loop", "screens/nested-address",
    "screens/nested-host", "screens/record-list",
)  # fmt: skip


def exported(whole):
    """Every asset of a manifest by uuid, those of an inner package too, without credentials."""
    found = {}
    for uuid, each in whole["export"].items():
        inner = inner_manifest(each["attributes"].get("manifest"))
        references = each["references"]
        shown = {**references, "credentials": "-"} if "credentials" in references else references
        attributes = {key: value for key, value in each["attributes"].items() if key != "manifest" or not inner}
        found[uuid] = {**each, "attributes": attributes, "references": shown}
        found |= exported(inner) if inner else {}
    return found


@pytest.mark.parametrize("name", SAMPLES)
def test_every_asset_of_a_sample_is_kept(shared_data, name):
    package = read_package((shared_data / "processmaker" / f"{name}.json").read_bytes(), PASSWORD)

    files = plan_folder(package).files

    assert exported(json.loads(files[WHOLE])) == exported(package.manifest)
    written = [json.loads(content) for path, content in files.items() if path.startswith(("screens/", "scripts/"))]
    assert [each for kind in ("Screen", "Script") for each in map(attributes, package.of_type(kind))] == written
    bpmn = [content.decode() for path, content in files.items() if path.endswith(".bpmn")]
    assert bpmn == [each.attributes["bpmn"] for each in package.of_type("Process")]


def attributes(found):
    return found.attributes


@pytest.mark.parametrize("name", SAMPLES[:3])
def test_the_process_of_a_sample_opens_has_no_error_and_previews(shared_data, tmp_path, name):
    package = read_package((shared_data / "processmaker" / f"{name}.json").read_bytes(), PASSWORD)
    folder = tmp_path / "made"

    paths = write_folder(plan_folder(package), folder, Profile(tmp_path / "profile"))

    (path,) = [each for each in paths if each.suffix == ".bpmn"]
    document = Document.from_bytes(path.read_bytes(), path.name)
    with Hosts() as hosts:
        catalog = discover()
        found = check_document(document, [connector_checker(catalog)])
        preview = start_preview(document, catalog, hosts, PreviewOptions(workspace=folder))
        preview.request.run()
    assert [problem.message for problem in found if problem.severity == "error"] == []
    assert preview.request.status == "waiting"


def test_a_package_without_secrets_is_kept_byte_for_byte():
    odd = '{ "type":"screen_package","version":"2","name":"\\u00fc","export":{"x":{"type":"New","n":1.10,"e":1e400}}}'

    plan = plan_folder(read_package(odd.encode()))

    assert plan.files[WHOLE] == odd.encode()


def test_values_of_environment_variables_are_references():
    variable = asset("EnvironmentVariable", "API key", {"environment_variables_value": "t0p-s3cret"}, id=1)

    plan = plan_folder(read_package(json.dumps(manifest(export={"v": variable})).encode()))

    assert b"t0p-s3cret" not in plan.files[WHOLE]
    assert json.loads(plan.files[WHOLE])["export"]["v"]["references"]["environment_variables_value"] == "secret:API_KEY"
    assert "The values of the environment variables API key were left out." in plan.notes


def test_an_attribute_that_is_called_manifest_and_is_no_package_stays():
    odd = asset("New", "N", manifest="plain words")

    plan = plan_folder(read_package(json.dumps(manifest(export={"n": odd})).encode()))

    assert json.loads(plan.files[WHOLE])["export"]["n"]["attributes"]["manifest"] == "plain words"


@pytest.mark.parametrize("encoding", ["iso-8859-1", "UTF-16", "utf-8"])
def test_bpmn_is_written_in_the_encoding_that_it_declares(encoding):
    text = f"<?xml version='1.0' encoding='{encoding}'?><definitions name='Größe'/>"

    assert bpmn_bytes(text).decode(encoding) == text


def test_bpmn_that_cannot_be_encoded_loses_no_letter():
    text = "<?xml version='1.0' encoding='iso-8859-1'?><definitions name='€'/>"

    assert bpmn_bytes(text).decode() == text
