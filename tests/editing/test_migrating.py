"""Elements of an older version of a connector: a plan to look at, one step to undo, and nothing lost."""

from __future__ import annotations

import pytest

from connectors.sdk.manifest import read_manifest
from modeler.editing.migrating import ABSENT, migrate, migration_plans
from modeler.services.packages.where_used import only_these
from tests.connectors.packages import write_package
from tests.services.connector_processes import connector_task, document

NEW = "example/greeter"
STEPS = [{"do": "rename", "setting": "who", "to": "name"}, {"do": "default", "setting": "o.deep", "value": 1}]


@pytest.fixture
def greeter(tmp_path):
    migrations = [{"to": "2.0", "was": {"implementation": "example/hello"}, "steps": STEPS}]
    return read_manifest(write_package(tmp_path, version="2.0", migrations=migrations)).manifest


def planned(opened, greeter, since=None):
    return migration_plans(opened, [greeter], only_these([greeter]).connector_of, since)


def test_each_setting_is_shown_before_and_after(greeter):
    opened = document(connector_task("a", NEW, {"who": "Ann", "kept": [1]}))

    (plan,) = planned(opened, greeter)

    assert [(each.setting, each.before, each.after) for each in plan.changes] == [
        ("who", "Ann", ABSENT),
        ("name", ABSENT, "Ann"),
        ("o", ABSENT, {"deep": 1}),
    ]


def test_a_setting_that_got_another_name_is_told_as_one_change(greeter):
    (plan,) = planned(document(connector_task("a", NEW, {"who": "Ann"})), greeter)

    assert [(each.title, each.before, each.after) for each in plan.told] == [
        ("who → name", "Ann", "Ann"),
        ("o", ABSENT, {"deep": 1}),
    ]


def test_a_setting_that_may_have_gone_to_two_places_is_told_as_gone(tmp_path):
    steps = [STEPS[0], {"do": "default", "setting": "other", "value": "Ann"}]
    folder = write_package(tmp_path, version="2.0", migrations=[{"to": "2.0", "steps": steps}])

    (plan,) = planned(document(connector_task("a", NEW, {"who": "Ann"})), read_manifest(folder).manifest)

    assert [(each.title, each.after) for each in plan.told] == [("who", ABSENT), ("name", "Ann"), ("other", "Ann")]


def test_all_elements_are_migrated_in_one_step_that_undoes_to_the_same_bytes(greeter):
    opened = document(
        connector_task("a", NEW, '{"who": "Ann",  "odd" :1}'), connector_task("b", "example/hello", {"who": "Bob"})
    )
    before = opened.to_bytes()

    migrate(opened, planned(opened, greeter))

    assert opened.get("b").get("implementation") == NEW
    assert '"odd" :1' in opened.to_bytes().decode().replace("&quot;", '"')
    assert planned(opened, greeter) == []
    opened.history.undo()
    assert not opened.history.can_undo
    assert opened.to_bytes() == before


@pytest.mark.parametrize("config", ["{who", "[]", '"who"'])
def test_settings_that_cannot_be_read_are_left_alone(greeter, config):
    assert planned(document(connector_task("a", NEW, config)), greeter) == []


def test_elements_of_others_and_of_the_same_version_are_left_alone(greeter):
    opened = document(connector_task("a", "example/other", {"who": "Ann"}), connector_task("b", NEW, {"who": "Bob"}))

    assert [plan.element_id for plan in planned(opened, greeter)] == ["b"]
    assert planned(opened, greeter, since="2.0") == []
