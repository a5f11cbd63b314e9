"""Whether a file is valid by the BPMN 2.0 schemas of the OMG, which come with the product unmodified.

The validator speaks of elements and types; here its findings become Problems with the element's id, its line and words
that a designer understands. Schemas load when first needed, from the product's own files, never from a network.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from importlib.resources import as_file, files
from itertools import islice
from threading import get_ident
from typing import Final, TypeAlias

from lxml import etree

from engine.bpmn.document import Document
from engine.bpmn.journal import Node
from engine.bpmn.loader import Loaded, load
from engine.bpmn.namespaces import local_name
from engine.bpmn.problems import DocumentError, Problem
from engine.bpmn.transcript import Numbers
from engine.bpmn.wording import lower, speak, words

RULE: Final = "schema"
MOST_PROBLEMS: Final = 500
MOST_SAME_IDS: Final = 5_000
"""The validator's time grows with the square of ids that are not unique; beyond this it would take minutes."""
_CLARK: Final = re.compile(r"\{[^}]*\}")
_ID_TAKEN: Final = re.compile(r"attribute 'id': '(.*)' is not a valid value of the \w+ type '[^']*ID'", re.DOTALL)
_NCNAME: Final = re.compile(r"[^\W\d][\w.\-·]*")
_TYPES: Final[Mapping[str, str]] = {
    "ID": "an id: letters, digits, - and _, beginning with a letter, used once only",
    "IDREF": "the id of an element",
    "QName": "a reference: an id without blanks",
    "boolean": "true or false",
    "integer": "a whole number",
    "int": "a whole number",
    "double": "a number",
    "anyURI": "an address (URI)",
}

Match: TypeAlias = re.Match[str]
Wording: TypeAlias = Callable[[Node, Match], str]


def validate(data: bytes) -> list[Problem]:
    """All that is wrong with a file by the schemas, empty for a valid one; one that cannot be read is a problem too."""
    try:
        loaded = load(data)
    except DocumentError as error:
        return [error.problem]
    return [replace(problem, severity="error") for problem in loaded.problems] + _problems_of_file(loaded)


def schema_problems_of(data: bytes) -> list[Problem]:
    """What the schemas find in the bytes of a file. Raises `DocumentError` where they are no BPMN."""
    return _problems_of_file(load(data))


def schema_problems(document: Document) -> list[Problem]:
    """What the schemas find in a document as it is now, edits included."""
    return _problems_of(document.definitions.node, lambda node: document.line_of(document.view(node)))


def _problems_of_file(loaded: Loaded) -> list[Problem]:
    @cache
    def numbers() -> Mapping[Node, int]:
        return Numbers(loaded.root).by_node

    return _problems_of(loaded.root, lambda node: loaded.source.line(numbers()[node]))


def _problems_of(root: Node, line_of: Callable[[Node], int | None]) -> list[Problem]:
    ids = Counter(id.strip() for node in root.iter("*") if (id := node.get("id")))
    if ids.total() - len(ids) > MOST_SAME_IDS:
        message = f"More than {MOST_SAME_IDS:,} elements share their ids with others: the schema was not checked"
        return [Problem("error", None, RULE, message)]
    schema = _schema(get_ident())
    if schema.validate(root):
        return []
    entries: Iterable[etree._LogEntry] = schema.error_log  # type: ignore[assignment]  # the stubs forget __iter__
    prefixes = {prefix: uri for node in root.iter("*") for prefix, uri in node.nsmap.items() if prefix}
    found: dict[tuple[Node, str], Problem] = {}
    told = (entry for entry in entries if not _is_remembered(entry.message, ids))
    for entry in islice(told, MOST_PROBLEMS):
        node = _node_of(root, entry, prefixes)
        found.setdefault((node, _subject(entry.message)), _problem(node, entry.message, line_of(node)))
    return list(found.values())


def _is_remembered(message: str, ids: Mapping[str, int]) -> bool:
    """Whether it is said of an id that is there once only: libxml2 remembers ids of elements that are gone."""
    found = _ID_TAKEN.search(message)
    value = found[1].strip() if found is not None else ""
    return ids.get(value) == 1 and _NCNAME.fullmatch(value) is not None


@lru_cache(maxsize=4)
def _schema(_thread: int) -> etree.XMLSchema:
    """The schema, read once; each thread has its own, for a schema keeps what its last validation found."""
    parser = etree.XMLParser(no_network=True, resolve_entities=False)
    with as_file(files("resources") / "xsd") as folder:
        return etree.XMLSchema(etree.parse(str(folder / "BPMN20.xsd"), parser))


def _problem(node: Node, told: str, line: int | None) -> Problem:
    message = next(_worded(node, told), _plain(told))
    owner: Node | None = node
    while owner is not None and not owner.get("id"):
        owner = owner.getparent()
    return Problem("error", None if owner is None else owner.get("id"), RULE, message, line)


