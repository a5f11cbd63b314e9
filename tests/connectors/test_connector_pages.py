"""The pages of the five say what their manifests and their code say, and their examples run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from connectors.sdk.host import Hosts
from connectors.sdk.settings_table import settings_table
from modeler.services.catalog import discover
from modeler.services.preview.starting import PreviewOptions, start_preview
from tests.services.connector_processes import document

DOCS = Path(__file__).resolve().parents[2] / "docs" / "connectors"
FIVE = {
    "send-email": ("mail", {}),
    "actions-by-email": ("mail", {"action": "approved"}),
    "data-connector": ("http", {"orders": [1, 2]}),
    "pdf-generator": ("pdf", {"Offer_17": 1}),
    "slack-notification": ("slack", {"posted": {"channel": "#buying"}}),
}
CODE = re.compile(r'(?:ConnectorError|failing)\(\s*(?:"[^"]*", )?f?"((?:mail|answer|data|pdf|slack)\.[a-z_]+)"')
SHOP = {"name": "Shop", "endpoints": {"List": {"url": "https://shop.example/orders", "testData": {"orders": [1, 2]}}}}


def page(id):
    return (DOCS / f"{id}.md").read_text(encoding="utf-8")


def block(text, kind):
    return re.search(rf"```{kind}\n(.*?)```", text, re.DOTALL)[1]


@pytest.mark.parametrize("id", FIVE)
def test_the_settings_are_those_of_the_manifest(id):
    manifest = discover().get(id)

    for each in (manifest, *manifest.companions):
        assert settings_table(each) in page(id)


@pytest.mark.parametrize("id", FIVE)
def test_every_error_of_the_code_is_listed(id):
    folder = discover().get(id).folder
    codes = {code for path in folder.glob("*.py") for code in CODE.findall(path.read_text(encoding="utf-8"))}

    assert codes
    assert {code for code in codes if f"`{code}`" not in page(id)} == set()


@pytest.mark.parametrize("id", FIVE)
def test_the_example_of_a_page_previews(id, tmp_path):
    if id == "pdf-generator":
        pytest.importorskip("weasyprint")
    (tmp_path / "data-connectors").mkdir()
    (tmp_path / "data-connectors" / "shop.json").write_text(json.dumps(SHOP))
    kind, expected = FIVE[id]
    options = PreviewOptions(data=json.loads(block(page(id), "json")), workspace=tmp_path)

    with Hosts() as hosts:
        preview = start_preview(document(block(page(id), "xml")), discover(), hosts, options)
        preview.request.run()
        if preview.answers:
            preview.answer("task", "Approve")

    assert preview.request.errors == []
    assert preview.request.status == "completed"
    assert [effect.kind for effect in preview.effects] == [kind]
    for name, value in expected.items():
        got = preview.request.data[name]
        assert {key: got[key] for key in value} == value if isinstance(value, dict) else got == value
