"""Runs the command line in this process, as a user would call it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from modeler.cli.main import main
from tests.services.small_process import SMALL


@dataclass(frozen=True)
class Outcome:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


class Call(Protocol):
    def __call__(self, *arguments: object) -> Outcome: ...


@pytest.fixture
def call(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Call:
    """Call `processwright` with these arguments, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Outcome:
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return Outcome(status, said.out, said.err)

    return run


@pytest.fixture
def order(tmp_path: Path) -> Path:
    path = tmp_path / "order.bpmn"
    path.write_bytes(SMALL)
    return path
