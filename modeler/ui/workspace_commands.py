"""The window's commands about the workspace: its people; its screens, that of the selected element first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modeler.ui.data_connectors.commands import folder_of

if TYPE_CHECKING:
    from modeler.editing.connector_types import JsonObject
    from modeler.ui.main_window import MainWindow

MAIL_SERVERS = "mail-servers"
KEYS = ("screenRef", "screenEmailRef", "screenCompleteRef")


def edit_screens(window: MainWindow) -> None:
    """Show the screens of the workspace."""
    from modeler.services.screens.drawing import PDF_GENERATOR, Drawer
    from modeler.ui.screens.dialog import Means, ScreensDialog

    folder = folder_of(window)
    if folder is None:
        window.status.set_hint(window.tr("Save the process first: screens are files beside it."))
        return
    window.finish_typing()
    drawer = Drawer(folder, window.catalog.get(PDF_GENERATOR))
    data = window.preview.data_of(window.page) or window.run_panel.setup.data.data() or {}
    dialog = ScreensDialog(folder, Means(drawer, window.background, dict(data)), window)  # type: ignore[arg-type]
    dialog.saved.connect(window.inspector.refresh)
    for reference in screens_of(window):
        if dialog.select(reference):
            break
    dialog.exec()
    drawer.close()
    dialog.deleteLater()
    window.inspector.refresh()


def edit_people(window: MainWindow) -> None:
    """Show the users and groups of the workspace."""
    from modeler.ui.dialogs.people import PeopleDialog

    folder = folder_of(window)
    if folder is None:
        window.status.set_hint(window.tr("Save the process first: users and groups are files beside it."))
        return
    window.finish_typing()
    dialog = PeopleDialog(folder, window)
    dialog.saved.connect(window.inspector.refresh)
    dialog.exec()
    dialog.deleteLater()


def open_setting(window: MainWindow, opens: str, value: object) -> None:
    """Show what a setting of the selected element refers to: a mail server, or a data connector."""
    from modeler.ui.data_connectors.commands import edit_reference
    from modeler.ui.mail_servers.commands import edit_mail_servers

    if opens == MAIL_SERVERS:
        edit_mail_servers(window, value if isinstance(value, str) else "")
    else:
        edit_reference(window)


def screens_of(window: MainWindow) -> list[str]:
    """The screens that the selected element refers to."""
    from engine.bpmn.namespaces import PROCESSMAKER
    from modeler.editing import binding
    from modeler.editing.connector_types import as_list, as_object

    elements = window.page.canvas.selected_elements if window.page is not None else []
    if len(elements) != 1:
        return []
    manifest = window.catalog.connector_of(elements[0])
    config: JsonObject = binding.read(manifest, elements[0]).values if manifest is not None else {}
    found = [config.get(key) for key in KEYS]
    mails = as_list(as_object(config.get("email_notifications")).get("notifications"))
    found += [as_object(mail).get("screenRef") for mail in mails]
    found.append(elements[0].foreign(PROCESSMAKER, "screenRef"))
    return [str(each) for each in found if each not in (None, "")]


def offers_screens(window: MainWindow) -> bool:
    """Whether the one selected element has a setting for a screen."""
    elements = window.page.canvas.selected_elements if window.page is not None else []
    if len(elements) != 1:
        return False
    from engine.bpmn.namespaces import PROCESSMAKER
    from modeler.editing.connector_types import as_object

    manifest = window.catalog.connector_of(elements[0])
    schema = as_object(manifest.properties.get("properties")) if manifest is not None else {}
    return any(key in schema for key in KEYS) or bool(elements[0].foreign(PROCESSMAKER, "screenRef"))
