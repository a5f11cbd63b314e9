"""A file of the folder that is to be attached and is not there is a problem at the attachment."""

from __future__ import annotations

import pytest

from engine.bpmn import Document
from modeler.services.catalog import discover
from modeler.services.checks.references import reference_checker
from tests.services.connector_processes import mail_task, process


@pytest.fixture(scope="module")
def catalog():
    return discover()


def problems(catalog, folder, *values, source="workspace"):
    attachments = [{"source": source, "value": value} for value in values]
    document = Document.from_bytes(process(mail_task(attachments=attachments)), "x.bpmn")
    checker = reference_checker(catalog, folder, lambda path: f"{path}")
    return [(each.severity, each.rule, each.message) for each in checker(document)]


def test_a_file_that_is_there_is_no_problem(catalog, tmp_path):
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "a.pdf").write_bytes(b"x")

    assert problems(catalog, tmp_path, "terms/a.pdf") == []


def test_a_file_that_is_not_there_is_told_at_its_entry(catalog, tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"x")

    assert problems(catalog, tmp_path, "a.pdf", "b.pdf") == [
        ("warning", "('attachments', 1, 'value')", "There is no file “b.pdf” in the folder of the process."),
    ]


def test_a_path_out_of_the_folder_is_told(catalog, tmp_path):
    ((_, _, words),) = problems(catalog, tmp_path, "../secret.txt")

    assert words == "“../secret.txt” is not a file inside the folder of the process."


@pytest.mark.parametrize(("value", "source"), [
    ("{{name}}.pdf", "workspace"), ("", "workspace"), ("b.pdf", "file"), ("contract", "variable"),
])  # fmt: skip
def test_what_only_a_request_knows_is_no_problem(value, source, catalog, tmp_path):
    assert problems(catalog, tmp_path, value, source=source) == []


def test_a_process_that_is_in_no_folder_yet_has_no_problem(catalog):
    assert problems(catalog, None, "b.pdf") == []
