"""Writes a finished field into the document: one edit, joined with the one before while the same field is edited."""

from __future__ import annotations

import json
from collections.abc import Sequence

from engine.bpmn import Document, Element
from engine.bpmn.namespaces import PROCESSMAKER
from modeler.editing import binding, commands, form_changes, forms
from modeler.editing.connector_types import Json, JsonObject, Manifest, as_object, same
from modeler.services.catalog import Catalog
from modeler.ui.forms.element_form import RAW, companion_of, part_of, path_of, without_companion

PROPERTIES = {"condition": "conditionExpression"}


def write_field(document: Document, element: Element, key: str, value: object, catalog: Catalog) -> None:
    """Store the value of one field. Raises `CommandRefused` with a reason when the rules forbid it."""
    path = path_of(key)
    manifest = manifest_of(element, key, catalog)
    if path is not None:
        if manifest is not None:  # none: a step back has just made the element another one
            _write_setting(document, element, manifest, key, value)
        return
    if without_companion(key) == RAW:
        with document.edit("Change settings", merge=(key, element)):
            _write_raw(element, str(value or ""), manifest)
    elif key == "isDefault":
        commands.set_default_flow(document, element, bool(value))
    else:
        name = PROPERTIES.get(key, key)
        commands.set_property(document, element, name, value if value != "" else None, merge=key != "id")


def manifest_of(element: Element, key: str, catalog: Catalog) -> Manifest | None:
    """Whose setting a key means: the element's connector's, or one of its companions'."""
    wanted = companion_of(key)
    if wanted:
        return next((each for each in catalog.companions_of(element) if each.id == wanted), None)
    return catalog.connector_of(element)


def write_to_all(document: Document, elements: Sequence[Element], key: str, value: object, catalog: Catalog) -> None:
    """Store one value in several elements, as one step: in all of them or, when the rules forbid one, in none."""
    ids = tuple(element.id for element in elements)
    with document.edit(f"Change {len(elements)} elements", merge=("several", ids, key)):
        for element in elements:
            write_field(document, element, key, value, catalog)


def judged(element: Element, manifest: Manifest, key: str, value: object) -> forms.FormModel:
    """The form model as it would be with another value: what to show while somebody types."""
    values = binding.read(manifest, element).values
    return forms.build(manifest, changed(manifest, values, key, value))


def changed(manifest: Manifest, values: JsonObject, key: str, value: object) -> JsonObject:
    """The settings with a field's value in place; texts become what the field stores."""
    path, part = path_of(key) or (), part_of(key)
    field = forms.build(manifest, values).field_at(path, part)
    if field is None:
        return form_changes.with_value(manifest, values, path, value)  # type: ignore[arg-type]  # fields hold JSON
    if part == "variant":
        return form_changes.with_variant(manifest, values, path, value) if isinstance(value, int) else values
    if part == "map":
        return form_changes.with_extra(manifest, values, path, as_object(value))
    if field.kind == "json":
        return _with_json(manifest, values, field, value)
    if value is None or (isinstance(value, str) and _is_typed(field)):
        return form_changes.typed(manifest, values, field, value or "")
    return form_changes.with_value(manifest, values, path, value)  # type: ignore[arg-type]  # fields hold JSON


def _is_typed(field: forms.Field) -> bool:
    return field.kind != "choice" or field.is_open or field.takes_expression


def _with_json(manifest: Manifest, values: JsonObject, field: forms.Field, text: object) -> JsonObject:
    """A JSON text in place; one that cannot be read changes nothing, and an empty one removes the setting."""
    if not isinstance(text, str) or not text.strip():
        return form_changes.removed(values, field.path)
    try:
        value: Json = json.loads(text)
    except (ValueError, RecursionError):
        return values
    return form_changes.with_value(manifest, values, field.path, value)


def _write_setting(document: Document, element: Element, manifest: Manifest, key: str, value: object) -> None:
    before = binding.read(manifest, element).values
    after = changed(manifest, before, key, value)
    if not same(after, before):
        with document.edit(f"Change {manifest.name}", merge=("setting", element, key)):
            commands.configure(document, element, manifest, after)


def _write_raw(element: Element, text: str, manifest: Manifest | None) -> None:
    if manifest is not None:
        binding.write_text(manifest, element, text)
    else:
        element.set_foreign(PROCESSMAKER, "config", text or None)
