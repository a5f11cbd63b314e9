"""A connector in another language: words change, settings do not."""

from __future__ import annotations

import pytest

from connectors.sdk.manifest import read_manifest
from connectors.sdk.translations import translated, unknown_settings
from tests.connectors.packages import write_package

UNITS = {"type": "string", "title": "Units", "oneOf": [{"const": "C", "title": "Celsius"}, {"const": "F"}]}
PROPERTIES = {
    "type": "object",
    "properties": {
        "place": {"type": "string", "title": "Place", "minLength": 1, "x-ui": {"mustache": True}},
        "rows": {"type": "array", "items": {"$ref": "#/$defs/row"}},
    },
    "$defs": {"row": {"type": "object", "oneOf": [{"properties": {"units": UNITS}}]}},
}
GERMAN = {
    "name": "Wetter",
    "keywords": ["Regen"],
    "groups": {"main": {"label": "Allgemein"}},
    "settings": {
        "place": {"title": "Ort", "help": "Wo?", "messages": {"minLength": "Der Ort fehlt."}},
        "rows[].units": {"title": "Einheiten", "choices": {"F": "Fahrenheit"}},
    },
}


@pytest.fixture
def weather(tmp_path):
    return read_manifest(
        write_package(
            tmp_path,
            name="Weather",
            properties=PROPERTIES,
            ui={"groups": [{"id": "main", "label": "General", "fields": ["place", "rows"]}]},
            translations={"de": GERMAN},
        )
    ).manifest


@pytest.mark.parametrize("language", ["de", "DE", "de-AT", "de_AT"])
def test_names_labels_and_help_are_translated(weather, language):
    german = translated(weather, language)

    place = german.properties["properties"]["place"]
    assert (german.name, german.groups[0].label, german.keywords) == ("Wetter", "Allgemein", ("Regen",))
    assert place["title"] == "Ort"
    assert place["x-ui"] == {"mustache": True, "help": "Wo?", "messages": {"minLength": "Der Ort fehlt."}}


def test_parts_behind_references_lists_and_branches_are_translated(weather):
    german = translated(weather, "de")

    units = german.properties["$defs"]["row"]["oneOf"][0]["properties"]["units"]
    assert units["title"] == "Einheiten"
    assert [choice.get("title") for choice in units["oneOf"]] == ["Celsius", "Fahrenheit"]


def test_the_manifest_itself_stays_as_it_is(weather):
    translated(weather, "de")

    assert weather.properties == PROPERTIES
    assert translated(weather, "fr") is weather


def test_a_translated_setting_that_is_not_there_is_told(tmp_path):
    words = {"de": {"settings": {"nowhere": {"title": "Nirgends"}, "name": {"title": "Name"}}}}

    manifest = read_manifest(write_package(tmp_path, translations=words)).manifest

    assert unknown_settings(manifest) == [("de", "nowhere")]
