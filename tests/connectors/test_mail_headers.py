"""The headers of our mails: whatever names and subjects hold, readers find the same addresses and words."""

from __future__ import annotations

import email
from email import policy
from email.header import decode_header, make_header
from email.utils import getaddresses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.sdk.addresses import checked
from connectors.sdk.letters import Letter, message_of
from connectors.sdk.ports import Person
from connectors.sdk.testing import fake_ports

WORDS = st.text(st.sampled_from(list("abc XY,;:\"\\\\<>()@.[]'=?_-\u00e4\u674e\U0001f4a5")), max_size=90)


def sent(people: list[Person], subject: str = "") -> bytes:
    return message_of(Letter(subject, [checked(each) for each in people], "", ""), fake_ports()).as_bytes()


def words(text: str) -> str:
    return " ".join(text.split())


def test_names_with_commas_quotes_and_umlauts_take_no_address_into_themselves():
    people = [
        Person("Admin User", "admin@example.org"),
        Person('J\u00fcrgen "Jojo" M\u00fcller, PhD', "juergen@xn--mnchen-3ya.example"),
        Person("Bo Li", "bo@example.org"),
        Person("\u674e \u96f7", "li@example.org"),
    ]

    found = email.message_from_bytes(sent(people), policy=policy.default)["To"].addresses

    assert [(each.display_name, each.addr_spec) for each in found] == [(each.name, each.address) for each in people]


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=5), WORDS)
def test_every_reader_finds_each_address_and_the_subject(names, subject):
    people = [Person(name, f"p{index}@example.org") for index, name in enumerate(names)]

    message = email.message_from_bytes(sent(people, subject), policy=policy.compat32)
    pairs = getaddresses([message["To"].replace("\r\n", "").replace("\n", "")])

    assert [address for _, address in pairs] == [person.address for person in people]
    shown = [words(str(make_header(decode_header(name)))) for name, _ in pairs]
    assert shown == [words(checked(person).display_name) for person in people]
    read = email.message_from_bytes(sent(people, subject), policy=policy.default)["Subject"]
    assert words(read) == words(subject.replace("=?", "= ?") if "?=" in subject else subject)


@pytest.mark.parametrize("name", ["x" * 300, "\u00e4" * 300, "A (very) \\\\ odd, name"])
def test_no_line_of_a_header_is_too_long(name):
    assert all(len(line) <= 320 for line in sent([Person(name, "a@example.org")] * 30).split(b"\r\n"))
