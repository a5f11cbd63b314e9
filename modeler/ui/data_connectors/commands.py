"""The window's commands about data connectors: edit them, make one, and map the answer of a selected element."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.bpmn import Element
    from modeler.editing.connector_types import Json, JsonObject
    from modeler.services.workspace.source_trial import Exchange
    from modeler.ui.data_connectors.dialog import DataConnectorsDialog
    from modeler.ui.shell import Shell


def folder_of(window: Shell) -> Path | None:
    """Where the data connectors of the document in front are; without one, those of the open folder."""
    page = window.page
    if page is not None and page.file.path is not None:
        return page.file.path.parent
    return window.session.workspace.folder


def edit_data_connectors(window: Shell) -> None:
    """Show them all; that of the selected element first."""
    from modeler.editing.connector_types import as_text

    dialog = _dialog(window)
    if dialog is None:
        return
    config = _config(window)
    if config.get("dataSource") not in (None, ""):
        dialog.select(config["dataSource"], as_text(config.get("endpoint")))
    _show(window, dialog)


def edit_reference(window: Shell) -> None:
    """Show what the selected element refers to, ready to be made where it is not there; what was made is chosen."""
    from modeler.editing.connector_types import as_text

    window.finish_typing()
    element = data_connector_element(window)
    if element is None:
        window.status.set_hint(window.tr("Select one element to edit its data connector."))
        return
    dialog = _dialog(window)
    if dialog is None:
        return
    config = _config(window)
    source, name = config.get("dataSource"), as_text(config.get("endpoint"))
    if source in (None, ""):
        dialog.add_source()
    else:
        dialog.offer(source, name)
    _show(window, dialog)
    made = dialog.list.reference(dialog.tree.place)
    if made is not None and (source in (None, "") or not name):
        _choose(window, element, config, *made)


def _choose(window: Shell, element: Element, config: JsonObject, source: Json, resource: str) -> None:
    """Let an element that names none yet use what was selected and saved in the editor."""
    is_new = config.get("dataSource") in (None, "")
    changed: JsonObject = {"dataSource": source} if is_new else {}
    if resource:
        changed["endpoint"] = resource
    _write(window, element, changed, window.tr("Choose data connector"))


def new_data_connector(window: Shell) -> None:
    """Show them with a new one."""
    dialog = _dialog(window)
    if dialog is not None:
        dialog.add_source()
        _show(window, dialog)


def map_answer(window: Shell) -> None:
    """Map inputs and answer of the selected data connector element; one undo step."""
    from modeler.editing.connector_types import as_text
    from modeler.services.workspace.source_list import SourceList
    from modeler.ui.data_connectors.mapping import MappingDialog

    element, folder, config = data_connector_element(window), folder_of(window), _config(window)
    if element is None or folder is None:
        return
    source = SourceList(folder).find(config.get("dataSource"))
    name = as_text(config.get("endpoint"))
    if source is None or name not in source.resources:
        window.status.set_hint(window.tr("Choose a data connector of the workspace and one of its resources first."))
        return
    window.finish_typing()
    dialog = MappingDialog(source, name, _config(window), window)
    if dialog.exec():
        _write(window, element, {"dataMapping": dialog.mapping, "outboundConfig": dialog.outbound},
               window.tr("Map inputs and answer"))  # fmt: skip
    dialog.deleteLater()


def data_connector_element(window: Shell) -> Element | None:
    """The selected element, if it is one data connector."""
    elements = window.page.canvas.selected_elements if window.page is not None else []
    if len(elements) != 1:
        return None
    from modeler.services.workspace.data_connectors import DATA_CONNECTOR

    manifest = window.catalog.connector_of(elements[0])
    return elements[0] if manifest is not None and manifest.id == DATA_CONNECTOR else None


def _write(window: Shell, element: Element, changed: JsonObject, words: str) -> None:
    from modeler.editing import binding

    manifest = window.catalog.connector_of(element)
    if manifest is None or window.page is None:
        return
    before = binding.read(manifest, element).values
    after = {**before, **{key: value for key, value in changed.items() if value or key in before}}
    if after != before:
        with window.page.file.document.edit(words):
            binding.write(manifest, element, after)


def _config(window: Shell) -> JsonObject:
    from modeler.editing import binding

    element = data_connector_element(window)
    manifest = window.catalog.connector_of(element) if element is not None else None
    return binding.read(manifest, element).values if manifest is not None and element is not None else {}


def _dialog(window: Shell) -> DataConnectorsDialog | None:
    from modeler.services.workspace.data_connectors import DATA_CONNECTOR
    from modeler.services.workspace.source_trial import Trier
    from modeler.ui.data_connectors.dialog import DataConnectorsDialog, Means

    folder = folder_of(window)
    if folder is None:
        window.status.set_hint(window.tr("Save the process first: data connectors are files beside it."))
        return None
    trier = Trier(window.catalog.get(DATA_CONNECTOR), window.session.secrets)
    dialog = DataConnectorsDialog(folder, Means(window.session.secrets, window.background, trier.try_out), window)
    dialog.finished.connect(trier.close)
    dialog.saved.connect(window.inspector.refresh)
    dialog.pin_wanted.connect(lambda exchange: _pin(window, dialog, exchange))
    return dialog


def _pin(window: Shell, dialog: DataConnectorsDialog, exchange: Exchange) -> None:
    from modeler.ui.data_connectors.pinning import pin_answer

    pin_answer(window, dialog, exchange, folder_of(window))


def _show(window: Shell, dialog: DataConnectorsDialog) -> None:
    dialog.exec()
    dialog.deleteLater()
    window.inspector.refresh()
