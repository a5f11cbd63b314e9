"""Expressions that a job's worker evaluates, not the engine: what is wrong with one is an error of the job."""

from __future__ import annotations

import json
from collections.abc import Mapping

from connectors.sdk.connector import ConnectorError
from connectors.sdk.values import Json
from engine.expressions import Dialect, ExpressionError, compile_expression


def evaluated(text: str, dialect: Dialect, data: Mapping[str, object], what: str) -> Json:
    """The value as JSON; raises `ConnectorError` that says which expression cannot be evaluated, and why."""
    bare = text.strip().removeprefix("=") if dialect == "feel" else text
    try:
        value = compile_expression(bare, dialect).evaluate(data)
    except ExpressionError as error:
        raise ConnectorError("connector.result", f"The {what} cannot be evaluated: {error}") from None
    read: Json = json.loads(json.dumps(value, default=str))
    return read
