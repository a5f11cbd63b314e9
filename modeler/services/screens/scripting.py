"""Formulas of screens that are written in JavaScript, run in the sandboxed worker of script tasks."""

from __future__ import annotations

import json
from datetime import datetime

from connectors.sdk.values import Json, JsonObject
from engine.runtime.scripts import Limits, ScriptError, Scripts
from modeler.services.screens.computing import Formula, FormulaError


def javascript(scripts: Scripts, moment: datetime) -> Formula:
    """Evaluates a function's body whose `this` is the data; `new Date()` is the Request's own time."""

    def evaluate(text: str, data: JsonObject) -> Json:
        code = f"return (function () {{{text}\n}}).call(data);"
        try:
            value = scripts.run("javascript", code, {"data": data}, Limits(now=moment)).value
        except ScriptError as error:
            raise FormulaError(str(error)) from None
        read: Json = json.loads(json.dumps(value))
        return read

    return evaluate
