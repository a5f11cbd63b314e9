"""The form of what is selected: general properties, what belongs to its type, and its connector's settings.

Pure: elements and a catalog in, a `Form` of plain values out. Writing back is in `element_writer`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

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
from modeler.editing.rules import is_default_of
from modeler.services.catalog import Catalog
from modeler.services.dialects import example_of_condition, language_of_condition, marks_of_condition
from modeler.ui.forms.element_kinds import display_name, kind_name
from modeler.ui.forms.shared import shared_form
from modeler.ui.panels.form_model import Choice, Field, Form, Group, Item, Range

WRITTEN = frozenset(
    ("text", "multiline", "rich", "code", "email", "uri", "date", "date-time", "duration", "color", "number", "feel")
)
CONFIG = "settings:"
COMPANION = "companion:"
RAW = "raw"
SOURCES = "data-connectors"
MAIL_SERVERS = "mail-servers"
MOST = 100


def element_form(
    elements: Sequence[Element], document: Document, catalog: Catalog, choices: forms.ChoiceSource | None = None
) -> Form | None:
    """The form for a selection; without one, that of the process itself. `choices` is what the workspace offers."""
    if len(elements) > 1:
        return _several(elements, document, catalog, choices)
    element = elements[0] if elements else _main(document)
    if element is None:
        return None
    manifest = catalog.connector_of(element)
    own = _own(element, manifest) if manifest is None or manifest.shows_own_fields else []
    groups = [_general(element), *own]
    companions = catalog.companions_of(element)
    groups += _connector(element, manifest, choices) if manifest is not None else _raw(element, companions)
    groups += [group for each in companions for group in _companion(element, each, choices)]
    groups += _raw_companions(element, companions)
    if isinstance(element, BaseElement):
        groups.append(_documentation(element))
    kind = manifest.name if manifest is not None else kind_name(element)
    page = manifest.documentation if manifest is not None else ""
    errors = _errors_without_field(element, manifest) if manifest is not None else ()
    title = display_name(element)
    return Form(subject_of(element), title, kind, tuple(groups), documentation=page, errors=errors)


def _errors_without_field(element: Element, manifest: Manifest) -> tuple[str, ...]:
    """What is wrong with the settings and has no field to say it at."""
    read = binding.read(manifest, element)
    if not read.is_readable:
        return ()
    return tuple(forms.worded(manifest, issue) for issue in forms.build(manifest, read.values).hidden_issues)


def subject_of(element: Element) -> str:
    """What names an element while a form is shown: its id, else what only this view has."""
    return element.id or f"{element.tag}@{hash(element)}"


def companion_key(companion: str, key: str) -> str:
    """The key of a companion's setting."""
    return f"{COMPANION}{companion}|{key}"


def key_of(path: JsonPath, part: forms.Part = "") -> str:
    """A setting's path as the key of its field; `part` tells apart two fields at one path."""
    return f"{CONFIG}{part}{json.dumps(path)}"


def path_of(key: str) -> JsonPath | None:
    """The setting that a field's key stands for; None for fields that are no settings."""
    own = without_companion(key)
    return tuple(json.loads(own[own.index("[") :])) if own.startswith(CONFIG) else None


def part_of(key: str) -> forms.Part:
    """Which of the fields at one path a key means."""
    name = without_companion(key).removeprefix(CONFIG).partition("[")[0]
    return "variant" if name == "variant" else "map" if name == "map" else ""


def companion_of(key: str) -> str:
    """The companion whose setting a key means; empty for the connector's own settings."""
    return key.removeprefix(COMPANION).partition("|")[0] if key.startswith(COMPANION) else ""


def without_companion(key: str) -> str:
    """The key as the companion's own form has it."""
    return key.partition("|")[2] if key.startswith(COMPANION) else key


