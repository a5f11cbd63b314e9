"""The validator of the BPMN 2.0 schemas, asked unit by unit: what is wrong with an element, whatever stands around it.

    for unit in suspects(root):          # no unit at all in a valid file, in the time of one validation
        faults(unit)

The validator passes over what follows an element that it did not expect; here each unit is looked at for itself. A unit
that holds others is validated with stand-ins for them. Ids that several elements have are not among the faults.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from functools import lru_cache
from importlib.resources import as_file, files
from itertools import islice
from threading import get_ident
from typing import Final, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from engine.bpmn.index import DRAWN
from engine.bpmn.journal import Node, attributes_of
from engine.bpmn.namespaces import split_clark
from engine.bpmn.roles import ranks_in
from engine.bpmn.units import CONTAINERS, UNITS, holds_only_drawings, is_unit, unit_of, units

ID_TAKEN: Final = re.compile(r"attribute 'id': '(.*)' is not a valid value of the \w+ type '[^']*ID'", re.DOTALL)
NCNAME: Final = re.compile(r"[^\W\d][\w.\-·]*")
_HARMLESS: Final = frozenset((1824, 1839, 1840, 1866, 1867, 1868))
"""Errors of attributes and values, after which the validator goes on: its codes, named as in libxml2's xmlerror.h."""
_PARSER: Final = etree.XMLParser(no_network=True, resolve_entities=False, huge_tree=True, recover=True)
_MOST_ALIKE: Final = 2
"""So many children of one name in a row tell of a content model what thousands would."""


class Fault(NamedTuple):
    """What the validator says of a node, in its own words."""

    node: Node
    message: str


def suspects(root: Node) -> list[Node]:
    """The units of a tree that may have faults: those with errors, and those that were passed over because of one."""
    found: dict[Node, None] = {}
    names: dict[str, str] = {}
    for entry in _errors(root):
        names = names or _names(root)
        node = _node_at(root, entry.path, names)
        around = node.getparent()
        found[unit_of(node)] = found[unit_of(node if around is None else around)] = None
        if entry.type not in _HARMLESS:
            for each in (node, *node.itersiblings("*")):
                found.update(dict.fromkeys(filter(is_unit, units(each))))
    return list(found)


def faults(unit: Node) -> list[Fault]:
    """What is wrong with a unit by the schemas, other units not counted; one fault of a value is told once."""
    told: dict[tuple[Node, str], Fault] = {}
    for fault in _faults_of_container(unit) if unit.tag in CONTAINERS else _faults_of(unit):
        told.setdefault((fault.node, _subject(fault.message)), fault)
    return list(told.values())


def _faults_of(unit: Node) -> Iterator[Fault]:
    names: dict[str, str] = {}
    for entry in _errors(unit):
        names = names or _names(unit)
        yield Fault(_node_at(unit, entry.path, names), entry.message)


def _faults_of_container(unit: Node) -> Iterator[Fault]:
    copy, origin, stand_ins = _without_units(unit)
    for fault in _faults_of(copy):
        if fault.node not in stand_ins or "This element is not expected" in fault.message:
            yield Fault(origin[fault.node], fault.message)


def _without_units(unit: Node) -> tuple[Node, dict[Node, Node], set[Node]]:
    """A container with stand-ins for the units in it: a copy, what its nodes stand for, and which are stand-ins."""
    copy = _bare(unit)
    origin, stand_ins = {copy: unit}, set[Node]()
    for child in _telling_children(unit):
        if child.tag in UNITS:
            made = etree.SubElement(copy, child.tag)
            made.tail = child.tail
            origin[made] = child
            stand_ins.add(made)
        else:
            origin.update(_copied(child, copy))
    return copy, origin, stand_ins


def _bare(unit: Node) -> Node:
    """An element and its text without children; written and read, for a namespace's name may be no address."""
    spaces = {prefix: uri for prefix, uri in unit.nsmap.items() if uri}
    uri, name = split_clark(unit.tag)
    if uri is not None and uri not in spaces.values():
        spaces["_"] = uri
    prefixes: dict[str | None, str] = {uri: f"{prefix}:" for prefix, uri in spaces.items() if prefix}
    declared = {f"xmlns:{prefix}" if prefix else "xmlns": uri for prefix, uri in spaces.items()}
    declared |= {_qualified(each, prefixes): value for each, value in attributes_of(unit).items()}
    written = " ".join(f"{each}={quoteattr(value)}" for each, value in declared.items())
    name = f"{'' if spaces.get(None) == uri else prefixes.get(uri, '')}{name}"
    return etree.fromstring(f"<{name} {written}>{escape(unit.text or '')}</{name}>", _PARSER)


