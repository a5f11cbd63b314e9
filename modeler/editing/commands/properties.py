"""Setting single properties: ids with all that refers to them, documentation, attributes, expressions and texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from engine.bpmn import (
    Activity,
    BaseElement,
    Document,
    Documentation,
    Element,
    Event,
    ExclusiveGateway,
    Expression,
    SequenceFlow,
)
from engine.bpmn.content import Child, ChildText, content_of
from engine.bpmn.factory import create, create_expression
from engine.bpmn.fields import Attr, Flag, Integer, Ref, parse_boolean
from engine.bpmn.index import REFERENCE_SET, local
from engine.bpmn.namespaces import PREFERRED_PREFIXES, local_name
from modeler.editing.commands.labels import rename
from modeler.editing.facts import DefaultFlowSet, PropertyChanged
from modeler.editing.naming import require_free_id
from modeler.editing.refusals import CommandRefused
from modeler.editing.rules.flows import can_be_conditional, can_be_default, is_default_of
from modeler.editing.structure import CONNECTIONS, called, describe

_Field: TypeAlias = "Attr[object] | Flag[object] | Integer[object] | Ref[Element]"


def set_property(document: Document, element: Element, name: str, value: object, *, merge: bool = False) -> None:
    """Set one property of an element, as one step; None clears it.

    `name` is an attribute as the file writes it (`isForCompensation`, `camunda:assignee`), `id`, `name`,
    `documentation`, or a child that is text or an expression (`script`, `conditionExpression`). With `merge`, settings
    of the same property in a row are one step, as while typing.
    """
    if name in ("sourceRef", "targetRef") and isinstance(element, CONNECTIONS):
        raise CommandRefused(f"{describe(element)} gets another end by reconnecting it")
    text = _text(value)
    key = ("property", element, name) if merge else None
    with document.edit(f"Change {_spoken(name)} of {called(element)}", merge=key) as edit:
        if name == "id":
            change_id(document, element, text or "")
        elif name == "name":
            rename(document, element, text)
        elif name == "documentation":
            set_documentation(document, element, text)
        elif name == "default":
            _set_default_of(document, element, text)
        elif name == "conditionExpression":
            set_condition(document, element, text)
        else:
            _set_plain(document, element, name, text)
        edit.note(PropertyChanged(element, name))


def change_id(document: Document, element: Element, id: str) -> None:
    """Give an element another id and let everything that refers to it follow."""
    before = element.id
    if id == before:
        return
    require_free_id(document, id)
    with document.edit(f"Change id of {called(element)}"):
        referrers = document.referrers(element) if before and document.find(before) is element else []
        element.id = id
        for referrer in referrers:
            _follow(referrer, before or "", id)


def set_documentation(document: Document, element: Element, text: str | None) -> None:
    """Write the documentation of an element: the first one it has, or a new one; an empty text removes it."""
    if not isinstance(element, BaseElement):
        raise CommandRefused(f"{describe(element)} has no documentation")
    with document.edit(f"Change documentation of {called(element)}"):
        known = next(iter(element.documentation), None)
        if text and known is not None:
            known.text = text
        elif text:
            made = create(document, Documentation)
            document.insert(element, made)
            made.text = text
        elif known is not None:
            document.remove(known)


def set_default_flow(document: Document, flow: Element, is_default: bool = True) -> None:
    """Make a flow the default of its source, or plain again (R-F1)."""
    if not isinstance(flow, SequenceFlow) or not can_be_default(flow):
        raise CommandRefused(f"{describe(flow)} cannot be a default flow")
    source = flow.source
    assert source is not None
    with document.edit("Set default flow" if is_default else "Clear default flow") as edit:
        if is_default:
            source.set("default", flow.id)
            edit.note(DefaultFlowSet(flow))
        elif is_default_of(source, flow):
            source.set("default", None)


def set_condition(document: Document, flow: Element, text: str | None) -> None:
    """Write the condition of a flow; a default flow with a condition is no default any more (R-F1)."""
    if not isinstance(flow, SequenceFlow):
        raise CommandRefused(f"{describe(flow)} has no condition")
    if text and not can_be_conditional(flow):
        raise CommandRefused(f"{describe(flow)} cannot have a condition")
    with document.edit(f"Change condition of {called(flow)}") as edit:
        if flow.condition is not None and text:
            flow.condition.text = text
        else:
            flow.condition = create_expression(flow, "conditionExpression", text) if text else None
        source = flow.source
        if text and source is not None and is_default_of(source, flow):
            source.set("default", None)
        edit.note(PropertyChanged(flow, "conditionExpression"))


def set_color(document: Document, elements: Iterable[Element], fill: str | None, stroke: str | None) -> None:
    """Color elements on all diagrams, both as bpmn.io and as BPMN in Color write it; None takes a color away."""
    chosen = list(elements)
    for element in chosen:
        if not document.shapes_of(element) and document.profile != "processmaker":
            raise CommandRefused(f"{describe(element)} is not drawn and cannot be colored")
    label = f"Color {called(chosen[0])}" if len(chosen) == 1 else f"Color {len(chosen)} elements"
    with document.edit(label):
        for element in chosen:
            for drawn in document.shapes_of(element):
                for uri, name, color in _color_attributes(fill, stroke):
                    if drawn.foreign(uri, name) != color:
                        drawn.set_foreign(uri, name, color)
            if document.profile == "processmaker" or element.foreign(_uri("pm"), "color") is not None:
                element.set_foreign(_uri("pm"), "color", stroke)


def _color_attributes(fill: str | None, stroke: str | None) -> tuple[tuple[str, str, str | None], ...]:
    bioc, color = _uri("bioc"), _uri("color")
    return (
        (bioc, "stroke", stroke),
        (bioc, "fill", fill),
        (color, "background-color", fill),
        (color, "border-color", stroke),
    )


def _uri(prefix: str) -> str:
    return next(uri for uri, known in PREFERRED_PREFIXES.items() if known == prefix)


def _follow(referrer: Element, before: str, id: str) -> None:
    """Write the new id where an element refers to the old one, keeping a QName's prefix."""
    found = False
    for name, value in referrer.attributes.items():
        if name in REFERENCE_SET and local(value) == before:
            prefix, colon, _ = value.strip().rpartition(":")
            referrer.set(name, id if value.strip() == before else f"{prefix}{colon}{id}")
            found = True
    text = referrer.text.strip() if not found and not referrer.children else ""
    if text and local(text) == before:
        prefix, colon, _ = text.rpartition(":")
        referrer.text = id if text == before else f"{prefix}{colon}{id}"


