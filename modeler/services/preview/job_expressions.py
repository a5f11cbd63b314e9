"""Expressions that a job's worker evaluates, not the engine: what is wrong with one is an error of the job."""

from __future__ import annotations

import json
from collections.abc import Mapping

from connectors.sdk.connector import ConnectorError
from connectors.sdk.values import Json
from engine.expressions import Dialect, ExpressionError, compile_expression
from modeler.services.preview.job_functions import Keep, NewDocument


def evaluated(text: str, dialect: Dialect, data: Mapping[str, object], what: str, keep: Keep | None = None) -> Json:
    """The value as JSON, new documents in it kept by `keep`.

    Raises `ConnectorError` that says which expression cannot be evaluated, and why.
    """
    bare = text.strip().removeprefix("=") if dialect == "feel" else text
    try:
        value = compile_expression(bare, dialect).evaluate(data)
    except ExpressionError as error:
        raise ConnectorError("connector.result", f"The {what} cannot be evaluated: {error}") from None
    read: Json = json.loads(json.dumps(value if keep is None else _kept(value, keep), default=str))
    return read


def _kept(value: object, keep: Keep) -> object:
    """A value with references in place of the new documents in it."""
    if isinstance(value, NewDocument):
        return keep(value)
    if isinstance(value, dict):
        return {name: _kept(part, keep) for name, part in value.items()}
    return [_kept(part, keep) for part in value] if isinstance(value, list) else value
