"""Servers that call back: through the local door, under the rules of the element, once, also before the task waits."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from base64 import b64encode
from xml.sax.saxutils import quoteattr

import pytest

from modeler.services.catalog import discover
from modeler.services.live.answer_page import AnswerPage
from modeler.services.profile import Profile
from modeler.services.secrets.keyring_store import Secrets
from tests.connectors.local_http import serving
from tests.live.kit import started
from tests.live.questions import asking, links
from tests.services.connector_processes import document

LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))
CALLED = "data_source_callback-data_source_sub_process"
FORM = "application/x-www-form-urlencoded"
PASSWORD = "c4llback-canary"


def send(url, body=b"", method="POST", kind=FORM, **headers):
    """Call an address; returns the status, the answer and the headers."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, body or None, {"Content-Type": kind, **named}, method=method)
    try:
        with LOCAL.open(request, timeout=20) as answer:
            return answer.status, json.loads(answer.read() or b"{}"), answer.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read() or b"{}"), error.headers


@pytest.fixture
def server():
    """A service that takes an order; what it is sent says where to call back."""
    with serving() as running:
        running.answer = lambda seen: (202, {"Content-Type": "application/json"}, b'{"ticket": 7}')
        yield running


@pytest.fixture
def calling(kit, folder, server):
    """Starts a run that has called the service and waits to be called back; the door is open."""
    kit.secrets = Secrets(Profile(kit.folder / "profile"))
    kit.secrets.keep("BACK", PASSWORD)
    place = folder / "data-connectors"
    place.mkdir()
    resource = {"method": "POST", "url": f"http://127.0.0.1:{server.port}/orders", "body": '{"back": "{{{back}}}"}'}
    (place / "shop.json").write_text(json.dumps({"id": 3, "name": "Shop", "endpoints": {"Order": resource}}))
    runs = kit.runs()
    page = AnswerPage(runs.desk, runs.doors(discover(), lambda: None))

    def start(**more):
        settings = {
            "dataSource": 3, "endpoint": "Order", "dataMapping": [{"key": "ticket", "value": "ticket"}],
            "callback": True, "callback_url": "back", "callback_variable": "answer", **more,
        }  # fmt: skip
        task = f'<bpmn:callActivity id="call" calledElement="{CALLED}" pm:config={quoteattr(json.dumps(settings))}/>'
        run = started(runs, document(task), folder, "call", n=4)
        return runs, run, run.request.data.get("back")

    yield start
    page.close()
    runs.close()


def test_the_service_gets_the_address_and_its_callback_completes_the_task(calling, server):
    _, run, url = calling()
    assert json.loads(server.seen[0].body) == {"back": url}
    assert (run.request.status, run.request.waiting) == ("waiting", ["call"])
    assert run.request.reasons["call"] == "the callback of the server"

    status, answer, _ = send(url, b"state=paid&item=a&item=b")

    assert (status, answer) == (200, {"status": "accepted"})
    assert run.request.status == "completed"
    assert run.request.data["answer"] == {"state": "paid", "item": ["a", "b"]}
    assert run.request.data["ticket"] == 7


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("application/json", b'{"a": [1, null]}', {"a": [1, None]}),
        ("application/problem+json; charset=utf-8", b'"x"', "x"),
        ("text/xml; charset=iso-8859-1", "<\u00fc/>".encode("latin-1"), "<\u00fc/>"),
        ("text/plain", "gr\u00fcn".encode(), "gr\u00fcn"),
        ('multipart/form-data; boundary="X"',
         b'--X\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--X--\r\n', {"a": "1"}),
    ],
)  # fmt: skip
def test_each_kind_of_data_arrives_as_what_it_is(calling, kind, body, expected):
    _, run, url = calling(callback_data_types=["JSON", "XML", "TEXT", "FORM"])

    status, _, _ = send(url, body, kind=kind)

    assert status == 200
    assert run.request.data["answer"] == expected


def test_what_is_no_agreed_method_or_kind_is_refused_and_says_what_is(calling):
    _, run, url = calling(callback_methods=["PUT", "GET"], callback_data_types=["JSON"])

    wrong_method = send(url, b"a=1")
    wrong_kind = send(url, b"a=1", method="PUT")
    broken = send(url, b"{", method="PUT", kind="application/json")
    looked = send(url, method="HEAD")

    assert (wrong_method[0], wrong_method[2]["Allow"]) == (405, "PUT, GET")
    assert (wrong_kind[0], broken[0], looked[0]) == (415, 400, 405)
    assert "“application/x-www-form-urlencoded” are not taken here: JSON" in wrong_kind[1]["error"]
    assert run.request.status == "waiting"
    assert send(url + "?state=paid", method="GET")[0] == 200
    assert run.request.data["answer"] == {"state": "paid"}


