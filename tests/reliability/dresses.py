"""The dresses in which a server may send a secret back."""

from __future__ import annotations

import base64
import html
import json
import quopri
import textwrap
from urllib.parse import quote, quote_plus, urlencode

SHAPES = {
    "plain": "c4nary-Plain-value-7731",
    "signs": 's3cr"et/P&ss=wörd<7>+x',
    "long": "xoxb-" + "0123456789abcdefABCDEF" * 6,
    "words": "correct horse battery staple",
    "url": "https://hooks.slack.com/services/T00/B00/c4naryXYZ",
    "lines": "-----BEGIN KEY-----\nMIIc4naryAAAA\nBBBBCCCC7731==\n-----END KEY-----",
}


def dresses(secret: str) -> dict[str, str]:
    """Every usual way to write it."""
    raw = secret.encode()
    middle = len(secret) // 2
    return {
        "plain": secret,
        "inside words": f"token={secret};",
        "reversed": secret[::-1],
        "upper case": secret.upper(),
        "lower case": secret.lower(),
        "url": quote(secret, safe=""),
        "url with slashes": quote(secret),
        "url in lower case": quote(secret, safe="").lower(),
        "form": quote_plus(secret),
        "form field": urlencode({"p": secret}),
        "url twice": quote(quote(secret, safe=""), safe=""),
        "every byte in percent": "".join(f"%{byte:02X}" for byte in raw),
        "base64": base64.b64encode(raw).decode(),
        "base64 without padding": base64.b64encode(raw).decode().rstrip("="),
        "base64 for urls": base64.urlsafe_b64encode(raw).decode(),
        "base64 twice": base64.b64encode(base64.b64encode(raw)).decode(),
        "base64 in lines": textwrap.fill(base64.b64encode(raw).decode(), 10),
        "base64 of a basic sign-in": base64.b64encode(b"ann:" + raw).decode(),
        "base64 after one byte": base64.b64encode(b"x" + raw + b"yz").decode(),
        "base32": base64.b32encode(raw).decode(),
        "hex": raw.hex(),
        "hex in capitals": raw.hex().upper(),
        "hex with colons": raw.hex(":"),
        "json": json.dumps({"p": secret}),
        "json with letters": json.dumps({"p": secret}, ensure_ascii=False),
        "json in json": json.dumps(json.dumps(secret)),
        "json with escaped slashes": json.dumps(secret).replace("/", "\\/"),
        "html": html.escape(secret),
        "html without quotes": html.escape(secret, quote=False),
        "html numbers": "".join(f"&#{ord(letter)};" for letter in secret),
        "html hex numbers": "".join(f"&#x{ord(letter):X};" for letter in secret),
        "quoted-printable": quopri.encodestring(raw).decode(),
        "python": repr(secret),
        "unicode escapes": "".join(f"\\u{ord(letter):04x}" for letter in secret),
        "broken into lines": secret[:middle] + "\r\n " + secret[middle:],
    }
