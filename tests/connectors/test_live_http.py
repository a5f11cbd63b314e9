"""The HTTP port against real servers on this machine: certificates, redirects, limits, and what a failure says."""

from __future__ import annotations

import gzip
import threading

import pytest

from connectors.sdk.live import HttpLimits, LiveHttp
from connectors.sdk.ports import HttpRequest, PortError
from tests.connectors.certificates import BAD, Authority
from tests.connectors.local_http import serving

SIGN_IN = (("Authorization", "Bearer t0ken"), ("X-Own-Key", "k3y"), ("Accept", "application/json"))


def to_this_machine(host, port):
    return ["127.0.0.1"]


def client(tls=None, permitted=lambda host: True, resolve=to_this_machine, **limits):
    return LiveHttp(permitted, loopback=True, tls=tls, resolve=resolve, limits=HttpLimits(**limits))


@pytest.fixture
def server():
    with serving() as running:
        yield running


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


def get(server, path="/", host="shop.test", method="GET", headers=(), body=b"", **more):
    return HttpRequest(method, f"http://{host}:{server.port}{path}", headers, body, **more)


def test_a_call_arrives_as_it_was_made_and_its_answer_comes_back_whole(server):
    server.answer = lambda seen: (404, {"X-Kind": "a", "Content-Type": "text/plain"}, b"not here")

    answer = client().send(get(server, "/a%20b?q=1", method="POST", headers=SIGN_IN, body=b"{}"))

    (seen,) = server.seen
    assert (seen.method, seen.path, seen.body) == ("POST", "/a%20b?q=1", b"{}")
    assert seen.headers["Authorization"] == "Bearer t0ken"
    assert seen.headers["Host"] == f"shop.test:{server.port}"
    assert (answer.status, answer.body, answer.header("x-kind")) == (404, b"not here", "a")


def test_a_trusted_certificate_lets_the_call_through(authority):
    with serving(authority.server()) as server:
        answer = client(authority.trusting).send(HttpRequest("GET", f"https://shop.test:{server.port}/"))

        assert answer.body == b"ok"


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_certificate_is_refused_before_anything_is_sent(authority, kind):
    with serving(authority.server(kind)) as server:
        request = HttpRequest("POST", f"https://shop.test:{server.port}/", SIGN_IN, b"data", verify=False)
        with pytest.raises(PortError, match="No trusted connection to shop") as caught:
            client(authority.trusting).send(request)

        assert caught.value.code == "http.tls"
        assert server.seen == []


def test_this_machine_is_called_only_where_a_setting_says_so(server):
    with pytest.raises(PortError, match="this machine") as caught:
        LiveHttp(lambda host: True).send(get(server, host="127.0.0.1"))

    assert caught.value.code == "http.address"
    assert server.seen == []


def test_a_name_that_changes_its_address_is_called_at_the_one_that_was_checked(server):
    asked = []

    def rebinding(host, port):
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["169.254.169.254"]

    answer = client(resolve=rebinding).send(get(server))

    assert (answer.body, asked) == (b"ok", ["shop.test"])


@pytest.mark.parametrize("target", ["http://169.254.169.254/latest", "http://[fd00::1]/", "http://10.1.2.3:8080/"])
def test_a_redirect_to_an_inner_address_is_not_followed(server, target):
    server.answer = lambda seen: (302, {"Location": target}, b"")

    def resolve(host, port):
        return ["127.0.0.1"] if host == "shop.test" else [host.strip("[]")]

    with pytest.raises(PortError) as caught:
        client(resolve=resolve).send(get(server))

    assert caught.value.code == "http.address"
    assert len(server.seen) == 1


def test_a_redirect_to_a_host_without_permission_is_not_followed(server):
    server.answer = lambda seen: (302, {"Location": f"http://other.test:{server.port}/"}, b"")

    with pytest.raises(PortError, match="no permission to call the host “other"):
        client(permitted=lambda host: host == "shop.test").send(get(server))


def test_what_signs_in_stays_with_its_server(server):
    def answer(seen):
        other = f"http://other.test:{server.port}/next"
        return (307, {"Location": other}, b"") if seen.path == "/" else (200, {}, b"there")

    server.answer = answer

    answer = client().send(get(server, headers=(*SIGN_IN, ("Cookie", "s=1"))))

    assert answer.body == b"there"
    assert {"Authorization", "X-Own-Key", "Cookie"} & set(server.seen[0].headers) == {
        "Authorization", "X-Own-Key", "Cookie",
    }  # fmt: skip
    assert {"Authorization", "X-Own-Key", "Cookie"} & set(server.seen[1].headers) == set()


def test_data_is_not_sent_on_to_another_host(server):
    server.answer = lambda seen: (307, {"Location": f"http://other.test:{server.port}/"}, b"")

    with pytest.raises(PortError, match="wants the data sent to other"):
        client().send(get(server, method="POST", body=b"data"))


