"""Findings are kept while a document is open; after an edit only what it touched is asked about again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.bpmn import Document, Element, FlowNode, Problem
from modeler.editing import commands
from modeler.services.checks.checker import Checker
from modeler.services.checks.document import check_document
from modeler.services.checks.kept import KeptFindings
from tests.editing.notation import diagram


class Asked:
    """A checker that remembers whom it was asked about, and finds elements called Wrong."""

    def __init__(self) -> None:
        self.ids: list[str | None] = []
        self.checker = Checker(self._look, FlowNode)

    def _look(self, element: Element) -> Iterator[Problem]:
        self.ids.append(element.id)
        if element.get("name") == "Wrong":
            yield Problem("error", element.id, "wrong", "It is wrong.")


@pytest.fixture
def document() -> Document:
    return diagram("start > A > B > C > D > end")


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def kept(document: Document, asked: Asked) -> KeptFindings:
    found = KeptFindings(document, [asked.checker])
    found.follow()
    found.work()
    asked.ids.clear()
    return found


def test_a_new_name_asks_about_its_element_and_nobody_else(
    document: Document, asked: Asked, kept: KeptFindings
) -> None:
    commands.rename(document, document.get("B"), "Wrong")
    kept.work()

    assert asked.ids == ["B"]
    assert [problem.element_id for problem in kept.problems() if problem.rule == "wrong"] == ["B"]


def test_undo_and_redo_are_followed_like_the_edit_itself(document: Document, kept: KeptFindings) -> None:
    commands.rename(document, document.get("B"), "Wrong")
    document.history.undo()
    kept.work()
    assert [problem for problem in kept.problems() if problem.rule == "wrong"] == []

    document.history.redo()
    kept.work()

    assert [problem.element_id for problem in kept.problems() if problem.rule == "wrong"] == ["B"]


def test_what_is_gone_has_no_findings(document: Document, kept: KeptFindings) -> None:
    commands.rename(document, document.get("B"), "Wrong")
    kept.work()

    commands.delete(document, [document.get("B")])
    kept.work()

    assert [problem for problem in kept.problems() if problem.rule == "wrong"] == []


def test_the_other_end_of_a_flow_is_asked_where_it_looks_at_it() -> None:
    document = diagram("start > events(A, B) > end")
    kept = KeptFindings(document)
    kept.follow()
    kept.work()
    assert [problem.message.partition("gateway, ")[2] for problem in kept.problems() if problem.rule == "event"] == [
        "not A, B"
    ]

    commands.replace(document, document.get("A"), "bpmn:receiveTask")
    kept.work()

    assert [problem.message.partition("gateway, ")[2] for problem in kept.problems() if problem.rule == "event"] == [
        "not B"
    ]


def test_older_findings_stand_until_there_was_time(document: Document, kept: KeptFindings) -> None:
    commands.rename(document, document.get("B"), "Wrong")
    kept.work()
    commands.rename(document, document.get("B"), "Right")

    is_done = kept.work(lambda: False)

    assert not is_done
    assert [problem.element_id for problem in kept.problems() if problem.rule == "wrong"] == ["B"]
    kept.work()
    assert [problem for problem in kept.problems() if problem.rule == "wrong"] == []


def test_nothing_is_asked_where_nothing_has_changed(asked: Asked, kept: KeptFindings) -> None:
    assert kept.work()

    assert asked.ids == []


def test_who_stops_following_hears_of_no_edit(document: Document, asked: Asked) -> None:
    kept = KeptFindings(document, [asked.checker])
    end = kept.follow()
    kept.work()
    asked.ids.clear()

    end()
    commands.rename(document, document.get("B"), "Wrong")
    kept.work()

    assert asked.ids == []


def test_elements_that_look_at_files_are_asked_again_when_those_have_changed(
    document: Document, tmp_path: Path
) -> None:
    file = tmp_path / "wanted"

    def look(element: Element) -> Iterator[Problem]:
        if not file.exists():
            yield Problem("warning", element.id, "file", "The file is not there.")

    looking = Checker(look, FlowNode, looks_outside=lambda element: element.id == "A", outside=file.exists)
    kept = KeptFindings(document, [looking])
    kept.work()
    kept.work()

    file.write_text("")
    kept.work()

    assert "A" not in [problem.element_id for problem in kept.problems() if problem.rule == "file"]
    assert "B" in [problem.element_id for problem in kept.problems() if problem.rule == "file"]


def test_an_edit_of_the_definitions_asks_about_everything(document: Document, asked: Asked, kept: KeptFindings) -> None:
    with document.edit("Another namespace"):
        document.definitions.set("targetNamespace", "urn:other")
    kept.work()

    assert sorted(map(str, asked.ids)) == sorted(str(each.id) for each in document.elements(FlowNode))


def test_two_elements_with_one_id_are_one_fault_each(document: Document) -> None:
    with document.edit("Same id"):
        document.get("B").set("id", "A")

    found = [problem.rule for problem in check_document(document) if "has the id" in problem.message]

    assert found == ["duplicate-id"]
