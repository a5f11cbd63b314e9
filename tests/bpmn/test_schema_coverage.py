"""Every element that the XSDs of BPMN 2.0 define has a view with all its attributes, defaults and children in order."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

import resources
from engine.bpmn import Document
from engine.bpmn.content import Children, content_of, insert, rank_of
from engine.bpmn.elements import Element
from engine.bpmn.factory import create_node
from engine.bpmn.fields import Attr, Flag, Integer, Number, Ref
from engine.bpmn.mentions import PLAIN_IDS, TextRefs
from engine.bpmn.namespaces import DI, clark, local_name
from engine.bpmn.registry import VIEWS
from tests.bpmn import xsd

FOLDER = Path(resources.__file__).parent / "xsd"
SCHEMA = xsd.read(FOLDER)
ELEMENTS = SCHEMA.concrete_elements()
OTHER_NAMES = {"Bounds": "BoundsElement", "Point": "PointElement", "Diagram": "Element", "Style": "Element"}


def classes(kind: type[Element] = Element) -> Iterator[type[Element]]:
    yield kind
    for derived in kind.__subclasses__():
        yield from classes(derived)


BY_NAME = {kind.__name__: kind for kind in classes()}


def attributes_of(kind: type[Element]) -> dict[str, object]:
    """The attribute fields of a class by their names in the file; a plain one before a resolving one."""
    found: dict[str, object] = {}
    for part in kind.__mro__:
        for value in vars(part).values():
            if isinstance(value, Attr | Flag | Integer | Number):
                found.setdefault(value.xml_name, value)
    return found


@pytest.mark.parametrize("tag", sorted(ELEMENTS), ids=local_name)
def test_every_element_of_the_schema_has_a_view_with_all_its_attributes_and_defaults(tag: str) -> None:
    expected = SCHEMA.attributes(ELEMENTS[tag])

    fields = attributes_of(VIEWS[tag])

    defaults = {name: getattr(fields.get(name), "default", "missing") for name in expected}
    assert {name: None if value is None else str(value).lower() for name, value in defaults.items()} == {
        name: None if default is None else default.lower() for name, (_, default) in expected.items()
    }


@pytest.mark.parametrize("tag", sorted(ELEMENTS), ids=local_name)
def test_every_view_declares_the_children_of_its_element_in_the_order_of_the_schema(tag: str) -> None:
    kind = VIEWS[tag]
    places = SCHEMA.content(ELEMENTS[tag])

    ranks = [[rank_of(kind, child, VIEWS.get(child, Element)) for child in place] for place in places if place]

    assert all(rank is not None for place in ranks for rank in place)
    assert all(len(set(place)) == 1 or tag.endswith("Plane") for place in ranks)
    assert [place[0] for place in ranks] == sorted({place[0] for place in ranks})


@pytest.mark.parametrize("tag", sorted(ELEMENTS), ids=local_name)
def test_children_that_may_repeat_are_lists_and_others_are_not(tag: str) -> None:
    parts = SCHEMA.lineage(ELEMENTS[tag])
    children = [(child, kind, child in part.repeated) for part in parts for child, kind in part.children]

    for child, kind, is_repeated in children:
        for each in [child] if kind else SCHEMA.alternatives(child):
            found = next(field for field in content_of(VIEWS[tag]) if field.accepts(each, VIEWS.get(each, Element)))
            assert isinstance(found, Children | TextRefs) is is_repeated, local_name(each)


@pytest.mark.parametrize("tag", sorted(ELEMENTS), ids=local_name)
def test_attributes_have_the_type_of_the_schema(tag: str) -> None:
    kind, fields = VIEWS[tag], attributes_of(VIEWS[tag])
    resolved = {field.xml_name for part in kind.__mro__ for field in vars(part).values() if isinstance(field, Ref)}

    for name, (simple, _) in SCHEMA.attributes(ELEMENTS[tag]).items():
        assert type(fields[name]) is TYPES.get(simple, Attr), name
        assert name in resolved or name in ELSEWHERE or simple not in ("xsd:QName", "xsd:IDREF"), name


TYPES = {"xsd:boolean": Flag, "xsd:int": Integer, "xsd:integer": Integer, "xsd:double": Number}
ELSEWHERE = {"structureRef", "implementationRef", "definition", "type", "choreographyActivityShape"}
"""They name what other files hold, and a shape that a property of its own finds."""


def test_lists_that_the_schema_has_without_prefixes_are_written_so() -> None:
    plain = {
        child for part in SCHEMA.types.values() for child, kind in part.children if local_name(kind or "") == "IDREF"
    }

    assert {tag for tag in plain if local_name(tag) not in ("sourceRef", "targetRef")} == PLAIN_IDS


@pytest.mark.parametrize("tag", sorted(ELEMENTS), ids=local_name)
def test_no_view_declares_a_child_that_its_element_cannot_have(tag: str) -> None:
    allowed = {child for place in SCHEMA.content(ELEMENTS[tag]) for child in place}

    strange = [
        field
        for field in content_of(VIEWS[tag])
        if not any(field.accepts(child, VIEWS.get(child, Element)) for child in allowed)
    ]

    assert not strange


@pytest.mark.parametrize("name", sorted(SCHEMA.types), ids=local_name)
def test_the_class_tree_is_the_one_of_the_standard(name: str) -> None:
    def class_of(type_name: str) -> type[Element]:
        local = local_name(type_name)
        plain = local[1:] if local[0] == "t" else local
        return BY_NAME[OTHER_NAMES.get(plain, plain)]

    base = SCHEMA.types[name].base
    if local_name(name) in ("Node", "Edge", "Shape", "Plane", "Label", "LabeledEdge", "LabeledShape"):
        return

    assert class_of(name)
    assert base is None or local_name(base) in SKIPPED_BASES or issubclass(class_of(name), class_of(base))


SKIPPED_BASES = {"Plane", "LabeledEdge", "LabeledShape", "Label"}


def test_nothing_else_is_registered_but_the_extension_element_that_has_no_type_of_its_own() -> None:
    assert VIEWS.keys() - ELEMENTS.keys() == {clark(DI, "extension")}


def test_resolving_fields_stand_beside_a_field_with_the_text_as_written() -> None:
    for kind in classes():
        resolving = {field.xml_name for field in vars(kind).values() if isinstance(field, Ref)}

        assert resolving <= attributes_of(kind).keys()


@pytest.mark.parametrize("tag", sorted(ELEMENTS), ids=local_name)
def test_children_inserted_in_any_order_end_in_the_order_of_the_schema(tag: str) -> None:
    places = [place for place in SCHEMA.content(ELEMENTS[tag]) if place]
    document = Document.new()
    parent = create_node(document.definitions, tag)

    with document.edit("Fill"):
        for place in random.Random(7).sample(places, len(places)):
            for child in place:
                insert(parent, create_node(parent, child))

    order = [
        next(number for number, place in enumerate(places) if kind_tag(child) in place) for child in parent.children
    ]
    assert order == sorted(order)


def kind_tag(child: Element) -> str:
    return str(child.node.tag)
