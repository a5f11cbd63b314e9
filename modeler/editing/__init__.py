"""Editing a diagram without a window: commands, rules, automatic modeling, layout, forms and bindings of connectors."""

from __future__ import annotations

from modeler.editing.refusals import CommandRefused

__all__ = ["CommandRefused"]
