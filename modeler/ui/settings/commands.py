"""The settings of a window: what there is, what is chosen, and what happens when something else is chosen."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from modeler.services.storage.file_errors import FileError
from modeler.ui.history.desk import DAYS, MEGABYTES, RECORD, RUNS
from modeler.ui.packages.control import INDEX
from modeler.ui.preview.desk import ANIMATE, SPEED
from modeler.ui.settings.described import Choice, Number, Section, Switch, Text
from modeler.ui.settings.dialog import SettingsDialog

if TYPE_CHECKING:
    from modeler.services.history.rows import Usage
    from modeler.ui.main_window import MainWindow

THEME = "theme"
HISTORY = "History"
MANY, LONG, LARGE = 1_000_000, 36_500, 100_000


def show_settings(window: MainWindow) -> None:
    """Show the dialog; it closes with Esc, and everything in it counts at once."""
    port = WindowSettings(window)
    dialog = SettingsDialog(port.sections(), port, port.note, window)
    port.told = lambda: dialog.show_note(port.history)

    def restyle(_: object) -> None:
        dialog.set_icons(window.icons)

    window.appearance.changed.connect(restyle)
    port.look()
    dialog.exec()
    window.appearance.changed.disconnect(restyle)
    port.told = None
    dialog.deleteLater()


class WindowSettings:
    """`told` is called when there is something else to say about the history."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._usage: Usage | None = None
        self.history = _tr("History")
        self.told: Callable[[], None] | None = None

    def sections(self) -> list[Section]:
        """All that people choose."""
        from modeler.services.packages.installed import LANGUAGE

        themes = (("system", _tr("As the system")), ("light", _tr("Light")), ("dark", _tr("Dark")))
        speeds = (("instant", _tr("Instant")), ("fast", _tr("Fast")), ("slow", _tr("Slow")))
        return [
            Section(_tr("Appearance"), "contrast", (Choice(THEME, _tr("Theme"), "", themes),)),
            Section(_tr("Preview"), "play", (
                Switch(ANIMATE, _tr("Moving tokens"), _tr("Tokens move along the flows at the speeds Fast and Slow.")),
                Choice(SPEED, _tr("Speed"), _tr("How fast a preview goes on from element to element."), speeds),
            )),
            Section(self.history, "clock", (
                Switch(RECORD, _tr("Record runs"), _tr("Every previewed and live run can be looked at again later.")),
                Number(RUNS, _tr("Keep at most"), "", _tr("runs"), 1, MANY),
                Number(DAYS, _tr("Keep for"), "", _tr("days"), 1, LONG),
                Number(MEGABYTES, _tr("Take at most"),
                       _tr("The oldest runs go first; those that are marked to be kept stay."), _tr("MB"), 1, LARGE),
            )),
            Section(_tr("Connectors"), "plug", (
                Choice(LANGUAGE, _tr("Language of connectors"),
                       _tr("In the palette and in forms, where a connector has it."), self._languages()),
                Text(INDEX, _tr("Package index"), _tr("Where “Install from an index” looks: an https address, or a "
                                                      "folder of wheels."), "https://packages.example.com/simple"),
            )),
        ]  # fmt: skip

    def value(self, name: str) -> object:
        """What is chosen now."""
        from modeler.services.history.rows import Limits

        usual = Limits()
        known: dict[str, object] = {
            THEME: "system", ANIMATE: True, SPEED: "instant", RECORD: True, RUNS: usual.runs, DAYS: usual.days,
            MEGABYTES: usual.bytes // 1_000_000,
        }  # fmt: skip
        return self._window.session.settings.get(name, known.get(name, ""))  # type: ignore[type-var]  # by its default

    def choose(self, name: str, value: object) -> str:
        """Keep it and let it count at once; why it cannot be kept, or nothing."""
        if name == INDEX and (problem := _index_problem(str(value))):
            return problem
        try:
            self._window.session.settings.set(name, value)
        except FileError as error:
            return str(error)
        self._apply(name, value)
        return ""

    def note(self, title: str) -> str:
        """What is to be said under a section."""
        usage = self._usage
        if title != self.history or usage is None:
            return ""
        now = _tr("Now there are {} runs in {}.").format(f"{usage.runs:,}", _size(usage.bytes))
        if not usage.beyond:
            return now
        go = _tr("With these limits the {} oldest go when the next run is recorded.").format(f"{usage.beyond:,}")
        return f"{now} {go}"

    def look(self) -> None:
        """See how much the history holds, and how much of it is beyond its limits."""
        desk = self._window.desks.history

        def show(usage: Usage) -> None:
            self._usage = usage
            if self.told is not None:
                self.told()

        self._window.background.run(lambda: desk.archive.usage(), show, lambda _: None)

    def _apply(self, name: str, value: object) -> None:
        window = self._window
        if name == THEME:
            window.appearance.set_mode(value)  # type: ignore[arg-type]  # one of the options
            window.actions_by_id[f"view.theme-{value}"].setChecked(True)
        elif name == ANIMATE:
            window.actions_by_id["view.animate"].setChecked(value is True)
        elif name == SPEED:
            window.desks.preview.set_speed(str(value))
        elif name == RECORD:
            window.desks.history.control.say(is_recording=value is True)
        elif name in (RUNS, DAYS, MEGABYTES):
            self.look()
        elif name != INDEX:
            window.packages.refresh()

    def _languages(self) -> tuple[tuple[str, str], ...]:
        from modeler.services.packages.installed import LANGUAGE
        from modeler.ui.packages.languages import in_words

        names = {name for each in self._window.catalog.connectors for name in each.translations}
        if chosen := str(self.value(LANGUAGE)):
            names.add(chosen)
        return (("", _tr("Each connector's own")), *((name, in_words(name)) for name in sorted(names)))


def _size(bytes: int) -> str:
    return f"{bytes / 1e6:,.1f} MB" if bytes >= 1e6 else f"{-(-bytes // 1000):,} kB"


def _index_problem(index: str) -> str:
    """Why an index cannot be one; nothing for an empty line."""
    from pathlib import Path

    if not index or index.startswith("https://") or Path(index).expanduser().is_dir():
        return ""
    if index.startswith("http://"):
        return _tr("An index must be an https address: what comes from it is installed.")
    return _tr("This is no https address, and there is no such folder.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("Settings", text)
