"""A document is offered for what it was exported for before, else for what it is made for."""

from __future__ import annotations

import pytest

from engine.bpmn import Document
from modeler.services.export import remembered
from modeler.services.export.remembered import remember_target, wanted_target
from modeler.services.profile import Profile
from modeler.services.settings import Settings


@pytest.fixture
def settings(tmp_path):
    return Settings(Profile(tmp_path))


def document(profile: str = "standard") -> Document:
    made = Document.new("x")
    made.profile = profile
    return made


def test_at_first_a_file_is_offered_for_the_engine_that_it_is_made_for(settings, tmp_path):
    assert wanted_target(settings, document("camunda8"), tmp_path / "a.bpmn") == "camunda-8"
    assert wanted_target(settings, document(), None) == "bpmn"


def test_a_file_for_no_engine_is_offered_for_the_last_target(settings, tmp_path):
    remember_target(settings, tmp_path / "a.bpmn", "flowable")

    assert wanted_target(settings, document(), tmp_path / "b.bpmn") == "flowable"
    assert wanted_target(settings, document("camunda7"), tmp_path / "b.bpmn") == "camunda-7"


def test_each_file_has_its_own_target_also_after_a_restart(settings, tmp_path):
    remember_target(settings, tmp_path / "a.bpmn", "flowable")
    remember_target(settings, tmp_path / "b.bpmn", "bpmn")

    again = Settings(Profile(tmp_path))

    assert wanted_target(again, document("camunda7"), tmp_path / "a.bpmn") == "flowable"
    assert wanted_target(again, document("camunda7"), tmp_path / "b.bpmn") == "bpmn"


def test_a_target_that_is_known_no_more_counts_as_none(settings, tmp_path):
    settings.set(remembered.LAST, "other")

    assert wanted_target(settings, document(), None) == "bpmn"


def test_what_was_exported_long_ago_is_forgotten(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(remembered, "MOST", 2)

    for name in ("a", "b", "c"):
        remember_target(settings, tmp_path / name, "flowable")
    remember_target(settings, None, "bpmn")

    assert wanted_target(settings, document(), tmp_path / "a") == "bpmn"
    assert wanted_target(settings, document(), tmp_path / "c") == "flowable"
