"""Forms offer what the workspace has."""

from __future__ import annotations

from modeler.editing.forms import Choice
from modeler.services.workspace_choices import workspace_choices


def test_screens_people_and_servers_of_the_workspace_are_offered(tmp_path):
    (tmp_path / "screens").mkdir()
    for name in ("31", "welcome"):
        (tmp_path / "screens" / f"{name}.html").write_text("")
    (tmp_path / "users.json").write_text('[{"id": 1, "fullname": "Ann", "email": "ann@example.org"}]')
    (tmp_path / "groups.json").write_text('[{"id": "g", "name": "Buyers", "users": [1]}]')

    choices = workspace_choices(tmp_path, ["office"])

    assert choices("screens:EMAIL") == [Choice(31, "31"), Choice("welcome", "welcome")]
    assert choices("users") == [Choice({"id": 1, "fullname": "Ann"}, "Ann")]
    assert choices("groups") == [Choice({"id": "g", "fullname": "Buyers"}, "Buyers")]
    assert [choice.value for choice in choices("mail-servers")] == ["", "office"]
    assert choices("telepathy") == ()


def test_without_a_workspace_little_is_offered():
    choices = workspace_choices(None)

    assert choices("screens:EMAIL") == []
    assert choices("users") == []
