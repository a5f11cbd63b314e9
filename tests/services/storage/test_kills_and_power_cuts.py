"""A kill before any call of a save, and a power cut after any, leave the old document or the new one, whole."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from modeler.services.profile import Profile
from modeler.services.storage.durable import write_durably
from modeler.services.storage.file_state import take_snapshot
from modeler.services.storage.in_place import finish_pending_write
from modeler.services.storage.operating_system import OperatingSystem
from modeler.services.storage.stray_files import clear_stray_files
from tests.services.storage.killing import killed_before_call
from tests.services.storage.layouts import LAYOUTS, NEW, OLD
from tests.services.storage.power import RecordingSystem, start

REAL = OperatingSystem()


def restart(profile: Profile, path: Path) -> None:
    """What the next start does before it reads a document."""
    place = Path(os.path.realpath(path))
    finish_pending_write(REAL, profile, place)
    clear_stray_files(REAL, profile, place)


# The child must have the test's folders and be killed before a chosen call; Windows has no fork.
@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are started by fork here")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_kill_before_each_call_of_a_save_leaves_a_whole_document(tmp_path, layout):
    index = 0
    while True:
        place = tmp_path / f"case{index}"
        place.mkdir()
        path, profile = LAYOUTS[layout](place), Profile(tmp_path / f"profile{index}")
        folder = path.resolve().parent
        names = set(os.listdir(folder))

        def save(system, path=path, profile=profile):
            write_durably(system, profile, path, NEW, take_snapshot(REAL, path).state)

        if not killed_before_call(save, index):
            break
        assert path.read_bytes().rstrip(b"\n") in (OLD, NEW)
        assert len(set(os.listdir(folder)) - names) <= 1
        restart(profile, path)
        assert path.read_bytes() in (OLD, NEW)
        assert not [name for name in os.listdir(folder) if name.endswith(".part")]
        index += 1

    assert index > 10
    assert path.read_bytes() == NEW


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("knows_the_file", [True, False], ids=["as it was read", "whatever is there"])
def test_a_power_cut_after_any_call_leaves_a_whole_document_and_after_the_save_the_new_one(
    tmp_path, layout, knows_the_file
):
    place, profile = tmp_path / "documents", Profile(tmp_path / "profile")
    place.mkdir()
    path = LAYOUTS[layout](place)
    target = path.resolve()
    system = RecordingSystem()
    disk = start({each: each.read_bytes() for each in place.rglob("*") if each.is_file() and not each.is_symlink()})
    write_durably(system, profile, path, NEW, take_snapshot(REAL, path).state if knows_the_file else None)

    seen = 0
    for step in [None, *system.steps]:
        if step is not None:
            disk.play(step)
        for state in disk.after_a_cut():
            seen += 1
            materialize(state, place, profile)
            finish_pending_write(REAL, profile, target)
            assert target.read_bytes() in (OLD, NEW), step
    for state in disk.after_a_cut():
        assert state[target] == NEW

    assert seen > 10


def materialize(state: dict[Path, bytes], place: Path, profile: Profile) -> None:
    """Make the disk hold exactly these files."""
    for folder in (place, profile.folder):
        shutil.rmtree(folder, ignore_errors=True)
    for path, data in state.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
