"""Writes a finished field into the document: one edit, joined with the one before while the same field is edited."""

from __future__ import annotations

import json

from engine.bpmn import Document, Element
from engine.bpmn.namespaces import PROCESSMAKER
from modeler.editing import binding, commands, form_changes, forms
from modeler.editing.connector_types import Json, JsonObject, JsonPath, Manifest
from modeler.services.catalog import Catalog
from modeler.ui.element_form import RAW, path_of

PROPERTIES = {"condition": "conditionExpression"}


def write_field(document: Document, element: Element, key: str, value: object, catalog: Catalog) -> None:
    """Store the value of one field. Raises `CommandRefused` with a reason when the rules forbid it."""
    path = path_of(key)
    manifest = catalog.connector_of(element)
    if path is not None and manifest is not None:
        _write_setting(document, element, manifest, path, value)
        return
    if key == RAW:
        with document.edit("Change settings", merge=(key, element)):
            _write_raw(element, str(value or ""), manifest)
    elif key == "isDefault":
        commands.set_default_flow(document, element, bool(value))
    else:
        name = PROPERTIES.get(key, key)
        commands.set_property(document, element, name, value if value != "" else None, merge=key != "id")


def judged(element: Element, manifest: Manifest, path: JsonPath, value: object) -> forms.FormModel:
    """The form model as it would be with another value: what to show while somebody types."""
    values = binding.read(manifest, element).values
    return forms.build(manifest, changed(manifest, values, path, value))


def changed(manifest: Manifest, values: JsonObject, path: JsonPath, value: object) -> JsonObject:
    """The settings with a field's value in place; texts become what the field stores."""
    field = forms.build(manifest, values).field_at(path)
    if field is not None and field.kind == "json":
        return form_changes.with_value(manifest, values, path, _json(str(value)))
    if field is not None and isinstance(value, str) and (field.kind != "choice" or field.is_open):
        return form_changes.typed(manifest, values, field, value)
    if value is None and field is not None:
        return form_changes.typed(manifest, values, field, "")
    return form_changes.with_value(manifest, values, path, value)  # type: ignore[arg-type]  # fields hold JSON


def _write_setting(document: Document, element: Element, manifest: Manifest, path: JsonPath, value: object) -> None:
    before = binding.read(manifest, element).values
    after = changed(manifest, before, path, value)
    if after != before:
        with document.edit(f"Change {manifest.name}", merge=("setting", element, path)):
            binding.write(manifest, element, after)


def _json(text: str) -> Json:
    try:
        value: Json = json.loads(text)
    except ValueError:
        return text
    return value


def _write_raw(element: Element, text: str, manifest: Manifest | None) -> None:
    if manifest is not None:
        binding.write_text(manifest, element, text)
    else:
        element.set_foreign(PROCESSMAKER, "config", text or None)