def test_after_a_post_the_page_to_see_is_fetched_without_the_data(server):
    server.answer = lambda seen: (303, {"Location": "/seen"}, b"") if seen.method == "POST" else (200, {}, b"page")

    answer = client().send(get(server, method="POST", body=b"data"))

    assert (answer.body, server.seen[1].method, server.seen[1].path, server.seen[1].body) == (
        b"page",
        "GET",
        "/seen",
        b"",
    )


def test_an_encrypted_call_is_never_redirected_to_an_open_one(authority):
    with serving(authority.server()) as server:
        server.answer = lambda seen: (302, {"Location": f"http://shop.test:{server.port}/"}, b"")

        with pytest.raises(PortError, match="unencrypted"):
            client(authority.trusting).send(HttpRequest("GET", f"https://shop.test:{server.port}/"))


def test_redirects_without_end_are_stopped(server):
    server.answer = lambda seen: (302, {"Location": "/again"}, b"")

    with pytest.raises(PortError, match="more than 5 times"):
        client().send(get(server))

    assert len(server.seen) == 6


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "ftp://shop.test/", "gopher://shop.test/", "http:///x", "//shop.test/", "javascript:1",
     "http://shop.test\\@evil.test/", "http://user:word@shop.test/", "http://[::1", "http://shop.test:99999/",
     "http://evil.test#@shop.test\\/", "http://shop.test%2eevil.test/", "", "x" * 70_000],
)  # fmt: skip
def test_addresses_that_are_not_plain_are_refused(address):
    with pytest.raises(PortError) as caught:
        client(permitted=lambda host: host == "shop.test", resolve=lambda host, port: []).send(
            HttpRequest("GET", address)
        )

    assert caught.value.code in ("http.url", "http.call", "permission", "http.unreachable")
    assert len(caught.value.message) < 1_000


def test_an_answer_that_is_too_large_is_cut_off(server):
    server.answer = lambda seen: (200, {}, b"x" * 3_000_000)

    with pytest.raises(PortError, match="larger than 1 MB"):
        client(response_bytes=1_000_000).send(get(server))


def test_an_answer_that_unpacks_to_too_much_is_cut_off(server):
    server.answer = lambda seen: (200, {"Content-Encoding": "gzip"}, gzip.compress(b"0" * 30_000_000))

    with pytest.raises(PortError, match="larger than 1 MB"):
        client(response_bytes=1_000_000).send(get(server))


def test_a_body_that_is_too_large_is_not_sent(server):
    with pytest.raises(PortError, match="larger than"):
        client(request_bytes=10).send(get(server, method="POST", body=b"x" * 11))

    assert server.seen == []


def test_a_server_that_drips_is_left_when_the_whole_time_is_over(server):
    over = threading.Event()

    def slow(seen):
        over.wait(5)

    server.answer = slow

    with pytest.raises(PortError) as caught:
        client(whole=0.3).send(get(server, method="POST"))
    over.set()

    assert caught.value.code == "http.in-doubt"


def test_a_connection_that_breaks_after_the_call_leaves_it_in_doubt(server):
    server.answer = lambda seen: None

    with pytest.raises(PortError, match="did not answer to the end") as caught:
        client().send(get(server, method="POST"))

    assert caught.value.code == "http.in-doubt"


def test_a_call_that_may_be_made_again_leaves_no_doubt(server):
    over = threading.Event()
    server.answer = lambda seen: over.wait(5) and None

    with pytest.raises(PortError) as late:
        client(whole=0.3).send(get(server))
    over.set()
    with pytest.raises(PortError, match="did not answer to the end") as broken:
        client().send(get(server, method="POST", repeatable=True))

    assert (late.value.code, broken.value.code) == ("http.timeout", "http.unreachable")


def test_names_of_headers_come_as_the_server_writes_them_and_values_go_in_any_letters(server):
    server.answer = lambda seen: (200, {"X-Total-Count": "7"}, b"")

    answer = client().send(get(server, headers=(("X-Who", "Jürgen"),)))

    assert ("X-Total-Count", "7") in answer.headers
    assert server.seen[0].headers["X-Who"].encode("latin-1").decode() == "Jürgen"


def test_the_server_that_runs_the_process_is_not_known_here():
    with pytest.raises(PortError, match="write the whole address") as caught:
        client().send(HttpRequest("GET", "https://server.invalid/api/1.0/users"))

    assert caught.value.code == "http.address"


def test_a_server_that_is_not_there_got_nothing():
    with serving() as server:
        port = server.port

    with pytest.raises(PortError, match="cannot be reached") as caught:
        client().send(HttpRequest("POST", f"http://shop.test:{port}/"))

    assert caught.value.code == "http.unreachable"


def test_headers_cannot_be_broken_open(server):
    with pytest.raises(PortError) as caught:
        client().send(get(server, headers=(("X-A", "1\r\nX-B: 2"),)))

    assert caught.value.code == "http.call"
    assert server.seen == []


def test_the_connector_does_not_choose_the_host_header(server):
    client().send(get(server, headers=(("Host", "inner.test"), ("Transfer-Encoding", "chunked"))))

    assert server.seen[0].headers["Host"] == f"shop.test:{server.port}"
