"""The form of a waiting task, filled in by hand in a preview: what is shown, what was entered, what becomes of it."""

from connectors.sdk.ports import File
from modeler.services.task_forms.finding import form_of_task
from modeler.services.task_forms.nodes import (
    Button,
    Columns,
    Field,
    FieldKind,
    Markup,
    Node,
    Option,
    Picture,
    Records,
    Rows,
    TaskForm,
)
from modeler.services.task_forms.screen_form import ScreenForm

__all__ = [
    "Button",
    "Columns",
    "Field",
    "FieldKind",
    "File",
    "Markup",
    "Node",
    "Option",
    "Picture",
    "Records",
    "Rows",
    "ScreenForm",
    "TaskForm",
    "form_of_task",
]
