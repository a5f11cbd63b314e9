"""Which variables a Request has where an element stands, and what a text that uses them means.

    known = known_variables(document, element, catalog, folder, start_data, last_data)
    judge("Order {{number}}", known, last_data).live      # "Order 17"

Known are data objects, what connectors, screens, forms and mappings before the element set, start data, the data of the
last preview and ProcessMaker's magic variables. Nothing is run: expressions and templates have our own evaluator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from connectors.sdk.manifest import Manifest
from connectors.sdk.schema import MAXIMUM_DEPTH, resolved
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, compact
from engine.bpmn import Document, Element
from engine.bpmn.namespaces import PROCESSMAKER
from engine.expressions import (
    Dialect,
    ExpressionError,
    compile_condition,
    compile_template,
    plain_text,
)
from modeler.editing import binding
from modeler.editing.form_schema import hints, members_of
from modeler.services.catalog import Catalog
from modeler.services.workspace.upstream import elements_before
from modeler.services.workspace.variable_places import written_names

DEEPEST, MOST, SAMPLES = 5, 500, 3
MOST_BEFORE, MOST_FORMS = 2_000, 60
MAGIC: Mapping[str, tuple[str, ...]] = {
    "_user": ("id", "email", "username", "firstname", "lastname", "fullname", "title", "timezone", "language"),
    "_request": ("id", "name", "status", "user_id", "process_id", "initiated_at", "created_at"),
    "_parent": (),
}
LOOP = ("loopCounter", "numberOfInstances", "numberOfActiveInstances", "numberOfCompletedInstances")
NAME = re.compile(r"[^\W\d]\w*")
TAG = re.compile(r"\{\{\{?\s*([#^/&!>=]?)\s*(.*?)\s*\}?\}\}", re.DOTALL)
NO_TIME = datetime(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Variable:
    """One place in the Request's data, and who puts it there."""

    path: tuple[str | int, ...]
    origin: str = ""

    @property
    def name(self) -> str:
        """The variable itself, without what is inside it."""
        return str(self.path[0])

    def written(self, is_expression: bool = False) -> str:
        """As a template or an expression writes it: `items.0.name`, `items[1].name`."""
        text = ""
        for step in self.path:
            if isinstance(step, int) and is_expression:
                text += f"[{step + 1}]"
            else:
                text += f".{step}" if text else str(step)
        return text


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name in a text that nobody sets: its place and what it says."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is known about a text: names that nobody sets, what is wrong with it, what it gives with real data."""

    unknown: tuple[Unknown, ...] = ()
    error: str = ""
    live: str | None = None


def known_variables(
    document: Document,
    element: Element,
    catalog: Catalog,
    folder: Path | None = None,
    start_data: Mapping[str, object] | None = None,
    last_data: Mapping[str, object] | None = None,
) -> tuple[Variable, ...]:
    """The variables that are there when the Request reaches an element, nearest first; each path once."""
    found = [
        *_flattened(last_data or {}, "last preview"),
        *_flattened(start_data or {}, "start data"),
        *_set_before(document, element, catalog, folder),
        *_data_objects(document),
        *_magic(element),
    ]
    once: dict[tuple[str | int, ...], Variable] = {}
    for variable in found:
        once.setdefault(variable.path, variable)
    return tuple(once.values())[:MOST]


def judge(
    text: str, known: tuple[Variable, ...], data: Mapping[str, object] | None, dialect: Dialect | None = None
) -> Meaning:
    """What a template means, or with a `dialect` a condition; `data` gives the live value."""
    if not text.strip() or (dialect is None and "{{" not in text):
        return Meaning()
    try:
        return _expression(text, known, data, dialect) if dialect else _template(text, known, data)
    except ExpressionError as error:
        return Meaning(error=f"{error.message[:1].upper()}{error.message[1:]} (column {error.column}).")


def outputs_of(manifest: Manifest, values: JsonObject) -> Iterator[tuple[tuple[str | int, ...], Json]]:
    """The variables that a connector sets: those of its outputs, and those whose names are settings of its own."""
    outputs = manifest.outputs
    yield from _schema_paths(outputs, outputs, ())
    named = outputs.get("additionalProperties")
    inside = resolved(named, outputs) if isinstance(named, dict) else {}
    for name in _named(manifest.properties, manifest.properties, values, 0):
        yield (name,), None
        yield from _schema_paths(inside, outputs, (name,))


def _set_before(document: Document, element: Element, catalog: Catalog, folder: Path | None) -> Iterator[Variable]:
    known_forms: dict[str, JsonObject] = {}
    for before in islice(elements_before(document, element), MOST_BEFORE):
        origin = before.get("name") or before.id or ""
        manifest = catalog.connector_of(before)
        if manifest is not None:
            values = binding.read(manifest, before).values
            yield from (Variable(path, origin) for path, _ in outputs_of(manifest, values))
        yield from (Variable((name,), origin) for name in written_names(before))
        if before.kind in ("bpmn:userTask", "bpmn:manualTask", "bpmn:startEvent", "bpmn:task"):
            form = before.foreign(PROCESSMAKER, "screenRef") or before.id or ""
            if form not in known_forms and len(known_forms) < MOST_FORMS:
                known_forms[form] = _form_data(document, before, folder)
            yield from _flattened(known_forms.get(form, {}), origin)


