"""Every published file is drawn, whole, in both themes and at every level of detail."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from engine.bpmn import Document, DocumentError
from modeler.drawing import DARK, LIGHT, Detail, PlainMetrics, contents, figure
from modeler.services.export.svg import svg


def readable_documents(folder: Path) -> list[Document]:
    found = []
    for path in sorted([*folder.rglob("*.bpmn"), *folder.rglob("*.xml")]):
        try:
            found.append(Document.from_bytes(path.read_bytes(), path.name))
        except DocumentError:
            continue
    return found


def test_every_file_is_drawn(shared_data):
    documents = readable_documents(shared_data / "bpmn")

    assert len(documents) > 90
    for each in documents:
        for diagram in each.diagrams:
            ElementTree.fromstring(svg(diagram))


def test_nothing_in_the_reference_files_is_unknown(shared_data):
    for each in readable_documents(shared_data / "bpmn" / "miwg-reference"):
        for diagram in each.diagrams:
            for drawn in contents(diagram):
                for style in (LIGHT, DARK):
                    found = [figure(drawn, style, PlainMetrics(), detail) for detail in Detail]

                    assert all(one.items for one in found)
                    assert style.unknown not in repr(found[-1].items)
