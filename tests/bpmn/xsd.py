"""What the XSDs of BPMN 2.0 say, read plainly: the types with their attributes and children, and the elements."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

XS = "{http://www.w3.org/2001/XMLSchema}"


@dataclass
class ComplexType:
    """One complex type: its base, its own attributes with defaults, its own children in order as (tag, type).

    `repeated` are the tags of children that may come more than once.
    """

    name: str
    base: str | None
    attributes: dict[str, tuple[str, str | None]] = field(default_factory=dict)
    children: list[tuple[str, str]] = field(default_factory=list)
    repeated: set[str] = field(default_factory=set)
    is_abstract: bool = False


@dataclass
class Schema:
    """All types and global elements; names in Clark notation."""

    types: dict[str, ComplexType] = field(default_factory=dict)
    elements: dict[str, str] = field(default_factory=dict)
    abstract: set[str] = field(default_factory=set)
    substitutes: dict[str, list[str]] = field(default_factory=dict)

    def lineage(self, type_name: str) -> list[ComplexType]:
        """A type after its bases, the outermost base first."""
        found = self.types[type_name]
        return [*(self.lineage(found.base) if found.base else []), found]

    def attributes(self, type_name: str) -> dict[str, tuple[str, str | None]]:
        """All attributes of a type: the simple type and the default."""
        return {name: about for part in self.lineage(type_name) for name, about in part.attributes.items()}

    def content(self, type_name: str) -> list[list[str]]:
        """The children of a type in order; each place with all elements that may stand there."""
        children = [child for part in self.lineage(type_name) for child in part.children]
        return [[tag] if kind else self.alternatives(tag) for tag, kind in children]

    def alternatives(self, tag: str) -> list[str]:
        """An element, if its type is concrete, and those that may take its place."""
        found = [] if self.is_abstract(tag) else [tag]
        return found + [other for name in self.substitutes.get(tag, ()) for other in self.alternatives(name)]

    def is_abstract(self, tag: str) -> bool:
        """Whether a global element only stands for others."""
        return tag in self.abstract or self.types[self.elements[tag]].is_abstract

    def concrete_elements(self) -> dict[str, str]:
        """Every element that can stand in a file, global or local, with its type."""
        found = {tag: kind for tag, kind in self.elements.items() if not self.is_abstract(tag)}
        for complex_type in self.types.values():
            for tag, kind in complex_type.children:
                if kind in self.types and (tag not in self.elements or self.is_abstract(tag)):
                    found[tag] = kind
        return found


def read(folder: Path) -> Schema:
    """Read all schema files of a folder."""
    schema = Schema()
    for path in sorted(folder.glob("*.xsd")):
        root = etree.parse(path).getroot()
        for node in root.iterchildren(f"{XS}complexType"):
            _read_type(schema, root, node)
        for node in root.iterchildren(f"{XS}element"):
            tag = f"{{{root.get('targetNamespace')}}}{node.get('name')}"
            schema.elements[tag] = _resolve(node, node.get("type"))
            if node.get("abstract") == "true":
                schema.abstract.add(tag)
            if node.get("substitutionGroup"):
                head = _resolve(node, node.get("substitutionGroup"))
                schema.substitutes.setdefault(head, []).append(tag)
    return schema


def _read_type(schema: Schema, root: etree._Element, node: etree._Element) -> None:
    name = f"{{{root.get('targetNamespace')}}}{node.get('name')}"
    extension = node.find(f"{XS}complexContent/{XS}extension")
    base = None if extension is None else _resolve(node, extension.get("base"))
    found = ComplexType(name, base, is_abstract=node.get("abstract") == "true")
    for attribute in (node if extension is None else extension).iterchildren(f"{XS}attribute"):
        found.attributes[attribute.get("name")] = (attribute.get("type"), attribute.get("default"))
    for child in node.iter(f"{XS}element"):
        if child.get("ref"):
            tag = _resolve(child, child.get("ref"))
            found.children.append((tag, ""))
        else:
            tag = f"{{{root.get('targetNamespace')}}}{child.get('name')}"
            found.children.append((tag, _resolve(child, child.get("type") or "xsd:anyType")))
        if any(each.get("maxOccurs", "1") != "1" for each in (child, *child.iterancestors())):
            found.repeated.add(tag)
    schema.types[name] = found


def _resolve(node: etree._Element, name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{node.nsmap[prefix or None]}}}{local}"
