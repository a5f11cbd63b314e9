"""The data that are looked at: those of one place of the Request, beside what they were at other steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.runtime.data_places import DataPlace as DataPlace

MOST_PLACES = 200
Values = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Looking:
    """Where somebody looks: at a place (None follows the token), and which step the data are compared with."""

    place: int | None = None
    base: int | None = None


ANYWHERE = Looking()
"""At the token, compared with no step of one's own choice."""


@dataclass(frozen=True, slots=True)
class LocalData:
    """The data of a place, one step earlier, at its start, and at the step that was chosen to compare with.

    `places` are all that can be looked at; of very many only the first ones, and this one.
    """

    places: tuple[DataPlace, ...] = ()
    place: int = 0
    follows: bool = True
    data: Values = field(default_factory=dict)
    before: Values = field(default_factory=dict)
    first: Values = field(default_factory=dict)
    base: int | None = None
    based: Values = field(default_factory=dict)