def settings_fields(manifest: Manifest, model: forms.FormModel) -> tuple[Group, ...]:
    """A connector's form model as groups of fields."""
    groups = [
        Group(
            f"{manifest.id}/{group.id}",
            group.label,
            tuple(_field(field) for field in group.fields),
            not group.collapsed,
            group.help,
        )
        for group in model.groups
    ]
    if model.unknown:
        rows = tuple(
            Field(key_of((setting.key,)), setting.key, "json", setting.text, is_readonly=True)
            for setting in model.unknown
        )
        hint = _tr("This connector does not know these settings; they stay in the file as they are.")
        groups.append(Group(f"{manifest.id}/unknown", _tr("Kept as they are"), rows, is_open=False, help=hint))
    return tuple(groups)


def errors_of(model: forms.FormModel, companion: str = "") -> dict[str, str]:
    """Field key to message, for what is wrong in a form model."""
    prefix = companion_key(companion, "") if companion else ""
    return {f"{prefix}{key_of(field.path, field.part)}": field.error for field in model.walk() if field.error}


def _several(
    elements: Sequence[Element], document: Document, catalog: Catalog, choices: forms.ChoiceSource | None
) -> Form:
    kinds = list(dict.fromkeys(kind_name(element) for element in elements))
    subject = "+".join(subject_of(element) for element in elements[:MOST])
    title = _tr("{} elements selected").format(len(elements))
    shown = ", ".join(kinds[:4]) + (" …" if len(kinds) > 4 else "")
    if len(elements) > MOST:
        return Form(subject, title, shown, message=_tr("Select at most {} elements to change them.").format(MOST))
    single = [element_form([element], document, catalog, choices) for element in elements]
    return shared_form([form for form in single if form is not None], subject, title, shown)


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


def _own(element: Element, manifest: Manifest | None) -> list[Group]:
    if isinstance(element, SequenceFlow):
        return _flow(element)
    if isinstance(element, ScriptTask):
        fields = (
            Field("scriptFormat", _tr("Language"), "text", element.get("scriptFormat"), placeholder="python"),
            Field(
                "script", _tr("Script"), "code", element.script or "", language=element.get("scriptFormat") or "python"
            ),
        )
        return [Group("script", _tr("Script"), fields)]
    if isinstance(element, CallActivity) and (manifest is None or manifest.binding.called_element is None):
        called = Field("calledElement", _tr("Called process"), "text", element.get("calledElement"))
        return [Group("called", _tr("Called process"), (called,))]
    if isinstance(element, Process):
        executable = Field("isExecutable", _tr("Executable"), "boolean", element.is_executable)
        return [Group("process", _tr("Execution"), (executable,))]
    return []


def _flow(flow: SequenceFlow) -> list[Group]:
    default = is_default_of(flow.source, flow)
    fields: list[Field] = []
    if not default:
        text = flow.condition.text if flow.condition is not None else ""
        hint = _tr("The flow is taken when this holds. Language: {}.").format(language_of_condition(flow))
        fields.append(
            Field(
                "condition",
                _tr("Condition"),
                "code",
                text,
                help=hint,
                placeholder=example_of_condition(flow),
                language="expression",
                takes_variables=True,
                marks=marks_of_condition(flow),
            )
        )
    if isinstance(flow.source, ExclusiveGateway | InclusiveGateway):
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
        field = Field(RAW, _tr("Settings as text"), "raw", configuration.text, help=help, error=configuration.error)
        return [Group("raw", manifest.name, (field,))]
    return list(settings_fields(manifest, forms.build(manifest, configuration.values, choices)))


def _companion(element: Element, companion: Manifest, choices: forms.ChoiceSource | None) -> list[Group]:
    """What a package adds to an ordinary element; settings that cannot be read are shown as text elsewhere."""
    configuration = binding.read(companion, element)
    if not configuration.is_readable:
        return []
    groups = settings_fields(companion, forms.build(companion, configuration.values, choices))
    prefix = companion_key(companion.id, "")
    return [replace(group, fields=tuple(_prefixed(field, prefix) for field in group.fields)) for group in groups]


