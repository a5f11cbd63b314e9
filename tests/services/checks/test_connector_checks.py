"""Connector elements in a document are checked by their manifest alone."""

from __future__ import annotations

from modeler.services.catalog import discover
from modeler.services.checks.connectors import connector_checker
from modeler.services.checks.document import check_document
from tests.services.connector_processes import MAIL, SLACK, connector_task, document, mail_task


def found(*tasks):
    checker = connector_checker(discover())
    return [(problem.severity, problem.element_id, problem.message) for problem in checker(document(*tasks))]


def test_complete_settings_have_no_problem():
    assert found(mail_task()) == []


def test_what_is_missing_is_an_error_at_the_element():
    assert found(mail_task(subject="", toRecipients=[{"type": "email", "value": ""}])) == [
        ("error", "mail", "Email Subject Is Missing"),
        ("error", "mail", "To 1: The address is missing."),
    ]


def test_settings_that_cannot_be_read_are_an_error():
    (problem,) = found(connector_task("mail", MAIL, '{"type":,}'))

    assert problem[:2] == ("error", "mail")
    assert "not JSON" in problem[2]


def test_a_secret_in_clear_text_is_an_error():
    (problem,) = found(
        connector_task("s", SLACK, {"channel": "#x", "message": "m", "token": "xoxb-1", "delivery": "bot"})
    )

    assert problem[0] == "error"
    assert "xoxb-1" not in problem[2]


def test_a_connector_that_is_not_here_is_told_and_its_settings_are_left_alone():
    told = "No installed connector is called 'acme/unknown'; its settings are kept as text."

    assert found(connector_task("x", "acme/unknown", '{"type":,}')) == [("info", "x", told)]


def test_the_words_that_bpmn_has_for_an_implementation_name_no_connector():
    assert found(connector_task("x", "##WebService", "")) == []


def test_settings_that_cannot_be_read_are_told_once():
    broken = document(connector_task("mail", MAIL, '{"type":,}'), connector_task("x", "acme/unknown", '{"type":,}'))

    told = [(each.severity, each.element_id) for each in check_document(broken, (connector_checker(discover()),))]

    assert [each for each in told if each[1] in ("mail", "x") and each[0] != "info"] == [
        ("error", "mail"),
        ("warning", "x"),
    ]


def test_each_text_of_an_element_that_cannot_be_read_is_told():
    broken = document(connector_task("x", "acme/unknown", "{").replace("/>", ' pm:errorHandling="["/>'))

    told = [each.message for each in check_document(broken) if each.rule == "malformed-settings"]

    assert [name for name in ("pm:config", "pm:errorHandling") if any(name in words for words in told)] == [
        "pm:config",
        "pm:errorHandling",
    ]
    assert len(told) == 2
