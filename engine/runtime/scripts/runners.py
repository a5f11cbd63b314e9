"""The runners of all languages: each starts with its first script and ends when it is closed or forgotten."""

from __future__ import annotations

from collections.abc import Mapping
from threading import Event
from types import TracebackType
from typing import Self

from engine.runtime.scripts.contract import Limits, Runner, ScriptResult
from engine.runtime.scripts.javascript import JavaScriptRunner
from engine.runtime.scripts.languages import Language
from engine.runtime.scripts.python import PythonRunner


class Scripts:
    """Runs scripts in every language that runs here."""

    def __init__(self) -> None:
        """Starts nothing."""
        self._stop = Event()
        self._runners: Mapping[Language, Runner] = {
            "python": PythonRunner(self._stop),
            "javascript": JavaScriptRunner(self._stop),
        }

    def run(self, language: Language, code: str, inputs: Mapping[str, object], limits: Limits) -> ScriptResult:
        """Run one script; raises `ScriptError`."""
        return self._runners[language].run(code, inputs, limits)

    def break_off(self) -> None:
        """End the script that runs now, and let none begin before `go_on`; may be called from any thread."""
        self._stop.set()
        for runner in self._runners.values():
            runner.break_off()

    def go_on(self) -> None:
        """Scripts may run again."""
        self._stop.clear()

    def close(self) -> None:
        """End all workers; the next script starts one again."""
        for runner in self._runners.values():
            runner.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()
