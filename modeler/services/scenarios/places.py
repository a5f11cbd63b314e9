"""Where scenarios are: beside their process, as `NAME.scenario.json` or `NAME.SOMETHING.scenario.json`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ENDING = ".scenario.json"
PROCESS_SUFFIXES = (".bpmn", ".bpmn2", ".xml")
_UNSAFE = re.compile(r"[^\w-]+")


@dataclass(frozen=True, slots=True)
class ProcessScenarios:
    """A process file and the scenario files beside it, in the order of their names."""

    process: Path
    files: tuple[Path, ...]


class NoScenarios(Exception):  # noqa: N818 - says what was found, for the person who asked
    """A path leads to no scenario; the message says why."""


def scenarios_beside(process: Path) -> list[Path]:
    """The scenario files of one process, that without a name of its own first."""
    try:
        files = [each for each in process.parent.iterdir() if each.name.endswith(ENDING) and each.is_file()]
    except OSError:
        return []
    return sorted((each for each in files if process_of(each) == process), key=_place)


def process_of(scenario: Path) -> Path | None:
    """The process of a scenario file: the one beside it with the longest name that its own begins with."""
    parts = scenario.name.removesuffix(ENDING).split(".")
    for count in range(len(parts), 0, -1):
        stem = ".".join(parts[:count])
        for suffix in PROCESS_SUFFIXES:
            process = scenario.with_name(f"{stem}{suffix}")
            if process.is_file():
                return process
    return None


def name_of(scenario: Path, process: Path) -> str:
    """What a scenario without a name in its file is called: its part of the file's name."""
    return scenario.name.removesuffix(ENDING).removeprefix(process.stem).lstrip(".") or process.stem


def file_for(process: Path, name: str, taken: Iterable[Path] = ()) -> Path:
    """A file beside a process for a new scenario of that name which is not there yet."""
    part = _UNSAFE.sub("-", name.strip().lower()).strip("-")[:60] or "scenario"
    names = {each.name.casefold() for each in taken}
    for number in range(1, 10_000):
        ending = part if number == 1 else f"{part}-{number}"
        file = process.with_name(f"{process.stem}.{ending}{ENDING}")
        if file.name.casefold() not in names and not file.exists():
            return file
    raise FileExistsError(f"There are too many scenarios named “{name}” beside {process.name}.")


def found_scenarios(paths: Iterable[Path]) -> list[ProcessScenarios]:
    """All scenarios below the paths (files of scenarios or processes, and folders), each once, in a fixed order.

    Raises `NoScenarios` for a path that is not there or leads to none.
    """
    found: dict[Path, dict[Path, None]] = {}
    for path in paths:
        files = list(_below(path))
        if not files:
            raise NoScenarios(f"{path}: there are no scenarios here (NAME{ENDING} beside NAME.bpmn).")
        for file in files:
            process = process_of(file)
            if process is None:
                raise NoScenarios(f"{file}: there is no process beside it (such as {_expected(file)}).")
            found.setdefault(process, {})[file] = None
    return [ProcessScenarios(process, tuple(sorted(files, key=_place))) for process, files in sorted(found.items())]


def _below(path: Path) -> Iterator[Path]:
    if path.is_dir():
        for folder, folders, names in os.walk(path):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            yield from (Path(folder) / name for name in sorted(names) if name.endswith(ENDING))
    elif not path.is_file():
        raise NoScenarios(f"{path}: there is no such file or folder.")
    elif path.name.endswith(ENDING):
        yield path
    elif path.suffix.lower() in PROCESS_SUFFIXES:
        yield from scenarios_beside(path)
    else:
        raise NoScenarios(f"{path}: this is neither a process nor a scenario (NAME{ENDING}).")


def _expected(scenario: Path) -> str:
    return f"{scenario.name.removesuffix(ENDING).split('.')[0]}.bpmn"


def _place(file: Path) -> tuple[int, str]:
    return file.name.count("."), file.name
