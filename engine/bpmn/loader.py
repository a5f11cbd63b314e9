"""Bytes of a file to a parsed tree: strict where a file is hostile, tolerant where real tools are wrong.

Refused: anything but XML text, a DOCTYPE, a file beyond the limits, XML that is not well-formed, a root that is not
BPMN's `definitions`. Repaired for reading only (the source bytes stay as they are): named HTML entities, undeclared
prefixes, namespace names that are no URI.
"""

from __future__ import annotations

import codecs
import html.entities
import re
from dataclasses import dataclass

from lxml import etree

from engine.bpmn.journal import Node
from engine.bpmn.namespaces import BPMN, split_clark
from engine.bpmn.problems import HostileFileError, NotBpmnError, Problem
from engine.bpmn.source import NAMESPACE, Source

MAX_BYTES = 128 * 1024 * 1024
MAX_NODES = 1_000_000
MAX_ATTRIBUTES = 1_000
MAX_NAMESPACES = 2_000
TOO_MANY_ATTRIBUTES = etree.XPath(f"boolean(/descendant::*/@*[{MAX_ATTRIBUTES + 1}])")
ENTITY = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*);")
ENTITY_IN_MARKUP = re.compile(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->|<\?.*?\?>|" + ENTITY.pattern, re.DOTALL)
"""What looks like an entity in a CDATA section, a comment or an instruction is none; so those are passed over whole."""
PROLOG_DOCTYPE = re.compile(rb"\A(?>\s+|<\?.*?\?>|<!--.*?-->|\xef\xbb\xbf)*+<!DOCTYPE", re.DOTALL | re.IGNORECASE)
LIMITS = {
    "Excessive depth": "its elements are nested more than 256 levels deep",
    "Buffer size limit": "an attribute is longer than 10 million characters",
    "Text node too long": "a text is longer than 10 million characters",
    "Comment too big": "a comment is longer than 10 million characters",
    "too big found": "an instruction is longer than 10 million characters",
    "too long": "a name is longer than 50,000 characters",
    "amplification": "its entities blow it up",
    "XML_PARSE_HUGE": "something in it is too large",
}
"""What the XML reader says where a limit of it is reached, and what that means."""
NO_MARKUP = "Start tag expected, '<' not found"
LONGEST = 200
BINARY_SIGNATURES = (
    (b"\x1f\x8b", "a gzip archive"),
    (b"PK\x03\x04", "a zip archive"),
    (b"%PDF", "a PDF document"),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading gives: the source, the root of the parsed tree, and what was wrong but could be read."""

    source: Source
    root: Node
    problems: tuple[Problem, ...]


def load(data: bytes) -> Loaded:
    """Parse the bytes of a BPMN file.

    Raises `HostileFileError` or `NotBpmnError`, each with one clear line; nothing of a refused file is used.
    """
    source, root, problems = read_tree(data)
    if root.tag != f"{{{BPMN}}}definitions":
        raise NotBpmnError(f"The file is XML but no BPMN 2.0: its root element is {readable(root.tag)}")
    return Loaded(source, root, problems)


def read_tree(data: bytes, kind: str = "BPMN") -> tuple[Source, Node, tuple[Problem, ...]]:
    """The tree of any XML file of ours, with every refusal but that of its root; `kind` names it in messages."""
    refuse_binary(data, kind)
    source = decoded(data, kind)
    if PROLOG_DOCTYPE.match(source.text):
        raise HostileFileError(f"The file has a DOCTYPE, which {kind} files never need and which can do harm: refused")
    if source.text.count(b"<") > 2 * MAX_NODES:
        raise HostileFileError(f"The file has more than {MAX_NODES:,} elements: refused")
    text, problems = replace_html_entities(source.text)
    root, faults = parse(text, source)
    refuse_excess(root, source)
    return source, root, (*misdeclared(source), *problems, *faults)


def refuse_binary(data: bytes, kind: str = "BPMN") -> None:
    """Refuse what cannot be XML text before anything reads it."""
    if len(data) > MAX_BYTES:
        raise HostileFileError(f"The file is larger than {MAX_BYTES // 1024**2} MiB: refused")
    for signature, what in BINARY_SIGNATURES:
        if data.startswith(signature):
            raise NotBpmnError(f"The file is {what}, not a {kind} file")
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        raise NotBpmnError("The file is empty")


def decoded(data: bytes, kind: str = "BPMN") -> Source:
    """The source with its encoding found and checked."""
    try:
        source = Source(data)
    except UnicodeDecodeError as error:
        where = f"{error.reason} at byte {error.start}"
        raise NotBpmnError(f"The file is damaged or cut off: it is no {error.encoding.upper()} text, {where}") from None
    if b"\x00" in source.text:
        raise NotBpmnError(f"The file is binary, not a {kind} file")
    return source


def misdeclared(source: Source) -> list[Problem]:
    """What to say of a file that is not in the encoding which it claims."""
    if source.misdeclared is None:
        return []
    message = f"The file says that it is {source.misdeclared.upper()}, but it is UTF-8: read as that, kept as written"
    return [Problem("warning", None, "encoding", message, 1)]


def replace_html_entities(text: bytes) -> tuple[bytes, list[Problem]]:
    """Named HTML entities, which XML does not know, as character references; rich-text fields write them."""
    problems: list[Problem] = []
    if ENTITY.search(text) is None:
        return text, problems

    def replace(match: re.Match[bytes]) -> bytes:
        name = match[1]
        characters = None if name is None else html.entities.html5.get(name.decode() + ";")
        if characters is None:
            return match[0]
        if not problems:
            line = text.count(b"\n", 0, match.start()) + 1
            message = f"HTML entity &{name.decode()}; is not XML: read as its character, kept as written"
            problems.append(Problem("warning", None, "html-entity", message, line))
        return "".join(f"&#{ord(character)};" for character in characters).encode()

    return ENTITY_IN_MARKUP.sub(replace, text), problems


def parser(recover: bool = False) -> etree.XMLParser:
    """The one way this program parses XML: no entities, no DTD, no network, libxml2's own limits on."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_blank_text=False,
        remove_comments=False,
        remove_pis=False,
        strip_cdata=False,
        recover=recover,
        encoding=None,
    )


def parse(text: bytes, source: Source) -> tuple[Node, list[Problem]]:
    """The root of the parsed text; where only namespaces are at fault the file is still read, with Problems."""
    if source.is_wide or source.misdeclared is not None:
        text = re.sub(rb"^(\xef\xbb\xbf)?(<\?xml[^>]*?)\s+encoding\s*=\s*(\"[^\"]*\"|'[^']*')", rb"\2", text)
    strict = parser()
    try:
        return etree.fromstring(text, strict), []
    except (etree.XMLSyntaxError, ValueError) as error:
        faults = list(strict.error_log)
        if faults and all(fault.domain_name == "NAMESPACE" for fault in faults):
            return recover(text, faults)
        raise refused(error, faults) from None


def recover(text: bytes, faults: list[etree._LogEntry]) -> tuple[Node, list[Problem]]:
    """Read a file whose only faults are namespaces: undeclared prefixes, names that are no URI."""
    root = etree.fromstring(text, parser(recover=True))
    seen = {fault.message: fault for fault in faults}
    return root, [Problem("error", None, "namespace", message, fault.line) for message, fault in seen.items()]


def refused(error: Exception, faults: list[etree._LogEntry]) -> Exception:
    """The one clear line for a file that is not well-formed, or beyond what the XML reader takes."""
    fault = faults[0] if faults else None
    message = " ".join((fault.message if fault else str(error)).split())
    line = fault.line if fault and fault.line else None
    for sign, meaning in LIMITS.items():
        if sign in message:
            return HostileFileError(f"The file exceeds a safety limit: {meaning}", line)
    if NO_MARKUP in message:
        return NotBpmnError("The file is no XML: no tag is where the first one should be", line)
    return NotBpmnError(f"The file is not well-formed XML: {shortened(message)}", line)


def shortened(text: str) -> str:
    """Enough of a text for one line."""
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def refuse_excess(root: Node, source: Source) -> None:
    """Own caps that the XML reader does not have."""
    if source.text.count(b"xmlns") > MAX_NAMESPACES and len(distinct_namespaces(source)) > MAX_NAMESPACES:
        raise HostileFileError(f"The file declares more than {MAX_NAMESPACES:,} namespaces: refused")
    if TOO_MANY_ATTRIBUTES(root):
        raise HostileFileError(f"An element has more than {MAX_ATTRIBUTES:,} attributes: refused")


def distinct_namespaces(source: Source) -> set[bytes]:
    """All namespace names that a file declares."""
    return {match[2] or match[3] or b"" for match in NAMESPACE.finditer(source.text)}


def readable(tag: str) -> str:
    """A tag in Clark notation as a designer can read it."""
    namespace, local = split_clark(tag)
    return shortened(f"<{local}> of {namespace}" if namespace else f"<{local}>")
