"""What goes wrong in an expression or template, said with its place and the values that were seen."""

from __future__ import annotations

from collections.abc import Mapping

SHOWN = 60


class ExpressionError(Exception):
    """An expression cannot be read or evaluated.

    `column` is the 1-based character in `text`; `values` are the variables that the expression read.
    """

    def __init__(
        self, message: str, column: int = 1, text: str = "", values: Mapping[str, object] | None = None
    ) -> None:
        """Keep the parts; `str()` of the error joins them into one line for a reader."""
        super().__init__(message)
        self.message = message
        self.column = column
        self.text = text
        self.values: dict[str, object] = dict(values or {})

    def __str__(self) -> str:
        """One line: what, where, and with which values."""
        place = f" (column {self.column} of {shorten(self.text)})" if self.text else ""
        seen = ", ".join(f"{name} = {shorten(shown(value))}" for name, value in self.values.items())
        return f"{self.message}{place}{f'; values: {seen}' if seen else ''}"

    def located(self, column: int, text: str) -> ExpressionError:
        """The same error with a place, if it has none yet."""
        if self.text:
            return self
        return ExpressionError(self.message, column, text, self.values)

    def seeing(self, values: Mapping[str, object]) -> ExpressionError:
        """The same error with the values of the variables that the expression reads."""
        return ExpressionError(self.message, self.column, self.text, {**values, **self.values})


def shorten(text: str, limit: int = SHOWN) -> str:
    """A text cut to `limit` characters, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def shown(value: object) -> str:
    """A value as an error message shows it; containers only by their size when they are large."""
    if isinstance(value, str):
        return f'"{value[:SHOWN]}"'
    if isinstance(value, list | tuple | set | dict) and len(value) > 8:
        return f"{type(value).__name__} of {len(value)}"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return repr(value)[: SHOWN * 2]
