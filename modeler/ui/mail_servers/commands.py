"""The window's command for mail servers: edit them, the one that a mail goes through first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modeler.ui.data_connectors.commands import folder_of

if TYPE_CHECKING:
    from modeler.ui.shell import Shell


def edit_mail_servers(window: Shell, name: str = "") -> None:
    """Show the mail servers of the workspace; the one of that name is ready to be made where it is not there."""
    from modeler.ui.mail_servers.dialog import MailServersDialog, Means

    window.finish_typing()
    folder = folder_of(window)
    if folder is None:
        window.status.set_hint(window.tr("Save the process first: mail servers stand in a file beside it."))
        return
    dialog = MailServersDialog(folder, Means(window.session.secrets, window.background), window)
    dialog.saved.connect(window.inspector.refresh)
    if name and not dialog.select(name):
        dialog.add("other", name)
    dialog.exec()
    dialog.deleteLater()
    window.inspector.refresh()
