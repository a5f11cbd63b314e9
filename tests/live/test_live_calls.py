"""Slack and data connectors against real local servers, through the same connector code as in a preview."""

from __future__ import annotations

import json
from base64 import b64encode
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from urllib.parse import parse_qs

import pytest
from werkzeug.formparser import parse_form_data

from modeler.services.catalog import discover
from modeler.services.live.runs import LiveChoice
from modeler.services.profile import Profile
from modeler.services.secrets.keyring_store import Secrets
from tests.connectors.local_http import serving
from tests.live.kit import mail_settings, started
from tests.services.connector_processes import MAIL, PDF, SERVICE, SLACK, connector_task, document

TOKEN = "xoxb-7731-c4nary"


@pytest.fixture
def server():
    with serving() as running:
        yield running


@pytest.fixture
def secrets(kit):
    kit.secrets = Secrets(Profile(kit.folder / "profile"))
    return kit.secrets


def answering(server, *answers):
    left = list(answers)
    server.answer = lambda seen: (200, {"Content-Type": "application/json"}, json.dumps(left.pop(0)).encode())


def slack(**more):
    settings = {"delivery": "bot", "channel": "#orders", "message": "Order {{n}}", "token": "secret:BOT", **more}
    return document(connector_task("notify", SLACK, settings))


def test_a_mail_takes_a_file_of_the_folder_along(kit, folder, mailer):
    (folder / "terms.txt").write_text("Terms")
    rows = [{"source": "workspace", "value": "terms.txt", "variableInArray": ""}]

    run = started(kit.runs(), document(connector_task("mail", MAIL, mail_settings(attachments=rows))), folder, "mail")

    assert run.request.status == "completed"
    message = message_from_bytes(mailer.sink.envelopes[0].content, policy=default)
    assert [(each.get_filename(), each.get_content()) for each in message.iter_attachments()] == [
        ("terms.txt", "Terms")
    ]


def test_a_slack_message_is_posted_with_the_token_from_the_keyring(kit, folder, server, secrets):
    kit.hosts["slack.com"] = f"http://127.0.0.1:{server.port}"
    secrets.keep("BOT", TOKEN)
    answering(server, {"ok": True, "channel": "C1", "ts": "17.2"})
    runs = kit.runs()

    run = started(runs, slack(outputVariable="posted"), folder, "notify", n=4)

    (seen,) = server.seen
    assert (seen.method, seen.path, seen.headers["Authorization"]) == (
        "POST",
        "/api/chat.postMessage",
        f"Bearer {TOKEN}",
    )
    assert json.loads(seen.body)["text"] == "Order 4"
    assert seen.headers["Idempotency-Key"]
    assert run.request.status == "completed"
    assert run.request.data["posted"] == {"channel": "C1", "ts": "17.2"}
    assert TOKEN not in run.effects[0].files[0].content.decode()
    runs.close()


def test_slacks_error_codes_are_explained(kit, folder, server, secrets):
    kit.hosts["slack.com"] = f"http://127.0.0.1:{server.port}"
    secrets.keep("BOT", TOKEN)
    answering(server, {"ok": False, "error": "channel_not_found"})
    runs = kit.runs()

    run = started(runs, slack(), folder, "notify", n=4)

    (error,) = run.request.errors
    assert error["code"] == "slack.channel_not_found"
    runs.close()


def test_a_message_that_came_too_fast_for_slack_is_posted_when_slack_says_so(kit, folder, server, secrets):
    kit.hosts["slack.com"] = f"http://127.0.0.1:{server.port}"
    secrets.keep("BOT", TOKEN)
    replies = [(429, {"Retry-After": "30"}, b""), (200, {}, b'{"ok": true, "channel": "C1", "ts": "17.2"}')]
    server.answer = lambda seen: replies.pop(0)
    runs = kit.runs()

    run = started(runs, slack(outputVariable="posted"), folder, "notify", n=4)
    kit.clock.pass_by(seconds=29)
    waited = (run.go_on().request.status, len(server.seen))
    kit.clock.pass_by(seconds=1)
    run.go_on()

    assert waited == ("waiting", 1)
    assert (run.request.status, len(server.seen)) == ("completed", 2)
    assert run.request.data["posted"] == {"channel": "C1", "ts": "17.2"}
    runs.close()


