"""What an element of a live run gave is kept as a pin, and no secret is in it."""

from __future__ import annotations

import json

import pytest

from connectors.sdk.ports import HttpRequest, HttpResponse
from modeler.services.catalog import discover
from modeler.services.live.pins import live_pin
from modeler.services.preview.answer_pins import answer_of, elements_calling, pin_of_answer
from modeler.services.preview.outbox import Outbox
from modeler.services.preview.ports import SampleHttp
from modeler.services.preview.session import PreviewSession
from modeler.services.preview.starting import PreviewOptions
from modeler.services.profile import Profile
from modeler.services.secrets.keyring_store import Secrets
from tests.connectors.local_http import serving
from tests.live.kit import NOON, started
from tests.reliability.dresses import dresses
from tests.reliability.planted import service
from tests.services.connector_processes import SERVICE, connector_task, document

CANARY = "c4nary+bird/9 ü"
EVERYTHING = [{"key": "whole", "value": "", "format": "dotNotation"}]
TASK = {"dataSource": 3, "endpoint": "Send", "dataMapping": EVERYTHING}


def calling():
    return document(connector_task("call", SERVICE, TASK))


@pytest.fixture
def place(tmp_path, kit):
    """A workspace whose service sends the secret back in every dress, with a fact beside it."""
    kit.secrets = Secrets(Profile(kit.folder / "profile"))
    kit.secrets.keep("SHOP", CANARY)
    with serving() as server:
        server.answer = lambda seen: (
            200,
            {"Content-Type": "application/json"},
            json.dumps({"order": 17, **dresses(CANARY)}).encode(),
        )
        yield service(tmp_path / "work", server), server


def test_the_output_of_a_live_call_is_a_pin_for_previews(kit, place):
    folder, _server = place
    runs = kit.runs()
    run = started(runs, calling(), folder, "call")

    pin = live_pin(run, "call", [])
    session = PreviewSession()
    session.start(calling(), discover(), {}, folder, PreviewOptions(pins={"call": pin}))
    previewed = session.run()
    session.close()
    runs.close()

    assert pin["whole"]["order"] == 17
    assert previewed.data["whole"]["order"] == 17
    assert previewed.effects == ()


def test_secrets_are_masked_also_those_that_an_earlier_start_of_the_program_used(kit, place):
    folder, _server = place
    runs = kit.runs()
    id = started(runs, calling(), folder, "call").id
    runs.close()
    again = kit.runs()

    pin = live_pin(again.resume(id, discover()), "call", [CANARY])
    again.close()

    text = json.dumps(pin, ensure_ascii=False)
    assert [form for form in dresses(CANARY).values() if len(form) > 8 and form in text] == []
    assert "•••" in text


def test_a_failed_call_is_kept_as_the_error_that_it_was(kit, place):
    folder, server = place
    server.answer = lambda seen: (500, {}, b"down")
    runs = kit.runs()
    run = started(runs, calling(), folder, "call")

    pin = live_pin(run, "call", [])
    runs.close()

    assert pin["_error"]["code"] == "http.500"
    assert "500" in pin["_error"]["message"]


def test_an_element_that_was_not_reached_has_nothing_to_keep(kit, place):
    folder, _server = place
    runs = kit.runs()
    run = started(runs, calling(), folder, "call")

    assert live_pin(run, "elsewhere", []) is None
    runs.close()


def test_the_answer_to_a_test_passes_through_the_mapping_of_the_element(kit, place):
    folder, _server = place
    answer = answer_of(200, (("Content-Type", "application/json"),), {"order": 5})

    assert elements_calling(calling(), discover(), {"3"}, "Send") == ["call"]
    assert elements_calling(calling(), discover(), {"4"}, "Send") == []
    assert pin_of_answer(calling(), discover(), folder, "call", {}, answer) == {"whole": {"order": 5}}


def test_an_answer_that_is_an_error_is_pinned_as_one(kit, place):
    folder, _server = place

    pin = pin_of_answer(calling(), discover(), folder, "call", {}, answer_of(503, (), "busy"))

    assert pin["_error"]["code"] == "http.503"


def test_an_answer_is_not_taken_for_the_token_of_the_sign_in_before_it():
    outbox = Outbox()
    http = SampleHttp(outbox, "call", "data-connector", NOON, HttpResponse(200, (), b'{"order": 5}'))
    token = HttpResponse(200, (), b'{"access_token": "x"}')

    signed_in = http.send(HttpRequest("POST", "https://id.example/token", sample=token))
    called = http.send(HttpRequest("GET", "https://api.example/orders"))

    assert (signed_in, called.body) == (token, b'{"order": 5}')
