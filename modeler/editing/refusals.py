"""The error of a command that the modeling rules forbid."""

from __future__ import annotations


class CommandRefused(Exception):  # noqa: N818  # a refusal is an answer, not a fault
    """A command cannot be done; `reason` says why in a designer's words. Nothing was changed."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
