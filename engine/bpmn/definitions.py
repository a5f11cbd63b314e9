"""The root of a BPMN file."""

from __future__ import annotations

from engine.bpmn.content import Children
from engine.bpmn.diagram import BPMNDiagram
from engine.bpmn.elements import Element, Extension, Import, Relationship, RootElement
from engine.bpmn.fields import Attr
from engine.bpmn.namespaces import BPMNDI, bpmn, clark


class Definitions(Element):
    """Everything in the file: what it imports, its root elements and its diagrams."""

    __slots__ = ()

    imports = Children(Import, bpmn("import"))
    extensions = Children(Extension, bpmn("extension"))
    root_elements = Children(RootElement)
    diagrams = Children(BPMNDiagram, clark(BPMNDI, "BPMNDiagram"))
    relationships = Children(Relationship, bpmn("relationship"))
    name = Attr("name")
    target_namespace = Attr("targetNamespace")
    expression_language = Attr("expressionLanguage", "http://www.w3.org/1999/XPath")
    type_language = Attr("typeLanguage", "http://www.w3.org/2001/XMLSchema")
    exporter = Attr("exporter")
    exporter_version = Attr("exporterVersion")
