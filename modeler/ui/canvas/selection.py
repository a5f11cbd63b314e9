"""What is selected: an ordered set of parts of the diagram, told to whoever listens."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Selection(Generic[T]):
    """The selected things in the order they were selected; `changed` is called once after each change."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._chosen: dict[T, None] = {}
        self._changed = changed
        self.version = 0

    def __len__(self) -> int:
        return len(self._chosen)

    def __iter__(self) -> Iterator[T]:
        return iter(self._chosen)

    def __contains__(self, thing: object) -> bool:
        return thing in self._chosen

    @property
    def only(self) -> T | None:
        """The one selected thing; nothing when there are none or several."""
        return next(iter(self._chosen)) if len(self._chosen) == 1 else None

    def set(self, things: Iterable[T]) -> None:
        """Select these and nothing else."""
        chosen = dict.fromkeys(things)
        if chosen.keys() != self._chosen.keys():
            self._chosen = chosen
            self.version += 1
            self._changed()

    def add(self, things: Iterable[T]) -> None:
        """Select these as well."""
        self.set([*self._chosen, *things])

    def toggle(self, thing: T) -> None:
        """Select one more, or one less."""
        kept = [other for other in self._chosen if other != thing]
        self.set(kept if thing in self._chosen else [*kept, thing])

    def clear(self) -> None:
        """Select nothing."""
        self.set(())

    def keep(self, still_there: Callable[[T], bool]) -> None:
        """Drop what no longer exists."""
        self.set([thing for thing in self._chosen if still_there(thing)])
