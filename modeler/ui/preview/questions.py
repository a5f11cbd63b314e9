"""What can be asked of a previewed Request without changing it; answers come when they are found."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from modeler.services.preview.element_run import ElementRun
    from modeler.services.preview.run_comparison import RunComparison
    from modeler.services.preview.session import PreviewSession
    from modeler.services.scenarios.scenario import Scenario

T = TypeVar("T")


class RequestQuestions:
    """Each is one line; who has these says in `_ask` when a question is asked. `show` is called with the answer."""

    @abstractmethod
    def _ask(self, look: Callable[[PreviewSession], T], show: Callable[[T], None]) -> None:
        """Look, while nothing is at work."""

    @property
    @abstractmethod
    def has_run(self) -> bool:
        """Whether there is a Request to ask about."""

    @abstractmethod
    def do(self, act: Callable[[PreviewSession], T], done: Callable[[T], None], refuse: Callable[[str], None]) -> None:
        """Do something with the session off this thread; `done` is called with the result, `refuse` with why not."""

    def try_step(
        self,
        element: str,
        data: Mapping[str, object],
        show: Callable[[ElementRun], None],
        refuse: Callable[[str], None],
    ) -> None:
        """Run one element alone; `show` is called with what it did, `refuse` with why it could not."""
        if self.has_run:
            self.do(lambda session: session.try_step(element, data), show, refuse)

    def record(self, name: str, show: Callable[[Scenario], None]) -> None:
        """The run up to the step that is looked at as a scenario."""
        self._ask(lambda session: session.record(name), show)

    def inspect(self, element: str, visit: int | None, show: Callable[[ElementRun], None]) -> None:
        """What an element did at one of its visits."""
        self._ask(lambda session: session.inspect(element, visit), show)

    def compare(self, number: int, show: Callable[[RunComparison], None]) -> None:
        """The present run beside another one."""
        self._ask(lambda session: session.compare(number), show)
