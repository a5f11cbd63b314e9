"""What a preview remembers of each document between runs and starts: start data, seed, breakpoints, pins."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from modeler.services.preview.stops import Stop
from modeler.services.profile import Profile, place_key
from modeler.services.storage.file_errors import FileError
from modeler.services.storage.json_file import read_values, write_values
from modeler.services.storage.operating_system import OperatingSystem

FOLDER = "previews"
MOST_BESIDE = 1_000_000


@dataclass(frozen=True)
class Remembered:
    """How a document was previewed last; `data` is JSON text as it was typed, None before the first run."""

    data: str | None = None
    start: str = ""
    seed: int = 0
    clock: str = ""
    stops: tuple[Stop, ...] = ()
    pins: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


class RunMemory:
    """One small file of the profile for each document; a full disk or a broken file is no reason to complain."""

    def __init__(self, profile: Profile, system: OperatingSystem | None = None) -> None:
        self._folder = profile.folder / FOLDER
        self._system = system or OperatingSystem()

    def recall(self, path: Path | None) -> Remembered:
        """What is known of a document; without anything its start data are those of NAME.data.json beside it."""
        if path is None:
            return Remembered()
        found = _read(read_values(self._system, self._file(path)))
        return found if found.data is not None else Remembered(_beside(path), "", 0, "", found.stops, found.pins)

    def keep(self, path: Path | None, remembered: Remembered) -> None:
        """Remember a document; one without a file is forgotten with its window."""
        if path is not None:
            with contextlib.suppress(FileError):
                write_values(self._system, self._file(path), asdict(remembered))

    def _file(self, path: Path) -> Path:
        return self._folder / f"{place_key(path)}.json"


def _read(values: Mapping[str, object]) -> Remembered:
    data, start, clock = values.get("data"), values.get("start"), values.get("clock")
    seed, stops, pins = values.get("seed"), values.get("stops"), values.get("pins")
    return Remembered(
        data if isinstance(data, str) else None,
        start if isinstance(start, str) else "",
        seed if isinstance(seed, int) else 0,
        clock if isinstance(clock, str) else "",
        tuple(stop for each in stops if (stop := _stop(each)) is not None) if isinstance(stops, list) else (),
        {str(id): pin for id, pin in pins.items() if isinstance(pin, dict)} if isinstance(pins, dict) else {},
    )


def _stop(value: object) -> Stop | None:
    if not isinstance(value, dict) or not isinstance(value.get("place"), str):
        return None
    return Stop(value["place"], str(value.get("condition") or ""), value.get("is_on") is not False)


def _beside(path: Path) -> str | None:
    """The start data that lies beside a process as NAME.data.json."""
    beside = path.with_suffix(".data.json")
    try:
        return beside.read_text(encoding="utf-8").strip() if beside.stat().st_size < MOST_BESIDE else None
    except (OSError, ValueError):
        return None
