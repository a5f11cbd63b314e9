"""`processwright connectors`: what is installed and what it does."""

from __future__ import annotations

import json


def test_installed_connectors_are_listed(call):
    outcome = call("connectors", "list", "--format", "json")

    listed = {each["id"]: each for each in json.loads(outcome.out)["connectors"]}
    assert outcome.status == 0
    assert listed["send-email"]["state"] == "ready"
    assert listed["send-email"]["origin"].startswith("processwright ")


def test_a_connector_is_described(call):
    as_text, as_json = (
        call("connectors", "info", "send-email"),
        call("connectors", "info", "send-email", "--format", "json"),
    )

    assert "Sends e-mail" in as_text.out
    assert "subject          Subject" in as_text.out
    details = json.loads(as_json.out)
    assert [setting["key"] for setting in details["settings"]][:3] == ["emailServer", "type", "subject"]
    assert details["implementation"] == "connector-send-email/processmaker-communication-email-send"


def test_a_connector_that_is_not_installed_is_wrong_use(call):
    outcome = call("connectors", "info", "telepathy")

    assert outcome.status == 2
    assert "send-email" in outcome.err


def test_a_broken_package_is_a_problem(call, monkeypatch):
    from modeler.services.catalog import Catalog, CatalogEntry

    entry = CatalogEntry("bad", "somewhere", "broken", reason="connector.json is missing")
    monkeypatch.setattr("modeler.cli.connectors.list_.installed_catalog", lambda: Catalog((entry,)))

    outcome = call("connectors", "list")

    assert outcome.status == 1
    assert "connector.json is missing" in outcome.out
