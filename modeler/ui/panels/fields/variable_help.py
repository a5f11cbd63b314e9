"""Help with variables while a text is written: completion, a wave under unknown names, and the live value below.

`{{` or Ctrl+Space opens the list of known variables; arrows choose, Enter or Tab inserts, Esc closes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from modeler.ui.panels.fields.completion import CompletionList
from modeler.ui.panels.fields.context import KnownVariable, Variables
from modeler.ui.panels.fields.dropped import VariableDrop
from modeler.ui.panels.fields.editor import FieldEditor
from modeler.ui.panels.fields.highlight import EXPRESSIONS
from modeler.ui.panels.fields.text_port import TextPort
from modeler.ui.plain_text import wrapped_label
from modeler.ui.theme import set_look, theme_of

PAUSE = 200
SHOWN, LONGEST = 200, 300
OPENING = "{{"
CLOSING = "}}"
WORD = re.compile(r"[\w.\[\]$]*$")
SIGNS = "{&#^/ "


class VariableHelp(QObject):
    """Watches one text; lives as long as its editor."""

    def __init__(self, editor: FieldEditor, port: TextPort, variables: Variables) -> None:
        super().__init__(editor)
        self._editor = editor
        self._port = port
        self._variables = variables
        self._is_expression = editor.field.language in EXPRESSIONS
        self._language = editor.field.language if self._is_expression else ""
        self._list: CompletionList | None = None
        self.note = wrapped_label("", "live")
        self.note.hide()
        editor.add_note(self.note)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PAUSE)
        self._soon.timeout.connect(self.judge)
        port.on_change(self._changed)
        editor.described.connect(self._soon.start)
        port.widget.installEventFilter(self)
        VariableDrop(port.widget, self._takes_paths, self._drop)
        self.judge()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys for the open list, and the one that opens it."""
        if event.type() in (QEvent.Type.FocusOut, QEvent.Type.Hide):
            self._close()
            self._soon.start()
        elif isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            return self._key(event)
        return super().eventFilter(watched, event)

    def judge(self) -> None:
        """Say what the text means, and mark what nobody sets."""
        text = self._port.text()
        verdict = self._variables.judge(text, self._language)
        color = theme_of(self._port.widget).color("warning")
        self._port.mark([(each.start, each.end) for each in verdict.unknown], color)
        words, role = "", "live"
        if verdict.error and self._is_in_open_tag(text):
            words = ""
        elif verdict.error:
            words, role = verdict.error, "error"
        elif verdict.unknown:
            names = ", ".join(f"“{name}”" for name in dict.fromkeys(each.name for each in verdict.unknown))
            lack = verdict.lack or self.tr("Nothing before this element sets {}.")
            words, role = lack.format(names), "warning"
        elif verdict.live is not None:
            words = f"= {_short(verdict.live)}"
        set_look(self.note, "role", role)
        self.note.setText(words)
        self.note.setVisible(bool(words))

    def _takes_paths(self) -> bool:
        """An expression names a variable by its path alone; a text takes it as it is dragged."""
        return self._is_expression and not self._editor.field.is_readonly

    def _drop(self, path: str, at: QPoint) -> None:
        self._port.widget.setFocus()
        start, text = dropped_into(self._port.text(), self._port.position_at(at), path, self._editor.field.marks)
        self._start = start
        closing = len(self._editor.field.marks[1]) if text != path else 0
        self._port.replace(start, start, text, start + len(text) - closing)

    def _is_in_open_tag(self, text: str) -> bool:
        """Whether somebody is just writing a variable: the cursor stands behind an opening that nothing closes yet."""
        opening = text[: self._port.position()].rfind(OPENING)
        return self._port.widget.hasFocus() and opening >= 0 and CLOSING not in text[opening:]

    @property
    def popup(self) -> CompletionList | None:
        """The open list of variables."""
        return self._list

    def _key(self, event: QKeyEvent) -> bool:
        key, is_press = event.key(), event.type() == QEvent.Type.KeyPress
        opens = key == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if opens:
            event.accept()
            if is_press:
                self._complete(asked=True)
            return is_press
        return self._list is not None and self._list.take_key(event, self._insert, self._close)

    def _changed(self) -> None:
        self._soon.start()
        if self._port.widget.hasFocus():
            self._complete(asked=False)

    def _place(self) -> tuple[int, str] | None:
        """Where the name that is being written starts, and what there is of it; None outside of a variable."""
        before = self._port.text()[: self._port.position()]
        opening = before.rfind(OPENING)
        if opening >= 0 and CLOSING not in before[opening:]:
            name = before[opening + len(OPENING) :].lstrip(SIGNS)
            return len(before) - len(name), name
        match = WORD.search(before)
        if self._is_expression and match is not None and match[0]:
            return match.start(), match[0]
        return None

    def _complete(self, asked: bool) -> None:
        place = self._place()
        if place is None and not asked:
            self._close()
            return
        start, name = place or (self._port.position(), "")
        found = matching(self._variables.known(self._language), name)
        if not found or (len(found) == 1 and found[0].path == name and not asked):
            self._close()
            return
        if self._list is None:
            self._list = CompletionList(self._port.widget.window(), self.tr("Known variables"))
            self._list.itemClicked.connect(lambda item: self._insert(item.text()))
        self._start = start
        self._list.offer([(each.path, each.origin) for each in found])
        self._list.stand_below(self._port.widget, self._port.below_cursor())

    def _insert(self, path: str) -> None:
        is_bare = self._place() is None and not self._is_expression
        end = self._port.position()
        before, after = self._port.text()[:end], self._port.text()[end:]
        in_tag = before.rfind(OPENING) >= 0 and CLOSING not in before[before.rfind(OPENING) :]
        opening = OPENING if is_bare else ""
        closing = CLOSING if (is_bare or in_tag) and not after.startswith("}") else ""
        start = min(self._start, end)
        skipped = len(after) - len(after.lstrip("}")) if in_tag and not closing else 0
        text = f"{opening}{path}{closing}"
        self._close()
        self._port.replace(start, end, text, start + len(text) + skipped)
        self._close()

    def _close(self) -> None:
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
            self._list = None


def dropped_into(text: str, at: int, path: str, marks: tuple[str, str]) -> tuple[int, str]:
    """Where a variable goes that is dropped into an expression, and what is written: with the marks where none are.

    Outside the marks it would be text or a fault, so it goes to the nearest place between them.
    """
    opening, closing = marks
    if not text.strip():
        return at, f"{opening}{path}{closing}"
    begin = text.rfind(opening, 0, max(at, 1)) if opening else -1
    begin = begin if begin >= 0 else text.find(opening)
    if not opening or begin < 0:
        return at, path
    inside = max(at, begin + len(opening))
    end = text.find(closing, begin) if closing else -1
    return (min(inside, end) if end >= 0 else inside), path


def matching(known: Sequence[KnownVariable], name: str) -> list[KnownVariable]:
    """The variables of whose path a part starts with what was typed, or else those that hold it."""
    wanted = name.casefold()
    starting = [each for each in known if each.path.casefold().startswith(wanted)]
    inside = [each for each in known if f".{wanted}" in each.path.casefold() and each not in starting]
    holding = [each for each in known if wanted in each.path.casefold()]
    return ([*starting, *inside] or holding)[:SHOWN]


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST else flat[:LONGEST] + " …"
