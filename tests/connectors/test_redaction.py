"""A secret is masked in every usual dress that a server or a log may give it."""

from __future__ import annotations

import base64
import html
import json
import quopri
import textwrap
from urllib.parse import quote, quote_plus, urlencode

import pytest

from connectors.sdk.redaction import MASK, Redactor

SECRET = 's3cr"et/P&ss=wörd<7>+x'
RAW = SECRET.encode()
DRESSES = {
    "plain": SECRET,
    "inside words": f"token={SECRET};",
    "reversed": SECRET[::-1],
    "upper case": SECRET.upper(),
    "lower case": SECRET.lower(),
    "url": quote(SECRET, safe=""),
    "url with slashes": quote(SECRET),
    "url in lower case": quote(SECRET, safe="").lower(),
    "form": quote_plus(SECRET),
    "form field": urlencode({"p": SECRET}),
    "url twice": quote(quote(SECRET, safe=""), safe=""),
    "every byte in percent": "".join(f"%{byte:02X}" for byte in RAW),
    "base64": base64.b64encode(RAW).decode(),
    "base64 without padding": base64.b64encode(RAW).decode().rstrip("="),
    "base64 for urls": base64.urlsafe_b64encode(RAW).decode(),
    "base64 twice": base64.b64encode(base64.b64encode(RAW)).decode(),
    "base64 in lines": textwrap.fill(base64.b64encode(RAW).decode(), 10),
    "base64 of a basic sign-in": base64.b64encode(b"ann:" + RAW).decode(),
    "base64 after one byte": base64.b64encode(b"x" + RAW + b"yz").decode(),
    "base32": base64.b32encode(RAW).decode(),
    "hex": RAW.hex(),
    "hex in capitals": RAW.hex().upper(),
    "hex with colons": RAW.hex(":"),
    "json": json.dumps({"p": SECRET}),
    "json with letters": json.dumps({"p": SECRET}, ensure_ascii=False),
    "json in json": json.dumps(json.dumps(SECRET)),
    "json with escaped slashes": json.dumps(SECRET).replace("/", "\\/"),
    "html": html.escape(SECRET),
    "html without quotes": html.escape(SECRET, quote=False),
    "html numbers": "".join(f"&#{ord(letter)};" for letter in SECRET),
    "html hex numbers": "".join(f"&#x{ord(letter):X};" for letter in SECRET),
    "quoted-printable": quopri.encodestring(RAW).decode(),
    "quoted-printable broken": 's3cr"et/P=\r\n&ss=3Dw=C3=B6rd<7>+x',
    "python": repr(SECRET),
    "unicode escapes": "".join(f"\\u{ord(letter):04x}" for letter in SECRET),
    "broken into lines": SECRET[:9] + "\r\n " + SECRET[9:],
}


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
