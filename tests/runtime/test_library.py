"""The engine as a library: its front door, and the page that shows it."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

import engine
from tests.runtime.conformance import PAGE


def test_the_example_of_the_page_runs() -> None:
    examples = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)

    assert len(examples) == 1
    exec(compile(examples[0], str(PAGE), "exec"), {"__name__": "example"})


@pytest.mark.parametrize("name", engine.__all__)
def test_every_name_of_the_front_door_is_there(name: str) -> None:
    assert getattr(engine, name) is not None
    assert name in dir(engine)


def test_a_name_that_is_not_there_says_so() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        engine.nothing  # noqa: B018


def test_importing_the_engine_loads_nothing_of_it() -> None:
    code = (
        "import sys, engine; print([name for name in sys.modules if name.startswith(('engine.', 'lxml', 'networkx'))])"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout == "[]\n"
