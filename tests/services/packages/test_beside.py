"""Connectors of Python packages beside ours: off until somebody has agreed to what they want."""

from __future__ import annotations

import importlib
import json

import pytest

from modeler.services.packages.errors import ConsentNeeded
from modeler.services.packages.installed import installed_catalog
from tests.services.packages.wheels import manifest


@pytest.fixture
def beside(tmp_path, monkeypatch):
    """Install `acme-weather` as pip would."""
    site = tmp_path / "site"
    info = site / "acme_weather-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-weather\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[processwright.connectors]\nacme-weather = acme_weather\n")
    (site / "acme_weather").mkdir()
    (site / "acme_weather" / "__init__.py").write_text("raise SystemExit('imported')")
    monkeypatch.syspath_prepend(str(site))

    def write(**changes):
        (site / "acme_weather" / "connector.json").write_text(manifest(**changes))
        importlib.invalidate_caches()

    write(permissions={"hosts": ["weather.example"]})
    return write


def entry(profile):
    return next(each for each in installed_catalog(profile).entries if each.id == "acme-weather")


def test_it_is_off_until_its_permissions_are_agreed_to(beside, packages, profile):
    assert (entry(profile).state, entry(profile).kind) == ("disabled", "environment")
    assert "Calls weather.example" in entry(profile).reason
    with pytest.raises(ConsentNeeded, match=r"weather\.example"):
        packages.switch("acme-weather", True)

    packages.switch("acme-weather", True, consent=True)

    assert (entry(profile).state, entry(profile).reason) == ("ready", "")


def test_what_it_wants_later_is_asked_for_again(beside, packages, profile):
    packages.switch("acme-weather", True, consent=True)

    beside(permissions={"hosts": ["weather.example"], "mail": True})

    assert entry(profile).state == "disabled"
    assert "Sends e-mail" in entry(profile).reason
    assert "weather.example" not in entry(profile).reason


def test_one_that_wants_nothing_is_offered_at_once(beside, profile):
    beside(run=None)

    assert entry(profile).state == "ready"


def test_the_command_line_asks(beside, packages, profile, capsys, monkeypatch):
    from modeler.cli.main import main

    assert main(["connectors", "enable", "acme-weather"]) == 2
    assert "Calls weather.example" in capsys.readouterr().err
    assert main(["connectors", "enable", "acme-weather", "--yes", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"id": "acme-weather", "enabled": True}
    assert entry(profile).state == "ready"
