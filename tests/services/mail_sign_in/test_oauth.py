"""What `mail-servers.json` says of OAuth 2.0: known providers need little, and nothing secret stands in it."""

from __future__ import annotations

import json

import pytest

from modeler.services.workspace.mail_servers import read_mail_servers, secrets_of

GMAIL = {
    "name": "Gmail", "host": "smtp.gmail.com", "user": "me@gmail.com", "senderAddress": "me@gmail.com",
    "signIn": "oauth2", "incoming": {"host": "imap.gmail.com"},
    "oauth": {"provider": "google", "clientId": "c", "clientSecret": "secret:C", "refreshToken": "secret:R"},
}  # fmt: skip


def read(tmp_path, **changed):
    entry = {**GMAIL, **changed, "oauth": {**GMAIL["oauth"], **changed.get("oauth", {})}}
    (tmp_path / "mail-servers.json").write_text(json.dumps([entry]))
    return read_mail_servers(tmp_path)


def test_google_is_known(tmp_path):
    found = read(tmp_path)

    account = found.accounts["Gmail"]
    assert found.problems == ()
    assert (account.host, account.scope) == ("oauth2.googleapis.com", "https://mail.google.com/")
    assert account.authorization_url == "https://accounts.google.com/o/oauth2/v2/auth"
    assert account.secrets == ("secret:C", "secret:R")


def test_microsoft_is_known_with_its_tenant(tmp_path):
    account = read(tmp_path, oauth={"provider": "microsoft", "tenant": "shop.example"}).accounts["Gmail"]

    assert account.token_url == "https://login.microsoftonline.com/shop.example/oauth2/v2.0/token"
    assert "SMTP.Send" in account.scope
    assert "offline_access" in account.scope


def test_an_application_of_microsoft_signs_in_for_itself(tmp_path):
    said = {"provider": "microsoft", "tenant": "shop.example", "grant": "client_credentials"}
    account = read(tmp_path, oauth=said).accounts["Gmail"]

    assert account.scope == "https://outlook.office365.com/.default"
    assert account.secrets == ("secret:C",)


def test_the_mailbox_signs_in_as_its_server_does(tmp_path):
    found = read(tmp_path)

    box = found.mailboxes["Gmail"]
    assert (box.sign_in, found.account_of(box)) == ("oauth2", found.accounts["Gmail"])


def test_a_mailbox_may_sign_in_by_itself(tmp_path):
    own = {"host": "imap.example.org", "signIn": "password", "password": "secret:BOX"}
    found = read(tmp_path, incoming=own)

    assert found.account_of(found.mailboxes["Gmail"]) is None
    assert sorted(secrets_of(found)) == [("secret:BOX", "Gmail"), ("secret:C", "Gmail"), ("secret:R", "Gmail")]


def test_oauth_that_stands_there_is_used_unless_the_server_signs_in_by_password(tmp_path):
    entry = {key: value for key, value in GMAIL.items() if key != "signIn"}
    (tmp_path / "mail-servers.json").write_text(json.dumps([entry, {**entry, "name": "Old", "signIn": "password"}]))

    assert list(read_mail_servers(tmp_path).accounts) == ["Gmail"]


@pytest.mark.parametrize(
    ("oauth", "words"),
    [
        ({"provider": "gogle"}, "the provider “gogle” is none of google, microsoft, custom"),
        ({"grant": "password"}, "the grant “password” is none of"),
        ({"clientId": " "}, "the client id of its OAuth 2.0 is missing"),
        ({"clientSecret": "hunter2"}, "the client secret stands in clear text"),
        ({"refreshToken": "hunter2"}, "the refresh token stands in clear text"),
        ({"provider": "custom"}, "the token address of its OAuth 2.0 is missing"),
        ({"tokenUrl": "http://login.example.org/token"}, "is no https address"),
        ({"tokenUrl": "ftp://127.0.0.1/token"}, "is no https address"),
        ({"tokenUrl": "https://me:hunter2@login.example.org/"}, "is no https address"),
        ({"tokenUrl": "https://[1"}, "is no https address"),
        ({"authorizationUrl": "file:///etc/passwd"}, "is no https address"),
        ({"authorizationUrl": "javascript:alert(1)"}, "is no https address"),
        ({"provider": "microsoft", "tenant": "../x"}, "is no tenant"),
        ({"provider": "microsoft", "grant": "client_credentials"}, "needs the tenant"),
        ({"grant": "client_credentials", "clientSecret": ""}, "needs a client secret"),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path, oauth, words):
    found = read(tmp_path, oauth=oauth)

    (problem,) = found.problems
    assert problem.startswith("mail-servers.json, server 1: ")
    assert words in problem
    assert found.servers == {}
