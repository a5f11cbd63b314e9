"""Changing the type of an element: another node takes over its place, its content and, as asked, its attributes.

A node's tag says which class of views shows it, so another type is another node. Comments and the text between the
children go along.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.bpmn.content import bare_copy, new_node
from engine.bpmn.elements import Element
from engine.bpmn.journal import Insert, Node, Remove, attributes_of
from engine.bpmn.namespaces import tag_of


def retag(element: Element, kind: str, attributes: Mapping[str, str], keeps: Callable[[Element], bool]) -> Element:
    """Replace an element by one of another kind in the same place, with these attributes (by the tree's names).

    The children for which `keeps` says so move over in their order; the others go with the old node.
    """
    host, old = element.host, element.node
    parent = old.getparent()
    if parent is None:
        raise ValueError("Only an element of the document can change its type")
    fresh = _made(parent, old, kind, attributes)
    fresh.text = old.text
    fresh.tail = old.tail
    host.record(Insert(parent, fresh, parent.index(old), origin=old))
    for child in list(old):
        view = host.view(child) if isinstance(child.tag, str) else None
        if isinstance(view, Element) and not keeps(view):
            continue
        host.record(Remove(old, child, old.index(child)))
        host.record(Insert(fresh, child, len(fresh)))
    host.record(Remove(parent, old, parent.index(old)))
    made = host.view(fresh)
    assert isinstance(made, Element)
    return made


def _made(parent: Node, old: Node, kind: str, attributes: Mapping[str, str]) -> Node:
    """The new node; one with names that nothing declares is made of the old one."""
    fresh = new_node(parent, tag_of(kind))
    try:
        for name, value in attributes.items():
            fresh.set(name, value)
    except ValueError:
        fresh = bare_copy(old)
        fresh.tag = tag_of(kind)
        for name in attributes_of(old).keys() - attributes.keys():
            fresh.attrib.pop(name)
    return fresh
