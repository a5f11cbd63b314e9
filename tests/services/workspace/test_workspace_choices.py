"""Forms offer what the workspace has."""

from __future__ import annotations

import json

from modeler.editing.forms import Choice
from modeler.services.workspace.choices import workspace_choices


def test_screens_people_and_servers_of_the_workspace_are_offered(tmp_path):
    (tmp_path / "screens").mkdir()
    for name in ("31", "welcome"):
        (tmp_path / "screens" / f"{name}.html").write_text("")
    (tmp_path / "users.json").write_text('[{"id": 1, "fullname": "Ann", "email": "ann@example.org"}]')
    (tmp_path / "groups.json").write_text('[{"id": "g", "name": "Buyers", "users": [1]}]')

    choices = workspace_choices(tmp_path)

    assert choices("screens:EMAIL") == [Choice(31, "31"), Choice("welcome", "welcome")]
    assert choices("users") == [Choice({"id": 1, "fullname": "Ann"}, "Ann")]
    assert choices("groups") == [Choice({"id": "g", "fullname": "Buyers"}, "Buyers")]
    assert [choice.value for choice in choices("mail-servers")] == [""]
    assert choices("telepathy") == ()


def test_without_a_workspace_little_is_offered():
    choices = workspace_choices(None)

    assert choices("screens:EMAIL") == []
    assert choices("users") == []


def test_screens_of_a_package_are_offered_by_their_kind(tmp_path):
    (tmp_path / "screens").mkdir()
    (tmp_path / "screens" / "page.html").write_text("")
    screens = [
        {"id": 31, "uuid": "u-31", "title": "Welcome mail", "type": "EMAIL", "config": []},
        {"id": 32, "title": "Contract", "type": "DISPLAY", "config": []},
        {"uuid": "u-9", "title": "Form", "type": "FORM", "config": []},
    ]
    (tmp_path / "screens" / "all.json").write_text(json.dumps(screens))

    choices = workspace_choices(tmp_path)

    assert choices("screens:EMAIL") == [Choice("page", "page"), Choice(31, "Welcome mail")]
    assert choices("screens:DISPLAY") == [Choice("page", "page"), Choice(32, "Contract")]
    assert [each.label for each in choices("screens:EMAIL,DISPLAY")] == ["page", "Welcome mail", "Contract"]


def test_channels_that_the_workspace_names_are_offered(tmp_path):
    channels = '[{"id": "C01", "name": "buying"}, {"name": "none"}, 5]'
    (tmp_path / "slack-channels.json").write_text(channels)

    assert workspace_choices(tmp_path)("slack-channels") == [Choice("C01", "#buying")]
    (tmp_path / "slack-channels.json").write_text("{")
    assert workspace_choices(tmp_path)("slack-channels") == []
