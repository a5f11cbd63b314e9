"""The window's side of live runs: the command with its question, the panel, the red frame, and the secrets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt
from PySide6.QtWidgets import QVBoxLayout

from modeler.ui.data_connectors.commands import folder_of
from modeler.ui.dialogs.secrets import SecretRow
from modeler.ui.panels.live import LivePanel

if TYPE_CHECKING:
    from modeler.editing.connector_types import JsonObject
    from modeler.services.live.plan import LivePlan
    from modeler.services.live.runs import LiveChoice
    from modeler.services.preview.standing import Standing
    from modeler.services.secrets.keyring_store import Secrets
    from modeler.ui.banner import Banner
    from modeler.ui.dialogs.run_live import Starter
    from modeler.ui.documents.page import DocumentPage
    from modeler.ui.panels.live_view import LiveView
    from modeler.ui.preview.words import RunWords
    from modeler.ui.shell import Shell


def bind_live(window: Shell) -> None:
    """Add the panel of live runs to a window and connect the commands."""
    live, actions = window.live, window.actions_by_id
    panel = LivePanel(window.icons)
    window.bottom.add(panel, _tr("Live"))
    panel.chosen.connect(live.choose)
    panel.go_on_wanted.connect(live.go_on)
    panel.pause_wanted.connect(live.pause)
    panel.replies_wanted.connect(live.look_for_replies)
    panel.end_wanted.connect(live.end)
    panel.forget_wanted.connect(live.forget)
    panel.retry_wanted.connect(live.retry)
    panel.answered.connect(live.answer)
    panel.settled.connect(live.settle)
    window.appearance.changed.connect(lambda _: panel.set_icons(window.icons))
    live.changed.connect(window.commands_stale)
    frame = LiveFrame(window, panel)
    panel.pin_wanted.connect(lambda element: _pin(window, frame, element))
    actions.bind("live.run", lambda: LiveStart(window, frame).ask())
    actions.bind("live.runs", lambda: _show_runs(window, panel))
    live.look()


def _pin(window: Shell, frame: LiveFrame, element: str) -> None:
    from modeler.ui.live.pinning import pin_live

    pin_live(window, element, frame.page)


def _show_runs(window: Shell, panel: LivePanel) -> None:
    window.bottom.bring(panel)
    window.live.refresh()


class LiveFrame(QObject):
    """Keeps panel, canvas and the red frame round the work fitting to what runs live."""

    def __init__(self, window: Shell, panel: LivePanel) -> None:
        super().__init__(window)
        self._window, self.panel = window, panel
        self._banner: Banner | None = None
        self._is_framed, self._pausing = False, ""
        self.page: DocumentPage | None = None
        self._words: RunWords | None = None
        window.live.view_changed.connect(self._show)
        window.live.shown.connect(self._mark)

    def _show(self, view: LiveView) -> None:
        self.panel.show_view(view)
        self._window.bottom.count(self.panel, _tr("Live"), len(view.doubts))
        self._frame(view.is_busy, view.message)

    def _frame(self, is_live: bool, pausing: str) -> None:
        """The frame round the work; its strip tells how a pause stands, for the panel may be closed."""
        work = self._window.tabs.parentWidget()
        if (is_live, pausing if is_live else "") == (self._is_framed, self._pausing) or work is None:
            return
        self._is_framed, self._pausing = is_live, pausing if is_live else ""
        work.setProperty("live", is_live)
        work.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, is_live)
        layout = work.layout()
        if isinstance(layout, QVBoxLayout):
            edge = 3 if is_live else 0
            layout.setContentsMargins(edge, edge, edge, edge)
            self._set_banner(layout, is_live)
        work.style().unpolish(work)
        work.style().polish(work)

    def _set_banner(self, layout: QVBoxLayout, is_live: bool) -> None:
        from modeler.ui.banner import Banner

        if self._banner is not None:
            self._banner.hide()
            self._banner.deleteLater()
            self._banner = None
        if is_live:
            text = self._pausing or _tr("Live run: mails, calls and files of the ticked elements are real.")
            pause = "" if self._pausing else _tr("Pause")
            self._banner = banner = Banner(self._window.icons, "error", text, pause, self._window.live.pause)
            banner.destroyed.connect(lambda *_: self._forget(banner))
            layout.insertWidget(0, banner)

    def _forget(self, banner: Banner) -> None:
        """The strip is gone; its cross may have closed it."""
        if self._banner is banner:
            self._banner = None

    def _mark(self, standing: Standing | None) -> None:
        page = self.page
        if page is None or page not in self._window.documents.pages or standing is None:
            return
        from modeler.ui.preview.words import RunWords, marks_of

        page.canvas.set_run(marks_of(standing))
        if self._words is None or self._words.document is not page.file.document:
            self._words = RunWords(page.file.document, is_live=True)
        self._window.outbox_panel.set_effects(self._words.effects(standing))


class LiveStart(QObject):
    """Finds out what a run would reach, asks, and starts it."""

    def __init__(self, window: Shell, frame: LiveFrame) -> None:
        super().__init__(window)
        self._window, self._frame = window, frame

    def ask(self) -> None:
        """A dry pass first, off the window's thread; then the question."""
        from modeler.services.live.runs import LiveChoice

        window, page = self._window, self._window.page
        window.finish_typing()
        setup = window.run_panel.setup
        data = setup.data.data()
        if page is None or data is None:
            window.status.set_hint(_tr("The start data is not right yet."))
            return
        choice = LiveChoice(_json(data), workspace=folder_of(window), start=setup.chosen_start)
        model, title, catalog = page.file.document.to_bytes(), page.title, window.catalog
        is_set = window.session.secrets.is_set

        def look() -> LivePlan:
            from engine.bpmn import Document
            from modeler.services.live.plan import live_plan

            return live_plan(Document.from_bytes(model, title), catalog, choice, is_set)

        window.status.set_hint(_tr("Looking what a live run would reach…"))
        window.background.run(look, lambda plan: self._found(page, choice, plan), self._failed)

    def _found(self, page: DocumentPage, choice: LiveChoice, plan: LivePlan) -> None:
        from dataclasses import replace

        from modeler.services.live.runs import NOBODY, requester
        from modeler.ui.dialogs.run_live import RunLiveDialog

        window = self._window
        window.status.set_hint("")
        dialog = RunLiveDialog(page.title, plan, _starters(choice), window)
        if dialog.exec() and page in window.documents.pages:
            user = requester(choice.workspace, dialog.user) or dict(NOBODY)
            decided = replace(choice, elements=dialog.elements, loopback=dialog.may_call_this_machine, user=user)
            self._start(page, decided)
        dialog.deleteLater()

    def _start(self, page: DocumentPage, choice: LiveChoice) -> None:
        from modeler.services.live.runs import LiveRefused

        window = self._window
        self._frame.page = page
        window.bottom.bring(self._frame.panel)
        try:
            window.live.start(page.file.document, choice, page.title)
        except LiveRefused as error:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        from modeler.ui.questions import tell_error

        self._window.status.set_hint("")
        tell_error(self._window, _tr("Run live"), _tr("The process cannot run live."), str(error))


