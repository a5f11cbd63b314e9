"""Where nodes stand in the source: found at once or a portion at a time, it is the same."""

from __future__ import annotations

import pytest

from engine.bpmn import Document
from engine.bpmn.source import Source

TEXT = b"""<?xml version="1.0"?><!-- before -->
<a x='>'><!-- b > c --><b/><![CDATA[ <no/> ]]><c><?go on?><d y="</a>"></d
></c></a><!-- after -->
"""


def test_every_node_below_the_root_has_its_span() -> None:
    source = Source(TEXT)

    found = [TEXT[span.start : span.end].split(b"\n")[0][:6] for span in source.spans]

    assert found == [b"<a x='", b"<!-- b", b"<b/>", b"<c><?g", b"<?go o", b'<d y="']
    assert [source.parent(index) for index in range(6)] == [-1, 0, 0, 0, 3, 3]


@pytest.mark.parametrize("tags", [1, 2, 5, 100])
def test_spans_found_a_portion_at_a_time_are_the_same(tags: int) -> None:
    at_once, in_portions = Source(TEXT), Source(TEXT)

    while not in_portions.prepare(tags):
        pass

    assert in_portions.spans == at_once.spans
    assert [in_portions.parent(index) for index in range(6)] == [at_once.parent(index) for index in range(6)]


@pytest.mark.parametrize("portions", range(12))
def test_who_asks_in_the_middle_gets_all_spans(portions: int) -> None:
    source = Source(TEXT)
    for _ in range(portions):
        source.prepare(1)

    assert source.spans == Source(TEXT).spans


def test_a_document_prepared_ahead_is_written_like_any_other() -> None:
    document, prepared = Document.new(), Document.new()

    while not prepared.prepare(1):
        pass
    for each in (document, prepared):
        with each.edit("Change"):
            each.definitions.set("exporter", "Other")

    assert prepared.to_bytes() == document.to_bytes()
    assert prepared.prepare(1)
