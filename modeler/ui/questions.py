"""The questions that the window asks and the errors it tells, in words; the dialogs are loaded with the first one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from modeler.ui.dialogs.option import Option


def ask(parent: QWidget, title: str, text: str, detail: str, options: Sequence[Option], default: str) -> str:
    """Show a question with these buttons; Esc answers with the option that rejects, else the default."""
    from modeler.ui.dialogs import message

    return message.ask(parent, title, text, detail, options, default)


def tell_error(parent: QWidget, title: str, text: str, detail: str = "") -> None:
    """Say what went wrong and what to do."""
    from modeler.ui.dialogs import message

    message.tell(parent, title, text, detail)


def ask_to_save(parent: QWidget, name: str) -> str:
    """A tab with unsaved work is to be closed: `save`, `discard` or `cancel`."""
    options = (
        Option("save", _tr("Save")),
        Option("discard", _tr("Don't save"), "destroy"),
        Option("cancel", _tr("Cancel"), "reject"),
    )
    text = _tr("Save the changes to “{}”?").format(name)
    return ask(parent, _tr("Unsaved changes"), text, _tr("They are lost if you don't save them."), options, "save")


def ask_about_drafts(parent: QWidget, name: str, fields: Sequence[str]) -> str:
    """A tab is to be closed whose form holds text that could not be stored: `drop` or `cancel`."""
    options = (Option("drop", _tr("Close anyway"), "destroy"), Option("cancel", _tr("Go back"), "reject"))
    fields_ = ", ".join(f"“{each}”" for each in dict.fromkeys(fields))
    text = _tr("Something typed in “{}” is not stored.").format(name)
    detail = _tr("It cannot be read as it stands, and is lost when the tab closes: {}.").format(fields_)
    return ask(parent, _tr("Not stored"), text, detail, options, "cancel")


def ask_about_change(parent: QWidget, name: str, reason: str) -> str:
    """The file changed on disk: `mine`, `theirs`, `copy` or `cancel`."""
    options = (
        Option("copy", _tr("Save a copy…")),
        Option("mine", _tr("Keep mine"), "destroy"),
        Option("theirs", _tr("Take theirs"), "destroy"),
        Option("cancel", _tr("Cancel"), "reject"),
    )
    detail = _tr("Keeping yours puts what is on disk now into a backup. Taking theirs drops your changes.")
    title = _tr("“{}” was changed outside").format(name)
    return ask(parent, title, title, f"{reason[:1].upper()}{reason[1:]}. {detail}", options, "copy")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Questions", text)
