"""Settings and data of any shape end in an outcome or a clear error, never in a crash, for each of the five."""

from __future__ import annotations

import contextlib
import importlib
import random

import pytest

from connectors.sdk.connector import ConnectorError
from connectors.sdk.ports import File, PortError
from connectors.sdk.testing import fake_ports
from connectors.sdk.values import as_object
from modeler.services.catalog import discover

pytestmark = pytest.mark.filterwarnings("ignore:HarfBuzz-Subset:DeprecationWarning")
ODD = [
    None, True, 0, -1, 1e308, "", " ", "{{", "{{{a}}", "{{#a}}", "a\r\nBcc: x@example.org", "\0", "\ud800", "x" * 5_000,
    "../../etc/passwd", "<script>", "[", [], [None], [[]], [{}], [{"type": "email"}], [{"key": 5, "type": "HEADER"}],
    {}, {"type": None}, {"users": 5, "groups": "x"}, [{"type": "usersAndGroups", "value": [5]}],
    [{"source": 5, "value": []}],
]  # fmt: skip
SOURCE = {
    "name": "Shop",
    "authtype": "NONE",
    "endpoints": {"List": {"url": "https://x.example", "params": [5], "headers": {}}},
}
EVERY = [
    each for manifest in discover().connectors for each in (manifest, *manifest.companions)
    if each.module.startswith("connectors.") and each.run
]  # fmt: skip


def connector_of(manifest):
    module, _, name = manifest.run.partition(":")
    return getattr(importlib.import_module(f"{manifest.module}.{module}"), name)()


def ports():
    return fake_ports(
        pages={"31": "<p>{{a}}</p>"},
        files={"1": File("a.txt", "text/plain", b"a")},
        secrets={"secret:T": "t0ken"},
        sources={"4": SOURCE, "5": {"endpoints": {"List": {}}}, "6": {}},
    )


@pytest.mark.parametrize("manifest", EVERY, ids=lambda manifest: manifest.id)
def test_odd_settings_end_in_a_clear_error_or_an_outcome(manifest):
    chance = random.Random(7)
    named = list(as_object(manifest.properties["properties"]))
    usual = {
        **manifest.defaults,
        "dataSource": 4,
        "endpoint": "List",
        "channel": "#c",
        "token": "secret:T",
        "message": "m",
    }

    for round in range(150):
        if manifest.id == "pdf-generator" and round > 12:
            break
        config = {**usual, **{name: chance.choice(ODD) for name in chance.sample(named, min(len(named), 3))}}
        data = {"a": chance.choice(ODD), "attachment": chance.choice(ODD)}
        connector = connector_of(manifest)
        connector.check(config)
        with contextlib.suppress(ConnectorError, PortError):
            connector.run(config, data, ports())


def test_all_of_the_five_are_tried():
    assert {manifest.id for manifest in EVERY} >= {
        "send-email", "send-email-notifications", "actions-by-email", "actions-by-email-task", "data-connector",
        "pdf-generator", "slack-notification",
    }  # fmt: skip
