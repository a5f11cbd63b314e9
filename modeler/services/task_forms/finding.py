"""Which form a waiting task has: ProcessMaker's screen, Camunda's form, or fields for the variables to answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from connectors.sdk.values import Json, JsonObject
from engine.bpmn import Document, Element
from engine.bpmn.namespaces import PROCESSMAKER
from modeler.services.screens import FolderScreens, PageOptions, ScreenError
from modeler.services.screens.sample_lists import sample_lists
from modeler.services.screens.screen import screen_named
from modeler.services.task_forms.camunda_forms import form_data, form_file, form_of_file
from modeler.services.task_forms.nodes import Field, FieldKind, TaskForm
from modeler.services.task_forms.plain_form import PlainField, PlainForm
from modeler.services.task_forms.screen_form import ScreenForm
from modeler.services.workspace.record_collections import folder_collections


def form_of_task(
    document: Document,
    element: Element,
    folder: Path | None,
    data: JsonObject,
    expected: Mapping[str, Json],
    now: datetime,
    options: PageOptions | None = None,
) -> TaskForm:
    """The form of a waiting task; `expected` are variables that the process reads after it, with likely values."""
    title = element.get("name") or element.id or ""
    screen = _screen_form(element, folder, data, now, options)
    if screen is not None:
        return screen
    made = form_data(element, title, data)
    if made is not None:
        return made
    described = form_file(element, document, folder)
    if isinstance(described, dict) and described.get("components"):
        return form_of_file(described, title, data)
    return PlainForm(title, tuple(_expected(name, value) for name, value in expected.items()), data)


def _screen_form(
    element: Element, folder: Path | None, data: JsonObject, now: datetime, options: PageOptions | None
) -> TaskForm | None:
    reference = element.foreign(PROCESSMAKER, "screenRef")
    if not reference:
        return None
    screens = list(FolderScreens(folder).screens())
    screen = screen_named(screens, reference)
    if screen is None:
        return None
    try:
        shown = replace(options or PageOptions(), collections=folder_collections(folder))
        return ScreenForm(screen, data, screens, shown, sample_lists(folder), now)
    except ScreenError:
        return None


def _expected(name: str, value: Json) -> PlainField:
    kind: FieldKind = "text"
    if isinstance(value, bool):
        kind = "check"
    elif isinstance(value, int | float):
        kind = "number"
    elif isinstance(value, list | dict):
        kind = "json"
    return PlainField(Field((name,), kind, name), first=value)
