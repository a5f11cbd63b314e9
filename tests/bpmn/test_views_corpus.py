"""Every view of every file at hand: the right class, and every field of it can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bpmn import Document, Element
from engine.bpmn.content import ContentField
from engine.bpmn.fields import Attr, Flag, Integer, Number, Ref
from engine.bpmn.mentions import ChildRef, Refs
from engine.bpmn.namespaces import BPMN, BPMNDI, DC, DI, bpmn, split_clark
from engine.bpmn.registry import VIEWS
from tests.bpmn.corpus import FILES, NAMES

FIELDS = (Attr, Flag, Integer, Number, Ref, ContentField, Refs, ChildRef, property)
TEXTS = {
    tag
    for kind in VIEWS.values()
    for part in kind.__mro__
    for field in vars(part).values()
    if isinstance(field, ContentField)
    for tag in field.tags
}


def field_names(kind: type[Element]) -> list[str]:
    return [name for part in kind.__mro__ for name, value in vars(part).items() if isinstance(value, FIELDS)]


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_field_of_every_element_reads_without_an_edit_or_an_error(path: Path) -> None:
    document = Document.from_bytes(path.read_bytes(), path.name)

    for view in document.elements():
        for name in field_names(type(view)):
            value = getattr(view, name)
            if not isinstance(value, str) and hasattr(value, "__iter__"):
                list(value)

    assert document.to_bytes() == path.read_bytes()


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_every_element_of_the_standard_has_its_own_class_of_views(path: Path) -> None:
    document = Document.from_bytes(path.read_bytes(), path.name)

    plain = {
        view.tag
        for view in document.elements()
        if type(view) is Element and split_clark(view.node.tag)[0] in (BPMN, BPMNDI, DC, DI)
    }

    assert {tag for tag in plain if bpmn(tag) not in TEXTS} == set()