def _node_of(root: Node, entry: etree._LogEntry, prefixes: Mapping[str, str]) -> Node:
    try:
        found = root.getroottree().xpath(entry.path, namespaces=dict(prefixes))
    except etree.XPathError:
        return root
    nodes = [node for node in found if etree.iselement(node)] if isinstance(found, list) else []
    return nodes[0] if nodes else root


def _subject(message: str) -> str:
    """What a message is about: the validator tells of one bad value twice."""
    found = re.match(r"Element '[^']*', attribute '([^']*)'", message)
    return f"@{found[1]}" if found else message


def _worded(node: Node, message: str) -> Iterator[str]:
    for pattern, wording in _WORDINGS:
        found = pattern.search(message)
        if found is not None:
            yield wording(node, found)


def _missing_attribute(node: Node, found: Match) -> str:
    return f"{speak(node)} has no {words(found[1])} ({found[1]}), which BPMN requires"


def _forbidden_attribute(node: Node, found: Match) -> str:
    name = _CLARK.sub("", found[1])
    return f'{speak(node)} has the attribute "{name}", which BPMN does not know there; a vendor\'s needs a prefix'


def _bad_value(node: Node, found: Match) -> str:
    name, value = found[1], found[2]
    if name == "id" and _NCNAME.fullmatch(value):
        return f'{speak(node)} has the id "{value}", which another element has too'
    return f'{speak(node)} has "{value}" as {words(name)}; it must be {_type(found[3])}'


def _bad_text(node: Node, found: Match) -> str:
    return f'{_inside(node)}, "{found[1]}" does not fit in {words(local_name(node.tag))}; it must be {_type(found[2])}'


def _bad_choice(node: Node, found: Match) -> str:
    choices = ", ".join(re.findall(r"'([^']*)'", found[3]))
    return f'{speak(node)} has "{found[2]}" as {words(found[1])}; it must be one of {choices}'


def _incomplete(node: Node, found: Match) -> str:
    return f"{speak(node)} is incomplete: it still needs {_choices(found[1])}"


def _unexpected(node: Node, found: Match) -> str:
    return (
        f'{_inside(node)}, "{local_name(node.tag)}" stands in the wrong place; BPMN expects {_choices(found[1])} here'
    )


def _not_allowed(node: Node, _: Match) -> str:
    return f'{_inside(node)}, "{local_name(node.tag)}" is not allowed, or stands too late'


def _unknown_vendor(node: Node, _: Match) -> str:
    return f'{_inside(node)}, the vendor\'s element "{local_name(node.tag)}" stands where BPMN wants only known ones'


def _stray_text(node: Node, _: Match) -> str:
    return f"{speak(node)} contains loose text, which BPMN does not allow there"


_WORDINGS: Final[tuple[tuple[re.Pattern[str], Wording], ...]] = (
    (re.compile(r"The attribute '([^']*)' is required but missing"), _missing_attribute),
    (re.compile(r"The attribute '([^']*)' is not allowed"), _forbidden_attribute),
    (
        re.compile(
            r"attribute '([^']*)': \[facet 'enumeration'\] The value '(.*)' is not an element of the set (.*)\."
        ),
        _bad_choice,
    ),
    (re.compile(r"attribute '([^']*)': '(.*)' is not a valid value of the \w+ type '(.*)'", re.DOTALL), _bad_value),
    (re.compile(r"': '(.*)' is not a valid value of the \w+ type '(.*)'", re.DOTALL), _bad_text),
    (re.compile(r"Missing child element\(s\)\. Expected is (?:one of )?\( (.*) \)"), _incomplete),
    (re.compile(r"This element is not expected\. Expected is (?:one of )?\( (.*) \)"), _unexpected),
    (re.compile(r"This element is not expected"), _not_allowed),
    (re.compile(r"demanded by the strict wildcard"), _unknown_vendor),
    (re.compile(r"Character content (?:other than whitespace )?is not allowed"), _stray_text),
)
_SELDOM_MEANT: Final = frozenset(
    ("documentation", "extensionElements", "categoryValueRef", "auditing", "monitoring", "extension")
)


def _inside(node: Node) -> str:
    parent = node.getparent()
    return f"In {lower(speak(parent))}" if parent is not None else "In the file"


def _type(name: str) -> str:
    return _TYPES.get(local_name(name), f"a valid {words(local_name(name))}")


def _choices(expected: str) -> str:
    names = [local_name(name.strip()) for name in expected.split(", ") if not name.startswith("##")]
    likely = [name for name in names if name not in _SELDOM_MEANT] or names
    shown = [f'"{name}"' for name in likely[:4]]
    return " or ".join(shown) + (" or others" if len(likely) > len(shown) else "")


def _plain(message: str) -> str:
    return _CLARK.sub("", message)
