"""Asks whether some output shall be pinned to an element of a document, to be looked at and edited before."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from modeler.ui.documents.page import DocumentPage
    from modeler.ui.shell import Shell


def ask_to_pin(
    window: Shell,
    page: DocumentPage,
    element: str,
    output: Mapping[str, object],
    note: str = "",
    parent: QWidget | None = None,
) -> None:
    """Open the dialog; `note` says where the output comes from."""
    from modeler.ui.dialogs.try_step import PinDialog
    from modeler.ui.forms.element_kinds import display_name

    found = page.file.document.find(element)
    title = display_name(found) if found is not None else element
    dialog = PinDialog(title, output, lambda data: window.preview.pin(element, data, page), parent or window)
    if note:
        dialog.say(note)
    dialog.open()


def page_with(window: Shell, element: str, first: DocumentPage | None) -> DocumentPage | None:
    """The open document that has an element: this one, the one in front, or any."""
    pages = window.documents.pages
    wanted = [each for each in (first, window.page) if each is not None and each in pages]
    return next((page for page in [*wanted, *pages] if page.file.document.find(element) is not None), None)
