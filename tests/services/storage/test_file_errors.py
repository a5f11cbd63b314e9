"""What the system says about a file is told by what was tried, where, and what would help."""

from __future__ import annotations

import errno

import pytest

from modeler.services.storage.file_errors import explained


@pytest.mark.parametrize(
    ("doing", "cause"),
    [("read", "you may not read it"), ("open", "you may not read it"), ("save", "you may not write there")],
)
def test_a_lack_of_rights_is_told_by_what_was_tried(tmp_path, doing, cause):
    told = explained(OSError(errno.EACCES, "Permission denied"), doing, tmp_path / "order.bpmn")

    assert str(told).startswith(f"Cannot {doing} {tmp_path / 'order.bpmn'}: {cause}. ")


def test_a_folder_that_is_not_there_is_named(tmp_path):
    told = explained(OSError(errno.ENOENT, "No such file"), "save", tmp_path / "gone" / "order.bpmn")

    assert told.cause == f"there is no folder {tmp_path / 'gone'}"


def test_a_file_that_is_not_there_is_told_in_a_folder_that_is(tmp_path):
    told = explained(OSError(errno.ENOENT, "No such file"), "read", tmp_path / "order.bpmn")

    assert told.cause == "there is no such file or folder"
