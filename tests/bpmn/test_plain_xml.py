"""Other XML files as plain values, refused for the same reasons as BPMN files."""

from __future__ import annotations

import pytest

from engine.bpmn import DocumentError, HostileFileError
from engine.bpmn.plain_xml import read_plain


def test_an_element_gives_its_attributes_text_and_children() -> None:
    root = read_plain(b'<m xmlns="u" id="1"><!-- no --><t>a &lt; b</t>\n<x xmlns="other"/><t/></m>')

    assert (root.namespace, root.name, root.get("id"), root.get("none")) == ("u", "m", "1", "")
    assert [(child.name, child.text, child.line) for child in root.named("t")] == [("t", "a < b", 1), ("t", "", 2)]
    assert [element.name for element in root.walk()] == ["m", "t", "x", "t"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty"),
        (b"PK\x03\x04", "The file is a zip archive, not a DMN file"),
        (b"<a><b></a>", "not well-formed"),
    ],
)
def test_what_is_no_xml_is_refused_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=message):
        read_plain(data, "DMN")


def test_a_document_type_is_refused() -> None:
    with pytest.raises(HostileFileError, match="which DMN files never need"):
        read_plain(b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "DMN")


def test_deep_nesting_ends_in_an_error_or_a_tree() -> None:
    with pytest.raises(HostileFileError):
        read_plain(b"<a>" * 5000 + b"</a>" * 5000)
