"""Whether the condition of a breakpoint can be read, in the dialect of the file."""

from __future__ import annotations

from engine.expressions import ExpressionError, compile_condition, dialect_of


def condition_error(condition: str, profile: str) -> str:
    """What is wrong with a condition; empty when it can be used."""
    try:
        compile_condition(condition, dialect_of(condition, profile))
    except ExpressionError as error:
        return str(error)
    return ""
