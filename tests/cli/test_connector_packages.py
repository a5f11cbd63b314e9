"""`processwright connectors` changes what is installed: consent, statuses, JSON, and files brought up to date."""

from __future__ import annotations

import io
import json

import pytest

from tests.services.connector_processes import connector_task, process
from tests.services.packages.wheels import weather_wheel, zipped

HOSTS = {"permissions": {"hosts": ["weather.example"]}}
MIGRATIONS = [
    {
        "to": "2.0",
        "was": {"implementation": "acme/sky"},
        "steps": [
            {"do": "rename", "setting": "city", "to": "name"},
            {"do": "map", "setting": "units", "values": [{"from": "F", "to": "imperial"}]},
        ],
    }
]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def wheels(tmp_path):
    return tmp_path / "wheels"


def states(call):
    return {
        each["id"]: each["state"]
        for each in json.loads(call("connectors", "list", "--format", "json").out)["connectors"]
    }


def test_a_package_is_installed_disabled_enabled_and_removed(call, wheels):
    installed = call("connectors", "install", weather_wheel(wheels), "--yes", "--format", "json")
    assert installed.status == 0
    assert json.loads(installed.out)["step"] == "install"
    assert states(call)["acme-weather"] == "ready"

    assert call("connectors", "disable", "acme-weather").status == 0
    assert states(call)["acme-weather"] == "disabled"
    assert "state           disabled" in call("connectors", "info", "acme-weather").out

    assert call("connectors", "enable", "acme-weather").status == 0
    assert call("connectors", "uninstall", "acme-weather").status == 0
    assert "acme-weather" not in states(call)


def test_a_newer_and_an_older_version_are_told_as_that(call, wheels):
    older, newer = weather_wheel(wheels), weather_wheel(wheels, version="1.1")

    said = [call("connectors", "install", wheel, "--yes").out for wheel in (older, newer, older, older)]

    assert [words.splitlines()[-1].partition(":")[0] for words in said] == [
        "Installed acme-weather 1.0",
        "Upgraded acme-weather from 1.0 to 1.1",
        "Downgraded acme-weather from 1.1 to 1.0",
        "Installed acme-weather 1.0 again",
    ]


def test_a_package_whose_elements_another_connector_takes_is_installed_with_a_note(call, wheels):
    binding = {"implementation": "connector-slack/processmaker-communication-slack", "config": "json-attribute"}

    outcome = call("connectors", "install", weather_wheel(wheels, binding=binding), "--yes")

    assert outcome.status == 0
    assert "are taken for “Slack Notification” (slack-notification)" in outcome.out


def test_permissions_are_shown_and_nobody_to_ask_is_wrong_use(call, wheels):
    outcome = call("connectors", "install", weather_wheel(wheels, **HOSTS))

    assert outcome.status == 2
    assert "Calls weather.example" in outcome.err
    assert "--yes" in outcome.err
    assert "acme-weather" not in states(call)


@pytest.mark.parametrize(("answer", "status"), [("y\n", 0), ("n\n", 1)])
def test_consent_is_asked_for_where_somebody_is_there(call, wheels, monkeypatch, answer, status):
    monkeypatch.setattr("sys.stdin", Terminal(answer))

    outcome = call("connectors", "install", weather_wheel(wheels, **HOSTS))

    assert outcome.status == status
    assert ("acme-weather" in states(call)) == (status == 0)


def test_an_upgrade_without_new_permissions_asks_nothing(call, wheels):
    call("connectors", "install", weather_wheel(wheels, "1.0", **HOSTS), "--yes")
    weather_wheel(wheels, "1.1", **HOSTS)

    outcome = call("connectors", "upgrade", "acme-weather")
    again = call("connectors", "upgrade", "--all")

    assert (outcome.status, outcome.out) == (0, "Upgraded acme-weather from 1.0 to 1.1.\n")
    assert "is the newest version" in again.out


