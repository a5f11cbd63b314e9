"""What a person needs to do a waiting task: the form with the data of the moment, who has the task, where files go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from engine.bpmn import Element, ManualTask, UserTask
from modeler.editing.connector_types import Json
from modeler.services.preview.standing import PreviewRefused
from modeler.services.preview.task_people import TaskPeople
from modeler.services.task_forms.finding import form_of_task
from modeler.services.task_forms.nodes import File, TaskForm
from modeler.ui.panels.task_form.fields import as_json
from modeler.ui.preview.answer_guess import suggestion

if TYPE_CHECKING:
    from engine.bpmn import Document, Element
    from modeler.services.preview.session import PreviewSession
    from modeler.ui.documents.page import DocumentPage


@dataclass(frozen=True, slots=True)
class TaskDesk:
    """For one waiting task."""

    form: TaskForm
    people: TaskPeople
    attach: Callable[[File], Json]


def is_for_a_person(element: Element) -> bool:
    """Whether it is the kind of activity that people do, and not a script, a rule or a call."""
    return isinstance(element, UserTask | ManualTask) or element.tag == "task"


def task_desk(
    page: DocumentPage, session: PreviewSession, document: Document, element: Element | None, element_id: str
) -> TaskDesk | None:
    """The desk of the task that waits at an element, known to the Request by its id; None where no person does it."""
    if element is None:
        return None
    try:
        data = session.data_at(element_id)
        people = session.people(element_id)
        now = session.standing.now or datetime.now(UTC)
        options = session.form_options(now)
    except PreviewRefused:
        return None
    folder = page.file.path.parent if page.file.path is not None else None
    expected = {name: as_json(value) for name, value in suggestion(document, element).items() if name not in data}
    form = form_of_task(document, element, folder, data, expected, now, options)
    has_person = is_for_a_person(element) or people.name or people.offered_to or form.nodes()
    return TaskDesk(form, people, session.add_file) if has_person else None
