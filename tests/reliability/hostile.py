"""BPMN files that mean harm or are none, made when they are needed: name to bytes."""

from __future__ import annotations

import gzip
import io
import zipfile
from functools import cache

from tests.services.small_process import SMALL

BODY = SMALL.split(b"?>", 1)[1].lstrip()
MODEL = b'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
HEAD = b"<definitions " + MODEL + b' targetNamespace="x" id="D">'
TAIL = b"</definitions>"


def doctypes() -> dict[str, bytes]:
    """Document types: bombs, external entities, attributes by the back door."""
    laughs = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    return {
        "billion laughs": f'<!DOCTYPE d [<!ENTITY a0 "lol">{laughs}]>'.encode()
        + BODY.replace(b"Check order", b"&a11;"),
        "quadratic blow-up": b'<!DOCTYPE d [<!ENTITY a "'
        + b"x" * 50_000
        + b'">]>'
        + BODY.replace(b"Order", b"&a;" * 50),
        "external entity": b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        + BODY.replace(b"Check order", b"&a;"),
        "external DTD": b'<!DOCTYPE definitions SYSTEM "http://example.com/evil.dtd">' + BODY,
        "public DTD": b'<!DOCTYPE definitions PUBLIC "-//X" "file:///etc/passwd">' + BODY,
        "parameter entity": b'<!DOCTYPE d [<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]>' + BODY,
        "attribute default": b'<!DOCTYPE d [<!ATTLIST process isExecutable CDATA "true">]>' + BODY,
        "empty doctype": b"<!DOCTYPE definitions>" + BODY,
        "lower case doctype": b"<!doctype definitions>" + BODY,
        "doctype after a comment": b'<?xml version="1.0"?><!-- <a> --><?p <b> ?>\n<!DOCTYPE d [<!ENTITY a "b">]>'
        + BODY,
        "doctype in UTF-16": ("\ufeff<!DOCTYPE d [<!ENTITY a 'b'>]>" + BODY.decode()).encode("utf-16-le"),
        "doctype after a byte order mark": b"\xef\xbb\xbf<!DOCTYPE d>" + BODY,
        "recursive entity": b'<!DOCTYPE d [<!ENTITY a "&b;"><!ENTITY b "&a;">]>' + BODY.replace(b"Check order", b"&a;"),
    }


def bombs() -> dict[str, bytes]:
    """Sizes that take memory or time."""
    deep = b"<subProcess>" * 5_000 + b"</subProcess>" * 5_000
    attributes = b" ".join(b'a%d="1"' % number for number in range(200_000))
    namespaces = b"".join(b'<a:b xmlns:a="urn:%d"/>' % number for number in range(20_000))
    nested = b"".join(b'<documentation xmlns:n%d="urn:%d">' % (n, n) for n in range(240)) + b"</documentation>" * 240
    return {
        "deep": HEAD + deep + TAIL,
        "very deep": HEAD + b"<a>" * 300_000,
        "many attributes": HEAD + b"<process " + attributes + b"/>" + TAIL,
        "many namespaces": HEAD + b"<extensionElements>" + namespaces + b"</extensionElements>" + TAIL,
        "nested namespaces": HEAD + nested + TAIL,
        "long attribute": HEAD + b'<process name="' + b"x" * 11_000_000 + b'"/>' + TAIL,
        "long text": HEAD + b"<documentation>" + b"x" * 11_000_000 + b"</documentation>" + TAIL,
        "long comment": HEAD + b"<!--" + b"x" * 11_000_000 + b"-->" + TAIL,
        "long name": HEAD + b"<" + b"x" * 100_000 + b"/>" + TAIL,
        "many elements": HEAD + b"<process>" + b"<task/>" * 100_000 + b"</process>" + TAIL,
        "many same ids": HEAD + b'<process id="P">' + b'<task id="a"/>' * 40_000 + b"</process>" + TAIL,
        "many references": HEAD
        + b'<process id="P">'
        + b'<sequenceFlow sourceRef="a" targetRef="b"/>' * 20_000
        + b"</process>"
        + TAIL,
        "many entities": HEAD + b"<documentation>" + b"&nbsp;" * 300_000 + b"</documentation>" + TAIL,
        "many instructions": HEAD + b"<?a b?>" * 200_000 + TAIL,
        "open quotes": HEAD + b"<a b='" * 20_000,
        "open comments": HEAD + b"<!--" * 50_000,
        "open brackets": HEAD + b"<" * 200_000,
        "huge": b" " * (129 * 1024 * 1024),
    }


