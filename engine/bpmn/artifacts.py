"""Artifacts: associations, groups and text annotations."""

from __future__ import annotations

from engine.bpmn.content import Child, ChildText
from engine.bpmn.elements import Artifact, Element
from engine.bpmn.fields import Attr, Ref
from engine.bpmn.namespaces import bpmn
from engine.bpmn.root_elements import CategoryValue


class Text(Element):
    """The text element inside a text annotation."""

    __slots__ = ()


class Association(Artifact):
    """A dotted line from an artifact, or data, to what it is about."""

    __slots__ = ()

    source_ref = Attr("sourceRef")
    source = Ref("sourceRef", Element)
    target_ref = Attr("targetRef")
    target = Ref("targetRef", Element)
    association_direction = Attr("associationDirection", "None")


class Group(Artifact):
    """A dashed frame around elements of one category."""

    __slots__ = ()

    category_value_ref = Attr("categoryValueRef")
    category_value = Ref("categoryValueRef", CategoryValue)


class TextAnnotation(Artifact):
    """A remark on the diagram; `text` is what it says."""

    __slots__ = ()

    text_format = Attr("textFormat", "text/plain")
    text_element = Child(Text, bpmn("text"))
    _remark = ChildText(bpmn("text"))

    @property
    def text(self) -> str:
        """The remark."""
        return self._remark or ""

    @text.setter
    def text(self, value: str | None) -> None:
        self._remark = value
