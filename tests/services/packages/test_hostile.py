"""Hostile and broken packages are refused with their reason, write nothing, and disturb nobody."""

from __future__ import annotations

import random
import resource

import pytest

from modeler.services.packages.errors import PackageError
from modeler.services.packages.installed import installed_catalog
from modeler.services.packages.registry import home, installed_folder
from modeler.services.storage.file_errors import FileError
from tests.services.packages.hostile import HOSTILE
from tests.services.packages.wheels import weather_wheel


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_package_is_refused_before_anything_is_written(name, packages, profile, tmp_path):
    make, words = HOSTILE[name]
    place = tmp_path / "given"
    place.mkdir()
    source = make(place)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    with pytest.raises((PackageError, FileError)) as refusal:
        packages.install(packages.look_at(str(source)), consent=True)

    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert not home(profile).exists()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 512 * 1024


def test_files_damaged_after_installation_are_listed_and_hurt_nobody(packages, profile, tmp_path):
    package = packages.install(packages.look_at(str(weather_wheel(tmp_path))), consent=True)
    manifest = installed_folder(profile) / package.folder / "acme_weather" / "connector.json"
    manifest.write_bytes(b"\x00\xff")

    catalog = installed_catalog(profile)

    entry = next(each for each in catalog.entries if each.package == "acme-weather")
    assert (entry.state, entry.id) == ("broken", "acme-weather")
    assert "is no JSON" in entry.reason
    assert catalog.get("send-email") is not None


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_package_is_refused_in_one_line_or_still_whole(seed, packages, tmp_path):
    chance = random.Random(seed)
    wheel = weather_wheel(tmp_path)
    sound, refusals = wheel.read_bytes(), []

    for _ in range(60):
        damaged = bytearray(sound)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        wheel.write_bytes(damaged)
        try:
            packages.look_at(str(wheel))
        except PackageError as refusal:
            refusals.append(str(refusal))

    assert refusals
    assert not [refusal for refusal in refusals if "\n" in refusal]
