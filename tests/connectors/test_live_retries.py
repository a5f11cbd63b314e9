"""Calls are made again on an exact schedule, and only where that does no harm."""

from __future__ import annotations

import pytest

from connectors.sdk.live.retries import JITTER, LONGEST_PAUSE, PAUSES, Retrying
from connectors.sdk.ports import HttpRequest, HttpResponse, PortError


class Server:
    """Answers from a list; the last answer stays."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.calls = 0

    def send(self, request):
        self.calls += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, PortError):
            raise answer
        return answer


def run(*answers, method="GET", seed="7", headers=(), repeatable=False):
    server, pauses = Server(*answers), []
    retrying = Retrying(server, seed, pauses.append)
    request = HttpRequest(method, "https://shop.test/", headers, repeatable=repeatable)
    try:
        answer = retrying.send(request)
    except PortError as error:
        answer = error
    return answer, server.calls, pauses


def broken(code="http.unreachable"):
    return PortError(code, "gone")


BUSY, FINE = HttpResponse(503), HttpResponse(200)


def test_three_more_attempts_after_one_four_and_sixteen_seconds():
    answer, calls, pauses = run(BUSY)

    assert (answer, calls) == (BUSY, 4)
    assert all(base <= pause <= base * (1 + JITTER) for base, pause in zip(PAUSES, pauses, strict=True))


def test_the_pauses_depend_on_the_seed_alone():
    assert run(BUSY, seed="a") == run(BUSY, seed="a")
    assert run(BUSY, seed="a")[2] != run(BUSY, seed="b")[2]


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "get"])
def test_methods_that_may_be_repeated_are(method):
    assert run(BUSY, FINE, method=method)[:2] == (FINE, 2)


@pytest.mark.parametrize("method", ["POST", "PATCH", "LOCK", "post"])
@pytest.mark.parametrize(
    "failure", [BUSY, HttpResponse(429), broken(), broken("http.in-doubt"), broken("http.timeout")]
)
def test_unsafe_calls_are_made_once(method, failure):
    _, calls, pauses = run(failure, FINE, method=method)

    assert (calls, pauses) == (1, [])


def test_a_key_or_a_declaration_makes_a_call_repeatable():
    keyed = (("Idempotency-Key", "k"),)

    assert run(BUSY, FINE, method="POST", headers=keyed)[1] == 2
    assert run(BUSY, FINE, method="POST", repeatable=True)[1] == 2


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_passing_troubles_are_worth_another_attempt(status):
    assert run(HttpResponse(status), FINE)[1] == 2


@pytest.mark.parametrize("status", [*range(400, 408), 409, 410, 422, 423, 424, 426, 428, 431, 451, 501, 505, 200, 304])
def test_other_answers_are_final(status):
    assert run(HttpResponse(status), FINE)[1] == 1


@pytest.mark.parametrize("code", ["http.tls", "http.address", "permission", "http.url", "http.size", "http.redirects"])
def test_refusals_of_our_own_are_final(code):
    assert run(broken(code), FINE)[1] == 1


def test_retry_after_is_obeyed_in_seconds_and_as_a_date():
    seconds = HttpResponse(429, (("Retry-After", "9"),))
    dated = HttpResponse(
        503, (("Date", "Mon, 05 Jan 2026 09:00:00 GMT"), ("retry-after", "Mon, 05 Jan 2026 09:00:30 GMT"))
    )

    assert run(seconds, FINE)[2] == [9.0]
    assert run(dated, FINE)[2] == [30.0]


def test_a_short_retry_after_never_shortens_the_pause_and_nonsense_is_ignored():
    for text in ("0", "soon", "-5", ""):
        (pause,) = run(HttpResponse(429, (("Retry-After", text),)), FINE)[2]
        assert pause >= PAUSES[0]


def test_a_server_that_wants_a_long_rest_gets_it_from_whoever_runs_the_request():
    asked = HttpResponse(429, (("Retry-After", str(int(LONGEST_PAUSE) + 1)),))

    answer, calls, pauses = run(asked, FINE)

    assert (answer, calls, pauses) == (asked, 1, [])


def test_failures_of_the_network_end_as_the_last_one():
    answer, calls, _ = run(broken(), broken("http.timeout"), broken())

    assert isinstance(answer, PortError)
    assert calls == 4
