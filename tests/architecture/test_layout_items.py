"""The items of layouts are left alone: Qt's bindings keep what Qt has deleted, and crash when its place is taken."""

from __future__ import annotations

from tests.architecture.source_tree import ROOT


def test_no_layout_is_asked_for_its_items():
    asking = [path for path in (ROOT / "modeler").rglob("*.py") if ".itemAt(" in path.read_text(encoding="utf-8")]

    assert not asking, "ask the layout for the place of a widget instead: layout.indexOf(widget)"