def _set_default_of(document: Document, element: Element, flow_id: str | None) -> None:
    if not isinstance(element, Activity | ExclusiveGateway) and not hasattr(element, "default_ref"):
        raise CommandRefused(f"{describe(element)} has no default flow")
    if flow_id is None:
        element.set("default", None)
        return
    flow = document.find(flow_id)
    if not isinstance(flow, SequenceFlow) or flow.source is not element:
        raise CommandRefused(f"“{flow_id}” is no flow out of {describe(element)}")
    set_default_flow(document, flow)


def _set_plain(document: Document, element: Element, name: str, text: str | None) -> None:
    """Write an attribute or child of the element, or else of the one event definition inside it."""
    prefix, colon, rest = name.partition(":")
    if colon and prefix != "bpmn" and not name.startswith("{"):
        _set_foreign(element, prefix, rest, text)
        return
    plain = rest if colon and prefix == "bpmn" else name
    known = plain in _attributes(type(element)) or plain in element.attributes or name.startswith("{")
    _require_kind(type(element), plain, text)
    field = next((each for each in content_of(type(element)) if plain in {local_name(tag) for tag in each.tags}), None)
    if known:
        element.set(plain, text)
    elif isinstance(field, ChildText):
        field.__set__(element, text)
    elif isinstance(field, Child) and issubclass(field.item, Expression):
        _set_expression(document, element, field, plain, text)
    elif isinstance(element, Event) and len(element.definitions) == 1:
        _set_plain(document, element.definitions[0], name, text)
    else:
        raise CommandRefused(f"BPMN knows no property “{name}” of {describe(element)}")


def _require_kind(kind: type[Element], local: str, text: str | None) -> None:
    """Refuse what an attribute that is a yes or no, or a number, cannot say."""
    field = next((each for each in _declared(kind) if each.xml_name == local), None)
    if text is not None and isinstance(field, Flag) and parse_boolean(text) is None:
        raise CommandRefused(f"“{local}” is true or false, not “{text}”")
    if text is not None and isinstance(field, Integer) and not text.strip().lstrip("+-").isdecimal():
        raise CommandRefused(f"“{local}” is a whole number, not “{text}”")


def _set_foreign(element: Element, prefix: str, local: str, text: str | None) -> None:
    try:
        element.set_foreign(_uri(prefix), local, text)
    except StopIteration:
        raise CommandRefused(f"“{prefix}” is no known prefix of a vendor") from None


def _set_expression(document: Document, element: Element, field: Child[Element], name: str, text: str | None) -> None:
    known = field.__get__(element, type(element))
    if known is not None and text:
        known.text = text
    elif known is not None:
        document.remove(known)
    elif text:
        document.insert(element, create_expression(element, name, text))


def _attributes(kind: type[Element]) -> frozenset[str]:
    return frozenset(field.xml_name for field in _declared(kind))


def _declared(kind: type[Element]) -> Iterator[_Field]:
    """The attributes that a type has by the standard, its own before those of what it is a kind of."""
    for part in kind.__mro__:
        yield from (field for field in vars(part).values() if isinstance(field, Attr | Flag | Integer | Ref))


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _spoken(name: str) -> str:
    return "".join(f" {each.lower()}" if each.isupper() else each for each in name.rpartition(":")[2])
