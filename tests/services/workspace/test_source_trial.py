"""A resource is tried: what goes out, what comes back, how long it took, and no secret in what is shown."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest

from connectors.sdk.host import Hosts
from connectors.sdk.ports import HttpResponse, PortError
from modeler.services.catalog import discover
from modeler.services.workspace.source_trial import Setting, Trier, live_http, try_resource

SOURCE = {"name": "Shop", "authtype": "OAUTH2_PASSWORD", "credentials": {
    "url": "https://id.example.org/token", "client_id": "c", "client_secret": "secret:S", "username": "u",
    "password": "clear-password"}, "endpoints": {"List": {
        "method": "GET", "url": "https://api.example.org/{{who}}", "testData": {"orders": [1, 2]},
        "headers": [{"key": "X-Who", "value": "{{who}}", "required": False}]}}}  # fmt: skip


@dataclass
class Server:
    """Answers each call with the next answer."""

    answers: list[HttpResponse | PortError]
    requests: list = field(default_factory=list)

    def send(self, request):
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, PortError):
            raise answer
        return answer


@dataclass
class Kept:
    def get(self, reference):
        return {"secret:S": "top-secret-value"}[reference]


@pytest.fixture(scope="module")
def attempt():
    manifest = discover().get("data-connector")
    with Hosts() as hosts:
        yield lambda name="List", source=SOURCE, **setting: try_resource(
            hosts, manifest, source, name, Setting(**setting)
        )


def json_answer(body, status=200):
    return HttpResponse(status, (("Content-Type", "application/json"),), json.dumps(body).encode())


def test_a_token_that_the_sign_in_gave_is_masked_also_where_the_server_sends_it_back(attempt):
    answers = [json_answer({"access_token": "tok-77-canary"}), json_answer({"echo": "Bearer tok-77-canary"})]

    trial = attempt(http=Server(answers), secrets=Kept())

    assert "tok-77-canary" not in repr(trial)
    assert trial.exchanges[1].answer == {"echo": "Bearer •••"}


def test_offline_the_sample_answers(attempt):
    trial = attempt(data={"who": "ann"})

    sign_in, call = trial.exchanges
    assert (sign_in.url, call.url) == ("https://id.example.org/token", "https://api.example.org/ann")
    assert ("X-Who", "ann") in call.headers
    assert (call.status, call.answer, call.size) == (200, {"orders": [1, 2]}, 16)
    assert (trial.error, trial.is_live) == ("", False)


def test_live_the_server_answers_and_its_time_is_taken(attempt):
    ticks = iter([0.0, 0.25, 1.0, 1.5])
    server = Server([json_answer({"access_token": "issued-token"}), json_answer({"ok": True}, 201)])

    trial = attempt(data={"who": "ann"}, http=server, secrets=Kept(), clock=lambda: next(ticks))

    assert [each.seconds for each in trial.exchanges] == [0.25, 0.5]
    assert trial.exchanges[-1].status == 201
    assert trial.is_live
    assert ("Authorization", "Bearer issued-token") in server.requests[1].headers


def test_no_secret_is_shown(attempt):
    server = Server(
        [json_answer({"access_token": "issued-token"}), json_answer({"echo": "top-secret-value clear-password"})]
    )

    trial = attempt(data={"who": "ann"}, http=server, secrets=Kept())

    shown = repr(trial)
    assert not [each for each in ("top-secret-value", "clear-password", "issued-token") if each in shown]
    assert b"top-secret-value" in server.requests[0].body


def test_an_answer_that_is_no_success_is_shown_with_the_reason(attempt):
    server = Server([json_answer({"access_token": "t0ken-t0ken"}), json_answer({"error": "no"}, 404)])

    trial = attempt(http=server, secrets=Kept())

    assert (trial.exchanges[-1].status, trial.exchanges[-1].answer) == (404, {"error": "no"})
    assert "404 Not Found" in trial.error


def test_a_server_that_cannot_be_reached_is_said(attempt):
    trial = attempt(http=Server([PortError("http.unreachable", "id.example.org cannot be reached")]), secrets=Kept())

    assert trial.error == "id.example.org cannot be reached"
    assert trial.exchanges[0].status == 0


@pytest.mark.parametrize(
    ("name", "source", "words"),
    [
        ("Nope", SOURCE, "There is no resource “Nope”."),
        ("List", {**SOURCE, "endpoints": {"List": {"url": "ftp://x"}}}, "not an http or https address"),
        ("List", {**SOURCE, "authtype": "MAGIC"}, "MAGIC"),
        ("List", {**SOURCE, "endpoints": {"List": {"url": "https://x/{{"}}}, "not valid"),
    ],
)
def test_what_is_wrong_with_the_description_is_said(attempt, name, source, words):
    trial = attempt(name, source)

    assert words in trial.error


def test_a_real_server_on_this_computer_answers_only_where_that_is_allowed(httpserver):
    httpserver.expect_request("/orders").respond_with_json({"orders": []})
    source = {"name": "Here", "endpoints": {"List": {"url": httpserver.url_for("/orders")}}}
    trier = Trier(discover().get("data-connector"), Kept())

    allowed = trier.try_out(source, "List", {}, "loopback")
    refused = trier.try_out(source, "List", {}, "live")
    trier.close()

    assert (allowed.exchanges[-1].answer, allowed.error) == ({"orders": []}, "")
    assert refused.error
    assert refused.exchanges[-1].status == 0
    assert live_http(True) is not None


def test_without_the_package_nothing_is_tried():
    assert "not installed" in Trier(None, Kept()).try_out(SOURCE, "List", {}, "sample").error
