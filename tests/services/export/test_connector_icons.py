"""Connectors show their icons in exported pictures, and only icons that are plain shapes of their own package."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path

import pytest

from modeler.services.catalog import discover
from modeler.services.export.connector_icons import ConnectorIcons
from modeler.services.export.svg import svg
from tests.drawing.small_diagrams import document, shape

PLAIN = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9" stroke="currentColor"/></svg>'
MANIFEST = {
    "schemaVersion": 1,
    "id": "carrier-pigeon",
    "name": "Carrier Pigeon",
    "version": "1.0.0",
    "category": "messaging",
    "icon": "icon.svg",
    "appliesTo": ["bpmn:serviceTask"],
    "binding": {"implementation": "pigeon/send", "config": "json-attribute"},
    "properties": {"type": "object", "properties": {"to": {"type": "string", "title": "To"}}},
    "example": {},
}


def icons(folder: Path, icon: str = PLAIN, place: str = "icon.svg") -> ConnectorIcons:
    package = folder / "pigeon"
    package.mkdir()
    (package / "icon.svg").write_text(icon, encoding="utf-8")
    (package / "connector.json").write_text(json.dumps(MANIFEST | {"icon": place}), encoding="utf-8")
    return ConnectorIcons(discover([folder]), "#1f6feb")


def task(implementation: str):
    found = document(f'<bpmn:serviceTask id="T" implementation="{implementation}"/>', shape("T", 0, 0, 100, 80))
    return found.diagrams[0]


def test_the_task_of_a_connector_carries_its_icon_in_the_color_of_the_picture(tmp_path):
    found = icons(tmp_path)

    picture = svg(task("pigeon/send"), icons=found.reference, pictures=found.data_uri)

    address = found.data_uri("carrier-pigeon")
    assert address in picture
    assert b'stroke="#1f6feb"' in b64decode(address.partition(",")[2])
    assert found.path("carrier-pigeon") == (tmp_path / "pigeon" / "icon.svg").resolve()


def test_other_tasks_keep_the_symbol_of_their_type(tmp_path):
    found = icons(tmp_path)

    assert "<image" not in svg(task("other"), icons=found.reference, pictures=found.data_uri)


@pytest.mark.parametrize(
    "icon",
    [
        '<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
        '<svg xmlns="http://www.w3.org/2000/svg"><rect onclick="x"/></svg>',
        "no picture",
    ],
)
def test_an_icon_that_is_more_than_shapes_is_left_out(tmp_path, icon):
    found = icons(tmp_path, icon)

    picture = svg(task("pigeon/send"), icons=found.reference, pictures=found.data_uri)

    assert "<image" not in picture


def test_an_icon_outside_of_its_package_is_left_out(tmp_path):
    (tmp_path / "outside.svg").write_text(PLAIN, encoding="utf-8")

    found = icons(tmp_path, place="../outside.svg")

    assert found.path("carrier-pigeon") is None
    assert found.data_uri("carrier-pigeon") is None
