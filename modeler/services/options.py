"""One choice of a list as screens render it and forms of tasks offer it; loaded with the window, so it stands alone."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.sdk.values import Json


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what is stored and what is read."""

    value: Json
    title: str
