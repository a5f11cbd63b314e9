"""A person signs in: the browser goes to the provider and comes back once, with the right state, or it counts not."""

from __future__ import annotations

import socket
import threading
from urllib.parse import parse_qs, urlsplit

import pytest

from connectors.sdk.ports import PortError
from modeler.services.mail_sign_in.oauth import read_oauth
from modeler.services.mail_sign_in.sign_in import SignIn
from modeler.services.mail_sign_in.signer import KeyringMeans
from tests.services.mail_sign_in.browser import browse
from tests.services.mail_sign_in.provider import CLIENT


@pytest.fixture
def means(secrets):
    return KeyringMeans(secrets, loopback=True)


@pytest.fixture
def attempt(provider, means):
    with SignIn("Office", read_oauth(provider.entry()), means) as running:
        yield running


def state_of(attempt):
    return parse_qs(urlsplit(attempt.address).query)["state"][0]


def redirect_of(attempt):
    return parse_qs(urlsplit(attempt.address).query)["redirect_uri"][0]


def test_a_sign_in_in_the_browser_gives_a_refresh_token(provider, attempt):
    seen = browse(attempt.address)

    assert attempt.finish() == provider.refresh
    assert (seen.status, "Go back to Processwright" in seen.text) == (200, True)
    (asked,) = provider.requests
    assert (asked["grant_type"], asked["client_id"]) == ("authorization_code", CLIENT)


def test_the_page_is_asked_for_with_a_challenge_and_a_way_back_to_this_machine(provider, attempt):
    asked = parse_qs(urlsplit(attempt.address).query)

    assert attempt.address.startswith(provider.authorization_url)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"][0].startswith("http://127.0.0.1:")
    assert len(asked["state"][0]) >= 32


def test_google_is_asked_for_lasting_access_and_microsoft_sends_back_to_its_own_name(means):
    def asked(**entry):
        with SignIn("M", read_oauth({"clientId": "c", **entry}), means) as running:
            return parse_qs(urlsplit(running.address).query)

    google, microsoft = asked(provider="google"), asked(provider="microsoft", tenant="shop.example")

    assert (google["access_type"], google["prompt"]) == (["offline"], ["consent"])
    assert microsoft["redirect_uri"][0].startswith("http://localhost:")
    assert "offline_access" in microsoft["scope"][0]


def test_no_one_can_answer_with_another_state(attempt, provider):
    forged = browse(f"{redirect_of(attempt)}?code=evil&state=guessed")
    none = browse(f"{redirect_of(attempt)}?code=evil")
    good = browse(attempt.address)

    assert (forged.status, none.status, good.status) == (400, 400, 200)
    assert attempt.finish() == provider.refresh


def test_only_the_first_answer_counts(attempt, provider):
    browse(attempt.address)
    second = browse(f"{redirect_of(attempt)}?code=late&state={state_of(attempt)}")

    assert second.status == 410
    assert attempt.finish() == provider.refresh


@pytest.mark.parametrize("path", ["favicon.ico", "other?code=a&state=b", "?" + "a" * 20_000])
def test_other_pages_are_not_there(attempt, path):
    assert browse(redirect_of(attempt) + path).status in (400, 404, 414)


def test_a_page_of_another_site_does_not_get_through(attempt):
    assert browse(f"{redirect_of(attempt)}?code=c&state={state_of(attempt)}", host="evil.example").status == 404


def test_what_came_is_not_shown_again(attempt, provider):
    seen = browse(attempt.address)

    assert not any(code in seen.text for code in ("c0de", state_of(attempt)))


def test_a_provider_that_says_no_is_told(provider, attempt):
    provider.denies = "access_denied"
    seen = browse(attempt.address)

    with pytest.raises(PortError, match="not allowed") as caught:
        attempt.finish()

    assert "You were not signed in" in seen.text
    assert caught.value.code == "mail.sign-in"


def test_a_code_that_the_provider_does_not_know_is_told(attempt):
    browse(f"{redirect_of(attempt)}?code=made-up&state={state_of(attempt)}")

    with pytest.raises(PortError, match="does not let “Office” sign in"):
        attempt.finish()


def test_nobody_answers_in_time(provider, means):
    with (
        SignIn("Office", read_oauth(provider.entry()), means, seconds=0.01) as attempt,
        pytest.raises(PortError, match="Nobody signed in within"),
    ):
        attempt.finish()


def test_the_waiting_can_be_canceled(attempt):
    threading.Thread(target=attempt.cancel).start()

    with pytest.raises(PortError, match="canceled"):
        attempt.finish()


def test_nothing_listens_when_it_is_over(provider, means):
    with SignIn("Office", read_oauth(provider.entry()), means) as attempt:
        port = urlsplit(redirect_of(attempt)).port

    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_an_access_without_a_refresh_token_does_not_last_and_is_said(provider, attempt):
    provider.status, provider.junk = 200, b'{"access_token": "a"}'
    browse(attempt.address)

    with pytest.raises(PortError, match="gave no refresh token"):
        attempt.finish()


@pytest.mark.parametrize(
    ("change", "words"),
    [({"grant": "client_credentials"}, "as an application"), ({"authorizationUrl": ""}, "sign-in address")],
)
def test_an_account_without_a_page_to_sign_in_at_is_told(provider, means, change, words):
    with pytest.raises(PortError, match=words):
        SignIn("Office", read_oauth(provider.entry(**change)), means)
