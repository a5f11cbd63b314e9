"""Kills with signal 9 while a connector package is upgraded and downgraded, again and again."""

from __future__ import annotations

import itertools
import os
import random
import signal
import tempfile
import time
from pathlib import Path

from modeler.services.packages.installed import installed_catalog
from modeler.services.packages.registry import installed_folder, read_registry
from modeler.services.packages.store import Candidate, Packages
from modeler.services.profile import Profile
from tests.reliability.figures import Figures
from tests.services.packages.wheels import weather_files, write_wheel
from tests.services.storage.killing import fork, was_killed

FILES = 25
LONGEST_LIFE = 0.08
POINTS = {"acme-weather": "acme_weather"}


def prove(count: int, seed: int) -> Figures:
    """Kill a process that installs `count` times; whole versions are there each time, and none is mixed."""
    figures, chance = Figures(), random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        profile = Profile(Path(place) / "profile")
        candidates = [_candidate(profile, Path(place), version) for version in ("1.0", "2.0")]
        Packages(profile).install(candidates[0], consent=True)
        for _ in range(count):
            _one_life(profile, candidates, chance, figures)
        Packages(profile).install(candidates[0], consent=True)
        figures.check(len(list(installed_folder(profile).iterdir())) == 1, "files of killed installations are left")
    return figures


def _candidate(profile: Profile, place: Path, version: str) -> Candidate:
    files = weather_files(version=version)
    more = {f"acme_weather/part{number}.py": f"VERSION = {version!r}\n" * 200 for number in range(FILES)}
    wheel = write_wheel(place / version, "acme_weather", version, {**files, **more}, POINTS)
    return Packages(profile).look_at(str(wheel))


def _one_life(profile: Profile, candidates: list[Candidate], chance: random.Random, figures: Figures) -> None:
    def install_for_ever() -> None:
        for candidate in itertools.cycle(candidates):
            Packages(profile).install(candidate, consent=True)

    pid = fork(install_for_ever)
    time.sleep(chance.uniform(0, LONGEST_LIFE))
    os.kill(pid, signal.SIGKILL)
    figures.count("kills", was_killed(pid))
    figures.count("of them inside an installation", len(list(installed_folder(profile).iterdir())) > 1)
    _check(profile, candidates, figures)


def _check(profile: Profile, candidates: list[Candidate], figures: Figures) -> None:
    package = read_registry(profile).packages.get("acme-weather")
    if package is None:
        figures.check(False, "the package is gone")
        return
    wanted = next(each.layout.contents for each in candidates if each.version == package.version)
    root = installed_folder(profile) / package.folder
    found = {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    figures.check(found == wanted, f"the files of {package.version} are not those of the package")
    figures.check(installed_catalog(profile).get("acme-weather") is not None, "the connector is not offered")