def _form_data(document: Document, element: Element, folder: Path | None) -> JsonObject:
    """What the form of a task has before anybody fills it in: its variables, with their first values."""
    from modeler.services.task_forms.finding import form_of_task
    from modeler.services.task_forms.plain_form import PlainForm
    from modeler.services.task_forms.screen_form import ScreenForm

    try:
        form = form_of_task(document, element, folder, {}, {}, NO_TIME)
    except (OSError, ValueError):
        return {}
    return form.data if isinstance(form, ScreenForm | PlainForm) else {}


def _data_objects(document: Document) -> Iterator[Variable]:
    for element in document.elements(Element):
        if element.kind in ("bpmn:dataObjectReference", "bpmn:dataObject", "bpmn:dataInput") and element.get("name"):
            name = element.get("name") or ""
            if NAME.fullmatch(name):
                yield Variable((name,), "data object")


def _magic(element: Element) -> Iterator[Variable]:
    for name, inside in MAGIC.items():
        yield Variable((name,), "Request")
        yield from (Variable((name, each), "Request") for each in inside)
    here: Element | None = element
    while here is not None:
        if any(child.kind == "bpmn:multiInstanceLoopCharacteristics" for child in here.children):
            yield from (Variable((name,), "loop") for name in LOOP)
            return
        here = here.parent


def _flattened(value: object, origin: str, path: tuple[str | int, ...] = ()) -> Iterator[Variable]:
    if path:
        yield Variable(path, origin)
    if len(path) >= DEEPEST:
        return
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if path or name not in MAGIC:
                yield from _flattened(inner, origin, (*path, str(name)))
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value[:SAMPLES]):
            yield from _flattened(inner, origin, (*path, index))


def _schema_paths(
    schema: JsonObject, root: JsonObject, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Json]]:
    if len(path) >= DEEPEST:
        return
    for name, part in as_object(schema.get("properties")).items():
        inner = resolved(part, root)
        yield (*path, name), inner.get("type")
        yield from _schema_paths(inner, root, (*path, name))
    if schema.get("type") == "array":
        yield from _schema_paths(resolved(schema.get("items"), root), root, (*path, 0))


def _named(schema: JsonObject, root: JsonObject, value: Json, depth: int) -> Iterator[str]:
    """The values of settings that the schema marks as names of variables."""
    if depth > MAXIMUM_DEPTH:
        return
    if hints(schema).get("variable") is True and NAME.fullmatch(as_text(value).partition(".")[0]):
        yield as_text(value).partition(".")[0]
    for item in as_list(value):
        yield from _named(resolved(schema.get("items"), root), root, item, depth + 1)
    inside = as_object(value)
    for name, part in members_of(schema, root, inside).items() if inside else ():
        yield from _named(part, root, inside.get(name), depth + 1)


def _template(text: str, known: tuple[Variable, ...], data: Mapping[str, object] | None) -> Meaning:
    template = compile_template(text)
    names = {variable.name for variable in known}
    unknown, depth = [], 0
    for match in TAG.finditer(text):
        sign, name = match[1], match[2]
        root = re.split(r"[.\s]", name)[0]
        if sign in ("", "&", "#", "^") and not depth and _is_unknown(root, names):
            unknown.append(Unknown(match.start(2), match.end(2), name))
        depth += 1 if sign in ("#", "^") and sign else -1 if sign == "/" else 0
    live = template.render(data, plain_text) if data else None
    return Meaning(tuple(unknown), "", live)


def _expression(text: str, known: tuple[Variable, ...], data: Mapping[str, object] | None, dialect: Dialect) -> Meaning:
    expression = compile_condition(text, dialect)
    names = {variable.name for variable in known}
    unknown = [
        Unknown(match.start(), match.end(), name)
        for name in dict.fromkeys(path.partition(".")[0].partition("[")[0] for path in expression.variables)
        if _is_unknown(name, names) and (match := re.search(rf"(?<![\w.]){re.escape(name)}(?!\w)", text))
    ]
    if not data:
        return Meaning(tuple(unknown))
    return Meaning(tuple(unknown), "", _spoken(expression.evaluate(data)))


def _is_unknown(name: str, names: set[str]) -> bool:
    """Only where something of this Request is known can a name be said to be missing."""
    has_knowledge = bool(names - set(MAGIC) - set(LOOP))
    return has_knowledge and NAME.fullmatch(name) is not None and name not in names


def _spoken(value: object) -> str:
    try:
        return compact(value)  # type: ignore[arg-type]  # what is no JSON ends in the line below
    except (TypeError, ValueError):
        return str(value)
