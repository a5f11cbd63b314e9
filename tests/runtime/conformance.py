"""Which construct of BPMN is executed, and the test that proves it: the source of `docs/engine.md`.

The table stands in `conformance.csv`. `python -m tests.runtime.conformance` writes the page; a test compares the two
and looks every proof up.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "engine.md"
TABLE = Path(__file__).with_name("conformance.csv")
Row = tuple[str, str, str, str]


def rows() -> list[Row]:
    """Construct, whether it is executed, and the module and test that prove it."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [(row["construct"], row["executed"], row["module"], row["test"]) for row in csv.DictReader(file)]


TEXT = """# What the engine executes

Written by `python -m tests.runtime.conformance` from the tests that prove it; do not edit by hand.

A construct that is not executed is a Problem when the document is compiled and an incident when a token gets there:
choreographies, a start quantity on a repeated activity, and expressions in languages other than FEEL, ProcessMaker's,
and `${...}`. Scripts in languages without a sandbox here wait for an answer.

| construct | executed | proof |
| --- | --- | --- |
"""


def page() -> str:
    """The whole page."""
    lines = (f"| {name} | {support} | `{module}`: {test.replace('_', ' ')} |" for name, support, module, test in rows())
    return TEXT + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
