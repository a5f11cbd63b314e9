"""Every command of the window as one QAction: name, key, status tip, icon. Menus, toolbar and tests ask for it by id.

actions = Actions(window, icons)
actions.bind("file.save", files.save)
menu.addAction(actions["file.save"])
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from modeler.ui.icons import Icons
from modeler.ui.shortcuts import CANVAS_KEYS, sequences, spoken


@dataclass(frozen=True, slots=True)
class Command:
    """What a command is called, says of itself and looks like."""

    id: str
    text: str
    tip: str
    icon: str = ""
    is_checkable: bool = False


def _command(id: str, text: object, tip: object, icon: str = "", is_checkable: bool = False) -> Command:
    return Command(id, str(text), str(tip), icon, is_checkable)


N = QT_TRANSLATE_NOOP
COMMANDS: tuple[Command, ...] = (
    _command("file.new", N("Actions", "&New process"), N("Actions", "Start an empty process"), "new"),
    _command("file.open", N("Actions", "&Open…"), N("Actions", "Open a BPMN file"), "open"),
    _command(
        "file.import",
        N("Actions", "&Import package…"),
        N("Actions", "Turn a ProcessMaker package into a folder of files"),
    ),
    _command("file.save", N("Actions", "&Save"), N("Actions", "Save the process in its file"), "save"),
    _command("file.save-as", N("Actions", "Save &as…"), N("Actions", "Save the process under another name")),
    _command("file.save-all", N("Actions", "Save a&ll"), N("Actions", "Save every open process")),
    _command("file.export", N("Actions", "&Export BPMN…"), N("Actions", "Check the process and export it"), "export"),
    _command(
        "file.export-image", N("Actions", "Export as &image…"), N("Actions", "Save the diagram as a picture"), "image"
    ),
    _command("file.close", N("Actions", "&Close tab"), N("Actions", "Close the process"), "close"),
    _command("file.reopen", N("Actions", "&Reopen closed tab"), N("Actions", "Open the file closed last")),
    _command("file.quit", N("Actions", "&Quit"), N("Actions", "Close Processwright")),
    _command("edit.undo", N("Actions", "&Undo"), N("Actions", "Take back the last step"), "undo"),
    _command("edit.redo", N("Actions", "&Redo"), N("Actions", "Do again what was taken back"), "redo"),
    _command("edit.cut", N("Actions", "Cu&t"), N("Actions", "Cut the selection"), "cut"),
    _command("edit.copy", N("Actions", "&Copy"), N("Actions", "Copy the selection"), "copy"),
    _command("edit.paste", N("Actions", "&Paste"), N("Actions", "Paste what was copied"), "paste"),
    _command("edit.duplicate", N("Actions", "&Duplicate"), N("Actions", "Copy the selection beside it"), "duplicate"),
    _command("edit.delete", N("Actions", "De&lete"), N("Actions", "Delete the selection"), "delete"),
    _command("edit.select-all", N("Actions", "Select &all"), N("Actions", "Select all elements"), "select-all"),
    _command(
        "edit.settings", N("Actions", "Settin&gs…"), N("Actions", "Choose how the program looks and works"), "settings"
    ),
    _command("edit.label", N("Actions", "Edit &name"), N("Actions", "Edit the name on the diagram")),
    _command("edit.create", N("Actions", "C&reate element…"), N("Actions", "Choose something new to place"), "plus"),
    _command("edit.append", N("Actions", "App&end…"), N("Actions", "Choose what follows the selected element")),
    _command("edit.replace", N("Actions", "Change t&ype…"), N("Actions", "Make another element of it"), "shapes"),
    _command("edit.align", N("Actions", "Al&ign…"), N("Actions", "Align or distribute the selection"), "align-left"),
    _command("edit.color", N("Actions", "C&olor…"), N("Actions", "Color the selection")),
    _command("edit.find", N("Actions", "&Find element…"), N("Actions", "Find an element by name or id"), "search"),
    _command("tool.select", N("Actions", "&Select"), N("Actions", "Select and move elements"), "select", True),
    _command("tool.hand", N("Actions", "&Hand"), N("Actions", "Move the diagram by dragging"), "hand", True),
    _command("tool.lasso", N("Actions", "&Lasso"), N("Actions", "Select with a rectangle"), "lasso", True),
    _command("tool.space", N("Actions", "S&pace"), N("Actions", "Make or remove space"), "space", True),
    _command("tool.connect", N("Actions", "&Connect"), N("Actions", "Draw a connection"), "connect", True),
    _command(
        "tool.connectors",
        N("Actions", "&Manage connectors…"),
        N("Actions", "Install, switch and remove connectors"),
        "plug",
    ),
    _command(
        "tool.update",
        N("Actions", "&Update to a newer version…"),
        N("Actions", "Show what a newer version of the element's connector changes"),
        "up",
    ),
    _command("view.zoom-in", N("Actions", "Zoom &in"), N("Actions", "Show the diagram larger"), "zoom-in"),
    _command("view.zoom-out", N("Actions", "Zoom &out"), N("Actions", "Show the diagram smaller"), "zoom-out"),
    _command("view.zoom-100", N("Actions", "&Actual size"), N("Actions", "Show the diagram at 100 %")),
    _command("view.zoom-fit", N("Actions", "&Fit to window"), N("Actions", "Show the whole diagram"), "zoom-fit"),
    _command("view.grid", N("Actions", "&Grid"), N("Actions", "Show or hide the dotted grid"), "grid", True),
    _command("view.palette", N("Actions", "&Palette"), N("Actions", "Show or hide the palette"), "panel-left", True),
    _command(
        "view.properties", N("Actions", "P&roperties"), N("Actions", "Show or hide the properties"), "panel-right", True
    ),
    _command("view.bottom", N("Actions", "&Bottom panel"), N("Actions", "Show or hide it"), "panel-bottom", True),
    _command("view.next-tab", N("Actions", "&Next tab"), N("Actions", "Go to the next process")),
    _command("view.previous-tab", N("Actions", "Pre&vious tab"), N("Actions", "Go to the process before")),
    _command("view.fullscreen", N("Actions", "F&ull screen"), N("Actions", "Use the whole screen"), "", True),
    _command("view.animate", N("Actions", "&Moving tokens"), N("Actions", "Let tokens move along flows"), "", True),
    _command("view.theme-system", N("Actions", "As the &system"), N("Actions", "Follow the system's colors"), "", True),
    _command("view.theme-light", N("Actions", "&Light"), N("Actions", "Light colors"), "", True),
    _command("view.theme-dark", N("Actions", "&Dark"), N("Actions", "Dark colors"), "", True),
    _command("preview.run", N("Actions", "&Preview"), N("Actions", "Run one Request offline"), "play"),
    _command("preview.pause", N("Actions", "P&ause"), N("Actions", "Stop after the present step"), "pause"),
    _command(
        "preview.step",
        N("Actions", "&Step over"),
        N("Actions", "Run one element with all that is inside it"),
        "step-over",
    ),
    _command("preview.step-into", N("Actions", "Step &into"), N("Actions", "Run the next single step"), "step-into"),
    _command(
        "preview.step-out", N("Actions", "Step &out"), N("Actions", "Run to the end of this sub-process"), "step-out"
    ),
    _command("preview.step-back", N("Actions", "Step &back"), N("Actions", "Look at the step before"), "step-undo"),
    _command(
        "preview.run-to", N("Actions", "Run &to here"), N("Actions", "Run until a token comes to the selected element")
    ),
    _command(
        "preview.open-called",
        N("Actions", "Open &called process"),
        N("Actions", "See the Request inside the process that the selected element calls"),
    ),
    _command(
        "preview.to-caller",
        N("Actions", "Back to the ca&ller"),
        N("Actions", "See the Request where the process of this tab was called"),
    ),
    _command(
        "preview.breakpoint",
        N("Actions", "Break&point"),
        N("Actions", "Stop the preview at what is selected, or no longer"),
        "breakpoint",
    ),
    _command("preview.inspect", N("Actions", "&Inspect"), N("Actions", "See what the selected element did"), "search"),
    _command("preview.time", N("Actions", "&Let time pass…"), N("Actions", "Move the clock of the preview"), "clock"),
    _command(
        "preview.send", N("Actions", "Send &message…"), N("Actions", "Send a message or signal from outside"), "mail"
    ),
    _command("preview.history", N("Actions", "&History of runs"), N("Actions", "Look at past runs of this process")),
    _command("preview.restart", N("Actions", "&Restart"), N("Actions", "Start again with the same data"), "restart"),
    _command("preview.stop", N("Actions", "St&op"), N("Actions", "End the preview"), "stop"),
    _command("live.run", N("Actions", "Run &live…"), N("Actions", "Choose what really sends and calls, then run it")),
    _command("live.runs", N("Actions", "Live &runs"), N("Actions", "Show what was really sent and what waits")),
    _command("live.secrets", N("Actions", "Se&crets…"), N("Actions", "Set tokens and passwords of live runs"), "lock"),
    _command(
        "connectors.data", N("Actions", "&Data connectors…"), N("Actions", "Edit the services of the workspace"), "http"
    ),
    _command("connectors.new-data", N("Actions", "&New data connector…"), N("Actions", "Describe another service")),
    _command("connectors.map", N("Actions", "&Map answer…"), N("Actions", "Map what a data connector sends and gets")),
    _command(
        "workspace.screens",
        N("Actions", "&Screens…"),
        N("Actions", "Edit and look at pages for mails, files and tasks"),
        "code",
    ),
    _command(
        "workspace.people", N("Actions", "&Users and groups…"), N("Actions", "Edit the people of the workspace"), "user"
    ),
    _command(
        "workspace.mail-servers",
        N("Actions", "Mail se&rvers…"),
        N("Actions", "Edit and test the servers that live runs send mails through"),
        "mail",
    ),
    _command("help.shortcuts", N("Actions", "&Keyboard shortcuts"), N("Actions", "List all keys"), "keyboard"),
    _command("help.about", N("Actions", "&About Processwright"), N("Actions", "Version and license"), "info"),
)


class Actions(QObject):
    """The QActions of one window, by id."""

    def __init__(self, window: QWidget, icons: Icons) -> None:
        super().__init__(window)
        self._actions = {command.id: self._make(command, window) for command in COMMANDS}
        self.set_icons(icons)

    def __getitem__(self, id: str) -> QAction:
        return self._actions[id]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._actions.values())

    def bind(self, id: str, run: Callable[[], object]) -> None:
        """Run `run` whenever the command is given."""
        self._actions[id].triggered.connect(lambda: run())

    def enable(self, ids: Iterable[str], enabled: bool) -> None:
        """Make commands possible or not."""
        for id in ids:
            self._actions[id].setEnabled(enabled)

    def set_icons(self, icons: Icons) -> None:
        """Draw the icons in the colors of a theme."""
        for command in COMMANDS:
            if command.icon:
                role = "on_accent" if command.id == "preview.run" else "muted"
                self._actions[command.id].setIcon(icons.get(command.icon, role))

    def _make(self, command: Command, window: QWidget) -> QAction:
        text = QCoreApplication.translate("Actions", command.text)
        tip = QCoreApplication.translate("Actions", command.tip)
        shown = CANVAS_KEYS.get(command.id)
        action = QAction(f"{text}\t{shown}" if shown else text, window)
        action.setObjectName(command.id)
        action.setShortcuts(sequences(command.id))
        action.setStatusTip(tip)
        action.setToolTip(_tooltip(text, command.id))
        action.setCheckable(command.is_checkable)
        return action


def plain_name(action: QAction) -> str:
    """An action's name without mnemonic and key."""
    return action.text().partition("\t")[0].replace("&", "")


def _tooltip(text: str, id: str) -> str:
    name, key = text.replace("&", "").removesuffix("…"), spoken(id)
    return f"{name} ({key})" if key else name
