"""What a preview remembers of a document, and what it makes of files that are missing or broken."""

from __future__ import annotations

from pathlib import Path

from modeler.services.preview.run_memory import FOLDER, Remembered, RunMemory
from modeler.services.preview.stops import Stop
from modeler.services.profile import Profile

SEEN = Remembered('{"a": 1}', "Start_2", 7, "2026-03-01", (Stop("A", "a > 1"), Stop("B", is_on=False)), {"C": {"x": 1}})


def test_what_was_kept_is_recalled(tmp_path: Path) -> None:
    path = tmp_path / "order.bpmn"
    RunMemory(Profile(tmp_path / "profile")).keep(path, SEEN)

    assert RunMemory(Profile(tmp_path / "profile")).recall(path) == SEEN


def test_before_the_first_run_the_data_beside_the_process_are_offered(tmp_path: Path) -> None:
    path = tmp_path / "order.bpmn"
    path.with_suffix(".data.json").write_text('{"amount": 3}', encoding="utf-8")

    assert RunMemory(Profile(tmp_path / "profile")).recall(path) == Remembered('{"amount": 3}')


def test_a_broken_memory_is_an_empty_one(tmp_path: Path) -> None:
    path, memory = tmp_path / "order.bpmn", RunMemory(Profile(tmp_path / "profile"))
    memory.keep(path, SEEN)
    file = next((tmp_path / "profile" / FOLDER).iterdir())

    file.write_text('{"data": 5, "stops": [1, {"place": "A"}], "pins": {"B": 2}, "seed": "x"}', encoding="utf-8")

    assert memory.recall(path) == Remembered(None, "", 0, "", (Stop("A"),), {})


def test_a_document_without_a_file_is_not_written_down(tmp_path: Path) -> None:
    memory = RunMemory(Profile(tmp_path / "profile"))

    memory.keep(None, SEEN)

    assert memory.recall(None) == Remembered()
    assert not (tmp_path / "profile").exists()