def test_a_secret_that_is_not_set_is_named_and_nothing_is_called(kit, folder, server, secrets):
    kit.hosts["slack.com"] = f"http://127.0.0.1:{server.port}"
    runs = kit.runs()

    run = started(runs, slack(), folder, "notify", n=4)

    assert "“BOT” is not set" in str(run.request.errors[0]["message"])
    assert server.seen == []
    runs.close()


def source(folder, server, authtype, **credentials):
    place = folder / "data-connectors"
    place.mkdir(exist_ok=True)
    base = f"http://127.0.0.1:{server.port}"
    described = {
        "id": 3, "name": "Shop", "type": "REST", "authtype": authtype, "credentials": credentials,
        "endpoints": {"Create": {"method": "POST", "url": f"{base}/orders", "body": '{"n": {{n}}}'},
                      "List": {"method": "GET", "url": f"{base}/orders"}},
    }  # fmt: skip
    (place / "shop.json").write_text(json.dumps(described))
    return base


def call(endpoint="Create"):
    settings = {
        "dataSource": 3,
        "endpoint": endpoint,
        "dataMapping": [{"key": "order", "value": "id", "format": "dotNotation"}],
    }
    return document(connector_task("call", SERVICE, settings))


def test_a_form_with_a_file_reaches_the_server_once_and_whole(kit, folder, server, secrets):
    source(folder, server, "NONE")
    place = folder / "data-connectors" / "shop.json"
    described = json.loads(place.read_text())
    described["endpoints"]["Create"] |= {
        "body": '{"note": "{{{n}}}", "scan": {"file": "scan"}}',
        "body_type": "multipart",
    }
    place.write_text(json.dumps(described))
    answering(server, {"id": 9})
    pdf = connector_task("pdf", PDF, {"source": "html", "template": "<p>Scan</p>", "fileName": "scan"})
    settings = {"dataSource": 3, "endpoint": "Create", "outboundConfig": []}
    runs = kit.runs()

    run = started(runs, document(pdf, connector_task("call", SERVICE, settings)), folder, "call", n="ä & b")

    (seen,) = server.seen
    environ = {"wsgi.input": BytesIO(seen.body), "CONTENT_LENGTH": str(len(seen.body)),
               "CONTENT_TYPE": seen.headers["Content-Type"], "REQUEST_METHOD": "POST"}  # fmt: skip
    _, form, files = parse_form_data(environ, stream_factory=lambda **_: BytesIO())
    assert run.request.status == "completed"
    assert form["note"] == "ä & b"
    assert (files["scan"].filename, files["scan"].mimetype) == ("scan.pdf", "application/pdf")
    assert files["scan"].read().startswith(b"%PDF-")
    assert [row.state for row in runs.ledger.rows(run.id)] == ["sent"]
    runs.close()


def test_basic_authorization_signs_in_and_its_password_is_shown_nowhere(kit, folder, server, secrets, tmp_path):
    secrets.keep("SHOP", "pa55word-c4nary")
    source(folder, server, "BASIC", username="ann", password="secret:SHOP")
    answering(server, {"id": 9, "echo": "pa55word-c4nary"})
    runs = kit.runs()

    run = started(runs, call(), folder, "call", n=4)

    (seen,) = server.seen
    assert seen.headers["Authorization"] == "Basic " + b64encode(b"ann:pa55word-c4nary").decode()
    assert run.request.data["order"] == 9
    assert "pa55word-c4nary" not in json.dumps(run.result()) + run.trace_lines()
    runs.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"pa55word-c4nary" not in kept


