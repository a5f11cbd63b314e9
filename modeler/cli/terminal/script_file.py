"""Scripts of modeling commands as files: each command with the line on which editors show it."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

from modeler.cli.terminal.failures import WRONG_USE, Ended
from modeler.services.storage.file_errors import explained

MAX_SCRIPT_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """A script that was read: its commands, and the text in which they stand."""

    name: str
    text: str
    commands: list[object]

    def line(self, index: int) -> int | None:
        """The line on which a command begins, counted from 1."""
        lines = command_lines(self.text)
        return lines[index] if index < len(lines) else None

    def place(self, index: int) -> str:
        """Where a command stands, as compilers say it."""
        return f"{self.name}:{self.line(index)}"


def read_script(path: Path) -> ScriptFile:
    """Read a script, from standard input for `-`; what is no list of JSON ends the command with status 2."""
    name = "standard input" if str(path) == "-" else str(path)
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else _bytes_of(path)
    except OSError as error:
        raise Ended(WRONG_USE, str(explained(error, "read", path))) from error
    if len(data) > MAX_SCRIPT_BYTES:
        raise Ended(WRONG_USE, f"{name}: the script is larger than {MAX_SCRIPT_BYTES:,} bytes.")
    try:
        text = data.decode(json.detect_encoding(data), "surrogatepass")
        commands = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Ended(WRONG_USE, f"{name} is no JSON: {error}") from error
    if not isinstance(commands, list):
        raise Ended(WRONG_USE, f'{name}: the script is no list of commands, such as [{{"do": "undo"}}]')
    return ScriptFile(name, text, [*commands])


def _bytes_of(path: Path) -> bytes:
    """What a file or a pipe holds, as far as a script can go."""
    with path.open("rb") as file:
        return file.read(MAX_SCRIPT_BYTES + 1)


def command_lines(text: str) -> list[int]:
    """The line on which each item of a JSON list begins, counted from 1."""
    decoder, lines = json.JSONDecoder(), list[int]()
    at, line, counted = _next(text, _next(text, 0) + 1), 1, 0
    while text[at : at + 1] not in ("]", ""):
        line, counted = line + text.count("\n", counted, at), at
        lines.append(line)
        at = _next(text, decoder.raw_decode(text, at)[1])
        at = _next(text, at + 1) if text[at : at + 1] == "," else at
    return lines


def _next(text: str, at: int) -> int:
    """Where the next thing stands that is no space."""
    while text[at : at + 1] in (" ", "\t", "\n", "\r"):
        at += 1
    return at
