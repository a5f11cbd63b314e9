"""An element of an older version of its template is brought up to date by Camunda Modeler's rule, as one step."""

from __future__ import annotations

import json
from typing import Any

import pytest

from engine.bpmn import Document, Element
from modeler.editing import binding, script
from modeler.editing.migrating import ABSENT, migrate, migration_plans, update_plan
from tests.connectors.template_packages import catalog_of, one

HIDDEN = {"type": "zeebe:taskDefinition", "property": "type"}


def input_(id: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "label": id, "type": "String", "binding": {"type": "zeebe:input", "name": id}, **more}


def choice(id: str, *values: str, **more: Any) -> dict[str, Any]:
    return input_(id, type="Dropdown", choices=[{"name": each, "value": each} for each in values], **more)


OLD = [
    {"type": "Hidden", "value": "worker:1", "binding": HIDDEN},
    input_("url", value="http://old.example"),
    input_("user"),
    choice("method", "get", "post", value="get"),
    choice("mode", "fast", "safe", value="fast"),
    input_("gone", value="x"),
]
NEW = [
    {"type": "Hidden", "value": "worker:2", "binding": HIDDEN},
    input_("url", value="https://new.example"),
    input_("person", binding={"type": "zeebe:input", "name": "user"}),
    choice("method", "get", "put", value="get"),
    choice("mode", "fast", "safe", value="safe"),
    input_("key", value="k", condition={"property": "mode", "equals": "safe"}),
    input_("audit", value="yes", binding={"type": "zeebe:taskHeader", "key": "audit"}),
]  # fmt: skip


def template(version: int, properties: list[dict[str, Any]]) -> dict[str, Any]:
    return json.loads(one(version=version, properties=properties))


@pytest.fixture(scope="module")
def old_catalog(tmp_path_factory):
    return catalog_of(tmp_path_factory.mktemp("old"), json.dumps(template(1, OLD)))


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    return catalog_of(tmp_path_factory.mktemp("both"), json.dumps([template(1, OLD), template(3, NEW)]))


@pytest.fixture(scope="module")
def only_new(tmp_path_factory):
    return catalog_of(tmp_path_factory.mktemp("new"), json.dumps(template(3, NEW)))


def element(old_catalog, **values) -> Element:
    document = Document.new("x")
    commands = [{"do": "create", "connector": "one", "at": [100, 200], "id": "it"}]
    commands += [{"do": "configure", "element": "it", "values": values}] if values else []
    script.run(document, commands, old_catalog)
    return Document.from_bytes(document.to_bytes()).get("it", Element)


def plan_of(element, catalog):
    (plan,) = migration_plans(element.document, catalog.connectors, catalog.connector_of)
    return plan


def updated(element, catalog):
    migrate(element.document, [plan_of(element, catalog)])
    return binding.read(catalog.connector_of(element), element).values


def test_an_element_of_an_older_version_keeps_its_own_form(old_catalog, both):
    it = element(old_catalog)

    assert both.connector_of(it).version == "1"
    assert "gone" in binding.read(both.connector_of(it), it).values


def test_the_plan_shows_what_changes(old_catalog, both):
    it = element(old_catalog, user="ann", method="post")

    shown = {each.setting: (each.before, each.after) for each in plan_of(it, both).changes}

    assert shown["version"] == ("1", "3")
    assert shown["url"] == ("http://old.example", "https://new.example")
    assert shown["method"] == ("post", "get")
    assert shown["gone"] == ("x", ABSENT)
    assert shown["audit"] == (ABSENT, "yes")
    assert (shown["user"], shown["person"]) == (("ann", ABSENT), (ABSENT, "ann"))
    assert "mode" not in shown


def test_the_element_becomes_what_the_plan_says(old_catalog, both):
    it = element(old_catalog, url="http://mine.example", user="ann", mode="safe")
    plan = plan_of(it, both)

    values = updated(it, both)

    text = it.document.to_bytes().decode()
    assert values == plan.values
    assert values["url"] == "http://mine.example"
    assert values["key"] == "k"
    assert 'modelerTemplateVersion="3"' in text
    assert 'type="worker:2"' in text
    assert "gone" not in text
    assert both.connector_of(it).version == "3"


def test_an_update_is_one_step_that_undoes_to_the_same_bytes_and_is_not_offered_again(old_catalog, both):
    it = element(old_catalog, user="ann")
    before = it.document.to_bytes()

    updated(it, both)

    assert migration_plans(it.document, both.connectors, both.connector_of) == []
    it.document.history.undo()
    assert not it.document.history.can_undo
    assert it.document.to_bytes() == before


def test_without_the_older_version_every_value_counts_as_somebodys(old_catalog, only_new):
    it = element(old_catalog, user="ann", method="post")

    values = updated(it, only_new)

    assert values["url"] == "http://old.example"
    assert values["method"] == "get"
    assert values["person"] == "ann"


def test_a_newer_element_is_left_alone(old_catalog, both, only_new):
    it = element(old_catalog)
    with it.document.edit("Newer"):
        it.set("{http://camunda.org/schema/zeebe/1.0}modelerTemplateVersion", "4")

    assert update_plan(it, only_new.connectors, only_new.connector_of) is None
    assert update_plan(it, both.connectors, both.connector_of) is None


def test_an_update_to_another_type_of_element_changes_it_and_keeps_what_it_says(tmp_path):
    versions = [template(1, OLD), {**template(2, OLD), "appliesTo": ["bpmn:SendTask"]}]
    catalog = catalog_of(tmp_path, json.dumps(versions))
    document = Document.new("x")
    script.run(
        document, [{"do": "create", "connector": "one-1", "at": [100, 200], "id": "it", "name": "Mine"}], catalog
    )
    script.run(document, [{"do": "configure", "element": "it", "values": {"user": "ann"}}], catalog)
    before = document.to_bytes()

    plan = plan_of(document.get("it", Element), catalog)
    migrate(document, [plan])

    made = document.get("it", Element)
    assert [(each.title, each.before, each.after) for each in plan.changes] == [
        ("Version", "1", "2"), ("Type", "Service task", "Send task")
    ]  # fmt: skip
    assert (made.kind, made.get("name")) == ("bpmn:sendTask", "Mine")
    assert catalog.connector_of(made).id == "one"
    assert binding.read(catalog.connector_of(made), made).values["user"] == "ann"
    document.history.undo(1)
    assert document.to_bytes() == before


def test_an_update_to_a_type_that_the_element_cannot_become_is_not_offered(tmp_path):
    versions = [template(1, OLD), {**template(2, OLD), "appliesTo": ["bpmn:StartEvent"]}]
    catalog = catalog_of(tmp_path, json.dumps(versions))
    document = Document.new("x")
    script.run(document, [{"do": "create", "connector": "one-1", "at": [100, 200], "id": "it"}], catalog)

    assert migration_plans(document, catalog.connectors, catalog.connector_of) == []


def test_changes_are_called_as_the_form_calls_them(tmp_path):
    titled = [{**each, "label": f"The {each['id']}"} if "id" in each else each for each in (*OLD, *NEW)]
    versions = [template(1, titled[: len(OLD)]), template(3, titled[len(OLD) :])]
    catalog = catalog_of(tmp_path, json.dumps(versions))
    document = Document.new("x")
    script.run(document, [{"do": "create", "connector": "one-1", "at": [100, 200], "id": "it"}], catalog)

    titles = {each.setting: each.title for each in plan_of(document.get("it", Element), catalog).changes}

    assert titles["url"] == "The url"
    assert titles["gone"] == "The gone"
    assert titles["audit"] == "The audit"
