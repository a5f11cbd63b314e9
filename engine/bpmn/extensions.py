"""What tools add to BPMN: elements in `extensionElements` and colours, each read in all vocabularies in use.

Colours are written in the vocabulary that the drawn element has, else in the file's own, else in the two that most
tools read. A colour is text as the file says it; the drawing decides what it can show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from engine.bpmn.content import insert, new_node, remove
from engine.bpmn.diagram import LABEL, BPMNEdge, BPMNLabel, BPMNShape
from engine.bpmn.elements import BaseElement, Element, ExtensionElements
from engine.bpmn.fields import write_attribute
from engine.bpmn.journal import Node
from engine.bpmn.namespaces import (
    BIOC,
    COLOR,
    FILLS,
    LABEL_COLOR,
    OLD_BIOC,
    PM_COLOR,
    PROCESSMAKER,
    STROKES,
    bpmn,
    clark,
)

UNPREFIXED: Final = ("color", "validations", "detail", "configuration")
_VOCABULARIES: Final = (COLOR, BIOC, OLD_BIOC)


@dataclass(frozen=True, slots=True)
class Colors:
    """The colours that a file gives something drawn; None is the theme's own."""

    stroke: str | None = None
    fill: str | None = None
    label: str | None = None


NO_COLORS: Final = Colors()


def colors_of(drawn: BPMNShape | BPMNEdge) -> Colors:
    """The colours of a shape or edge: BPMN in Color, bpmn.io's, or ProcessMaker's on the element itself."""
    return colors_with(drawn, drawn.element, next(drawn.node.iterchildren(LABEL), None))


def colors_with(drawn: BPMNShape | BPMNEdge, element: Element | None, label: Node | None) -> Colors:
    """The colours of a shape or edge, for those who know already which element it shows, and its label's node."""
    if not drawn.host.has_colors:
        return NO_COLORS
    node = drawn.node
    own = None if element is None else element.node.get(PM_COLOR) or element.node.get("color")
    has_own = "{" in "".join(node.keys())  # type: ignore[arg-type]  # of parsed XML, always str: one with a namespace
    if own is None and label is None and not has_own:
        return NO_COLORS
    stroke, fill = (_first(node, STROKES), _first(node, FILLS)) if has_own else (None, None)
    if own is not None and stroke is None and fill is None:
        stroke, fill = (own, None) if isinstance(drawn, BPMNEdge) else (None, own)
    text = None if label is None else label.get(LABEL_COLOR)
    text = text or (node.get(LABEL_COLOR) if has_own else None)
    return NO_COLORS if stroke is None and fill is None and text is None else Colors(stroke, fill, text)


def set_colors(drawn: BPMNShape | BPMNEdge, stroke: str | None, fill: str | None) -> None:
    """Colour a shape or edge in the vocabulary of the element or file; None gives it back to the theme."""
    element = drawn.element
    if element is not None and _speaks_processmaker(drawn, element):
        set_processmaker_setting(element, "color", stroke if isinstance(drawn, BPMNEdge) else fill)
        stroke, fill = (None, None)
    spoken = _spoken(drawn)
    for place, uri in enumerate(_VOCABULARIES):
        if uri in spoken:
            write_attribute(drawn, STROKES[place], stroke)
            write_attribute(drawn, FILLS[place], fill)


def set_label_color(drawn: BPMNShape | BPMNEdge, color: str | None) -> None:
    """Colour the name of a shape or edge, as BPMN in Color does: on its label."""
    label = drawn.label
    if label is None and color is not None:
        made = drawn.host.view(new_node(drawn.node, LABEL))
        assert isinstance(made, BPMNLabel)
        drawn.label = label = made
    if label is not None:
        write_attribute(label, LABEL_COLOR, color)
    if drawn.node.get(LABEL_COLOR) is not None:
        write_attribute(drawn, LABEL_COLOR, None)


def processmaker_setting(element: Element, name: str) -> str | None:
    """An attribute of ProcessMaker, such as `config`; also where a file lost its prefix."""
    value = element.node.get(PM_COLOR if name == "color" else clark(PROCESSMAKER, name))
    return element.node.get(name) if value is None and name in UNPREFIXED else value


def set_processmaker_setting(element: Element, name: str, value: str | None) -> None:
    """Write an attribute of ProcessMaker with its prefix; one without prefix goes, for it makes files invalid."""
    if name in UNPREFIXED:
        write_attribute(element, name, None)
    write_attribute(element, clark(PROCESSMAKER, name), value)


def extensions_of(element: BaseElement, uri: str, name: str) -> list[Element]:
    """The vendors' elements of one name that an element carries."""
    return list(_extensions(element, clark(uri, name)))


def extension_of(element: BaseElement, uri: str, name: str) -> Element | None:
    """The first vendor's element of a name."""
    return next(_extensions(element, clark(uri, name)), None)


def add_extension(element: BaseElement, uri: str, name: str) -> Element:
    """Give an element one more vendor's element, behind those that it has."""
    holder = element.extension_elements
    if holder is None:
        made = element.host.view(new_node(element.node, bpmn("extensionElements")))
        assert isinstance(made, ExtensionElements)
        element.extension_elements = holder = made
    return add_child(holder, uri, name)


def add_child(parent: Element, uri: str, name: str) -> Element:
    """Give a vendor's element one more child."""
    child = parent.host.view(new_node(parent.node, clark(uri, name)))
    assert isinstance(child, Element)
    insert(parent, child)
    return child


def remove_extension(extension: Element) -> None:
    """Take a vendor's element away, and the empty `extensionElements` that it leaves."""
    holder = extension.parent
    remove(extension)
    if isinstance(holder, ExtensionElements) and len(holder.node) == 0 and not (holder.node.text or "").strip():
        remove(holder)


def _extensions(element: BaseElement, tag: str) -> Iterator[Element]:
    holder = element.extension_elements
    if holder is not None:
        yield from (child for child in holder.children if child.node.tag == tag)


def _first(node: Node, names: tuple[str, ...]) -> str | None:
    get = node.get
    for name in names:
        value = get(name)
        if value:
            return value
    return None


def _speaks_processmaker(drawn: BPMNShape | BPMNEdge, element: Element) -> bool:
    if any(name in drawn.node.attrib for name in (*STROKES, *FILLS)):
        return False
    return bool({PM_COLOR, "color"} & set(element.attributes)) or PROCESSMAKER in _declared(drawn)


def _spoken(drawn: BPMNShape | BPMNEdge) -> set[str]:
    own = {uri for uri in _VOCABULARIES if any(name.startswith(f"{{{uri}}}") for name in drawn.attributes)}
    return own or _declared(drawn) & {BIOC, COLOR} or {BIOC, COLOR}


def _declared(element: Element) -> set[str]:
    return set(element.node.getroottree().getroot().nsmap.values())
