"""What is done with what comes in from outside: answers to mails, callbacks of servers, tasks answered from a mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from connectors.sdk.ports import TaskLink
from connectors.sdk.values import JsonObject
from modeler.services.live.answering import Question
from modeler.services.live.refused import NotWaiting

OVER = "The task does not wait for an answer any more."

Answered = Callable[[Question, int, str], None]
"""Completes the task of a question; raises `AnswerRefused` or `RequestError`."""
Called = Callable[[Question, JsonObject, str], bool]
"""Completes the task that a server calls back, or keeps for it what was sent, which is False; raises likewise."""

Finished = Callable[[Question, JsonObject, str], str]
"""Completes a person's task; returns the page that the person sees then, empty without one. Raises likewise."""
Waits = Callable[[Question], bool]
"""Whether the task of a question still waits for its answer; raises `RequestError` where its run is gone."""
MailCode = Callable[[Question, TaskLink, str], None]
"""Mails a code to the person whose link it is. Raises `PortError`."""


@dataclass(frozen=True, slots=True)
class Doors:
    """What is done with what comes in."""

    answered: Answered
    called: Called
    finished: Finished
    mail_code: MailCode
    waits: Waits

    def require_waiting(self, question: Question) -> None:
        """Raise `NotWaiting` where nobody needs an answer any more: another way was taken, or the Request has ended."""
        if not self.waits(question):
            raise NotWaiting(OVER)
