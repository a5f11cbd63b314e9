"""Script tasks by their scripts: what goes in and what comes out, as each vendor agrees it."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from engine.runtime.errors import BrokenOffError
from engine.runtime.graph import ProcessGraph, Work
from engine.runtime.handlers import Outcome, TaskCall, TaskHandler, completed, failure
from engine.runtime.paths import assign
from engine.runtime.scripts.contract import Limits, ScriptBrokenOffError, ScriptError, ScriptResult
from engine.runtime.scripts.languages import Language, language_of
from engine.runtime.scripts.plain import plain_inputs
from engine.runtime.scripts.runners import Scripts

LONGEST = 60.0
"""No script runs for more seconds of real time, whatever its file says."""


@dataclass(frozen=True)
class ScriptHandler:
    """Runs one script for each visit of its element.

    ProcessMaker's scripts see `data` and `config`, and what they return (Python's may set `output` instead) is merged
    into the Request data. Camunda's and Flowable's see the variables and `execution`; their result goes into the
    result variable. In a file of no vendor the variables that a script sets or changes are written, or the object that
    it returns.
    """

    scripts: Scripts
    language: Language
    work: Work
    profile: str
    seconds: float = 1.0
    megabytes: int = 64

    def run(self, call: TaskCall) -> Outcome:
        """Run it; what goes wrong is an error that only a catch-all boundary event catches."""
        try:
            data = plain_inputs(call.data)
            limits = Limits(min(call.timeout or self.seconds, LONGEST), self.megabytes, call.now, _seed(call, data))
            result = self.scripts.run(self.language, self.work.script, self._inputs(data), limits)
            return replace(completed(self._outputs(result, data)), printed=result.printed)
        except ScriptBrokenOffError:
            raise BrokenOffError(call.name or call.element) from None
        except ScriptError as error:
            return replace(failure(str(error), error.code), printed=error.printed)

    def _inputs(self, data: dict[str, object]) -> dict[str, object]:
        if self.profile == "processmaker":
            return {"data": data, "config": dict(self.work.settings)}
        return {"data": data, **data}

    def _outputs(self, result: ScriptResult, data: dict[str, object]) -> Mapping[str, object]:
        if self.profile == "processmaker":
            value = result.value if result.value is not None else result.changed.get("output")
            return value if isinstance(value, dict) else {}
        if self.work.result:
            return {**result.written, **_assigned(self.work.result, result.value, data)}
        if self.profile in ("camunda7", "camunda8", "flowable") and not self.work.settings.get("autoStoreVariables"):
            return result.written
        changed = {name: value for name, value in result.changed.items() if name != "data" or "data" in data}
        if not changed and isinstance(result.value, dict):
            changed = result.value
        return {**changed, **result.written}


def script_handlers(graph: ProcessGraph, scripts: Scripts) -> dict[str, TaskHandler]:
    """A handler for each script task whose language runs here, by its id."""
    found: dict[str, TaskHandler] = {}
    for node in graph.nodes:
        language = language_of(node.work.language)
        if node.work.script and node.work.expression is None and language is not None:
            found[node.id] = ScriptHandler(scripts, language, node.work, graph.profile)
    return found


def _assigned(path: str, value: object, data: dict[str, object]) -> dict[str, object]:
    """The result variable, which may be a place inside another variable."""
    first = path.partition(".")[0]
    written = dict(data) if "." in path else {}
    assign(written, path, value)
    return {first: written[first]}


def _seed(call: TaskCall, data: dict[str, object]) -> str:
    """Random numbers differ by Request, element, visit and data, and are the same each time it is run again."""
    seen = zlib.crc32(json.dumps(data, sort_keys=True).encode())
    return f"{call.seed}/{call.element}/{call.token}/{call.attempt}/{call.now.isoformat()}/{seen}"
