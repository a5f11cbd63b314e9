"""The list of keys."""

from __future__ import annotations

from modeler.ui.dialogs.shortcuts import ShortcutsDialog
from modeler.ui.main_window import MainWindow


def _shown(dialog: ShortcutsDialog) -> list[str]:
    items = [dialog.tree.topLevelItem(row) for row in range(dialog.tree.topLevelItemCount())]
    return [f"{item.text(0)}: {item.text(1)}" for item in items if not item.isHidden()]


def test_every_command_with_a_key_is_listed_and_what_keys_do_on_the_diagram(window: MainWindow) -> None:
    dialog = ShortcutsDialog(window, window.actions_by_id)

    shown = _shown(dialog)

    assert {"Undo: Ctrl+Z", "Append…: A", "Lasso: L", "Zoom at the pointer: Ctrl+Wheel"} <= set(shown)


def test_the_list_is_searched_by_command_and_by_key(window: MainWindow) -> None:
    dialog = ShortcutsDialog(window, window.actions_by_id)

    dialog.search.setText("select rectangle")
    by_name = _shown(dialog)
    dialog.search.setText("ctrl+wheel")
    by_key = _shown(dialog)

    assert by_name == ["Select with a rectangle: Shift+Drag"]
    assert by_key == ["Zoom at the pointer: Ctrl+Wheel"]
