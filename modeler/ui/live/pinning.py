"""Keeps what an element of a live run gave as a pin for previews."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from modeler.ui.preview.pinning import ask_to_pin, page_with

if TYPE_CHECKING:
    from modeler.editing.connector_types import JsonObject
    from modeler.ui.documents.page import DocumentPage
    from modeler.ui.shell import Shell


def pin_live(window: Shell, element: str, first: DocumentPage | None) -> None:
    """Look up what the element gave, off the window's thread, for the keyring may ask; then let it be pinned."""
    run = window.live.current
    page = page_with(window, element, first)
    if run is None:
        return
    if page is None:
        window.status.set_hint(_tr("Open the process of this run first: a pin belongs to an element of it."))
        return
    secrets = window.session.secrets

    def look() -> JsonObject | None:
        from modeler.services.live.pins import live_pin

        known = [name for name in secrets.names if secrets.is_set(name)]
        return live_pin(run, element, [secrets.get(f"secret:{name}") for name in known])

    def found(pin: JsonObject | None) -> None:
        if pin is None:
            window.status.set_hint(_tr("The element has given nothing yet."))
        elif page in window.documents.pages:
            ask_to_pin(window, page, element, pin, _tr("From the live run. Secrets are masked."))

    window.background.run(look, found, lambda error: window.status.set_hint(str(error)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("Live", text)
