"""Brings the history together with preview, live runs, canvas and scenarios of one window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QInputDialog

from modeler.ui.dialogs.option import Option
from modeler.ui.history.control import HistoryControl
from modeler.ui.history.panel import HistoryPanel
from modeler.ui.history.recorder import RunRecorder
from modeler.ui.history.rows import past_moment, past_title
from modeler.ui.preview.past_runs import PastRuns
from modeler.ui.questions import ask

if TYPE_CHECKING:
    from modeler.services.history.archive import RunArchive
    from modeler.services.history.rows import DeletedRun, Limits, Place
    from modeler.services.live.runs import LiveRun
    from modeler.services.preview.past import Past
    from modeler.services.preview.session import MakeRun
    from modeler.services.preview.standing import Standing
    from modeler.services.preview.starting import PreviewOptions
    from modeler.services.scenarios.scenario import Scenario
    from modeler.ui.banner import Severity
    from modeler.ui.documents.page import DocumentPage
    from modeler.ui.scenarios.desk import ScenarioDesk
    from modeler.ui.shell import Shell

RECORD, RUNS, MEGABYTES, DAYS = "history.record", "history.runs", "history.megabytes", "history.days"
FEW = 4
AFTER_EDITS = 300


@dataclass(frozen=True)
class _Said:
    """What a strip over a canvas says, and of which run."""

    page: DocumentPage
    id: str
    words: str


class HistoryDesk(QObject):
    """Wires the history; the archive is made when the first run is recorded or the panel is first seen."""

    def __init__(
        self, window: Shell, scenarios: ScenarioDesk, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        super().__init__(window)
        self._window, self._scenarios, self._now = window, scenarios, now
        self._made: RunArchive | None = None
        self._untitled: dict[DocumentPage, str] = {}
        self._live_places: dict[str, Place] = {}
        self._said: _Said | None = None
        self._deleted: DeletedRun | None = None
        self.panel = HistoryPanel(window.icons, now)
        self.recorder = RunRecorder(window.background, lambda: self.archive, lambda: window.catalog, self)
        self.control = HistoryControl(window.background, lambda: self.archive, self._name, self)
        self._past = PastRuns(window.preview, window.run_panel.setup, self._refuse)
        self._after_edits = QTimer(self)
        self._after_edits.setSingleShot(True)
        self._after_edits.setInterval(AFTER_EDITS)
        self._after_edits.timeout.connect(lambda: self._show_banner(is_edited=True))
        self._connect()

    @property
    def archive(self) -> RunArchive:
        """The history of this user."""
        if self._made is None:
            from modeler.services.history.archive import RunArchive

            self._made = RunArchive(self._window.session.profile, self.limits, self._now)
        return self._made

    @property
    def is_recording(self) -> bool:
        """Whether runs are recorded."""
        return self._window.session.settings.get(RECORD, True)

    def watch(self, page: DocumentPage | None) -> None:
        """Another document is in front."""
        if self.panel.isVisible() and page is not None:
            self.control.watch(self.place_of(page).key)

    def page_opened(self, page: DocumentPage) -> None:
        """A document is open: it may get a file, and edits change what a past run means."""
        page.changed.connect(lambda: self._note_change(page))

    def page_closed(self, page: DocumentPage) -> None:
        """A document is closed."""
        if self._said is not None and self._said.page is page:
            self._said = None
        key = self._untitled.pop(page, None)
        if key is not None and page.file.path is not None:
            self._move(key, page)

    def close(self) -> None:
        """The window closes: what is not stored yet is stored now."""
        self._after_edits.stop()
        self.recorder.flush()

    def place_of(self, page: DocumentPage) -> Place:
        """Where the runs of a document belong; those of an untitled one go with it when it gets a file."""
        from modeler.services.history.rows import Place
        from modeler.services.profile import place_key

        path = page.file.path
        if path is None:
            return Place(self._untitled.setdefault(page, f"untitled-{token_hex(8)}"), "", page.title)
        key = self._untitled.pop(page, None)
        if key is not None:
            self._move(key, page)
        return Place(place_key(path), str(path), page.title)

    # Wiring -------------------------------------------------------------------------------------------------------

    def _connect(self) -> None:
        window, panel, control = self._window, self.panel, self.control
        window.preview.stood.connect(self._stood)
        window.live.moved.connect(self._live_moved)
        window.live.begun.connect(self._live_begun)
        self.recorder.stored.connect(self._look)
        self.recorder.told.connect(window.status.set_hint)
        control.failed.connect(self._refuse)
        control.listed.connect(panel.show_rows)
        control.portion.connect(panel.model.take)
        control.portion_lost.connect(panel.model.forget)
        control.changed.connect(panel.show_view)
        panel.shown.connect(self._shown)
        panel.search_changed.connect(control.search)
        panel.selected.connect(control.select)
        panel.portion_wanted.connect(control.fetch)
        panel.open_wanted.connect(self.open)
        panel.again_wanted.connect(self.run_again)
        panel.replay_wanted.connect(self._replay)
        panel.compare_wanted.connect(self._compare)
        panel.record_wanted.connect(self._record)
        panel.rename_wanted.connect(self._rename)
        panel.keep_wanted.connect(lambda id, is_kept: control.do(lambda archive: archive.keep(id, is_kept)))
        panel.delete_wanted.connect(self._delete)
        panel.undo_wanted.connect(self._bring_back)
        panel.clear_wanted.connect(self._clear)
        panel.recording_wanted.connect(self._turn_recording)
        window.actions_by_id.bind("preview.history", lambda: window.bottom.bring(panel))

    def _shown(self) -> None:
        page = self._window.page
        if page is not None:
            self.control.say(is_recording=self.is_recording, can_compare=self._can_compare())
            self.control.watch(self.place_of(page).key)

    def _look(self) -> None:
        if self.panel.isVisible():
            self.control.refresh()

    # Recording ----------------------------------------------------------------------------------------------------

    def _stood(self, standing: Standing) -> None:
        """A preview stands somewhere: record it, unless that is in the past."""
        self._show_banner()
        if self.control.view.can_compare != self._can_compare():
            self.control.say(can_compare=self._can_compare())
        page = self._window.preview.page
        if page is None or standing.is_past or standing.is_record or not self.is_recording:
            return
        snapshot = self._window.preview.snapshot()
        if snapshot is not None:
            self.recorder.note(snapshot, self.place_of(page))

    def _live_begun(self, id: str) -> None:
        page = self._window.page
        if page is not None:
            self._live_places[id] = self.place_of(page)

    def _live_moved(self, run: LiveRun) -> None:
        if not self.is_recording:
            return
        from modeler.services.live.recording import live_snapshot
        from modeler.services.preview.model_copy import ModelCopy

        model = ModelCopy.of(self._window.live.document_of(run.id))
        snapshot = run.looked_at(lambda: live_snapshot(run, model))
        if snapshot is not None:
            self.recorder.note(snapshot, self._live_places.get(run.id))

    def _turn_recording(self, is_wanted: bool) -> None:
        self._window.keep_setting(RECORD, is_wanted)
        self.control.say(is_recording=is_wanted)

    def limits(self) -> Limits:
        """How much of the history the user wants kept."""
        from modeler.services.history.rows import Limits

        settings, usual = self._window.session.settings, Limits()
        megabytes = settings.get(MEGABYTES, usual.bytes // 1_000_000)
        return Limits(settings.get(RUNS, usual.runs), megabytes * 1_000_000, settings.get(DAYS, usual.days))

    def _note_change(self, page: DocumentPage) -> None:
        if page in self._untitled and page.file.path is not None:
            self.place_of(page)
        if self._said is not None and self._said.page is page:
            self._after_edits.start()

    def _move(self, key: str, page: DocumentPage) -> None:
        from modeler.services.history.rows import Place
        from modeler.services.profile import place_key

        path = page.file.path
        assert path is not None
        place = Place(place_key(path), str(path), page.title)
        if self._made is not None:
            self.control.do(lambda archive: archive.move(key, place))

    # Looking at a run ---------------------------------------------------------------------------------------------

    def open(self, id: str) -> None:
        """Show a past run on the canvas."""
        page, make = self._window.page, self._maker(id)
        if page is not None:
            self._past.open(page, make, lambda: self._window.bottom.bring(self._window.run_panel))

    def run_again(self, id: str) -> None:
        """Start a Request with the data of a past run, in the process as it is now."""
        page, folder = self._window.page, self._folder()

        def start(archive: RunArchive) -> PreviewOptions:
            from modeler.services.history.reopening import options_of

            return options_of(archive.details(id), folder)

        def go(options: PreviewOptions) -> None:
            if page is not None and page in self._window.documents.pages:
                self._window.bottom.bring(self._window.run_panel)
                self._past.run_again(page, options)

        self.control.do(start, go)

    def _replay(self, id: str) -> None:
        """Start a Request as a past run was started, and do to it what was done to that."""
        from modeler.services.history.replaying import scenario_of

        page = self._window.page

        def go(scenario: Scenario) -> None:
            if page is not None and page in self._window.documents.pages:
                self._window.bottom.bring(self._window.run_panel)
                self._window.preview.play(page, scenario)

        self.control.do(lambda archive: scenario_of(archive.details(id)), go)

    def _compare(self, id: str) -> None:
        page = self._window.preview.page

        def show(number: int) -> None:
            from modeler.ui.dialogs.compare_runs import compare_runs

            compare_runs(self._window, number)

        if page is not None:
            self._past.compare(page, self._maker(id), show)

    def _record(self, id: str) -> None:
        words = self.tr("What does this run show?")
        name, is_given = QInputDialog.getText(self.panel, self.tr("Record as scenario"), words)
        if is_given and name.strip():
            free = self._scenarios.free_name(name.strip())
            self._past.record(self._maker(id), free, self._scenarios.control.add)
            self._window.bottom.bring(self._window.scenarios_panel)

    def _maker(self, id: str) -> MakeRun:
        from modeler.services.history.reopening import reader

        return reader(self.archive, id, past_title, self._window.catalog, self._folder())

    def _name(self, id: str) -> str:
        """What an element of the document in front is called."""
        from modeler.ui.forms.element_kinds import display_name

        page = self._window.page
        element = page.file.document.find(id) if page is not None else None
        return display_name(element) if element is not None else id

    def _folder(self) -> Path | None:
        page = self._window.page
        return page.file.path.parent if page is not None and page.file.path is not None else None

    def _can_compare(self) -> bool:
        preview = self._window.preview
        return preview.has_run and preview.page is self._window.page

    # The banner ---------------------------------------------------------------------------------------------------

    def _show_banner(self, is_edited: bool = False) -> None:
        """Say over the canvas that a past run is looked at, and what the changes since mean for it."""
        page, past = self._window.preview.page, self._window.preview.past
        said = self._said
        if said is not None and page is said.page and past is not None and past.id == said.id and not is_edited:
            return
        words, is_harmless = self._banner_words(page, past) if page is not None and past is not None else ("", True)
        if said is not None and (past is None or (said.id, said.words) != (past.id, words)):
            said.page.unsay(said.words)
        self._said = None
        if page is None or past is None:
            return
        self._said = _Said(page, past.id, words)
        severity: Severity = "info" if is_harmless else "warning"
        leave = ((self.tr("Leave"), self._window.preview.stop),)
        page.say(severity, words, self.tr("Run again"), lambda: self.run_again(past.id), leave)

    def _banner_words(self, page: DocumentPage, past: Past) -> tuple[str, bool]:
        """What is said, and whether everything that the run passed is still there."""
        from modeler.services.history.reopening import changes_since

        words = self.tr("Past run of {}, only to be looked at.").format(past_moment(past.born))
        gone = changes_since(past, page.file.document)
        if gone is None:
            return words, True
        if not gone.names and not gone.nameless:
            return f"{words} {self.tr('The process has changed since; all that it passed is still there.')}", True
        named = ", ".join(f"“{name}”" for name in gone.names[:FEW])
        if len(gone.names) > FEW:
            named = self.tr("{} and {} more").format(named, len(gone.names) - FEW)
        named = named or self.tr("flows without a name")
        return f"{words} {self.tr('Gone from the process since: {}.').format(named)}", False

    # Changing -----------------------------------------------------------------------------------------------------

    def _rename(self, id: str) -> None:
        row = self.panel.current
        before = row.title if row is not None and row.is_named else ""
        title, words = self.tr("Rename run"), self.tr("Name (empty: what it started with)")
        name, is_given = QInputDialog.getText(self.panel, title, words, text=before)
        if is_given:
            self.control.do(lambda archive: archive.rename(id, name))

    def _delete(self, id: str) -> None:
        """Delete a run at once; it can be brought back until another one is deleted or the window closes."""
        row = self.panel.current
        title = row.title if row is not None and row.id == id else ""

        def deleted(run: DeletedRun) -> None:
            self._deleted = run
            self.control.say(deleted=title or self.tr("The run"))

        self.recorder.forget({id})
        self.control.do(lambda archive: archive.delete(id), deleted)

    def _bring_back(self) -> None:
        run, self._deleted = self._deleted, None
        if run is not None:
            self.recorder.take_up(run.id)
            self.control.say(deleted="")
            self.control.do(lambda archive: archive.bring_back(run), lambda _: self.control.select(run.id))

    def _clear(self) -> None:
        page = self._window.page
        if page is None:
            return
        key = self.place_of(page).key
        options = (
            Option("unkept", self.tr("Delete all but the kept"), "destroy"),
            Option("all", self.tr("Delete all"), "destroy"),
            Option("keep", self.tr("Cancel"), "reject"),
        )
        text = self.tr("Delete the past runs of “{}”?").format(page.title)
        detail = self.tr("They are gone then, with their data and effects; scenarios stay.")
        answer = ask(self.panel, self.tr("Clear all"), text, detail, options, "keep")
        if answer != "keep":
            self.control.do(lambda archive: archive.clear(key, also_kept=answer == "all"))

    def _refuse(self, why: str) -> None:
        self._window.status.set_hint(why)
        self.control.complain(why)
