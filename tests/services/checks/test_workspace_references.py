"""Elements that name a data connector or a resource which the folder does not have are problems of their element."""

from __future__ import annotations

import json

import pytest

from modeler.services.catalog import discover
from modeler.services.checks.references import reference_checker
from tests.services.connector_processes import MAIL, SERVICE, connector_task, document

SHOP = {"id": 4, "uuid": "u-4", "name": "Shop", "endpoints": {"List": {"method": "GET", "url": "https://x.example"}}}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "data-connectors").mkdir()
    (tmp_path / "data-connectors" / "shop.json").write_text(json.dumps(SHOP))
    return tmp_path


def found(folder, *configs):
    tasks = [connector_task(f"t{number}", SERVICE, config) for number, config in enumerate(configs)]
    return [(each.severity, each.element_id, each.message) for each in
            reference_checker(discover(), folder)(document(*tasks))]  # fmt: skip


@pytest.mark.parametrize("reference", [4, "4", "u-4", "Shop"])
def test_what_is_there_has_no_problem_however_it_is_named(folder, reference):
    assert found(folder, {"dataSource": reference, "endpoint": "List"}) == []


def test_a_data_connector_that_is_missing_is_told_once(folder):
    ((severity, element, message),) = found(folder, {"dataSource": 16, "endpoint": "CreateRecord"})

    assert (severity, element) == ("warning", "t0")
    assert "no data connector “16”" in message


def test_a_resource_that_is_missing_is_told_with_its_data_connector(folder):
    ((_, element, message),) = found(
        folder, {"dataSource": 4, "endpoint": "List"}, {"dataSource": "Shop", "endpoint": "Nope"}
    )

    assert element == "t1"
    assert "“Shop” has no resource “Nope”" in message


def test_resources_may_stand_as_text_as_in_an_export(folder):
    values = {**SHOP, "endpoints": json.dumps(SHOP["endpoints"])}
    (folder / "data-connectors" / "shop.json").write_text(json.dumps(values))

    assert found(folder, {"dataSource": 4, "endpoint": "List"}) == []


@pytest.mark.parametrize("config", [{}, {"dataSource": None}, {"endpoint": "List"}, "{not json", {"dataSource": ""}])
def test_what_is_not_chosen_or_not_readable_is_a_matter_of_other_checks(folder, config):
    assert found(folder, config) == []


def test_a_document_without_a_folder_and_other_connectors_are_left_alone(folder):
    assert found(None, {"dataSource": 16, "endpoint": "x"}) == []
    mail = document(connector_task("m", MAIL, {"dataSource": 16}))
    assert list(reference_checker(discover(), folder)(mail)) == []


def test_a_checker_leads_to_the_setting(folder):
    task = document(connector_task("t", SERVICE, {"dataSource": 4, "endpoint": "Nope"}))

    (problem,) = reference_checker(discover(), folder, lambda path: "/".join(map(str, path)))(task)

    assert problem.rule == "endpoint"


SCREEN = {"id": 31, "uuid": "s-31", "title": "Offer", "type": "EMAIL", "config": [{"name": "Offer", "items": []}]}


@pytest.fixture
def screens(folder):
    (folder / "screens").mkdir()
    (folder / "screens" / "offer.json").write_text(json.dumps(SCREEN))
    (folder / "screens" / "welcome.html").write_text("<p>Hello</p>")
    return folder


@pytest.mark.parametrize("reference", [31, "31", "s-31", "Offer", "welcome", "{{which}}", None, ""])
def test_a_screen_that_is_there_or_that_only_a_request_knows_is_no_problem(screens, reference):
    mail = document(connector_task("m", MAIL, {"type": "screen", "screenRef": reference}))

    assert list(reference_checker(discover(), screens)(mail)) == []


def test_a_screen_that_is_missing_is_told_where_it_counts(screens):
    mail = document(
        connector_task("m", MAIL, {"type": "screen", "screenRef": 1032}),
        connector_task("t", MAIL, {"type": "text", "screenRef": 1032}),
    )
    checker = reference_checker(discover(), screens)

    (problem,) = checker(mail)
    (screens / "screens" / "other.json").write_text(json.dumps({**SCREEN, "id": 1032, "uuid": "s-1032"}))

    assert (problem.severity, problem.element_id) == ("warning", "m")
    assert "The folder screens has no screen “1032”" in problem.message
    checker.outside()
    assert list(checker(mail)) == []
