"""The engine, usable without the modeler: documents, expressions, and Requests that run offline.

    from engine import Document, compile_graph, start

    request = start(compile_graph(Document.from_bytes(data)), {"amount": 1200}).run()

The names below load their package at first use, so importing `engine` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.bpmn import Document
    from engine.expressions import ExpressionError, compile_expression, render
    from engine.runtime import ProcessGraph, Request, TaskHandler, compile_graph, start

__all__ = [
    "Document",
    "ExpressionError",
    "ProcessGraph",
    "Request",
    "TaskHandler",
    "compile_expression",
    "compile_graph",
    "render",
    "start",
]
_HOMES = {
    "bpmn": ("Document",),
    "expressions": ("ExpressionError", "compile_expression", "render"),
    "runtime": ("ProcessGraph", "Request", "TaskHandler", "compile_graph", "start"),
}


def __getattr__(name: str) -> object:
    for package, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"engine.{package}"), name)
    raise AttributeError(f"module 'engine' has no attribute {name!r}")