def no_bpmn() -> dict[str, bytes]:
    """Files that are something else."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("order.bpmn", SMALL)
    return {
        "empty": b"",
        "blank": b" \n\t " * 100,
        "gzip": gzip.compress(SMALL),
        "gzip bomb": gzip.compress(b"\0" * 20_000_000),
        "zip": archive.getvalue(),
        "NULs": b"\0" * 5_000,
        "NUL inside": SMALL.replace(b"Check order", b"Check\0order"),
        "binary": bytes(range(256)) * 40,
        "PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3",
        "PNG": b"\x89PNG\r\n\x1a\n" + b"\0" * 200,
        "text": b"Dear reader, this is a letter.",
        "JSON": b'{"definitions": []}',
        "HTML": b"<html><body><p>Not found</body></html>",
        "other XML": b'<definitions xmlns="http://www.omg.org/spec/DMN/20151101/dmn.xsd"/>',
        "no namespace": b"<definitions/>",
        "BPMN 1": b'<Package xmlns="http://www.wfmc.org/2008/XPDL2.1"/>',
        "cut": SMALL[: len(SMALL) // 2],
        "cut in a tag": SMALL[:180],
        "doubled": SMALL + SMALL,
        "text after the end": SMALL + b"trailing",
        "text before the start": b"leading" + SMALL,
        "pickle": b"\x80\x04\x95\x10\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix",
    }


def encodings() -> dict[str, bytes]:
    """Encodings that are wrong, rare or lies."""
    text = SMALL.decode().replace("Check order", "Prüfung")
    other = text.replace('encoding="UTF-8"', 'encoding="{}"')
    return {
        "UTF-8 that is Latin-1": text.encode("latin-1"),
        "unknown encoding": other.format("x-unknown").encode(),
        "UTF-7": other.format("UTF-7").encode(),
        "EBCDIC": other.format("cp037").encode("cp037"),
        "EBCDIC said in ASCII": other.format("cp037").encode(),
        "UTF-16 said in ASCII": other.format("UTF-16").encode(),
        "UTF-32": other.format("UTF-32").encode("utf-32"),
        "UTF-16 cut": text.encode("utf-16")[:-1],
        "rot13": other.format("rot13").encode(),
        "base64 codec": other.format("base64").encode(),
        "idna codec": other.format("idna").encode(),
        "undefined codec": other.format("undefined").encode(),
        "unicode_escape": other.format("unicode_escape").encode(),
        "invalid bytes": SMALL.replace(b"Check order", b"\xff\xfe\xfd"),
        "overlong": SMALL.replace(b"Check order", b"\xc0\xaf"),
        "surrogates": SMALL.replace(b"Check order", b"\xed\xa0\x80"),
        "control characters": SMALL.replace(b"Check order", b"\x01\x02"),
        "control reference": SMALL.replace(b"Check order", b"&#1;&#xFFFF;"),
        "many byte order marks": b"\xef\xbb\xbf" * 3 + SMALL,
        "XML 1.1": SMALL.replace(b'version="1.0"', b'version="1.1"'),
        "XML 9": SMALL.replace(b'version="1.0"', b'version="9.0"'),
    }


def odd_structure() -> dict[str, bytes]:
    """Well-formed, and not as anybody would write it."""
    return {
        "XInclude": HEAD + b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>' + TAIL,
        "schema location": BODY.replace(
            b"<definitions ",
            b'<definitions xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
            b'xsi:schemaLocation="x http://example.com/x.xsd" ',
        ),
        "import": HEAD + b'<import importType="x" location="http://example.com/x" namespace="y"/>' + TAIL,
        "stylesheet": b'<?xml-stylesheet href="http://example.com/x.xsl"?>' + BODY,
        "undeclared prefix": SMALL.replace(b"<endEvent", b'<x:thing a:b="c"/><endEvent'),
        "reserved prefix": SMALL.replace(b"<definitions ", b'<definitions xmlns:xml="urn:x" '),
        "prefix bound to nothing": SMALL.replace(b"<definitions ", b'<definitions xmlns:p="" '),
        "attribute twice": SMALL.replace(b'id="Check"', b'id="Check" id="Other"'),
        "no attributes": HEAD + b"<process><task/><sequenceFlow/><boundaryEvent/><subProcess/></process>" + TAIL,
        "flow of itself": HEAD + b'<process id="P"><sequenceFlow id="f" sourceRef="f" targetRef="f"/></process>' + TAIL,
        "lane of itself": process(b'<laneSet id="s"><lane id="l"><flowNodeRef>l</flowNodeRef></lane></laneSet>'),
        "event on itself": process(b'<boundaryEvent id="b" attachedToRef="b"/>'),
        "references in a circle": process(
            b'<boundaryEvent id="a" attachedToRef="b"/><boundaryEvent id="b" attachedToRef="a"/>'
        ),
        "script": process(b'<scriptTask id="s"><script>__import__("os").mkdir("hit")</script></scriptTask>'),
        "condition": SMALL.replace(
            b'targetRef="End"/>',
            b'targetRef="End"><conditionExpression>__import__("os").mkdir("hit")</conditionExpression></sequenceFlow>',
        ),
        "bounds without numbers": diagram(b'<dc:Bounds x="NaN" y="1e999" width="-5" height="abc"/>'),
        "bounds that are empty": diagram(b"<dc:Bounds/>"),
        "huge bounds": diagram(b'<dc:Bounds x="1e308" y="-1e308" width="1e308" height="1e308"/>'),
        "settings that are too deep": SMALL.replace(
            b"<userTask ",
            b'<userTask xmlns:pm="http://processmaker.com/BPMN/2.0/Schema.xsd" pm:config="' + b"[" * 50_000 + b'" ',
        ),
        "rich text": SMALL.replace(b"Check order", b"&lt;img src=file:///etc/passwd&gt;"),
        "direction marks": SMALL.replace(b"Check order", "\u202egnp.exe\u2066".encode()),
        "long id": SMALL.replace(b"Flow_1", b"F" * 1_000_000),
        "path as id": SMALL.replace(b'"Check"', b'"../../../etc/passwd"'),
    }


def process(content: bytes) -> bytes:
    """A file with one process of this content."""
    return HEAD + b'<process id="P">' + content + b"</process>" + TAIL


def diagram(bounds: bytes) -> bytes:
    """A process whose one shape has these bounds."""
    return (
        b"<definitions " + MODEL + b' xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI" '
        b'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" id="D" targetNamespace="x"><process id="P"><task id="T"/>'
        b'</process><di:BPMNDiagram><di:BPMNPlane bpmnElement="P"><di:BPMNShape bpmnElement="T">'
        + bounds
        + b"</di:BPMNShape></di:BPMNPlane></di:BPMNDiagram>"
        + TAIL
    )


@cache
def corpus() -> dict[str, bytes]:
    """All hostile files, by name."""
    return doctypes() | bombs() | no_bpmn() | encodings() | odd_structure()


REFUSED = frozenset(
    {
        "deep",
        "very deep",
        "many attributes",
        "many namespaces",
        "long name",
        "huge",
        "open quotes",
        "open comments",
        "open brackets",
    }
)
"""Bombs that must be refused; others may be opened or refused, but in time."""
