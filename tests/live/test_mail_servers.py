"""The workspace's mail servers: read with care, and never a password in them."""

from __future__ import annotations

import json

import pytest

from modeler.services.workspace.choices import workspace_choices
from modeler.services.workspace.mail_servers import read_mail_servers

OFFICE = {"name": "Office", "host": "smtp.example.org", "user": "orders", "password": "secret:OFFICE",
          "senderName": "Orders", "senderAddress": "orders@example.org"}  # fmt: skip


def read(tmp_path, *servers):
    (tmp_path / "mail-servers.json").write_text(json.dumps(list(servers)))
    return read_mail_servers(tmp_path)


def test_a_server_has_the_usual_ports_and_is_the_default_one(tmp_path):
    found = read(tmp_path, OFFICE, {**OFFICE, "name": "Bulk", "security": "tls"})

    assert found.names == ["Office", "Bulk"]
    assert (found.servers["Office"].port, found.servers["Office"].security) == (587, "starttls")
    assert found.servers["Bulk"].port == 465
    assert found.servers[""] is found.servers["Office"]
    assert found.servers["Office"].sender.address == "orders@example.org"
    assert found.problems == ()


def test_another_server_can_be_the_default_one(tmp_path):
    found = read(tmp_path, OFFICE, {**OFFICE, "name": "Bulk", "default": True})

    assert found.servers[""].name == "Bulk"


def test_a_mailbox_takes_from_its_server_what_it_does_not_say(tmp_path):
    found = read(tmp_path, {**OFFICE, "incoming": {"host": "imap.example.org", "folder": "Replies"}})

    box = found.mailboxes["Office"]
    assert (box.host, box.port, box.user, box.secret, box.folder) == (
        "imap.example.org", 993, "orders", "secret:OFFICE", "Replies",
    )  # fmt: skip
    assert found.mailboxes[""] is box


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"password": "hunter2"}, "clear text"),
        ({"host": ""}, "the host is missing"),
        ({"host": "a b"}, "no host"),
        ({"host": "a..b"}, "no host"),
        ({"host": f"{'a' * 64}.example.org"}, "no host"),
        ({"port": 0}, "the port"),
        ({"port": "587"}, "the port"),
        ({"port": True}, "the port"),
        ({"security": "ssl"}, "none of starttls, tls, none"),
        ({"senderAddress": "orders"}, "sender's address"),
        ({"senderAddress": "a@b.c\nBcc: x@y.z"}, "sender's address"),
        ({"senderName": "a\r\nBcc: x@y.z"}, "sender's address"),
        ({"incoming": {}}, "the host is missing"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_others_stay(tmp_path, change, words):
    found = read(tmp_path, {**OFFICE, "name": "Bad", **change}, OFFICE)

    (problem,) = found.problems
    assert problem.startswith("mail-servers.json, server 1: ")
    assert words in problem
    assert "hunter2" not in problem
    assert "Office" in found.names


def test_all_that_is_wrong_with_a_server_is_said_at_once(tmp_path):
    oauth = {"provider": "microsoft", "tenant": "..", "clientSecret": "hunter2"}

    found = read(tmp_path, {"name": "Bad", "port": 0, "senderAddress": "x", "oauth": oauth})

    assert [each.key for each in found.wrong] == [
        "host", "port", "senderAddress", "oauth.tenant", "oauth.clientId", "oauth.clientSecret",
    ]  # fmt: skip
    assert len(found.problems) == 6


@pytest.mark.parametrize("text", ["", "{}", "[", '"x"', "[1, null, []]"])
def test_a_file_that_is_no_list_of_servers_is_said(tmp_path, text):
    (tmp_path / "mail-servers.json").write_text(text)

    found = read_mail_servers(tmp_path)

    assert found.problems
    assert found.servers == {}


def test_two_servers_of_one_name_are_said(tmp_path):
    assert "another server called “Office”" in read(tmp_path, OFFICE, OFFICE).problems[0]


def test_no_folder_and_no_file_have_no_server(tmp_path):
    assert read_mail_servers(None).problems == read_mail_servers(tmp_path).problems == ()


def test_a_form_offers_the_servers(tmp_path):
    read(tmp_path, OFFICE)

    assert [(choice.value, choice.label) for choice in workspace_choices(tmp_path)("mail-servers")] == [
        ("", "Default email server"),
        ("Office", "Office"),
    ]
