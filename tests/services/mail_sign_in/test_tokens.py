"""Access tokens from a real provider: kept while they are good, renewed in time, refused in words that help."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from connectors.sdk.ports import PortError
from modeler.services.mail_sign_in.oauth import read_oauth
from modeler.services.mail_sign_in.signer import KeyringMeans
from modeler.services.mail_sign_in.tokens import AccessTokens
from tests.live.kit import Clock, free_port
from tests.services.mail_sign_in.provider import CLIENT, CLIENT_SECRET, FIRST_REFRESH


@pytest.fixture
def clock():
    return Clock(datetime(2026, 11, 30, 12, 0, tzinfo=UTC))


@pytest.fixture
def tokens(clock):
    return AccessTokens(clock.now)


@pytest.fixture
def means(secrets):
    return KeyringMeans(secrets, loopback=True)


def account(provider, **more):
    return read_oauth(provider.entry(**more))


def test_a_refresh_token_is_traded_for_an_access_token(provider, tokens, means):
    token = tokens.get("Office", account(provider), means)

    assert token == "acc3ss-c4nary.1"
    (asked,) = provider.requests
    assert asked == {"grant_type": "refresh_token", "refresh_token": FIRST_REFRESH, "client_id": CLIENT,
                     "client_secret": CLIENT_SECRET, "scope": "mail.send offline"}  # fmt: skip


def test_a_token_is_used_until_shortly_before_it_expires(provider, tokens, means, clock):
    first = tokens.get("Office", account(provider), means)
    clock.pass_by(minutes=58)
    again = tokens.get("Office", account(provider), means)
    clock.pass_by(minutes=1, seconds=1)
    later = tokens.get("Office", account(provider), means)

    assert (first, again, later) == ("acc3ss-c4nary.1", "acc3ss-c4nary.1", "acc3ss-c4nary.2")


def test_a_token_that_the_mail_server_refused_is_replaced(provider, tokens, means):
    tokens.get("Office", account(provider), means)

    assert tokens.get("Office", account(provider), means, fresh=True) == "acc3ss-c4nary.2"
    assert tokens.get("Office", account(provider), means) == "acc3ss-c4nary.2"


def test_a_replaced_refresh_token_goes_back_into_the_keyring(provider, tokens, means, secrets, clock):
    provider.rotates = True

    tokens.get("Office", account(provider), means)
    clock.pass_by(hours=2)
    tokens.get("Office", account(provider), means)

    assert secrets.get("secret:REFRESH") == provider.refresh == "r3fresh-c4nary-2"
    assert [each["refresh_token"] for each in provider.requests] == [FIRST_REFRESH, "r3fresh-c4nary-1"]


def test_a_secret_of_this_session_stays_one_of_this_session(provider, tokens, means, secrets, memory_keyring):
    secrets.forget("REFRESH")
    secrets.keep("REFRESH", FIRST_REFRESH, for_session=True)
    provider.rotates = True

    tokens.get("Office", account(provider), means)

    assert secrets.get("secret:REFRESH") == provider.refresh
    assert not any(provider.refresh == value for value in memory_keyring.secrets.values())


def test_another_sign_in_gets_a_token_of_its_own(provider, tokens, means, secrets):
    tokens.get("Office", account(provider), means)
    secrets.keep("REFRESH", "another-person")
    provider.refresh = "another-person"

    assert tokens.get("Office", account(provider), means) == "acc3ss-c4nary.2"


def test_a_refresh_token_that_another_window_has_renewed_meanwhile_is_read_again(provider, tokens, secrets):
    provider.refresh = "renewed-elsewhere"

    class Renewed(KeyringMeans):
        """Another window puts the new token into the keyring just when this one asks with the old one."""

        def http(self, host):
            calls = super().http(host)
            secrets.keep("REFRESH", "renewed-elsewhere")
            return calls

    assert tokens.get("Office", account(provider), Renewed(secrets, loopback=True)) == "acc3ss-c4nary.1"
    assert [each["refresh_token"] for each in provider.requests] == [FIRST_REFRESH, "renewed-elsewhere"]


def test_an_application_signs_in_for_itself(provider, tokens, means):
    token = tokens.get("Office", account(provider, grant="client_credentials", refreshToken=""), means)

    assert token == "acc3ss-c4nary.1"
    assert provider.requests[0]["grant_type"] == "client_credentials"


def test_the_client_may_prove_itself_in_a_header(provider, tokens, means):
    tokens.get("Office", account(provider, clientAuthentication="basic"), means)

    assert provider.server.seen[0].headers["Authorization"].startswith("Basic ")
    assert b"c4nary%2F" not in provider.server.seen[0].body.partition(b"refresh_token")[0]


def test_one_client_s_header_is_not_sent_for_the_next(provider, tokens, means):
    tokens.get("Office", account(provider, clientAuthentication="basic"), means)
    tokens.get("Other", account(provider), means, fresh=True)

    assert "Authorization" not in provider.server.seen[1].headers


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("invalid_grant", "counts no more"),
        ("invalid_grant", "sign in under Tools → Mail servers…"),
        ("invalid_grant", "processwright mail-servers sign-in"),
        ("invalid_client", "check its client id and client secret"),
        ("unauthorized_client", "allow this way of signing in"),
        ("invalid_scope", "check its scope"),
        ("interaction_required", "(interaction_required)"),
    ],
)
def test_a_refusal_says_what_to_do(provider, tokens, means, error, words):
    provider.error, provider.description = error, "AADSTS70008: The grant has expired.\r\nTrace"

    with pytest.raises(PortError) as caught:
        tokens.get("Office", account(provider), means)

    assert caught.value.code == "mail.sign-in"
    assert words in caught.value.message
    assert "AADSTS70008: The grant has expired. Trace" in caught.value.message
    assert "“Office”" in caught.value.message


@pytest.mark.parametrize("change", [{"refreshToken": ""}, {"refreshToken": "secret:NOT_THERE"}])
def test_who_has_not_signed_in_is_told_how(provider, tokens, means, change):
    with pytest.raises(PortError, match="Nobody has signed in to “Office”") as caught:
        tokens.get("Office", account(provider, **change), means)

    assert caught.value.code == "mail.sign-in"
    assert provider.requests == []


@pytest.mark.parametrize(
    "junk",
    [b"<html>", b"[]", b"{}", b'{"access_token": ""}', b'{"access_token": "a\\r\\nb"}', b'{"access_token": {"a": 1}}',
     b'{"access_token": "a", "expires_in": "soon"}', b'{"access_token": "a", "expires_in": -1}'],
)  # fmt: skip
def test_an_answer_that_is_no_token_is_said(provider, tokens, means, junk):
    provider.status, provider.junk = 200, junk

    with pytest.raises(PortError, match=r"No access token for “Office”: 127.0.0.1 answered without") as caught:
        tokens.get("Office", account(provider), means)

    assert caught.value.code == "mail.sign-in"


@pytest.mark.parametrize("status", [404, 429, 502])
def test_an_answer_that_is_an_error_page_tells_its_status(provider, tokens, means, status):
    provider.status, provider.junk = status, b"<html>"

    with pytest.raises(PortError, match=f"No access token for “Office”: 127.0.0.1 answered with status {status}"):
        tokens.get("Office", account(provider), means)


def test_a_provider_that_does_not_answer_is_said(provider, tokens, means):
    dead = read_oauth(provider.entry(tokenUrl=f"http://127.0.0.1:{free_port()}/token"))

    with pytest.raises(PortError, match=r"No access token for “Office”: 127.0.0.1 cannot be reached") as caught:
        tokens.get("Office", dead, means)

    assert caught.value.code == "mail.sign-in"


def test_this_machine_is_asked_only_where_that_was_allowed(provider, tokens, secrets):
    with pytest.raises(PortError, match="which is this machine; it is not called"):
        tokens.get("Office", account(provider), KeyringMeans(secrets))

    assert provider.server.seen == []


def test_a_redirect_carries_no_secret_to_another_server(provider, tokens, means):
    provider.server.answer = lambda seen: (307, {"Location": "http://localhost:1/token"}, b"")

    with pytest.raises(PortError, match="No access token"):
        tokens.get("Office", account(provider), means)

    assert len(provider.server.seen) == 1


def test_all_that_was_used_and_given_is_masked(provider, tokens, means):
    provider.rotates = True

    token = tokens.get("Office", account(provider), means)

    shown = means.mask.text(" ".join([token, FIRST_REFRESH, provider.refresh, CLIENT_SECRET]))
    assert shown == "••• ••• ••• •••"


def test_a_life_without_end_ends_after_a_day(provider, tokens, means, clock):
    provider.life = 10**12

    tokens.get("Office", account(provider), means)
    clock.moment += timedelta(days=1)

    assert tokens.get("Office", account(provider), means) == "acc3ss-c4nary.2"