def _qualified(name: str, prefixes: Mapping[str | None, str]) -> str:
    uri, local = split_clark(name)
    return f"{prefixes.get(uri, 'xml:')}{local}" if uri else local


def _copied(node: Node, parent: Node) -> Iterator[tuple[Node, Node]]:
    """Put a copy of a node, with all that is in it, into a parent; gives each copy with what it stands for.

    By the names of its namespaces, for what was moved in the tree may keep a prefix that means another one there.
    """
    try:
        known = parent.nsmap
        fresh = {prefix: uri for prefix, uri in node.nsmap.items() if uri and known.get(prefix) != uri}
        made = etree.SubElement(parent, node.tag, attributes_of(node), fresh)  # type: ignore[arg-type]  # None: default
    except (TypeError, ValueError):  # a comment, or the name of a namespace that is no address
        made = deepcopy(node)
        parent.append(made)
        yield from zip(made.iter(), node.iter(), strict=True)
        return
    made.text, made.tail = node.text, node.tail
    yield made, node
    for child in node.iterchildren():
        yield from _copied(child, made)


def _telling_children(unit: Node) -> Iterator[Node]:
    """The children of a container, but of many in a row that have one place in the schema only the first of each name.

    Loose text may stand behind each of them, so those with text are kept.
    """
    if holds_only_drawings(unit) and not any((each.tail or " ").strip() for each in unit.iterchildren()):
        for tag in DRAWN:
            yield from islice(unit.iterchildren(tag), _MOST_ALIKE)
        return
    ranks = ranks_in(unit.tag)
    last, seen = -1, dict[str, int]()
    for child in unit.iterchildren():
        tag = child.tag
        if not isinstance(tag, str):
            if child.tail is not None and not child.tail.isspace():
                yield child
            continue
        rank = ranks[tag]
        if rank != last:
            last, seen = rank, {}
        count = seen[tag] = seen.get(tag, 0) + 1
        if rank < 0 or count <= _MOST_ALIKE or tag not in UNITS or not (child.tail or " ").isspace():
            yield child


def _errors(node: Node) -> Iterator[etree._LogEntry]:
    """What the validator says of a tree, except of ids that are taken: it remembers those of elements that are gone."""
    schema = _schema(get_ident())
    if schema.validate(node):
        return
    entries: Iterable[etree._LogEntry] = schema.error_log  # type: ignore[assignment]  # the stubs forget __iter__
    for entry in tuple(entries):
        taken = ID_TAKEN.search(entry.message)
        if taken is None or NCNAME.fullmatch(taken[1].strip()) is None:
            yield entry


@lru_cache(maxsize=4)
def _schema(_thread: int) -> etree.XMLSchema:
    """The schema, read once; each thread has its own, for a schema keeps what its last validation found."""
    with as_file(files("resources") / "xsd") as folder:
        return etree.XMLSchema(etree.parse(str(folder / "BPMN20.xsd"), _PARSER))


def _names(node: Node) -> dict[str, str]:
    return {prefix: uri for each in node.iter("*") for prefix, uri in each.nsmap.items() if prefix}


def _node_at(validated: Node, path: str | None, names: Mapping[str, str]) -> Node:
    """The node that a path of the validator names, which begins at what was validated."""
    below = (path or "").split("/", 2)[2:]
    if not below:
        return validated
    try:
        found = validated.xpath(below[0], namespaces=dict(names))
    except etree.XPathError:  # a prefix that nothing declares is part of the name
        found = validated.xpath(re.sub(r"[^/\[*]+:[^/\[]+", lambda step: f'*[name()="{step[0]}"]', below[0]))
    nodes = [node for node in found if etree.iselement(node)] if isinstance(found, list) else []
    return nodes[0] if nodes else validated


def _subject(message: str) -> str:
    """What a message is about: the validator tells of one bad value twice."""
    found = re.match(r"Element '[^']*', attribute '([^']*)'", message)
    return f"@{found[1]}" if found else message
