"""The connector in docs/connectors.md is real: its manifest and code, copied from the page, keep the contract."""

from __future__ import annotations

import re
from pathlib import Path

from connectors.sdk.host import Hosts
from connectors.sdk.manifest import read_manifest
from connectors.sdk.testing import contract, fake_ports

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "connectors.md"


def block(language, number=0):
    return re.findall(rf"```{language}\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)[number]


def test_the_connector_of_the_guide_works(tmp_path):
    (tmp_path / "connector.json").write_text(block("json"), encoding="utf-8")
    (tmp_path / "run.py").write_text(block("python"), encoding="utf-8")
    (tmp_path / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    manifest = read_manifest(tmp_path).manifest

    with Hosts() as hosts:
        outcome = hosts.host(manifest).run(manifest, manifest.defaults, {"name": "Ann"}, fake_ports())

    assert outcome.data == manifest.example
    assert contract(tmp_path) == []