def test_one_package_that_cannot_be_upgraded_does_not_hold_up_the_others(call, wheels, tmp_path):
    call("connectors", "install", weather_wheel(wheels, "1.0"), "--yes")
    weather_wheel(wheels, "1.1")
    (tmp_path / "gone.zip").write_bytes(zipped({"connector.json": json.dumps({
        "schemaVersion": 1, "id": "aaa", "name": "A", "version": "1", "appliesTo": ["bpmn:task"],
        "binding": {"config": "none"}, "properties": {}})}))  # fmt: skip
    call("connectors", "install", tmp_path / "gone.zip")
    (tmp_path / "gone.zip").unlink()

    outcome = call("connectors", "upgrade", "--all")

    assert outcome.status == 1
    assert "gone.zip" in outcome.err
    assert "Upgraded acme-weather" in outcome.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("install", "nowhere.whl"), "nowhere.whl"),
        (("install", "acme"), "give an index"),
        (("uninstall", "send-email"), "not an installed package"),
        (("enable", "telepathy"), "no connector"),
        (("upgrade",), "--all"),
        (("where-used", "telepathy"), "no connector or package"),
        (("migrate", "nowhere.bpmn"), "nowhere.bpmn"),
    ],
)
def test_what_cannot_be_meant_ends_with_a_line(call, arguments, words):
    outcome = call("connectors", *arguments)

    assert outcome.status in (1, 2)
    assert words in outcome.err
    assert "fault of Processwright" not in outcome.err


def test_elements_that_use_a_connector_are_listed(call, wheels, tmp_path):
    call("connectors", "install", weather_wheel(wheels), "--yes")
    call("connectors", "disable", "acme-weather")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.bpmn").write_bytes(process(connector_task("sky", "acme/weather", {"name": "x"})))
    (tmp_path / "other.bpmn").write_bytes(process(connector_task("mail", "acme/other", {})))

    outcome = call("connectors", "where-used", "acme-weather", tmp_path, "--format", "json")

    (use,) = json.loads(outcome.out)["uses"]
    assert (use["element"], use["file"].endswith("a.bpmn")) == ("sky", True)


def test_a_file_is_migrated_once_and_only_where_it_must(call, wheels, tmp_path):
    call("connectors", "install", weather_wheel(wheels, "2.0", migrations=MIGRATIONS), "--yes")
    file = tmp_path / "a.bpmn"
    file.write_bytes(
        process(
            connector_task("old", "acme/sky", '{"city": "Bern",  "units":"F"}'),
            connector_task("new", "acme/weather", {"name": "Rome"}),
            connector_task("broken", "acme/weather", "{city"),
        )
    )
    before = file.read_text()

    looked = call("connectors", "migrate", file, "--dry-run")
    refused = call("connectors", "migrate", file)
    assert (looked.status, refused.status, file.read_text()) == (0, 2, before)
    assert 'city → name: "Bern" -> "Bern"' in looked.out
    assert 'Implementation: "acme/sky" -> "acme/weather"' in looked.out

    done = call("connectors", "migrate", file, "--yes", "--format", "json")
    again = call("connectors", "migrate", file, "--yes")

    (row,) = json.loads(done.out)["elements"]
    assert row["element"] == "old"
    assert {"setting": "units", "title": "units", "before": "F", "after": "imperial"} in row["changes"]
    assert again.out == "Nothing is to be migrated.\n"
    changed = [line for line in file.read_text().split("<bpmn:") if line not in before.split("<bpmn:")]
    assert len(changed) == 1
    assert "&quot;name&quot;" in changed[0] or '"name"' in changed[0]


def test_a_file_that_is_refused_is_not_said_to_use_nothing(call, tmp_path):
    (tmp_path / "a.bpmn").write_text("<!DOCTYPE x><x/>", encoding="utf-8")

    outcome = call("connectors", "where-used", "send-email", tmp_path / "a.bpmn")

    assert outcome.status == 2
    assert "DOCTYPE" in outcome.err
    assert outcome.out == ""
