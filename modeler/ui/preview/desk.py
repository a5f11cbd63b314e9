"""Brings the preview and the window together: panel, canvas, keys, menu and banners of a previewed Request."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu

from modeler.ui.canvas.run_button import RunButton
from modeler.ui.outbox.saving import OutboxSaving
from modeler.ui.panels.run_view import RunView, WaitingTask
from modeler.ui.plain_text import without_mnemonics
from modeler.ui.preview.called_pages import CalledPages
from modeler.ui.preview.inspector import RunInspector
from modeler.ui.preview.mail_answers import MailAnswers

if TYPE_CHECKING:
    from engine.bpmn import Element
    from modeler.services.preview.standing import Standing
    from modeler.ui.documents.page import DocumentPage
    from modeler.ui.shell import Shell

MOST_TOKENS = 8
SPEED, ANIMATE = "preview.speed", "preview.animate"
BAR = (
    "preview.run", "preview.pause", "preview.step", "preview.step-into", "preview.step-out", None, "preview.step-back",
    None, "preview.restart", "preview.stop",
)  # fmt: skip
BUTTONS = {"task": "user", "timer": "clock", "incident": "restart", "message": "mail", "start": "play", "begin": "play"}


class PreviewDesk(QObject):
    """Wires what a window shows of a preview; holds no state of the Request."""

    def __init__(self, window: Shell) -> None:
        super().__init__(window)
        self._window = window
        self._panel, self._control = window.run_panel, window.preview
        self._buttons_on: DocumentPage | None = None
        self.called = CalledPages(window)
        self.inspector = RunInspector(window, window.element_run_panel, self.called)
        self.mail_answers = MailAnswers(window)
        self.outbox_saving = OutboxSaving(window)
        self._connect_panel()
        self._connect_control()
        settings = window.session.settings
        self._control.pace.set_speed(settings.get(SPEED, "instant"))
        self._panel.set_speed(self._control.pace.speed)
        self._panel.add_actions([window.actions_by_id[id] if id else None for id in BAR])
        window.actions_by_id["view.animate"].setChecked(settings.get(ANIMATE, True))
        self._bind()

    def page_opened(self, page: DocumentPage) -> None:
        """A document is open: its canvas takes part."""
        page.canvas.run_buttons.pressed.connect(lambda element: self._press(page, element))
        page.changed.connect(lambda: self._control.note_change(page))
        self.called.page_opened(page)
        self._show_buttons(self._panel.view)

    def fill_context_menu(self, menu: QMenu) -> None:
        """What the canvas menu offers for the selection while previewing."""
        actions = self._window.actions_by_id
        menu.addAction(actions["preview.breakpoint"])
        if (chosen := self._chosen()) is None or self._window.page is None:
            return
        menu.addAction(actions["preview.run-to"])
        menu.addAction(actions["preview.inspect"])
        standing = self._control.standing
        if not self._control.can_act or self._control.page is not self._window.page:
            return
        if chosen in standing.tokens:
            menu.addAction(self.tr("Take this token away")).triggered.connect(
                lambda: self._control.cancel_token(chosen)
            )
        for element in [each for each in standing.tokens if each != chosen][:MOST_TOKENS]:
            words = self.tr("Move the token here from “{}”").format(self._name(element))
            menu.addAction(without_mnemonics(words)).triggered.connect(
                lambda _=False, element=element: self._control.move(element, chosen)
            )

    def refresh(self) -> None:
        """Make possible what is possible now."""
        actions, control = self._window.actions_by_id, self._control
        actions.enable(("preview.run", "preview.step", "preview.step-into"), control.can_go_on)
        is_in_front = control.is_in(self._window.page)
        self.called.enable(actions)
        actions["preview.step-out"].setEnabled(control.can_go_on and control.is_running and is_in_front)
        actions["preview.run-to"].setEnabled(control.can_go_on and self._chosen() is not None)
        actions.enable(("preview.send", "preview.time"), control.can_act)
        actions["preview.inspect"].setEnabled(self._window.page is not None)
        actions["preview.breakpoint"].setEnabled(next(self._places(), None) is not None)
        actions["preview.pause"].setEnabled(control.is_going)
        actions["preview.step-back"].setEnabled(control.can_look_back)
        actions["preview.restart"].setEnabled(control.can_restart)
        actions["preview.stop"].setEnabled(control.is_running or control.standing.is_record)
        is_on = control.is_running and not control.is_busy and is_in_front
        actions["preview.run"].setText(self.tr("&Continue") if is_on else self.tr("&Preview"))
        actions["preview.run"].setToolTip(self.tr("Continue (F5)") if is_on else self.tr("Preview (F5)"))

    # Wiring -------------------------------------------------------------------------------------------------------

    def _connect_panel(self) -> None:
        panel, control, card = self._panel, self._control, self._panel.answer
        panel.element_chosen.connect(self._reveal)
        panel.answered.connect(control.answer)
        panel.data_changed.connect(lambda _: self._window.commands_stale.emit())
        panel.step_wanted.connect(control.go_to)
        panel.run_wanted.connect(control.choose_run)
        panel.speed_changed.connect(self.set_speed)
        panel.compare_wanted.connect(self._compare)
        panel.data.edited.connect(control.set_data)
        panel.data.place_wanted.connect(control.look_in)
        panel.data.base_wanted.connect(control.compare_with)
        panel.stops.changed.connect(control.stops.set_stops)
        card.event_wanted.connect(control.trigger)
        card.time_wanted.connect(control.advance_to)
        card.retry_wanted.connect(control.retry)
        card.pin_wanted.connect(self.inspector.pin)
        card.element_wanted.connect(self._show_element)
        card.restart_wanted.connect(control.restart)
        card.failed.connect(self._ask_failure)
        card.assigned.connect(control.assign)
        card.find_desk = control.desk_of

    def _connect_control(self) -> None:
        control = self._control
        control.view_changed.connect(self._panel.show_view)
        control.view_changed.connect(self._show_buttons)
        control.changed.connect(self._window.commands_stale)
        control.stood.connect(self._follow)
        control.model_changed.connect(self._tell_model_changed)
        control.stops.changed.connect(self._show_stops)

    def _bind(self) -> None:
        control = self._control
        self._bind_one("preview.run", control.run)
        self._bind_one("preview.step", control.step_over)
        self._bind_one("preview.step-into", self._step_into)
        self._bind_one("preview.step-out", control.step_out)
        self._bind_one("preview.step-back", control.step_back)
        self._bind_one("preview.restart", control.restart)
        self._bind_one("preview.run-to", lambda: control.run_to(self._chosen() or ""))
        actions = self._window.actions_by_id
        actions.bind("preview.open-called", self.called.open_selected)
        actions.bind("preview.to-caller", self.called.leave_to_caller)
        actions.bind("preview.inspect", lambda: self._window.bottom.bring(self._window.element_run_panel))
        actions.bind("preview.send", self._ask_message)
        actions.bind("preview.time", self._ask_time)
        actions.bind("preview.pause", control.pause)
        actions.bind("preview.stop", control.stop)
        actions.bind("preview.breakpoint", lambda: control.stops.toggle(list(self._places())))
        actions.bind("view.animate", self._keep_animation)

    def _bind_one(self, id: str, act: Callable[[], None]) -> None:
        def run() -> None:
            self._window.finish_typing()
            self._window.bottom.bring_one_of((self._window.run_panel, self._window.element_run_panel))
            act()

        self._window.actions_by_id.bind(id, run)

    def _step_into(self) -> None:
        self.called.steps_in = True
        self._control.step()

    def _reveal(self, element: str) -> None:
        """Show an element of the Request, in whichever file it is."""
        self.called.reveal(element)

    # Canvas -------------------------------------------------------------------------------------------------------

    def _follow(self, standing: Standing) -> None:
        """Show the element at which the Request stands, and let tokens move there."""
        page = self._control.page
        if page is None:
            return
        self._clear_banner(standing)
        moment = standing.moments[standing.step - 1] if 0 < standing.step <= len(standing.moments) else None
        last = moment.element if moment is not None else None
        here = standing.ahead or (last if last in standing.waiting else next(iter(standing.waiting), last))
        element = page.file.document.find(here) if here else None
        if element is not None and page is self._window.page:
            page.show_element(element)
        is_animated = moment is not None and self._window.actions_by_id["view.animate"].isChecked()
        self.called.follow(here, list(moment.flows) if moment is not None and is_animated else [])
        if moment is not None and is_animated:
            flows = [*moment.flows, *self._control.message_flows(moment)]
            page.canvas.run_show.move_tokens(flows, self._control.pace.step_time)

    def _show_buttons(self, view: RunView) -> None:
        page = self._control.page
        if self._buttons_on is not None and self._buttons_on is not page:
            self._buttons_on.canvas.run_buttons.show_buttons(())
        self._buttons_on = page
        if page is None or view.status == "running":
            return
        firsts = {task.element_id: task for task in reversed(view.waiting)}
        buttons = {id: RunButton(id, BUTTONS.get(task.kind, "bolt"), self._words(task)) for id, task in firsts.items()}
        own = [button for id, button in buttons.items() if "/" not in id]
        page.canvas.run_buttons.show_buttons([*self.called.buttons(page), *own])
        self.called.show_buttons(buttons)

    def _words(self, task: WaitingTask) -> str:
        return {
            "task": self.tr("Answer “{}”"),
            "timer": self.tr("Fire the timer “{}” now"),
            "message": self.tr("Send the message to “{}”"),
            "signal": self.tr("Throw the signal for “{}”"),
            "incident": self.tr("Try “{}” again"),
            "start": self.tr("Start at “{}”"),
            "begin": "{}",
        }.get(task.kind, self.tr("Let “{}” happen")).format(task.title)

    def _press(self, page: DocumentPage, element: str) -> None:
        """The button on an element: tasks, messages and signals are answered in the panel, the rest happens at once."""
        found = page.file.document.find(element)
        if found is not None and self.called.open(page, found):
            return
        id = self.called.id_of(page, found) if found is not None else None
        task = next((task for task in self._panel.view.waiting if task.element_id == id), None)
        if task is None:
            return
        if task.kind == "incident":
            self._control.retry(task.element_id)
        elif task.kind in ("task", "message", "signal", "start"):
            self._window.bottom.bring(self._window.run_panel)
            self._panel.show_waiting(task.element_id)
        else:
            self._control.trigger(task.element_id, {})

    # Asking and telling -------------------------------------------------------------------------------------------

    def _tell_model_changed(self) -> None:
        page = self._control.page
        if page is not None:
            page.say(
                "warning",
                self._changed_words(),
                self.tr("Go on in the changed model"),
                self._adopt,
                ((self.tr("Start again"), self._control.restart),),
            )

    def _changed_words(self) -> str:
        return self.tr("The process has changed; this preview still runs the earlier one.")

    def _adopt(self) -> None:
        page = self._control.page
        self._control.adopt()
        if page is not None:
            page.unsay(self._changed_words())

    def _clear_banner(self, standing: Standing) -> None:
        page = self._control.page
        if page is not None and (standing.is_over or not self._control.is_outdated):
            page.unsay(self._changed_words())

    def _ask_failure(self, element: str) -> None:
        """With which error a task fails: a code that a boundary event may catch."""
        code, is_given = QInputDialog.getText(
            self._window, self.tr("Fail the task"), self.tr("Error code (a boundary event may catch it):")
        )
        if is_given:
            self._control.fail(element, self.tr("failed by hand"), code.strip() or None)

    def _ask_time(self) -> None:
        """How far time shall pass: to a moment or by a stretch; what cannot be read is asked for again."""
        from modeler.services.preview.virtual_time import moment_of

        now, words = (
            self._control.standing.now,
            self.tr("To a date, such as 2026-01-09 14:00, or by 3 d or 2 h 30 min:"),
        )
        due = min((each.due for each in self._control.standing.listening if each.due), default=None)
        text, question = f"{due:%Y-%m-%d %H:%M}" if due is not None else "1 d", words
        while now is not None:
            text, is_given = QInputDialog.getText(
                self._window, self.tr("Let time pass"), question, QLineEdit.EchoMode.Normal, text
            )
            if not is_given:
                return
            try:
                self._control.advance(moment_of(text, now))
                return
            except ValueError as error:
                question = f"{error}\n{words}"

    def _ask_message(self) -> None:
        from engine.bpmn import Message, Signal
        from modeler.ui.dialogs.send_message import SendMessageDialog

        page = self._control.page
        roots: Iterable[Element] = page.file.document.elements() if page is not None else ()
        named = [each for each in roots if isinstance(each, Message | Signal)]
        known = [("message" if isinstance(each, Message) else "signal", each.get("name") or "") for each in named]
        SendMessageDialog([each for each in known if each[1]], self._control.send, self._window).open()

    def _compare(self) -> None:
        from modeler.ui.dialogs.compare_runs import compare_runs

        compare_runs(self._window)

    def _show_element(self, element: str) -> None:
        self._reveal(element)
        self._window.right.show()
        self.inspector.show_error(element)

    def _show_stops(self) -> None:
        stops = self._control.stops
        self._panel.show_stops(stops.stops, stops.names(), stops.errors())
        self._window.commands_stale.emit()

    def set_speed(self, speed: str) -> None:
        """Another speed, now and in later windows."""
        self._panel.set_speed(speed)
        self._control.pace.set_speed(speed)
        self._window.keep_setting(SPEED, speed)

    def _keep_animation(self) -> None:
        self._window.keep_setting(ANIMATE, self._window.actions_by_id["view.animate"].isChecked())

    def _places(self) -> Iterator[str]:
        """What of the selection can have a breakpoint: flow nodes and sequence flows."""
        page = self._window.page
        if page is None:
            return
        from engine.bpmn import FlowNode, SequenceFlow

        chosen = page.canvas.selected_elements
        yield from (each.id for each in chosen if isinstance(each, FlowNode | SequenceFlow) and each.id)

    def _chosen(self) -> str | None:
        """The only selected flow node."""
        page = self._window.page
        if page is None:
            return None
        from engine.bpmn import FlowNode

        chosen = page.canvas.selected_elements
        only = chosen[0] if len(chosen) == 1 else None
        return only.id if isinstance(only, FlowNode) else None

    def _name(self, id: str) -> str:
        from modeler.ui.forms.element_kinds import display_name

        page = self._window.page
        element = page.file.document.find(id) if page is not None else None
        return display_name(element) if element is not None else id