@pytest.mark.parametrize("kept", [PASSWORD, "secret:BACK"])
def test_who_signs_in_must_know_the_password_which_is_kept_nowhere(calling, kept, tmp_path):
    _, run, url = calling(
        callback_authentication="basic",
        callback_authentication_username="shop",
        callback_authentication_password=kept,
    )

    refused = [
        send(url, b"a=1"),
        send(url, b"a=1", Authorization="Basic " + b64encode(b"shop:wrong").decode()),
        send(url, b"a=1", Authorization="Basic !!!"),
        send(url, b"a=1", Authorization="Bearer " + PASSWORD),
    ]
    status, _, _ = send(url, b"a=1", Authorization="Basic " + b64encode(f"shop:{PASSWORD}".encode()).decode())

    assert [each[0] for each in refused] == [401] * 4
    assert refused[0][2]["WWW-Authenticate"].startswith("Basic ")
    assert status == 200
    store = b"".join(path.read_bytes() for path in tmp_path.rglob("requests.sqlite*"))
    assert PASSWORD.encode() not in store
    assert PASSWORD not in json.dumps(run.result()) + run.trace_lines()


@pytest.mark.parametrize(
    ("addresses", "status"),
    [(["10.0.0.1"], 403), (["10.0.0.1", "127.0.0.0/8"], 200), (["127.0.0.1"], 200), (["nonsense"], 403), ([""], 200)],
)
def test_only_listed_addresses_may_call(calling, addresses, status):
    _, _, url = calling(callback_whitelist=addresses)

    assert send(url, b"a=1")[0] == status


def test_the_first_callback_counts(calling):
    _, run, url = calling()

    first, second = send(url, b"n=1"), send(url, b"n=2")

    assert (first[0], second[0]) == (200, 409)
    assert "answered already" in second[1]["error"]
    assert run.request.data["answer"] == {"n": "1"}


def test_addresses_that_were_not_given_out_are_no_doors(calling, kit, folder, mailer):
    runs, run, url = calling()
    started(runs, asking(), folder, "ask", n=3)
    token = url.rpartition("/")[2]

    changed = send(url[:-1] + ("A" if url[-1] != "A" else "B"), b"a=1")
    as_answer = urllib.request.Request(url.replace("/callback/", "/answer/"), method="GET")
    of_a_mail = send(links(mailer)[0].replace("/answer/", "/callback/"), b"a=1")
    elsewhere = send(url, b"a=1", Host="evil.example")

    assert changed[0] == 403
    with pytest.raises(urllib.error.HTTPError) as refused:
        LOCAL.open(as_answer, timeout=10)
    refused.value.close()
    assert refused.value.code == 403
    assert of_a_mail[0] == 404
    assert token
    assert run.request.status == "waiting"
    assert elsewhere[0] == 403


def test_a_callback_that_comes_before_the_answer_of_the_call_is_kept_for_the_task(calling, server):
    told = []

    def at_once(seen):
        told.append(send(json.loads(seen.body)["back"], b"state=paid"))
        told.append(send(json.loads(seen.body)["back"], b"state=again"))
        return 200, {"Content-Type": "application/json"}, b'{"ticket": 8}'

    server.answer = at_once
    _, run, _ = calling()

    assert [each[0] for each in told] == [202, 410]
    assert run.request.status == "completed"
    assert (run.request.data["answer"], run.request.data["ticket"]) == ({"state": "paid"}, 8)


def test_a_task_that_waits_is_called_back_in_a_later_start(calling, kit):
    runs, run, url = calling()
    id = run.id
    runs.close()
    later = kit.runs()
    later.desk.key = runs.desk.key

    assert later.called(discover(), later.desk.questions(id)[0], {"answer": {"state": "paid"}})

    assert later.resume(id, discover()).request.data["answer"] == {"state": "paid"}
    later.close()
    assert send(url, b"state=late")[0] == 409


def test_of_fifty_at_once_one_counts(calling):
    _, run, url = calling()
    found = []
    threads = [threading.Thread(target=lambda n=n: found.append(send(url, b"n=%d" % n)[0])) for n in range(50)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(found) == [200] + [409] * 49
    assert run.request.status == "completed"


def test_a_long_body_is_refused(calling):
    _, run, url = calling()

    status, answer, _ = send(url, b"a=" + b"x" * 1_000_001)

    assert status == 413
    assert "at most 1000000 bytes" in answer["error"]
    assert run.request.status == "waiting"
