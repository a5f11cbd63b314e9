"""Which keys run which command. Keys without Control belong to the canvas and are only shown here."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtGui import QKeySequence

Standard = QKeySequence.StandardKey

KEYS: dict[str, tuple[QKeySequence.StandardKey | str, ...]] = {
    "file.new": (Standard.New,),
    "file.open": (Standard.Open,),
    "file.save": (Standard.Save,),
    "file.save-as": ("Ctrl+Shift+S",),
    "file.save-all": ("Ctrl+Alt+S",),
    "file.export-image": ("Ctrl+Shift+E",),
    "file.close": ("Ctrl+W",),
    "file.reopen": ("Ctrl+Shift+T",),
    "file.quit": ("Ctrl+Q",),
    "edit.undo": (Standard.Undo,),
    "edit.redo": ("Ctrl+Y", "Ctrl+Shift+Z"),
    "edit.cut": (Standard.Cut,),
    "edit.copy": (Standard.Copy,),
    "edit.paste": (Standard.Paste,),
    "edit.duplicate": ("Ctrl+D",),
    "edit.select-all": (Standard.SelectAll,),
    "edit.find": (Standard.Find,),
    "tool.connectors": ("Ctrl+Shift+X",),
    "view.zoom-in": ("Ctrl+=", "Ctrl++"),
    "view.zoom-out": ("Ctrl+-",),
    "view.zoom-100": ("Ctrl+0",),
    "view.zoom-fit": ("Ctrl+1",),
    "view.grid": ("Ctrl+G",),
    "view.palette": ("Ctrl+Shift+L",),
    "view.properties": ("Ctrl+P",),
    "view.bottom": ("Ctrl+B",),
    "edit.settings": ("Ctrl+,",),
    "view.next-tab": ("Ctrl+Tab",),
    "view.previous-tab": ("Ctrl+Shift+Tab",),
    "view.fullscreen": ("Alt+F11",),
    "preview.run": ("F5",),
    "preview.pause": ("F6",),
    "preview.step": ("F10",),
    "preview.step-into": ("F11",),
    "preview.step-out": ("Shift+F11",),
    "preview.step-back": ("Ctrl+F11",),
    "preview.run-to": ("Ctrl+F10",),
    "preview.open-called": ("Ctrl+Shift+F11",),
    "preview.to-caller": ("Ctrl+Shift+F10",),
    "preview.breakpoint": ("F9",),
    "preview.inspect": ("Ctrl+I",),
    "preview.history": ("Ctrl+H",),
    "preview.restart": ("Ctrl+Shift+F5",),
    "preview.stop": ("Shift+F5",),
    "live.run": ("Ctrl+F5",),
    "help.shortcuts": ("Ctrl+/",),
}

CANVAS_KEYS: dict[str, str] = {
    "edit.delete": "Del",
    "edit.label": "E",
    "tool.select": "V",
    "tool.hand": "H",
    "tool.lasso": "L",
    "tool.space": "S",
    "tool.connect": "C",
    "edit.create": "N",
    "edit.append": "A",
    "edit.replace": "R",
}

N = QT_TRANSLATE_NOOP
GESTURES: tuple[tuple[str, str], ...] = (
    (str(N("Shortcuts", "Move the selection")), "Arrows, Shift+Arrows"),
    (str(N("Shortcuts", "Go to the next element")), "Alt+Arrows"),
    (str(N("Shortcuts", "Move the view")), "Ctrl+Arrows, Ctrl+Shift+Arrows"),
    (str(N("Shortcuts", "Move the view by hand")), "Space+Drag"),
    (str(N("Shortcuts", "Zoom at the pointer")), "Ctrl+Wheel"),
    (str(N("Shortcuts", "Move the view sideways")), "Shift+Wheel"),
    (str(N("Shortcuts", "Add to the selection")), "Shift+Click, Ctrl+Click"),
    (str(N("Shortcuts", "Select with a rectangle")), "Shift+Drag"),
    (str(N("Shortcuts", "Drag without snapping")), "Ctrl+Drag"),
    (str(N("Shortcuts", "Drag along one axis")), "Shift+Drag"),
    (str(N("Shortcuts", "New line in a label")), "Shift+Enter"),
    (str(N("Shortcuts", "Give up what is dragged or typed")), "Esc"),
)
"""What keys do together with the mouse or on the diagram alone: only shown."""


def sequences(command: str) -> list[QKeySequence]:
    """All key sequences of a command."""
    return [QKeySequence(key) for key in KEYS.get(command, ())]


def spoken(command: str) -> str:
    """The first key of a command as this system writes it, for menus and tooltips."""
    found = sequences(command)
    if found:
        return found[0].toString(QKeySequence.SequenceFormat.NativeText)
    return CANVAS_KEYS.get(command, "")