def _raw_companions(element: Element, companions: Sequence[Manifest]) -> list[Group]:
    """Settings of companions that cannot be read, as text; what stands in `pm:config` is shown by its own."""
    groups: dict[tuple[str, str], Group] = {(PROCESSMAKER, "config"): Group("raw", "", ())}
    for each in companions:
        configuration = binding.read(each, element)
        if configuration.is_readable or each.binding.attribute in groups:
            continue
        name = f"pm:{each.binding.attribute[1]}" if each.binding.attribute[0] == PROCESSMAKER else each.name
        help = _tr("Set it right here, or clear it to start anew.")
        field = Field(
            companion_key(each.id, RAW), name, "raw", configuration.text, help=help, error=configuration.error
        )
        groups[each.binding.attribute] = Group(f"{each.id}/raw", each.name, (field,))
    return [group for group in groups.values() if group.fields]


def _prefixed(field: Field, prefix: str) -> Field:
    """A field that says whose it is, with everything inside it."""
    items = (replace(item, fields=tuple(_prefixed(each, prefix) for each in item.fields)) for item in field.items)
    inside = tuple(_prefixed(each, prefix) for each in field.fields)
    return replace(field, key=prefix + field.key, fields=inside, items=tuple(items))


def _raw(element: Element, companions: Sequence[Manifest]) -> list[Group]:
    """Settings that no form shows; those of companions have forms of their own."""
    text = element.foreign(PROCESSMAKER, "config")
    configuration = binding.parsed(text)
    known = {each.binding.at[0] for each in companions if each.binding.at}
    if text is None or (configuration.is_readable and configuration.values and set(configuration.values) <= known):
        return []
    help = _tr("No installed connector knows these settings. They are kept as they are.")
    error = configuration.error
    field = Field(RAW, "pm:config", "raw", text, help=help, error=error)
    return [Group("raw", _tr("Settings"), (field,), is_open=bool(error))]


def _opened(source: str) -> str:
    """What the window can show of the workspace for a setting with choices from there."""
    return SOURCES if source.startswith("endpoints:") else source if source in (SOURCES, MAIL_SERVERS) else ""


def _field(field: forms.Field) -> Field:
    limits = field.limits
    shown = Field(
        key=key_of(field.path, field.part),
        label=field.label,
        kind=field.kind,
        value=_shown(field),
        help=field.help,
        placeholder=field.placeholder or _default_words(field),
        documentation=field.documentation,
        error=field.error,
        is_required=field.required,
        is_filled=field.is_filled,
        choices=tuple(Choice(choice.value, choice.label) for choice in field.choices),
        choices_error=field.choices_error,
        loads=field.loads,
        is_open=field.is_open,
        opens=_opened(field.source),
        look=field.look,
        language=field.language,
        range=Range(limits.minimum, limits.maximum, limits.step, limits.is_above, limits.is_below),
        takes_variables=field.takes_mustache,
        takes_expression=field.takes_expression,
        is_expression=field.is_expression,
        is_feel=field.is_feel,
        is_readonly=field.is_readonly,
        new_item=field.new_item,
        add_label=field.add_label,
    )
    return replace(
        shown,
        fields=tuple(_field(inner) for inner in field.fields),
        items=tuple(
            Item(item.summary, tuple(_field(inner) for inner in item.fields), item.error, item.name)
            for item in field.items
        ),
    )


def _shown(field: forms.Field) -> object:
    """The value as its editor takes it: JSON as text, and nothing where only a default would apply."""
    if field.kind == "json":
        return (
            None if field.value is None and not field.is_set else json.dumps(field.value, ensure_ascii=False, indent=2)
        )
    return None if not field.is_set and field.kind in WRITTEN else field.value


def _default_words(field: forms.Field) -> str:
    if field.is_set or field.default in (None, "") or field.kind not in WRITTEN:
        return ""
    return field.default if isinstance(field.default, str) else json.dumps(field.default, ensure_ascii=False)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ElementForm", text)
