"""Editing `mail-servers.json`: only what is changed is written anew, and nothing unknown is lost."""

from __future__ import annotations

import json

import pytest

from modeler.services.mail_sign_in.keeping import keep_sign_in
from modeler.services.profile import Profile
from modeler.services.secrets.keyring_store import Secrets
from modeler.services.storage.file_errors import FileChanged
from modeler.services.workspace.mail_server_list import MailServerList

TEXT = """[
  {"name": "Office",  "host": "smtp.example.org", "port": 587,
   "senderAddress": "orders@example.org", "x-note": {"by": "Ann \\u00e9"}, "default": true},
  {"name": "Bulk", "host": "bulk.example.org", "senderAddress": "bulk@example.org"}
]
"""


@pytest.fixture
def servers(tmp_path):
    (tmp_path / "mail-servers.json").write_text(TEXT)
    return MailServerList(tmp_path)


def text(servers):
    return servers.path.read_text()


def test_only_what_was_changed_is_written_anew(servers):
    servers.set_value(0, ("host",), "mail.example.org")
    servers.set_value(1, ("incoming", "host"), "imap.example.org")

    servers.save()

    changed = TEXT.replace("smtp.example.org", "mail.example.org")
    changed = changed.replace('"bulk@example.org"}', '"bulk@example.org", "incoming":{"host":"imap.example.org"}}')
    assert text(servers) == changed
    assert not servers.is_unsaved


def test_what_is_emptied_and_filled_again_stands_where_it_stood(servers):
    servers.set_value(0, ("host",), None)
    servers.set_value(0, ("host",), "mail.example.org")
    servers.make_default(1)
    servers.make_default(0)

    servers.save()

    assert text(servers) == TEXT.replace("smtp.example.org", "mail.example.org")


def test_what_is_emptied_goes_with_what_was_around_it(servers):
    servers.set_value(1, ("incoming", "host"), "imap.example.org")
    servers.set_value(1, ("incoming", "host"), None)

    assert not servers.is_unsaved


def test_a_server_is_added_copied_and_removed(servers):
    added = servers.add({"name": "Office", "host": "h"})
    copied = servers.duplicate(0)
    servers.remove(added + 1)

    assert [servers.name(index) for index in range(len(servers.entries))] == ["Office", "Office 3", "Bulk"]
    assert servers.entries[copied]["x-note"] == {"by": "Ann é"}
    assert "default" not in servers.entries[copied]


def test_one_server_is_the_default_one(servers):
    servers.make_default(1)

    assert servers.default == servers.find("") == 1
    assert "default" not in servers.entries[0]
    assert servers.servers.servers[""].name == "Bulk"


def test_problems_name_their_key(servers):
    servers.set_value(0, ("host",), "")
    servers.set_value(1, ("incoming", "port"), 0)
    servers.set_value(1, ("incoming", "host"), "imap")

    assert [(each.entry, each.key) for each in servers.problems] == [(0, "host"), (1, "incoming.port")]


def test_a_file_that_somebody_else_changed_is_asked_about(servers):
    servers.set_value(0, ("host",), "mine")
    servers.path.write_text("[]")

    with pytest.raises(FileChanged):
        servers.save()
    assert servers.path.read_text() == "[]"
    servers.keep_mine()
    assert json.loads(text(servers))[0]["host"] == "mine"


def test_theirs_can_be_taken(servers):
    servers.set_value(0, ("host",), "mine")
    servers.path.write_text("[]")
    servers.take_theirs()

    assert (servers.entries, servers.is_unsaved) == ([], False)


def test_a_new_file_is_made_at_the_first_save(tmp_path):
    servers = MailServerList(tmp_path)
    servers.add({"name": "Gmail", "host": "smtp.gmail.com"})

    servers.save()

    assert text(servers) == '[\n  {\n    "name": "Gmail",\n    "host": "smtp.gmail.com"\n  }\n]\n'


@pytest.mark.parametrize("content", ["{}", "[1]", "[", '"x"', "[" * 100_000])
def test_a_file_that_is_no_list_of_servers_is_told_and_left_alone(tmp_path, content):
    (tmp_path / "mail-servers.json").write_text(content)

    assert MailServerList(tmp_path).error


def test_a_file_with_a_mark_at_its_start_keeps_its_servers(tmp_path):
    (tmp_path / "mail-servers.json").write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    servers = MailServerList(tmp_path)
    servers.set_value(0, ("port",), 25)

    servers.save()

    assert json.loads(text(servers).removeprefix("\ufeff"))[0]["x-note"] == {"by": "Ann é"}


def test_a_sign_in_is_kept_under_a_name_that_is_free(servers, tmp_path):
    secrets = Secrets(Profile(tmp_path / "profile"))
    secrets.keep("OFFICE_SIGN_IN", "of another folder")

    name = keep_sign_in(servers, 0, "r3fresh", secrets)
    again = keep_sign_in(servers, 0, "r3fresh-2", secrets)

    assert name == again == "OFFICE_SIGN_IN_2"
    assert servers.value(0, ("oauth", "refreshToken")) == "secret:OFFICE_SIGN_IN_2"
    assert secrets.get("secret:OFFICE_SIGN_IN_2") == "r3fresh-2"
    assert secrets.get("secret:OFFICE_SIGN_IN") == "of another folder"
