"""The form of what is selected: general properties, what belongs to its type, and its connector's settings.

Pure: elements and a catalog in, a `Form` of plain values out. Writing back is in `element_writer`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from engine.bpmn import (
    BaseElement,
    CallActivity,
    Document,
    Element,
    ExclusiveGateway,
    InclusiveGateway,
    Process,
    ScriptTask,
    SequenceFlow,
    TextAnnotation,
)
from engine.bpmn.namespaces import PROCESSMAKER
from modeler.editing import binding, forms
from modeler.editing.connector_types import JsonPath, Manifest
from modeler.services.catalog import Catalog
from modeler.services.dialects import language_of_condition
from modeler.ui.element_kinds import display_name, kind_name
from modeler.ui.panels.form_model import Choice, Field, Form, Group, Item, Kind

KINDS: dict[str, Kind] = {"secret": "text", "json": "code"}
CONFIG = "settings:"
RAW = "raw"


def element_form(
    elements: Sequence[Element], document: Document, catalog: Catalog, choices: forms.ChoiceSource | None = None
) -> Form | None:
    """The form for a selection; without one, that of the process itself. `choices` is what the workspace offers."""
    if len(elements) > 1:
        return _several(elements)
    element = elements[0] if elements else _main(document)
    if element is None:
        return None
    manifest = catalog.connector_of(element)
    groups = [_general(element), *_own(element)]
    groups += _connector(element, manifest, choices) if manifest is not None else _raw(element)
    if isinstance(element, BaseElement):
        groups.append(_documentation(element))
    kind = manifest.name if manifest is not None else kind_name(element)
    return Form(subject_of(element), display_name(element), kind, tuple(groups))


def subject_of(element: Element) -> str:
    """What names an element while a form is shown: its id, else what only this view has."""
    return element.id or f"{element.tag}@{hash(element)}"


def key_of(path: JsonPath) -> str:
    """A setting's path as the key of its field."""
    return CONFIG + json.dumps(path)


def path_of(key: str) -> JsonPath | None:
    """The setting that a field's key stands for; None for fields that are no settings."""
    return tuple(json.loads(key.removeprefix(CONFIG))) if key.startswith(CONFIG) else None


def settings_fields(manifest: Manifest, model: forms.FormModel) -> tuple[Group, ...]:
    """A connector's form model as groups of fields."""
    groups = [
        Group(
            f"{manifest.id}/{group.id}",
            group.label,
            tuple(_field(field) for field in group.fields),
            not group.collapsed,
        )
        for group in model.groups
    ]
    if model.unknown:
        rows = tuple(
            Field(key_of((setting.key,)), setting.key, "code", setting.text, is_readonly=True)
            for setting in model.unknown
        )
        groups.append(Group(f"{manifest.id}/unknown", _tr("Kept as they are"), rows, is_open=False))
    return tuple(groups)


def errors_of(model: forms.FormModel) -> dict[str, str]:
    """Field key to message, for what is wrong in a form model."""
    return {key_of(field.path): field.error for field in model.walk() if field.error}


def _several(elements: Sequence[Element]) -> Form:
    kinds = list(dict.fromkeys(kind_name(element) for element in elements))
    subject = "+".join(subject_of(element) for element in elements[:20])
    title = _tr("{} elements selected").format(len(elements))
    shown = ", ".join(kinds[:4]) + (" …" if len(kinds) > 4 else "")
    return Form(subject, title, shown, message=_tr("Select one element to see and change its properties."))


def _main(document: Document) -> Element | None:
    plane = document.diagrams[0].plane if document.diagrams else None
    shown = plane.element if plane is not None else None
    return shown if shown is not None else next(document.elements(Process), None)


def _general(element: Element) -> Group:
    fields = []
    if isinstance(element, TextAnnotation):
        fields.append(Field("text", _tr("Text"), "multiline", element.text))
    else:
        fields.append(Field("name", _tr("Name"), "text", element.get("name")))
    fields.append(Field("id", _tr("Id"), "text", element.id, help=_tr("Unique in the file; no spaces.")))
    return Group("general", _tr("General"), tuple(fields))


def _own(element: Element) -> list[Group]:
    if isinstance(element, SequenceFlow):
        return _flow(element)
    if isinstance(element, ScriptTask):
        fields = (
            Field("scriptFormat", _tr("Language"), "text", element.get("scriptFormat"), placeholder="python"),
            Field("script", _tr("Script"), "code", element.script or ""),
        )
        return [Group("script", _tr("Script"), fields)]
    if isinstance(element, CallActivity):
        called = Field("calledElement", _tr("Called process"), "text", element.get("calledElement"))
        return [Group("called", _tr("Called process"), (called,))]
    if isinstance(element, Process):
        executable = Field("isExecutable", _tr("Executable"), "boolean", element.get("isExecutable") == "true")
        return [Group("process", _tr("Execution"), (executable,))]
    return []


def _flow(flow: SequenceFlow) -> list[Group]:
    source = flow.source
    default = source is not None and source.get("default") == flow.id
    fields: list[Field] = []
    if not default:
        text = flow.condition.text if flow.condition is not None else ""
        hint = _tr("The flow is taken when this holds. Language: {}.").format(language_of_condition(flow))
        fields.append(Field("condition", _tr("Condition"), "code", text, help=hint, placeholder="amount > 1000"))
    if isinstance(source, ExclusiveGateway | InclusiveGateway):
        hint = _tr("Taken when no other flow is.")
        fields.append(Field("isDefault", _tr("Default flow"), "boolean", default, help=hint))
    return [Group("condition", _tr("Condition"), tuple(fields))] if fields else []


def _documentation(element: BaseElement) -> Group:
    notes = list(element.documentation)
    text = notes[0].text if notes else ""
    field = Field("documentation", _tr("Notes for readers"), "multiline", text)
    return Group("documentation", _tr("Documentation"), (field,), is_open=bool(text))


def _connector(element: Element, manifest: Manifest, choices: forms.ChoiceSource | None) -> list[Group]:
    configuration = binding.read(manifest, element)
    if not configuration.is_readable:
        help = _tr("Set it right here, or clear it to start anew.")
        field = Field(RAW, _tr("Settings as text"), "code", configuration.text, help=help, error=configuration.error)
        return [Group("raw", manifest.name, (field,))]
    return list(settings_fields(manifest, forms.build(manifest, configuration.values, choices)))


def _raw(element: Element) -> list[Group]:
    text = element.foreign(PROCESSMAKER, "config")
    if text is None:
        return []
    help = _tr("No installed connector knows these settings. They are kept as they are.")
    error = binding.parsed(text).error
    field = Field(RAW, "pm:config", "code", text, help=help, error=error)
    return [Group("raw", _tr("Settings"), (field,), is_open=bool(error))]


def _field(field: forms.Field) -> Field:
    value: object = field.value
    if field.kind == "json":
        value = json.dumps(field.value, ensure_ascii=False, indent=2)
    return Field(
        key=key_of(field.path),
        label=field.label,
        kind=KINDS.get(field.kind, field.kind),  # type: ignore[arg-type]  # the other kinds have the same names
        value=value,
        help=field.help,
        placeholder=field.placeholder,
        error=field.error,
        is_required=field.required,
        choices=tuple(Choice(choice.value, choice.label) for choice in field.choices),
        is_open=field.is_open,
        fields=tuple(_field(inner) for inner in field.fields),
        items=tuple(
            Item(item.summary, tuple(_field(inner) for inner in item.fields), item.error) for item in field.items
        ),
        new_item=field.new_item,
        add_label=field.add_label,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("ElementForm", text)
