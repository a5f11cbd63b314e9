"""Settings of older versions: declared steps change what they recognize, and nothing twice."""

from __future__ import annotations

import pytest

from connectors.sdk.manifest import read_manifest
from connectors.sdk.migrations import due, migrated, read_migrations
from connectors.sdk.versions import is_newer
from tests.connectors.packages import write_package


def steps(*given):
    return read_migrations([{"to": "2.0", "steps": list(given)}])


@pytest.mark.parametrize(
    ("step", "before", "after"),
    [
        ({"do": "rename", "setting": "b", "to": "d"}, {"a": 1, "b": "B", "c": 2}, {"a": 1, "d": "B", "c": 2}),
        ({"do": "rename", "setting": "o.city", "to": "place"}, {"o": {"city": "B"}}, {"o": {"place": "B"}}),
        ({"do": "rename", "setting": "rows[].c", "to": "d"}, {"rows": [{"c": 1}, {}, 3]}, {"rows": [{"d": 1}, {}, 3]}),
        ({"do": "move", "setting": "units", "to": "options.units"}, {"units": "F"}, {"options": {"units": "F"}}),
        ({"do": "move", "setting": "o.units", "to": "units"}, {"o": {"units": "F"}}, {"o": {}, "units": "F"}),
        ({"do": "default", "setting": "lang", "value": "en"}, {}, {"lang": "en"}),
        ({"do": "default", "setting": "o.lang", "value": ["en"]}, {}, {"o": {"lang": ["en"]}}),
        ({"do": "remove", "setting": "old"}, {"old": None, "new": 1}, {"new": 1}),
        ({"do": "map", "setting": "u", "values": [{"from": 1, "to": "one"}]}, {"u": 1}, {"u": "one"}),
    ],
)  # fmt: skip
def test_a_step_changes_its_setting(step, before, after):
    result = migrated(before, steps(step))

    assert result == after
    assert list(result) == list(after)


@pytest.mark.parametrize(
    ("step", "settings"),
    [
        ({"do": "rename", "setting": "city", "to": "place"}, {"city": "old", "place": "new"}),
        ({"do": "move", "setting": "units", "to": "options.units"}, {"units": 1, "options": {"units": 2}}),
        ({"do": "move", "setting": "units", "to": "options.units"}, {}),
        ({"do": "move", "setting": "units", "to": "options.units"}, {"units": 1, "options": "text"}),
        ({"do": "default", "setting": "lang", "value": "en"}, {"lang": None}),
        ({"do": "map", "setting": "u", "values": [{"from": 1, "to": "one"}]}, {"u": True}),
        ({"do": "remove", "setting": "rows[].x"}, {"rows": "no list"}),
    ],
)
def test_what_a_step_does_not_recognize_stays(step, settings):
    assert migrated(settings, steps(step)) == settings


def test_settings_that_were_given_are_not_touched():
    before = {"options": {"units": "F"}}

    migrated(before, steps({"do": "map", "setting": "options.units", "values": [{"from": "F", "to": "C"}]}))

    assert before == {"options": {"units": "F"}}


def test_migrations_run_from_the_oldest_and_twice_is_as_once():
    found = read_migrations(
        [
            {"to": "10.0", "steps": [{"do": "rename", "setting": "b", "to": "c"}]},
            {"to": "9.0", "steps": [{"do": "rename", "setting": "a", "to": "b"}]},
        ]
    )

    once = migrated({"a": 1}, found)

    assert once == {"c": 1}
    assert migrated(once, found) == once


def test_only_what_came_after_the_version_of_before_is_due():
    found = read_migrations([{"to": "2.0"}, {"to": "3.0"}])

    assert [each.to for each in due(found, "2.0")] == ["3.0"]
    assert [each.to for each in due(found)] == ["2.0", "3.0"]


@pytest.mark.parametrize(
    ("newer", "older"), [("1.10", "1.9"), ("2.0", "2.0rc1"), ("2.0rc2", "2.0rc1"), ("1.0.1", "1.0"), ("2.0", "1.99.9")]
)
def test_versions_are_compared_by_their_numbers(newer, older):
    assert is_newer(newer, older)
    assert not is_newer(older, newer)


def test_trailing_zeros_and_build_tags_make_no_version_newer():
    assert not is_newer("1.0.0", "1.0")
    assert not is_newer("1.0+b2", "1.0")


@pytest.mark.parametrize(
    "step",
    [
        {"do": "explode", "setting": "a"},
        {"do": "rename", "setting": "a"},
        {"do": "rename", "setting": "a", "to": "b.c"},
        {"do": "move", "setting": "a[].b", "to": "c"},
        {"do": "default", "setting": "a"},
        {"do": "map", "setting": "a"},
        {"do": "remove", "setting": "a..b"},
        {"do": "remove", "setting": "a[]"},
    ],
)
def test_a_step_that_cannot_be_meant_makes_the_manifest_unusable(step, tmp_path):
    reading = read_manifest(write_package(tmp_path, version="2.0", migrations=[{"to": "2.0", "steps": [step]}]))

    assert reading.manifest is None
    assert "migrations" in reading.reason


def test_a_migration_beyond_the_connectors_own_version_is_a_warning(tmp_path):
    reading = read_manifest(write_package(tmp_path, version="2.0", migrations=[{"to": "3.0"}]))

    assert "3.0" in reading.findings[0].message
