"""Keeps a server's answer to a test as a pin of an element that calls the same resource."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QMenu

from modeler.services.preview.model_copy import ModelCopy
from modeler.ui.plain_text import without_mnemonics
from modeler.ui.preview.pinning import ask_to_pin

if TYPE_CHECKING:
    from modeler.editing.connector_types import JsonObject
    from modeler.services.workspace.source_trial import Exchange
    from modeler.ui.data_connectors.dialog import DataConnectorsDialog
    from modeler.ui.shell import Shell


def pin_answer(window: Shell, dialog: DataConnectorsDialog, exchange: Exchange, folder: Path | None) -> None:
    """Pin it to the only element that calls the selected resource, else to the one that is chosen from a menu."""
    from modeler.services.preview.answer_pins import elements_calling
    from modeler.ui.forms.element_kinds import display_name

    page, place, trial = window.page, dialog.tree.place, dialog.resource_page.trial
    if page is None or place is None:
        return
    values = dialog.list.file(place[0]).values
    references = {str(values[name]) for name in ("id", "uuid", "name") if values.get(name) not in (None, "")}
    elements = elements_calling(page.file.document, window.catalog, references, place[1])
    if not elements:
        trial.say(_tr("No element of the process in front calls this resource, so there is nothing to pin it to."))
    elif len(elements) == 1:
        _pin(window, dialog, exchange, elements[0], folder)
    else:
        menu = QMenu(trial.pin)
        for element in elements:
            found = page.file.document.find(element)
            words = without_mnemonics(display_name(found) if found is not None else element)
            menu.addAction(words).triggered.connect(
                lambda _=False, element=element: _pin(window, dialog, exchange, element, folder)
            )
        menu.popup(trial.pin.mapToGlobal(QPoint(0, trial.pin.height())))


def _pin(window: Shell, dialog: DataConnectorsDialog, exchange: Exchange, element: str, folder: Path | None) -> None:
    """What the element makes of the answer is found off the window's thread, for its connector does that."""
    page, trial = window.page, dialog.resource_page.trial
    data = trial.variables.data()
    if page is None or data is None:
        return
    model, catalog = ModelCopy.of(page.file.document), window.catalog
    given: JsonObject = dict(data)  # type: ignore[arg-type]  # it was read from JSON

    def look() -> JsonObject:
        from modeler.services.preview.answer_pins import answer_of, pin_of_answer

        answer = answer_of(exchange.status, exchange.answer_headers, exchange.answer)
        return pin_of_answer(model.open(), catalog, folder, element, given, answer)

    def found(pin: JsonObject) -> None:
        if not dialog.isVisible():
            return
        note = _tr("What the element makes of the server's answer. Secrets are masked.")
        ask_to_pin(window, page, element, pin, note, dialog)

    window.background.run(look, found, lambda error: trial.say(str(error)))


def _tr(text: str) -> str:
    return QCoreApplication.translate("DataConnectors", text)
