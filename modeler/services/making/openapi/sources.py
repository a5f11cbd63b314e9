"""What a service can be described by: an OpenAPI description, a Postman collection, or a pasted cURL command."""

from __future__ import annotations

from connectors.sdk.values import as_object
from modeler.services.making.openapi.curl import is_curl, read_curl
from modeler.services.making.openapi.description import Description, checked, measured, parsed
from modeler.services.making.openapi.postman import is_postman, read_postman


def read_source(text: str, is_lenient: bool = False) -> Description:
    """The description that a text holds in one of the three forms; raises `OpenApiError` (see `checked`)."""
    measured(text)
    if is_curl(text):
        return checked(read_curl(text))
    data = parsed(text)
    return checked(read_postman(as_object(data)) if is_postman(data) else data, is_lenient)
