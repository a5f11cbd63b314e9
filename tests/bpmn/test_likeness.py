"""Bytes that are, but for what XML leaves open, the parser's own writing need not be read again; no others pass."""

from __future__ import annotations

import random
import re

import pytest
from lxml import etree

from engine.bpmn import Document
from engine.bpmn.likeness import PATIENCE, common_length, surely_says
from engine.bpmn.verification import require_same_content
from tests.bpmn.corpus import OWN

FILE = b"""<?xml version="1.0" encoding="UTF-8"?>
<!-- before -->
<d:definitions xmlns:d="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="t">
  <!-- an  aside -->
  <?keep this  one?>
  <d:process id="P" name="&quot;A&quot; &amp; b">
    <d:task id="T" name="Check  order" />
    <d:userTask id="U"></d:userTask>
    <d:scriptTask id="S">
      <d:script><![CDATA[a >  < b />]]> x</d:script>
    </d:scriptTask>
  </d:process>
</d:definitions>
<!-- after -->
"""


def text_of(data: bytes) -> bytes:
    """What the parser's writer makes of a file."""
    root = etree.fromstring(data, etree.XMLParser(strip_cdata=False))
    return etree.tostring(root, encoding="UTF-8", with_tail=False)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b"\n", b"\n"),
        (b"\n", b"\r\n"),
        (b'<d:task id="T" name="Check  order" />', b"<d:task name=\"Check  order\"\n  id='T'/>"),
        (b'<d:task id="T" name="Check  order" />', b'<d:task id="T" name="Check  order"></d:task>'),
        (b"></d:userTask>", b"/>"),
        (b"></d:userTask>", b" />"),
        (b"    <d:task", b"<d:task"),
        (b"<d:process", b"\t\t<d:process"),
        (b"-->\n  <?keep", b"--><?keep"),
        (b"<!-- before -->\n", b""),
        (b"<!-- after -->\n", b"<?later?>"),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n', b"\xef\xbb\xbf"),
    ],
)
def test_what_xml_leaves_open_may_differ(one, other):
    assert surely_says(FILE.replace(one, other), text_of(FILE))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b"Check  order", b"Check order"),
        (b' name="Check  order"', b' name="Check  order" name="Check  order"'),
        (b' name="Check  order" />', b' name="Check  order" junk />'),
        (b' name="Check  order" />', b' name="Check  order" / >'),
        (b' name="Check  order" />', b' name="Check  order"'),
        (b' id="T"', b""),
        (b'id="T" name="Check  order"', b'id="Check  order" name="T"'),
        (b"an  aside", b"an aside"),
        (b"this  one", b"this one"),
        (b"  <!-- an  aside -->\n", b""),
        (b"a >  < b", b"a >< b"),
        (b"b />]", b"b/>]"),
        (b"<d:script><![", b"<d:script> <!["),
        (b"]]> x", b"]]>x"),
        (b"<![CDATA[a >  < b />]]>", b"a >  < b />"),
        (b"<![CDATA[a >  < b />]]>", b"\0"),
        (b"<!-- an  aside -->", b"<!>"),
        (b"></d:userTask>", b"></d:user>"),
        (b"></d:userTask>", b"> x </d:userTask>"),
        (b"</d:process>", b"</d:process></d:process>"),
        (b"<!-- after -->", b"<!-- a -- b -->"),
        (b"<!-- after -->", b"after"),
        (b"<!-- before -->", b"<!DOCTYPE x>"),
        (b"<!-- before -->", b"<before>"),
        (b'encoding="UTF-8"', b'encoding="ISO-8859-1"'),
        (b'version="1.0"', b'versio="1.0"'),
        (b"\n    <d:userTask", b"\r    <d:userTask"),
    ],
)
def test_nothing_else_may(one, other):
    assert FILE.count(one) == 1

    assert not surely_says(FILE.replace(one, other), text_of(FILE))


@pytest.mark.parametrize("mark", [b"!", b"?"])
def test_a_comment_is_seen_behind_any_number_of_names_with_its_mark(mark):
    names = b"".join(b'<a n="Sure%s"/>' % mark for _ in range(PATIENCE + 5))
    asides = {b"!": (b"<!-- 1  2 -->", b"<!-- 1 2 -->"), b"?": (b"<?a b?>", b"<?a  c?>")}[mark]
    one, other = (b"<r>%s%s<b/></r>" % (names, aside) for aside in asides)

    assert surely_says(one, text_of(one))
    assert not surely_says(other, text_of(one))


def test_a_file_that_is_spelled_otherwise_everywhere_is_read_again_rather_than_looked_at_for_ever():
    tasks = b"".join(b'<d:task  id="T%d"/>' % number for number in range(3_000))
    data = FILE.replace(b"</d:process>", tasks + b"</d:process>")

    assert not surely_says(data, text_of(data))


@pytest.mark.parametrize("path", sorted(OWN.glob("*.bpmn")), ids=lambda path: path.name)
def test_whatever_is_spoiled_at_random_means_the_same_where_it_passes(path):
    data, chance = path.read_bytes(), random.Random(path.name)
    text = text_of(data)
    passed = 0

    for _ in range(150):
        spoiled = spoil(data, chance)
        if surely_says(spoiled, text):
            passed += 1
            assert meaning(etree.fromstring(spoiled)) == meaning(etree.fromstring(data))

    assert passed < 150


def spoil(data: bytes, chance: random.Random) -> bytes:
    """The bytes with a part lost, doubled, moved in from elsewhere or filled with what XML is made of."""
    start, length = chance.randrange(len(data)), chance.choice((1, 1, 2, 5, 20, 200))
    part, elsewhere = data[start : start + length], chance.randrange(len(data))
    other = chance.choice((b"", part * 2, data[elsewhere : elsewhere + length], b" ", b">", b"<", b'"', b"/", b"\n"))
    return data[:start] + other + data[start + length :]


def meaning(root: etree._Element) -> list[tuple[object, ...]]:
    """What a tree says, without layout between tags."""
    return [
        (node.tag, sorted(node.attrib.items()), said(node.text), said(node.tail), len(node)) for node in root.iter()
    ]


def said(text: str | None) -> str:
    """A text, or nothing where it is layout."""
    return text if text and not re.fullmatch(r"[ \t\r\n]*", text) else ""


@pytest.mark.parametrize("path", sorted(OWN.glob("*.bpmn")), ids=lambda path: path.name)
def test_every_byte_that_counts_is_looked_at(path):
    document = Document.from_bytes(path.read_bytes(), path.name)
    data = path.read_bytes()
    texts = [match.span(1) for match in re.finditer(rb'="([^"]+)"', data[data.index(b"<", 60) :])]

    for start, end in texts[:: max(len(texts) // 25, 1)]:
        at = data.index(b"<", 60) + (start + end) // 2
        with pytest.raises(ValueError, match=r"different|missing|new|not|:"):
            require_same_content(document, data[:at] + b"\x7f" + data[at + 1 :])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [(b"", b"", 0), (b"ab", b"ac", 1), (b"ab", b"cb", 0), (b"a" * 200_001, b"a" * 200_000, 200_000)],
)
def test_the_length_that_two_texts_share_is_found(one, other, same):
    assert common_length(one, other, 0, 0) == same
    assert common_length(b"x" + one, other, 1, 0) == same
