"""docs/packages.md tells what is true: its examples are a manifest's, and it names every command."""

from __future__ import annotations

import json
import re
from pathlib import Path

from connectors.sdk.manifest import read_manifest
from connectors.sdk.migrations import migrated
from connectors.sdk.translations import translated
from modeler.cli.terminal.command_files import command_files
from tests.connectors.packages import write_package

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "packages.md").read_text(encoding="utf-8")
MAKING = {"new", "from-openapi", "from-template"}


def example(key):
    block = next(each for each in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL) if f'"{key}"' in each)
    return json.loads(f"{{{block}}}")[key]


def test_the_migration_of_the_page_works(tmp_path):
    manifest = read_manifest(write_package(tmp_path, version="2.0", migrations=example("migrations"))).manifest

    after = migrated({"city": "Bern", "units": "F", "rows": [{"legacy": 1}]}, manifest.migrations)

    assert after == {"place": "Bern", "options": {"units": "imperial", "language": "en"}, "rows": [{}]}


def test_the_translation_of_the_page_works(tmp_path):
    properties = {"type": "object", "properties": {"place": {"type": "string"}, "units": {"type": "string"}}}
    made = write_package(tmp_path, properties=properties, translations=example("translations"))

    german = translated(read_manifest(made).manifest, "de")

    assert german.name == "Wetter"
    assert german.properties["properties"]["place"]["title"] == "Ort"


def test_every_command_that_manages_packages_is_on_the_page():
    commands = set(command_files("modeler.cli.connectors")) - MAKING

    assert {name for name in commands if not re.search(rf"\b{name}\b", PAGE)} == set()
