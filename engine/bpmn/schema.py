"""Whether a file is valid by the BPMN 2.0 schemas of the OMG, which come with the product unmodified.

The validator speaks of elements and types; here its findings become Problems with the element's id, its line and words
that a designer understands. Schemas load when first needed, from the product's own files, never from a network.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import islice
from typing import Final, TypeAlias

from engine.bpmn.document import Document
from engine.bpmn.journal import Node
from engine.bpmn.loader import Loaded, load
from engine.bpmn.namespaces import BPMN, BPMNDI, DC, DI, bpmn, local_name, split_clark
from engine.bpmn.problems import DocumentError, Problem
from engine.bpmn.registry import VIEWS
from engine.bpmn.transcript import Numbers
from engine.bpmn.validation import NCNAME, faults, suspects
from engine.bpmn.wording import lower, speak, words

RULE: Final = "schema"
MOST_PROBLEMS: Final = 500
MOST_SAME_IDS: Final = 5_000
"""The validator's time grows with the square of ids that are not unique; beyond this it would take minutes."""
_CLARK: Final = re.compile(r"\{[^}]*\}")
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


def unit_problems(document: Document, unit: Node) -> list[Problem]:
    """What the schemas find in one unit of a document; ids that several elements have are no matter of one."""
    return [_problem(fault.node, fault.message, document.line_of(document.view(fault.node))) for fault in faults(unit)]


def _problems_of_file(loaded: Loaded) -> list[Problem]:
    @cache
    def numbers() -> Mapping[Node, int]:
        return Numbers(loaded.root).by_node

    return _problems_of(loaded.root, lambda node: loaded.source.line(numbers()[node]))


def _problems_of(root: Node, line_of: Callable[[Node], int | None]) -> list[Problem]:
    ids: dict[str, list[Node]] = {}
    for node in root.iter("*"):
        if id := node.get("id"):
            ids.setdefault(id.strip(), []).append(node)
    shared = {id: nodes for id, nodes in ids.items() if len(nodes) > 1 and NCNAME.fullmatch(id)}
    if sum(len(nodes) - 1 for nodes in shared.values()) > MOST_SAME_IDS:
        return [too_many_ids()]
    found = islice((fault for unit in suspects(root) for fault in faults(unit)), MOST_PROBLEMS)
    told = [_problem(fault.node, fault.message, line_of(fault.node)) for fault in found]
    taken = (node for nodes in shared.values() for node in [each for each in nodes if each.tag in VIEWS][1:])
    return told + [_problem_at(node, _same_id(node), line_of(node)) for node in taken]


def too_many_ids() -> Problem:
    """What is said instead where the validator would take minutes."""
    message = f"More than {MOST_SAME_IDS:,} elements share their ids with others: the schema was not checked"
    return Problem("error", None, RULE, message)


def _problem(node: Node, told: str, line: int | None) -> Problem:
    return _problem_at(node, next(_worded(node, told), _plain(told)), line)


def _problem_at(node: Node, message: str, line: int | None) -> Problem:
    owner: Node | None = node
    while owner is not None and not owner.get("id"):
        owner = owner.getparent()
    return Problem("error", None if owner is None else owner.get("id"), RULE, message, line)


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
    return f'{speak(node)} has "{value}" as {words(name)}; it must be {_type(found[3])}'


def _same_id(node: Node) -> str:
    return f'{speak(node)} has the id "{node.get("id")}", which another element has too'


def _bad_text(node: Node, found: Match) -> str:
    return f'{_inside(node)}, "{found[1]}" does not fit in {words(local_name(node.tag))}; it must be {_type(found[2])}'


def _bad_choice(node: Node, found: Match) -> str:
    choices = ", ".join(re.findall(r"'([^']*)'", found[3]))
    return f'{speak(node)} has "{found[2]}" as {words(found[1])}; it must be one of {choices}'


def _incomplete(node: Node, found: Match) -> str:
    return f"{speak(node)} is incomplete: it still needs {_choices(found[1])}"


def _unexpected(node: Node, found: Match) -> str:
    choices, name = _choices(found[1]), local_name(node.tag)
    if not choices or _is_foreign(node):
        return _misplaced_vendor(node)
    if choices == f'"{name}"':
        return f'{_inside(node)}, "{name}" is written in another namespace than the one that BPMN has it in'
    return f'{_inside(node)}, "{name}" stands in the wrong place; BPMN expects {choices} here'


def _misplaced_vendor(node: Node) -> str:
    """A vendor's element outside `extensionElements`, or in it without a namespace of its own."""
    if not _is_foreign(node):
        return f'{_inside(node)}, "{local_name(node.tag)}" needs a namespace of its own, as vendors\' elements have'
    return f'{_inside(node)}, the vendor\'s element "{local_name(node.tag)}" belongs into extensionElements'


def _is_foreign(node: Node) -> bool:
    uri = split_clark(node.tag)[0]
    return uri is not None and uri not in (BPMN, BPMNDI, DI, DC)


def _not_allowed(node: Node, _: Match) -> str:
    if _is_foreign(node):
        return _misplaced_vendor(node)
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
    if parent is not None and parent.tag == bpmn("extensionElements"):
        parent = parent.getparent()
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