def show_secrets(window: Shell) -> None:
    """List, set and delete secrets."""
    from modeler.ui.dialogs.secrets import SecretsDialog

    dialog = SecretsDialog(WindowSecrets(window), window)
    dialog.exec()
    dialog.deleteLater()
    window.inspector.refresh()


class WindowSecrets:
    """The secrets as the dialog sees them, with where the open documents and the workspace use them."""

    def __init__(self, window: Shell) -> None:
        self._window = window

    @property
    def has_keyring(self) -> bool:
        """Whether values outlive the program."""
        return self._secrets.has_keyring

    def rows(self) -> Sequence[SecretRow]:
        """Those that are set and those that are only used."""
        from modeler.services.secrets.fields import uses

        window = self._window
        documents = [(page.title, page.file.document) for page in window.documents.pages]
        used: dict[str, list[str]] = {}
        for use in uses(documents, window.catalog, folder_of(window)):
            used.setdefault(use.name, []).append(use.place)
        names = sorted({*self._secrets.names, *used}, key=str.casefold)
        return [SecretRow(name, self._kept(name), tuple(used.get(name, ()))) for name in names]

    def keep(self, name: str, value: str, for_session: bool) -> str:
        """Keep a value; why not, or nothing."""
        from modeler.services.secrets.keyring_store import SecretError

        try:
            self._secrets.keep(name, value, for_session)
        except SecretError as error:
            return str(error)
        return ""

    def forget(self, name: str) -> str:
        """Forget a value; why not, or nothing."""
        from modeler.services.secrets.keyring_store import SecretError

        try:
            self._secrets.forget(name)
        except SecretError as error:
            return str(error)
        return ""

    @property
    def _secrets(self) -> Secrets:
        return self._window.session.secrets

    def _kept(self, name: str) -> str:
        if self._secrets.is_for_session(name):
            return _tr("this session")
        return _tr("keyring") if self._secrets.is_set(name) else ""


def _starters(choice: LiveChoice) -> list[Starter]:
    from modeler.services.workspace.directory import read_people
    from modeler.ui.dialogs.run_live import Starter

    return [Starter(id, person.name) for id, person in read_people(choice.workspace).users.items() if person.address]


def _json(data: dict[str, object]) -> JsonObject:
    import json

    copied: JsonObject = json.loads(json.dumps(data))
    return copied


def _tr(text: str) -> str:
    return QCoreApplication.translate("Live", text)
