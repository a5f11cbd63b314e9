"""What an element makes of a server's answer, as a pin for it: the answer passes through the element's own mapping."""

from __future__ import annotations

import json
from pathlib import Path

from connectors.sdk.ports import HttpResponse
from connectors.sdk.values import Json, JsonObject
from engine.bpmn import Document, Element
from modeler.editing import binding
from modeler.services.catalog import Catalog
from modeler.services.preview.connector_tasks import plain
from modeler.services.preview.session import PreviewSession
from modeler.services.preview.starting import PreviewOptions
from modeler.services.workspace.data_connectors import DATA_CONNECTOR


def elements_calling(document: Document, catalog: Catalog, references: set[str], resource: str) -> list[str]:
    """The elements that call a resource of a data connector, which is known by any of its `references`."""
    found: list[str] = []
    for element in document.elements(Element):
        manifest = catalog.connector_of(element)
        if manifest is None or manifest.id != DATA_CONNECTOR or not element.id:
            continue
        values = binding.read(manifest, element).values
        if str(values.get("dataSource")) in references and values.get("endpoint") == resource:
            found.append(element.id)
    return found


def answer_of(status: int, headers: tuple[tuple[str, str], ...], answer: Json) -> HttpResponse:
    """An answer as a server gives it."""
    text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
    return HttpResponse(status, headers, text.encode("utf-8"))


def pin_of_answer(
    document: Document, catalog: Catalog, folder: Path | None, element: str, data: JsonObject, answer: HttpResponse
) -> JsonObject:
    """The output of the element when a server answers this, or the error that it makes of it. Raises `PreviewRefused`.

    Nothing is called. The Request in which it happens is one of its own.
    """
    session = PreviewSession()
    try:
        session.start(document, catalog, data, folder, PreviewOptions(answers={element: answer}))
        tried = session.try_step(element, data)
    finally:
        session.close()
    if tried.error:
        return {"_error": {"code": tried.code or None, "message": tried.error}}
    return plain(tried.output)
