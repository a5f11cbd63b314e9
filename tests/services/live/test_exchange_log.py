"""The debug log of data connectors: what a live call sent and got, a file a day, no secret in it, old days gone."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from connectors.data_connector.run import DataConnector
from connectors.sdk.ports import HttpRequest, HttpResponse, PortError
from connectors.sdk.redaction import Redactor
from connectors.sdk.testing import FakeHttp, fake_ports
from connectors.sdk.wire import packed_request, unpacked_request
from modeler.services.live.exchange_log import ExchangeLog, LoggedHttp

NOON = datetime(2026, 3, 5, 12, tzinfo=UTC)
CALL = HttpRequest(
    "POST", "https://x.example/a?key=top-secret", (("Authorization", "Bearer t"),), b"top-secret", log="Shop/1"
)


def logged(folder, http, moment=NOON):
    mask = Redactor()
    mask.add("top-secret")
    return LoggedHttp(http, ExchangeLog(folder), lambda: moment, mask)


def test_a_call_is_logged_with_its_answer_and_without_secrets(tmp_path):
    answer = HttpResponse(201, (("X-A", "b"),), b'{"echo": "top-secret", "access_token": "issued"}')

    assert logged(tmp_path / "logs", FakeHttp(answer)).send(CALL) == answer

    (path,) = (tmp_path / "logs").iterdir()
    assert path.name == "Shop_1-2026-03-05.log"
    line = json.loads(path.read_text())
    assert (line["at"], line["request"]["method"], line["response"]["status"]) == (NOON.isoformat(), "POST", 201)
    assert not [each for each in ("top-secret", "Bearer t", "issued") if each in path.read_text()]


def test_calls_of_a_day_share_a_file_and_old_days_go(tmp_path):
    port = FakeHttp(HttpResponse(200))
    for days in (0, 0, 21, 22):
        logged(tmp_path, port, NOON + timedelta(days=days)).send(CALL)

    assert sorted(path.name[-14:-4] for path in tmp_path.iterdir()) == ["2026-03-26", "2026-03-27"]
    (tmp_path / "notes.log").write_text("mine")
    logged(tmp_path, port, NOON + timedelta(days=90)).send(CALL)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Shop_1-2026-06-03.log", "notes.log"]


def test_a_call_that_fails_is_logged_with_the_reason(tmp_path):
    class Down:
        def send(self, request):
            raise PortError("http.unreachable", "no way to top-secret")

    with pytest.raises(PortError):
        logged(tmp_path, Down()).send(CALL)

    (path,) = tmp_path.iterdir()
    assert "no way to" in json.loads(path.read_text())["error"]
    assert "top-secret" not in path.read_text()


def test_a_log_that_cannot_be_written_does_not_stop_the_call(tmp_path):
    (tmp_path / "file").write_text("")

    assert logged(tmp_path / "file", FakeHttp(HttpResponse(204))).send(CALL).status == 204


@pytest.mark.parametrize(("debug", "log"), [(True, "Shop"), (1, "Shop"), (False, ""), (None, "")])
def test_only_a_data_connector_in_debug_mode_asks_for_the_log(debug, log, tmp_path):
    source = {"name": "Shop", "debug_mode": debug, "authtype": "OAUTH2_CLIENT_CREDENTIALS",
              "credentials": {"url": "https://id.example/t", "client_id": "c"},
              "endpoints": {"List": {"url": "https://x.example"}}}  # fmt: skip
    ports = fake_ports(sources={"1": source})

    DataConnector().run({"dataSource": 1, "endpoint": "List"}, {}, ports)

    assert [request.log for request in ports.http.requests] == [log, log]
    assert unpacked_request(packed_request(ports.http.requests[0])).log == log
    logged(tmp_path, FakeHttp(HttpResponse(200))).send(ports.http.requests[0])
    assert len(list(tmp_path.iterdir())) == bool(log)
