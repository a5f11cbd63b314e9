"""A manifest is checked once; a changed one, or other checking code, is checked again."""

from __future__ import annotations

import json

import pytest

from modeler.services.packages import sound
from modeler.services.packages.installed import installed_catalog
from modeler.services.packages.registry import home, installed_folder
from tests.services.packages.wheels import weather_wheel


@pytest.fixture
def checks(monkeypatch):
    """The ids of the manifests that are checked."""
    from connectors.sdk import manifest

    seen, check = [], manifest.manifest_issues
    monkeypatch.setattr(manifest, "manifest_issues", lambda data: seen.append(data.get("id")) or check(data))
    return seen


def test_a_manifest_is_checked_once(profile, checks):
    first = installed_catalog(profile, remember=True)
    assert "send-email" in checks
    checks.clear()

    assert installed_catalog(profile) == first
    assert checks == []


def test_a_command_that_only_reads_writes_nothing(profile):
    installed_catalog(profile)

    assert not home(profile).exists()


def test_a_manifest_that_changed_is_checked_again(packages, profile, tmp_path, checks):
    package = packages.install(packages.look_at(str(weather_wheel(tmp_path))), consent=True)
    installed_catalog(profile, remember=True)
    file = installed_folder(profile) / package.folder / "acme_weather" / "connector.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "version": 7}))
    checks.clear()

    entry = next(each for each in installed_catalog(profile).entries if each.package == "acme-weather")

    assert checks == ["acme-weather"]
    assert entry.state == "broken"


@pytest.mark.parametrize("content", [b"", b"[]", b'{"by": "another", "sound": []}', b'{"sound": 5}'])
def test_what_is_remembered_by_others_or_damaged_counts_for_nothing(profile, checks, content):
    file = home(profile) / "checked.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(content)

    assert installed_catalog(profile).get("send-email") is not None
    assert "send-email" in checks


def test_every_file_that_checks_is_part_of_the_sum():
    from importlib.resources import files

    assert all(files("connectors.sdk").joinpath(name).is_file() for name in sound._CHECKERS)
