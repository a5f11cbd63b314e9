"""Every installed connector keeps the contract."""

from __future__ import annotations

import pytest

from connectors.sdk.testing import contract
from modeler.services.catalog import discover
from tests.connectors.packages import write_package

CODE = """
from connectors.sdk.connector import Outcome

class Greeter:
    def check(self, config):
        return []

    def run(self, config, data, ports):
        {body}
        return Outcome()
"""


@pytest.mark.parametrize("manifest", discover().connectors, ids=lambda manifest: manifest.id)
def test_an_installed_connector_keeps_the_contract(manifest):
    assert contract(manifest.folder, manifest.module) == []


def test_a_connector_without_code_may_keep_the_contract(tmp_path):
    folder = write_package(tmp_path, icon="icon.svg")
    (folder / "icon.svg").write_text("<svg/>")

    assert contract(folder) == []


def test_a_connector_that_trips_over_odd_settings_breaks_the_contract(tmp_path):
    folder = write_package(tmp_path, CODE.format(body="config['name'].upper()"), run="run:Greeter")

    assert any("KeyError" in fault for fault in contract(folder))


def test_an_example_that_is_not_what_the_outputs_say_breaks_the_contract(tmp_path):
    outputs = {"type": "object", "properties": {"ts": {"type": "string"}}}

    assert any("an output" in fault for fault in contract(write_package(tmp_path, outputs=outputs, example={"ts": 1})))
