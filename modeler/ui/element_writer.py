"""Writes a finished field into the document: one edit, joined with the one before while the same field is edited."""

from __future__ import annotations

import json
from collections.abc import Callable

from connectors.sdk.manifest import Manifest
from connectors.sdk.values import Json, JsonObject, JsonPath
from engine.bpmn import BaseElement, Document, Documentation, Element, FlowNode, ScriptTask, SequenceFlow
from engine.bpmn.factory import create, create_expression
from engine.bpmn.namespaces import PROCESSMAKER
from modeler.editing import binding, form_changes, forms
from modeler.services.catalog import Catalog
from modeler.ui.element_form import RAW, path_of

Writer = Callable[[Document, Element, object], None]


def write_field(document: Document, element: Element, key: str, value: object, catalog: Catalog) -> None:
    """Store the value of one field. Raises `ValueError` with a reason when it cannot be stored."""
    path = path_of(key)
    manifest = catalog.connector_of(element)
    if path is not None and manifest is not None:
        _write_setting(document, element, manifest, path, value)
        return
    with document.edit(_label(key), merge=(key, element.id)):
        if key == RAW:
            _write_raw(element, str(value or ""), manifest)
        else:
            WRITERS.get(key, _attribute(key))(document, element, value)


def judged(element: Element, manifest: Manifest, path: JsonPath, value: object) -> forms.FormModel:
    """The form model as it would be with another value: what to show while somebody types."""
    values = binding.read(manifest, element).values
    return forms.build(manifest, changed(manifest, values, path, value))


def changed(manifest: Manifest, values: JsonObject, path: JsonPath, value: object) -> JsonObject:
    """The settings with a field's value in place; texts become what the field stores."""
    field = forms.build(manifest, values).field_at(path)
    if field is not None and field.kind == "json":
        return form_changes.with_value(manifest, values, path, _json(str(value)))
    if field is not None and isinstance(value, str) and field.kind != "choice":
        return form_changes.typed(manifest, values, field, value)
    if value is None and field is not None:
        return form_changes.typed(manifest, values, field, "")
    return form_changes.with_value(manifest, values, path, value)  # type: ignore[arg-type]  # fields hold JSON


def _write_setting(document: Document, element: Element, manifest: Manifest, path: JsonPath, value: object) -> None:
    before = binding.read(manifest, element).values
    after = changed(manifest, before, path, value)
    if after != before:
        with document.edit(f"Change {manifest.name}", merge=("setting", element.id, path)):
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


def _attribute(name: str) -> Writer:
    def write(_: Document, element: Element, value: object) -> None:
        if isinstance(value, bool):
            element.set(name, "true" if value else "false")
        else:
            element.set(name, str(value) if value not in (None, "") else None)

    return write


def _write_text(_: Document, element: Element, value: object) -> None:
    element.text = str(value or "")


def _write_documentation(document: Document, element: Element, value: object) -> None:
    if not isinstance(element, BaseElement):
        return
    notes, text = list(element.documentation), str(value or "")
    if notes and text:
        notes[0].text = text
    elif notes:
        document.remove(notes[0])
    elif text:
        made = create(document, Documentation)
        document.insert(element, made)
        made.text = text


def _write_condition(_: Document, element: Element, value: object) -> None:
    if not isinstance(element, SequenceFlow):
        return
    text = str(value or "").strip()
    if element.condition is not None and text:
        element.condition.text = text
    elif element.condition is not None:
        element.condition = None
    elif text:
        element.condition = create_expression(element, "conditionExpression", text)


def _write_default(_: Document, element: Element, value: object) -> None:
    source = element.source if isinstance(element, SequenceFlow) else None
    if isinstance(element, SequenceFlow) and isinstance(source, FlowNode):
        source.set("default", element.id if value else None)
        if value and element.condition is not None:
            element.condition = None


def _write_script(_: Document, element: Element, value: object) -> None:
    if isinstance(element, ScriptTask):
        element.script = str(value) if value else None


WRITERS: dict[str, Writer] = {
    "text": _write_text,
    "documentation": _write_documentation,
    "condition": _write_condition,
    "isDefault": _write_default,
    "script": _write_script,
}


def _label(key: str) -> str:
    names = {"name": "Rename", "documentation": "Change documentation", "condition": "Change condition"}
    return names.get(key, f"Change {key}")
