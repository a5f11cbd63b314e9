"""docs/connectors.md is followed to the letter: its files are written, its commands run, in a folder of their own.

Only the line that installs two tools from the index is left out: they are there, and tests use no network.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "connectors.md"
STEP = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)
NAMED = re.compile(r"`([\w./-]+\.(?:json|py|bpmn))`(?!.*`)", re.DOTALL)
PROGRAMS = {"python": [sys.executable], "processwright": [sys.executable, "-m", "modeler"]}


@dataclass
class Reader:
    """Somebody who follows the page: where they stand, and what each command said."""

    folder: Path
    profile: Path
    said: dict[str, str] = field(default_factory=dict)

    def follow(self, text: str) -> None:
        """Do every step of a text in its order."""
        before = 0
        for step in STEP.finditer(text):
            if step[1] == "sh":
                for line in step[2].strip().splitlines():
                    self.call(line)
            elif step[1] in ("json", "python", "xml"):
                self.write(text[before : step.start()], step[2])
            before = step.end()

    def write(self, words: str, content: str) -> None:
        """Put a block into the file that the words before it name last."""
        named = NAMED.search(words)
        assert named is not None, f"no file is named before {content[:60]!r}"
        (self.folder / named[1]).write_text(content, encoding="utf-8")

    def call(self, line: str) -> str:
        """Run one command of the page; it must succeed."""
        program, *arguments = shlex.split(line)
        if program == "cd":
            self.folder /= arguments[0]
            return ""
        if arguments[:3] == ["-m", "pip", "install"]:
            return ""
        environment = {**os.environ, "PROCESSWRIGHT_PROFILE": str(self.profile)}
        command = [*PROGRAMS[program], *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=180, check=False
        )
        assert done.returncode == 0, f"{line}\n{done.stdout}\n{done.stderr}"
        self.said[line] = done.stdout
        return done.stdout


@pytest.fixture
def reader(tmp_path):
    (tmp_path / "work").mkdir()
    return Reader(tmp_path / "work", tmp_path / "profile")


def sections() -> dict[str, str]:
    parts = re.split(r"^## (.+)$", GUIDE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def test_a_stranger_who_follows_the_guide_gets_an_installed_connector(reader):
    parts = sections()
    titles = [title for title in parts if title[0].isdigit()]
    for title in titles[:5]:
        reader.follow(parts[title])

    previewed = next(said for line, said in reader.said.items() if " preview " in line)
    assert 'data     {"order":5,"ticket":17}' in previewed
    assert any((reader.folder / "outbox").iterdir())
    assert "Help Desk 0.1.0" in reader.call("processwright connectors info help-desk")

    make_the_next_version(reader.folder, parts[titles[5]])
    reader.follow(parts[titles[5]])

    assert "Help Desk 0.2.0" in reader.call("processwright connectors info help-desk")
    assert "number_variable" in (reader.folder / "try.bpmn").read_text(encoding="utf-8")

    reader.follow(parts[titles[6]])

    assert "open" in reader.said["processwright connectors where-used help-desk try.bpmn"]
    assert "help-desk" not in reader.call("processwright connectors list")


def make_the_next_version(folder: Path, words: str) -> None:
    """Edit the files as section 6 says."""
    migrations = next(line.strip() for line in words.splitlines() if line.strip().startswith('"migrations"'))
    for name in re.findall(r"`([\w./]+\.(?:json|py|toml))`", words):
        path = folder / name
        text = path.read_text(encoding="utf-8").replace("0.1.0", "0.2.0").replace('"variable"', '"number_variable"')
        path.write_text(text.replace('  "run":', f'  {migrations}\n  "run":'), encoding="utf-8")
    assert "number_variable" in (folder / "tests" / "test_help_desk.py").read_text(encoding="utf-8")


def test_a_connector_without_code_is_made_and_installed(reader):
    reader.follow(sections()["Without code"])

    assert "legal-check" in reader.call("processwright connectors list")
