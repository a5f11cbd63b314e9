"""Camunda's element templates as connectors: a manifest whose settings stand where the template's bindings say."""

from modeler.services.making.templates.conversion import Converted, convert, convert_all
from modeler.services.making.templates.reading import Template, TemplateError, read_versions

__all__ = ["Converted", "Template", "TemplateError", "convert", "convert_all", "read_versions"]
