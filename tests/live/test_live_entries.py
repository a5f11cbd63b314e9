"""Entries of a service in a live run: the workspace's data connector is called, never one that a package brings."""

from __future__ import annotations

import json

import pytest

from modeler.services.catalog import discover
from modeler.services.live.runs import LiveChoice
from modeler.services.profile import Profile
from modeler.services.secrets.keyring_store import Secrets
from tests.connectors.local_http import serving
from tests.connectors.test_openapi_entries import LIST, process, write


@pytest.fixture
def server():
    with serving() as running:
        running.answer = lambda seen: (200, {"Content-Type": "application/json"}, json.dumps([{"id": 5}]).encode())
        yield running


def run(kit, server, tmp_path, workspace):
    made = write(tmp_path / "made")
    catalog = discover(folders=[made / "connectors" / "book-shop"])
    kit.hosts["eu.books.example"] = f"http://127.0.0.1:{server.port}"
    kit.secrets = Secrets(Profile(kit.folder / "profile"))
    kit.secrets.keep("BOOK_SHOP_TOKEN", "b00k-t0ken")
    document = process(catalog, LIST, limit=5, inStock=True, Cookie="")
    runs = kit.runs()
    choice = LiveChoice({}, frozenset({"it"}), made if workspace else tmp_path, loopback=True)
    return runs, runs.start(document, catalog, choice, "Books").go_on()


def test_a_live_run_calls_the_service_with_the_workspaces_credentials(kit, server, tmp_path):
    runs, live = run(kit, server, tmp_path, workspace=True)

    (seen,) = server.seen
    assert (seen.method, seen.path) == ("GET", "/v1/books?limit=5&inStock=true")
    assert seen.headers["Authorization"] == "Bearer b00k-t0ken"
    assert live.request.data["listBooks"] == [{"id": 5}]
    runs.close()


def test_a_live_run_takes_no_address_and_no_secret_from_a_package(kit, server, tmp_path):
    runs, live = run(kit, server, tmp_path, workspace=False)

    assert server.seen == []
    assert "is not in the workspace" in str(live.request.errors[0]["message"])
    runs.close()
