"""The trunk of BPMN's class tree: Element, what every view can do, down to FlowNode, SequenceFlow and expressions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from engine.bpmn.content import Child, Children, read_text, write_text
from engine.bpmn.fields import Attr, Flag, Host, Ref, View, write_attribute
from engine.bpmn.mentions import TextRefs
from engine.bpmn.namespaces import bpmn, clark, kind_of, local_name


class Element(View):
    """A view of any element of the file; foreign and unknown elements are plain ones. One view per node."""

    __slots__ = ()

    id = Attr("id")

    @property
    def document(self) -> Host:
        """The document that the element belongs to."""
        return self.host

    @property
    def tag(self) -> str:
        """The local name, such as `userTask`."""
        return local_name(self.node.tag)

    @property
    def kind(self) -> str:
        """The name with its usual prefix, such as `bpmn:userTask`; foreign elements as `{uri}name`."""
        return kind_of(self.node.tag)

    @property
    def parent(self) -> Element | None:
        """The element around this one."""
        node = self.node.getparent()
        found = None if node is None else self.host.view(node)
        return found if isinstance(found, Element) else None

    @property
    def children(self) -> list[Element]:
        """The elements directly inside, in the file's order."""
        views = [self.host.view(node) for node in self.node.iterchildren("*")]
        return [view for view in views if isinstance(view, Element)]

    def iterate_children(self) -> Iterator[Element]:
        """The elements directly inside, one by one: for those who stop early."""
        look = self.host.view
        for node in self.node.iterchildren("*"):
            view = look(node)
            if isinstance(view, Element):
                yield view

    @property
    def text(self) -> str:
        """All text inside the element."""
        return read_text(self.node)

    @text.setter
    def text(self, value: str | None) -> None:
        write_text(self, value)

    @property
    def attributes(self) -> Mapping[str, str]:
        """The attributes as written, in the file's order; names of other namespaces as `{uri}name`."""
        return {str(name): str(value) for name, value in self.node.attrib.items()}

    def ancestors(self) -> Iterator[Element]:
        """The elements around this one, from the inside out."""
        found = self.parent
        while found is not None:
            yield found
            found = found.parent

    def get(self, attribute: str) -> str | None:
        """An attribute's text as written, by the tree's name of it."""
        return self.node.get(attribute)

    def set(self, attribute: str, value: str | None) -> None:
        """Write an attribute's text; None removes the attribute."""
        write_attribute(self, attribute, value)

    def foreign(self, uri: str, name: str) -> str | None:
        """A vendor's attribute, such as `pm:config`."""
        return self.node.get(clark(uri, name))

    def set_foreign(self, uri: str, name: str, value: str | None) -> None:
        """Write a vendor's attribute; None removes it."""
        write_attribute(self, clark(uri, name), value)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.id or self.tag}>"


class Documentation(Element):
    """Text about an element; `text` holds it, also where it is HTML."""

    __slots__ = ()

    text_format = Attr("textFormat", "text/plain")


class ExtensionElements(Element):
    """The place for vendors' elements; `children` are those."""

    __slots__ = ()


class BaseElement(Element):
    """What all elements of BPMN's semantic model share."""

    __slots__ = ()

    documentation = Children(Documentation, bpmn("documentation"))
    extension_elements = Child(ExtensionElements, bpmn("extensionElements"))


class BaseElementWithMixedContent(BaseElement):
    """A base element that holds text."""

    __slots__ = ()


class Named(BaseElement):
    """A base element that has a name."""

    __slots__ = ()

    name = Attr("name")


class Expression(BaseElementWithMixedContent):
    """A natural-language expression; `text` is its body."""

    __slots__ = ()


class RootElement(BaseElement):
    """An element that stands directly in the definitions."""

    __slots__ = ()


class Extension(Element):
    """The announcement that the file uses an extension of BPMN."""

    __slots__ = ()

    definition = Attr("definition")
    must_understand = Flag("mustUnderstand", default=False)
    documentation = Children(Documentation, bpmn("documentation"))


class Import(Element):
    """A reference to another file: a WSDL, an XSD or a further BPMN file."""

    __slots__ = ()

    namespace = Attr("namespace")
    location = Attr("location")
    import_type = Attr("importType")


class Relationship(BaseElement):
    """A typed link between elements of this and other files."""

    __slots__ = ()

    type = Attr("type")
    direction = Attr("direction")
    source_refs = TextRefs(bpmn("source"))
    target_refs = TextRefs(bpmn("target"))


class ItemDefinition(RootElement):
    """The structure of data or of a physical item."""

    __slots__ = ()

    structure_ref = Attr("structureRef")
    is_collection = Flag("isCollection", default=False)
    item_kind = Attr("itemKind", "Information")


class FormalExpression(Expression):
    """An expression that an engine evaluates."""

    __slots__ = ()

    language = Attr("language")
    evaluates_to_type_ref = Attr("evaluatesToTypeRef")
    evaluates_to_type = Ref("evaluatesToTypeRef", ItemDefinition)


class Auditing(BaseElement):
    """Vendors' settings about auditing."""

    __slots__ = ()


class Monitoring(BaseElement):
    """Vendors' settings about monitoring."""

    __slots__ = ()


class Artifact(BaseElement):
    """What tells about a process and does nothing in it."""

    __slots__ = ()


class FlowElement(Named):
    """Whatever stands in the flow of a process or choreography."""

    __slots__ = ()

    auditing = Child(Auditing, bpmn("auditing"))
    monitoring = Child(Monitoring, bpmn("monitoring"))
    category_value_refs = TextRefs(bpmn("categoryValueRef"))


class FlowNode(FlowElement):
    """What sequence flows connect: activities, events, gateways. `incoming` and `outgoing` are ids as written."""

    __slots__ = ()

    incoming = TextRefs(bpmn("incoming"))
    outgoing = TextRefs(bpmn("outgoing"))


class SequenceFlow(FlowElement):
    """The order of two flow nodes."""

    __slots__ = ()

    source_ref = Attr("sourceRef")
    source = Ref("sourceRef", FlowNode)
    target_ref = Attr("targetRef")
    target = Ref("targetRef", FlowNode)
    is_immediate = Flag("isImmediate")
    condition = Child(Expression, bpmn("conditionExpression"))
