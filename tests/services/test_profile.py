"""Settings and recent files are kept whole, and a spoiled file of theirs is an empty one."""

from __future__ import annotations

from pathlib import Path

import pytest

from modeler.services.profile import Profile
from modeler.services.settings import Settings
from modeler.services.workspace.recent import Workspace

SPOILED = (b"", b"{", b"[1]", b"\x80\x04.", b'{"theme":' * 5000, b"\xff\xfe", b"null", b"9" * 10_000)


@pytest.fixture
def profile(profile_folder: Path) -> Profile:
    return Profile(profile_folder)


def test_the_profile_folder_is_where_the_environment_says(profile):
    assert Profile.of_user() == profile


def test_a_setting_is_there_after_a_restart(profile):
    Settings(profile).set("theme", "dark")

    assert Settings(profile).get("theme", "light") == "dark"


def test_a_setting_of_another_type_counts_as_not_set(profile):
    Settings(profile).set("zoom", "large")

    assert Settings(profile).get("zoom", 1.0) == 1.0


def test_two_windows_keep_each_others_settings(profile):
    one, other = Settings(profile), Settings(profile)

    one.set("theme", "dark")
    other.set("zoom", 2.0)

    assert Settings(profile).get("theme", "") == "dark"
    assert Settings(profile).get("zoom", 0.0) == 2.0


@pytest.mark.parametrize("content", SPOILED)
def test_a_spoiled_settings_file_is_moved_aside_and_not_overwritten(profile, content):
    profile.folder.mkdir()
    profile.settings.write_bytes(content)

    settings = Settings(profile)
    settings.set("theme", "dark")

    assert Settings(profile).get("theme", "") == "dark"
    assert profile.settings.with_suffix(".unreadable").read_bytes() == content


def test_recent_files_are_newest_first_and_each_once(profile, tmp_path):
    workspace = Workspace(profile)

    for name in ("a", "b", "a"):
        workspace.note_opened(tmp_path / name)

    assert workspace.recent == [tmp_path / "a", tmp_path / "b"]


@pytest.mark.parametrize("content", [*SPOILED, b'{"recent": 5, "folder": []}', b'{"recent": [1, "\\u0000", null]}'])
def test_a_spoiled_workspace_file_is_an_empty_one(profile, content):
    profile.folder.mkdir()
    profile.workspace.write_bytes(content)

    assert Workspace(profile).recent == []
    assert Workspace(profile).folder is None


def test_the_open_folder_lists_its_processes(profile, tmp_path):
    (tmp_path / "inner").mkdir()
    (tmp_path / ".hidden").mkdir()
    for name in ("b.bpmn", "inner/a.bpmn", ".hidden/c.bpmn", "notes.txt"):
        (tmp_path / name).touch()
    workspace = Workspace(profile)

    workspace.open_folder(tmp_path)

    assert workspace.files() == [tmp_path / "b.bpmn", tmp_path / "inner" / "a.bpmn"]
