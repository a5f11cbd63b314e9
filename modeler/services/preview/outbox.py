"""What connectors would have done to the world: collected during a preview, shown in the window, written as files.

Names of files depend only on the order and the element, so that two runs of the same Request can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from email.message import EmailMessage

EffectKind = Literal["mail", "http", "slack", "pdf", "file"]
_UNSAFE = re.compile(r"[^A-Za-z0-9_.-]+")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file of an effect: the `.eml` of a mail, the page of a PDF, the record of an HTTP exchange."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Effect:
    """One thing that a connector did or would do; `title` is what a list shows, `position` when it happened.

    `note` says what became of it: where a file lies, why a mail did not arrive (`has_failed`).
    """

    element: str
    connector: str
    kind: EffectKind
    title: str
    at: datetime
    files: tuple[Attachment, ...] = ()
    recipients: tuple[str, ...] = ()
    position: int = 0
    note: str = ""
    has_failed: bool = False

    def message(self) -> EmailMessage:
        """The mail, ready to be read part by part."""
        if not self.files:
            raise TypeError("the effect holds no mail")
        return _parsed(self.files[0].content)


def _nowhere() -> int:
    return 0


@dataclass
class Outbox:
    """The effects of one run, in order; `position` says how far the run has come, so that it can go back."""

    effects: list[Effect] = field(default_factory=list)
    position: Callable[[], int] = _nowhere
    visits: list[tuple[int, str]] = field(default_factory=list)

    def until(self, position: int) -> tuple[Effect, ...]:
        """The effects that had happened when the run stood at `position`."""
        return tuple(effect for effect in self.effects if effect.position < position)

    def copy_until(self, position: int) -> Outbox:
        """An outbox of its own that holds what had happened when the run stood at `position`."""
        return Outbox(list(self.until(position)), visits=[visit for visit in self.visits if visit[0] < position])

    def begin(self) -> None:
        """A task begins: after a step back, what comes now takes the place of what happened then."""
        here = self.position()
        self.effects = [effect for effect in self.effects if effect.position < here or not here]
        self.visits = [visit for visit in self.visits if visit[0] < here or not here]

    def note_visit(self, element: str) -> int:
        """Count one more visit of an element's task; returns how many there were before."""
        self.visits.append((self.position(), element))
        return sum(visited == element for _, visited in self.visits) - 1

    def add_mail(
        self,
        element: str,
        connector: str,
        at: datetime,
        message: bytes,
        recipients: Sequence[str],
        *,
        after: bool = False,
        trouble: str = "",
    ) -> Effect:
        """Keep a message as the `.eml` that an inbox would show; blind copies are added as a header here.

        `after` says that it belongs to what has happened, not to what happens now; `trouble` why not all got it.
        """
        parsed = _parsed(message)
        visible = {address.casefold() for name in ("To", "Cc") for address in _addresses(parsed, name)}
        hidden = [address for address in recipients if address.casefold() not in visible]
        content = _with_header(message, f"Bcc: {', '.join(hidden)}") if hidden else message
        file = Attachment(self._name(element, "eml"), "message/rfc822", content)
        title = str(parsed["Subject"] or "")
        position, people = self.position() - after, tuple(recipients)
        return self._add(
            Effect(element, connector, "mail", title, at, (file,), people, position, trouble, bool(trouble))
        )

    def add(
        self,
        element: str,
        connector: str,
        kind: EffectKind,
        title: str,
        at: datetime,
        *files: Attachment,
        note: str = "",
    ) -> Effect:
        """Keep an effect with its files; their names become unique and safe."""
        named = tuple(
            Attachment(self._name(element, file.name.rpartition(".")[2] or "bin"), file.media_type, file.content)
            for file in files
        )
        return self._add(Effect(element, connector, kind, title, at, named, position=self.position(), note=note))

    def write(self, folder: Path) -> None:
        """Write every file of every effect into a folder."""
        if self.effects:
            folder.mkdir(parents=True, exist_ok=True)
        for effect in self.effects:
            for file in effect.files:
                (folder / file.name).write_bytes(file.content)

    def _add(self, effect: Effect) -> Effect:
        self.effects.append(effect)
        return effect

    def _name(self, element: str, suffix: str) -> str:
        safe = _UNSAFE.sub("_", element)[:_LONGEST_NAME].strip("._") or "element"
        return f"{len(self.effects) + 1:03}-{safe}.{_UNSAFE.sub('_', suffix)}"


def _parsed(message: bytes) -> EmailMessage:
    from email import message_from_bytes, policy

    return message_from_bytes(message, policy=policy.default)


def _addresses(message: EmailMessage, name: str) -> list[str]:
    return [address.addr_spec for address in getattr(message[name], "addresses", ())]


def _with_header(message: bytes, line: str) -> bytes:
    head, blank, body = message.partition(b"\r\n\r\n")
    return head + b"\r\n" + line.encode("ascii") + blank + body
