"""From a document to its executable graph."""

from engine.runtime.compiling.compiler import compile_graph

__all__ = ["compile_graph"]
