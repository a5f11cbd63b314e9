"""How a previewed Request is stepped, and what can be done to it at the step that is looked at."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from modeler.services.preview.standing import Standing

if TYPE_CHECKING:
    from modeler.editing.connector_types import JsonObject
    from modeler.services.preview.session import PreviewSession


class RequestActs:
    """Each is one line; who has these says in `_single` and `_act` when and how it is done."""

    @abstractmethod
    def _act(self, act: Callable[[PreviewSession, bool], Standing]) -> None:
        """Do it; `act` is called with whether the Request goes on at once."""

    @abstractmethod
    def _single(self, act: Callable[[PreviewSession], Standing]) -> None:
        """Go on for a while, with a new Request where there is none."""

    @abstractmethod
    def _renewed(self, act: Callable[[PreviewSession, bool], Standing]) -> Callable[[PreviewSession, bool], Standing]:
        """The act, and before it the same Request goes on in the model as it is now, where that has changed."""

    def step_over(self) -> None:
        """Start a Request, or let it go on by one element with all that is inside."""
        self._single(lambda session: session.step_over())

    def step(self) -> None:
        """Start a Request, or let it go on by one step."""
        self._single(lambda session: session.step())

    def step_out(self) -> None:
        """Go on until the present sub-process has ended."""
        self._single(lambda session: session.step_out())

    def run_to(self, element: str) -> None:
        """Go on to an element, which is not entered yet."""
        self._single(lambda session: session.run_to(element))

    def answer(self, element: str, data: JsonObject) -> None:
        """Complete a waiting task."""
        self._act(lambda session, on: session.answer(element, data, on))

    def assign(self, element: str, person: str) -> None:
        """Give a waiting task to somebody."""
        self._act(lambda session, _: session.assign(element, person))

    def fail(self, element: str, message: str, code: str | None) -> None:
        """Answer a waiting task with an error."""
        self._act(lambda session, on: session.fail(element, message, code, on))

    def trigger(self, element: str, data: Mapping[str, object]) -> None:
        """Let an event happen now."""
        self._act(lambda session, on: session.trigger(element, data, on))

    def send(self, kind: str, name: str, data: Mapping[str, object]) -> None:
        """Send a `message` or a `signal` from outside."""
        if kind == "signal":
            self._act(lambda session, on: session.signal(name, data, on))
        else:
            self._act(lambda session, on: session.message(name, data, on))

    def advance(self, to: datetime | None = None) -> None:
        """Let time pass."""
        self._act(lambda session, on: session.advance(to, on))

    def retry(self, element: str) -> None:
        """Try again what has failed: in the model as it is now, for it may have been corrected."""
        self._act(self._renewed(lambda session, on: session.retry(element, on)))

    def set_data(self, data: Mapping[str, object]) -> None:
        """Go on with other Request data."""
        self._act(lambda session, _: session.set_data(data))

    def move(self, element: str, target: str) -> None:
        """Move a token by hand."""
        self._act(lambda session, _: session.move(element, target))

    def cancel_token(self, element: str) -> None:
        """Take a token away by hand."""
        self._act(lambda session, _: session.cancel_token(element))
