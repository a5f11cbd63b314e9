"""A text that was typed into a form and cannot be stored survives a kill with its document."""

from __future__ import annotations

import json

import pytest

from engine.bpmn import Task
from modeler.services.profile import Profile
from modeler.services.storage.files import Files
from modeler.services.storage.typed_texts import TypedText, texts_in
from tests.services.small_process import SMALL
from tests.services.storage.crashes import kill

TYPED = TypedText(("Check",), "raw", '{"a": 1,', '{"a": 1}', "not JSON", "Settings as text")
GIVEN_UP = TypedText(("Check",), "raw", None)


@pytest.fixture
def profile(profile_folder):
    return Profile(profile_folder)


@pytest.fixture
def files(profile):
    return Files(profile, later=lambda seconds, action: None)


@pytest.fixture
def opened(files, tmp_path):
    place = tmp_path / "order.bpmn"
    place.write_bytes(SMALL)
    return files.open(place)


def left(files, profile):
    kill(profile)
    return files.unsaved_work()


def test_a_text_alone_is_unsaved_work(opened, files, profile):
    opened.note_text(TYPED)

    (work,) = left(files, profile)

    assert (work.steps, work.texts) == (0, (TYPED,))
    recovered = files.recover(work)
    assert recovered.texts == (TYPED,)
    assert recovered.document.to_bytes() == SMALL
    assert not recovered.is_modified
    assert [each.texts for each in left(files, profile)] == [(TYPED,)]


def test_a_text_that_was_given_up_leaves_nothing(opened, files, profile):
    opened.note_text(TYPED)
    opened.note_text(GIVEN_UP)

    assert left(files, profile) == []


def test_giving_up_what_was_never_there_begins_no_journal(opened, profile):
    opened.note_text(GIVEN_UP)

    assert not profile.journals.exists() or list(profile.journals.iterdir()) == []


def test_texts_come_beside_steps_and_stay_after_a_save(opened, files, profile):
    with opened.document.edit("Rename"):
        opened.document.get("Check", Task).name = "Compare"
    opened.note_text(TYPED)
    opened.save()

    (work,) = left(files, profile)

    assert (work.steps, work.texts) == (0, (TYPED,))
    recovered = files.recover(work)
    assert recovered.document.get("Check", Task).name == "Compare"
    assert not recovered.is_modified


def test_leaving_without_asking_keeps_the_text(opened, files, profile):
    opened.note_text(TYPED)

    opened.leave()

    assert [work.texts for work in left(files, profile)] == [(TYPED,)]


def test_closing_forgets_it(opened, files, profile):
    opened.note_text(TYPED)

    opened.close()

    assert left(files, profile) == []


@pytest.mark.parametrize("odd", [
    {"elements": "Check"}, {"key": 3}, {"elements": None},
])  # fmt: skip
def test_lines_that_make_no_sense_are_left_out(odd):
    record = {**json.loads(json.dumps(TYPED.record())), **odd}

    assert texts_in([record]) == ()


def test_the_last_text_of_a_field_counts():
    second = TypedText(("Check",), "raw", "{")
    other = TypedText(("Check", "End"), "raw", "[")
    records = [json.loads(json.dumps(each.record())) for each in (TYPED, other, second)]

    assert texts_in(records) == (other, second)
