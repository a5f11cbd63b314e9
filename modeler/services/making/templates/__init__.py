"""Camunda's element templates as connectors: a manifest whose settings stand where the template's bindings say."""

from modeler.services.making.templates.conversion import Converted, convert
from modeler.services.making.templates.reading import Template, TemplateError, read_templates

__all__ = ["Converted", "Template", "TemplateError", "convert", "read_templates"]
