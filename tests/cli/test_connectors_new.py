"""`connectors new`: a package that passes its own tests and builds its wheel, before anybody has changed a line."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile

import pytest

from connectors.sdk.testing import contract
from modeler.services.catalog import discover


def python(*arguments, folder):
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, capture_output=True, text=True, timeout=120, check=False
    )


def test_a_new_package_passes_its_own_tests(call, tmp_path):
    made = call("connectors", "new", "Weather Alert", "--format", "json")

    run = python("-m", "pytest", "-q", "-p", "no:cacheprovider", folder=tmp_path / "weather-alert")

    assert json.loads(made.out)["id"] == "weather-alert"
    assert (made.status, run.returncode) == (0, 0), run.stdout
    assert "2 passed" in run.stdout


def test_a_new_package_builds_a_wheel_that_announces_the_connector(call, tmp_path):
    call("connectors", "new", "Weather Alert", "-o", tmp_path / "out")

    built = python("-m", "hatchling", "build", "-t", "wheel", folder=tmp_path / "out")

    assert built.returncode == 0, built.stderr
    with zipfile.ZipFile(next((tmp_path / "out" / "dist").glob("*.whl"))) as wheel:
        names = wheel.namelist()
        points = wheel.read("weather_alert-0.1.0.dist-info/entry_points.txt").decode()
    assert {"weather_alert/connector.json", "weather_alert/icon.svg", "weather_alert/run.py"} <= set(names)
    assert "weather-alert = weather_alert" in points


def test_a_connector_without_code_is_a_manifest_and_an_icon(call, tmp_path):
    made = call("connectors", "new", "Prüfung", "--no-code", "-o", tmp_path / "check")

    found = discover(folders=[tmp_path / "check"]).get("prufung")

    assert made.status == 0
    assert sorted(path.name for path in (tmp_path / "check").iterdir()) == ["connector.json", "icon.svg"]
    assert found is not None
    assert found.name == "Prüfung"
    assert contract(tmp_path / "check") == []


def test_a_name_with_quotes_still_makes_a_package_that_works(call, tmp_path):
    call("connectors", "new", 'Ann\'s "best" \\ one', "-o", tmp_path / "out")

    assert contract(tmp_path / "out" / "src" / "ann_s_best_one") == []
    assert (
        python("-c", "import tomllib; tomllib.load(open('pyproject.toml', 'rb'))", folder=tmp_path / "out").returncode
        == 0
    )


@pytest.mark.parametrize("name", ["", "  ", "123", "日本", "json", "class", "connectors", "a\x07b", "x" * 80])
def test_a_name_that_makes_no_package_is_wrong_use_and_writes_nothing(call, tmp_path, name):
    outcome = call("connectors", "new", name)

    assert outcome.status == 2
    assert outcome.err.startswith("processwright: ")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(call, tmp_path):
    call("connectors", "new", "Weather", "-o", tmp_path / "out")
    (tmp_path / "out" / "README.md").write_text("mine")

    again = call("connectors", "new", "Weather", "-o", tmp_path / "out")

    assert again.status == 1
    assert (tmp_path / "out" / "README.md").read_text() == "mine"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Send Email", "There is a connector “send-email” already"),
        ("con", "cannot be the name of a folder on every system"),
        ("Processwright", "is the name of something else"),
    ],
)
def test_a_name_under_which_it_could_not_be_installed_is_refused_at_once(call, tmp_path, monkeypatch, name, said):
    monkeypatch.chdir(tmp_path)

    outcome = call("connectors", "new", name)

    assert (outcome.status, said in outcome.err, list(tmp_path.iterdir())) == (2, True, [])
