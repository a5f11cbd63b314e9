"""OpenAPI descriptions as connectors: a Data Connector asset, and a palette entry for each chosen operation."""

from modeler.services.making.openapi.description import Description, OpenApiError, read_description
from modeler.services.making.openapi.making import Made, make
from modeler.services.making.openapi.operations import Operation, chosen, operations
from modeler.services.making.openapi.sources import read_source

__all__ = [
    "Description",
    "Made",
    "OpenApiError",
    "Operation",
    "chosen",
    "make",
    "operations",
    "read_description",
    "read_source",
]