@pytest.mark.parametrize("authtype", ["API_KEY_QUERY", "API_KEY_COOKIE"])
def test_a_key_in_the_address_or_a_cookie_reaches_the_server_and_is_shown_nowhere(
    kit, folder, server, secrets, tmp_path, authtype
):
    secrets.keep("SHOP", "k3y-c4nary")
    source(folder, server, authtype, parameter="appid", cookie="appid", key="secret:SHOP")
    answering(server, {"id": 9, "echo": "k3y-c4nary"})
    runs = kit.runs()

    run = started(runs, call(), folder, "call", n=4)

    (seen,) = server.seen
    assert "appid=k3y-c4nary" in seen.path + str(seen.headers.get("Cookie"))
    assert run.request.data["order"] == 9
    assert "k3y-c4nary" not in json.dumps(run.result()) + run.trace_lines()
    runs.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"k3y-c4nary" not in kept


def test_oauth2_client_credentials_fetch_a_token_and_use_it(kit, folder, server, secrets):
    secrets.keep("CLIENT", "cl1ent-secret")
    base = f"http://127.0.0.1:{server.port}"
    source(
        folder, server, "OAUTH2_CLIENT_CREDENTIALS", url=f"{base}/token", client_id="me", client_secret="secret:CLIENT"
    )
    answering(server, {"access_token": "t0ken-7"}, {"id": 9})
    runs = kit.runs()

    run = started(runs, call(), folder, "call", n=4)

    form = parse_qs(server.seen[0].body.decode())
    assert (form["grant_type"], form["client_secret"]) == (["client_credentials"], ["cl1ent-secret"])
    assert server.seen[1].headers["Authorization"] == "Bearer t0ken-7"
    assert run.request.status == "completed"
    assert b"t0ken-7" not in b"".join(file.content for effect in run.effects for file in effect.files)
    runs.close()


def test_reading_is_retried_on_the_schedule_and_writing_is_not(kit, folder, server, secrets):
    source(folder, server, "NONE")
    runs = kit.runs()
    answers = [503, 503, 200]
    server.answer = lambda seen: (answers.pop(0), {}, b'{"id": 1}')

    run = started(runs, call("List"), folder, "call")
    assert (run.request.status, len(server.seen), len(kit.pauses)) == ("completed", 3, 2)
    server.seen.clear()
    server.answer = lambda seen: (503, {}, b"{}")
    started(runs, call("Create"), folder, "call", n=1)

    assert len(server.seen) == 1
    runs.close()


def test_a_server_on_this_machine_is_not_called_unless_the_choice_says_so(kit, folder, server, secrets):
    source(folder, server, "NONE")
    runs = kit.runs()

    run = runs.start(call("List"), discover(), LiveChoice({}, frozenset({"call"}), folder)).go_on()

    assert "this machine" in str(run.request.errors[0]["message"])
    assert server.seen == []
    runs.close()


def test_a_data_connector_in_debug_mode_leaves_a_log_without_its_secrets(kit, folder, server, secrets):
    secrets.keep("CLIENT", "cl1ent-secret")
    base = f"http://127.0.0.1:{server.port}"
    source(folder, server, "OAUTH2_CLIENT_CREDENTIALS", url=f"{base}/token", client_secret="secret:CLIENT")
    place = folder / "data-connectors" / "shop.json"
    place.write_text(json.dumps({**json.loads(place.read_text()), "debug_mode": True}))
    answering(server, {"access_token": "t0ken-7"}, {"id": 9, "echo": "cl1ent-secret and t0ken-7"})
    runs = kit.runs()

    started(runs, call(), folder, "call", n=4)

    runs.close()
    (log,) = (kit.folder / "profile" / "data-connector-logs").iterdir()
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["request"]["url"] for line in lines] == [f"{base}/token", f"{base}/orders"]
    assert lines[1]["response"]["status"] == 200
    assert "cl1ent-secret" not in log.read_text()
    assert "t0ken-7" not in log.read_text()
