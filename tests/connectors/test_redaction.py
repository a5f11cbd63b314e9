"""A secret is masked in every usual dress that a server or a log may give it."""

from __future__ import annotations

import pytest

from connectors.sdk.redaction import MASK, Redactor
from tests.reliability.dresses import dresses

SECRET = 's3cr"et/P&ss=wörd<7>+x'
RAW = SECRET.encode()
DRESSES = {**dresses(SECRET), "quoted-printable broken": 's3cr"et/P=\r\n&ss=3Dw=C3=B6rd<7>+x'}


@pytest.fixture(scope="module")
def redactor():
    made = Redactor()
    made.add(SECRET)
    return made


@pytest.mark.parametrize("dress", DRESSES.values(), ids=DRESSES.keys())
def test_a_dress_is_masked(redactor, dress):
    masked = redactor.text(f"before {dress} after")

    assert MASK in masked
    assert masked.startswith("before ")
    assert masked.endswith(" after")
    assert "et/P" not in masked
    assert RAW.hex()[8:24] not in masked.lower()


def test_values_and_files_are_masked_as_texts_are(redactor):
    assert redactor.value({SECRET: [SECRET, 7, None]}) == {MASK: [MASK, 7, None]}
    assert redactor.bytes(b"\xff" + RAW) == b"\xff" + MASK.encode()


def test_what_holds_no_secret_stays_byte_for_byte(redactor):
    content = bytes(range(256)) * 4

    assert redactor.bytes(content) is content


def test_a_rotated_secret_stays_masked_beside_the_new_one(redactor):
    made = Redactor()
    made.add("first-value")
    made.add("second-value")

    assert made.text("first-value second-value") == f"{MASK} {MASK}"


def test_very_short_values_do_not_mask_ordinary_words():
    made = Redactor()
    made.add("abc")

    assert made.text("abcdef") == "abcdef"


def test_a_key_of_several_lines_is_masked_whole_joined_and_line_by_line():
    made = Redactor()
    made.add("-----BEGIN KEY-----\nMIIc4naryAAAA\nBBBBCCCC7731==\n-----END KEY-----")

    assert made.text("x MIIc4naryAAAA y") == f"x {MASK} y"
    assert "4naryAAAABBBB" not in made.text("key: -----BEGIN KEY-----MIIc4naryAAAABBBBCCCC7731==-----END KEY-----")
    assert made.text("-----BEGIN KEY-----") == "-----BEGIN KEY-----"
