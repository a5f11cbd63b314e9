"""Camunda's forms: the form data inside a task, and the files that its form editor writes (embedded or beside)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from engine.bpmn import Document, Element
from engine.bpmn.namespaces import CAMUNDA
from engine.expressions import Dialect, ExpressionError, compile_expression, html_text
from modeler.services.task_forms.nodes import Field, FieldKind, Option
from modeler.services.task_forms.plain_form import Limits, PlainField, PlainForm, Shown, Words, always

_EMBEDDED = "camunda-forms:bpmn:"
_LARGEST = 2_000_000
_DATA_KINDS: dict[str, FieldKind] = {"long": "number", "boolean": "check", "date": "date", "enum": "choice"}
_FILE_KINDS: dict[str, FieldKind] = {
    "textfield": "text", "textarea": "multiline", "number": "number", "checkbox": "check", "select": "choice",
    "radio": "radio", "checklist": "several", "taglist": "several", "filepicker": "file",
}  # fmt: skip


def form_data(element: Element, title: str, data: JsonObject) -> PlainForm | None:
    """The form of `camunda:formData`, if the element has one."""
    found = next(iter(_inside(element, "camunda:formData")), None)
    if found is None:
        return None
    fields = [_data_field(each, data) for each in found.children if each.tag == "formField"]
    return PlainForm(title, tuple(fields), data)


def form_file(element: Element, document: Document, folder: Path | None) -> Json:
    """The form file that an element names, as JSON: embedded in the process, or `*.form` in the workspace."""
    for definition in _inside(element, "zeebe:formDefinition"):
        key, id = definition.get("formKey") or "", definition.get("formId") or ""
        if key.startswith(_EMBEDDED):
            return _embedded(document, key.removeprefix(_EMBEDDED))
        if id:
            return _beside(folder, id)
    reference = element.foreign(CAMUNDA, "formRef")
    return _beside(folder, reference) if reference else None


def form_of_file(form: JsonObject, title: str, data: JsonObject) -> PlainForm:
    """The form that a form file describes; what it has beyond plain fields is said in its place."""
    return PlainForm(title, tuple(_components(as_list(form.get("components")), data, always)), data)


def _inside(element: Element, kind: str) -> Iterator[Element]:
    for holder in element.children:
        if holder.tag == "extensionElements":
            yield from (each for each in holder.children if each.kind == kind)


def _data_field(element: Element, data: JsonObject) -> PlainField:
    kind = _DATA_KINDS.get(element.get("type") or "", "text")
    limits = {
        each.get("name") or "": each.get("config") or ""
        for validation in element.children if validation.tag == "validation"
        for each in validation.children
    }  # fmt: skip
    options = [each for each in element.children if each.tag == "value"]
    return PlainField(
        Field(
            (element.get("id") or "",),
            kind,
            element.get("label") or element.get("id") or "",
            options=tuple(Option(each.get("id"), each.get("name") or each.get("id") or "") for each in options),
            is_required="required" in limits or limits.get("mandatory") in ("true", "${true}"),
            is_readonly="readonly" in limits,
        ),
        first=_default(element.get("defaultValue"), kind, data),
        limits=Limits(
            _number(limits.get("min")), _number(limits.get("max")),
            _whole(limits.get("minlength")), _whole(limits.get("maxlength")),
        ),
    )  # fmt: skip


def _default(text: str | None, kind: FieldKind, data: JsonObject) -> Json:
    if text is None:
        return False if kind == "check" else None
    value: Json = text
    if "${" in text:
        value = _evaluated(text, "juel", data)
    if kind == "check":
        return value is True or value == "true"
    return _number(str(value)) if kind == "number" and value is not None else value


def _embedded(document: Document, id: str) -> Json:
    for element in document.elements(Element):
        if element.tag == "userTaskForm" and element.id == id:
            return _json(element.text)
    return None


def _beside(folder: Path | None, id: str) -> Json:
    for path in sorted(folder.glob("*.form")) if folder is not None else ():
        try:
            form = _json(path.read_text(encoding="utf-8")) if path.stat().st_size <= _LARGEST else None
        except (OSError, UnicodeDecodeError):
            continue
        if isinstance(form, dict) and form.get("id") == id:
            return form
    return None


def _json(text: str) -> Json:
    try:
        read: Json = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return read


def _components(components: list[Json], data: JsonObject, outer: Shown) -> Iterator[PlainField | Words]:
    for component in map(as_object, components):
        kind, shown = as_text(component.get("type")), _both(outer, _condition(component))
        if kind == "group":
            yield from _components(as_list(component.get("components")), data, shown)
        elif kind in _FILE_KINDS or kind == "datetime":
            yield _file_field(component, kind, data, shown)
        elif kind in ("text", "html"):
            yield _words(as_text(component.get("text")) or as_text(component.get("content")), shown)
        elif kind not in ("button", "separator", "spacer"):
            yield _words(f"A control of the type “{kind}” is not shown here.", shown)


def _file_field(component: JsonObject, kind: str, data: JsonObject, shown: Shown) -> PlainField:
    rules = as_object(component.get("validate"))
    key = as_text(component.get("key"))
    of_time: FieldKind = "date" if component.get("subtype") == "date" else "datetime"
    field_kind = of_time if kind == "datetime" else _FILE_KINDS[kind]
    return PlainField(
        Field(
            tuple(key.split(".")),
            field_kind,
            as_text(component.get("label")) or key,
            help=as_text(component.get("description")),
            options=_options(component, data),
            is_readonly=component.get("disabled") is True or component.get("readonly") is True,
            is_required=rules.get("required") is True,
            lines=4 if kind == "textarea" else 2,
        ),
        first=component.get("defaultValue", False if field_kind == "check" else None),
        limits=Limits(
            _number(rules.get("min")), _number(rules.get("max")),
            _whole(rules.get("minLength")), _whole(rules.get("maxLength")), as_text(rules.get("pattern")),
        ),
        is_shown=shown,
    )  # fmt: skip


def _options(component: JsonObject, data: JsonObject) -> tuple[Option, ...]:
    given: Json = component.get("values")
    if component.get("valuesKey"):
        given = data.get(as_text(component.get("valuesKey")))
    elif component.get("valuesExpression"):
        given = _evaluated(as_text(component.get("valuesExpression")), "feel", data)
    found = []
    for each in as_list(given):
        entry = as_object(each) if isinstance(each, dict) else {"value": each}
        found.append(Option(entry.get("value"), as_text(entry.get("label")) or str(entry.get("value"))))
    return tuple(found)


def _condition(component: JsonObject) -> Shown:
    rule = as_text(as_object(component.get("conditional")).get("hide"))
    return (lambda data: _evaluated(rule, "feel", data) is not True) if rule else always


def _both(one: Shown, other: Shown) -> Shown:
    return lambda data: one(data) and other(data)


def _words(text: str, shown: Shown) -> Words:
    lines = "<br>".join(html_text(line.lstrip("# ")) for line in text.splitlines())
    return Words(lambda _data: f"<p>{lines}</p>", shown)


def _evaluated(text: str, dialect: Dialect, data: JsonObject) -> Json:
    """What an expression gives; nothing where it cannot be evaluated."""
    try:
        value = compile_expression(text, dialect).evaluate(data)
        read: Json = json.loads(json.dumps(value, default=str))
    except (ExpressionError, ValueError):
        return None
    return read


def _number(value: Json) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return int(number) if number.is_integer() else number


def _whole(value: Json) -> int | None:
    number = _number(value)
    return int(number) if number is not None else None
