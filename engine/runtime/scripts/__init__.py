"""Scripts of a model, run in worker processes that reach nothing: Python and JavaScript."""

from engine.runtime.scripts.contract import Limits, Runner, ScriptError, ScriptResult
from engine.runtime.scripts.handler import ScriptHandler, script_handlers
from engine.runtime.scripts.languages import language_of
from engine.runtime.scripts.runners import Scripts

__all__ = [
    "Limits",
    "Runner",
    "ScriptError",
    "ScriptHandler",
    "ScriptResult",
    "Scripts",
    "language_of",
    "script_handlers",
]
