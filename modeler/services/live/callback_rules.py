"""What a server that calls back may send: methods, kinds of data, who it is and where it calls from; and what it sent.

rules = rules_of(callback, key, secret)
payload = accepted(rules, incoming, key)     # raises CallbackRefused with the status that says why
"""

from __future__ import annotations

import hmac
import json
from base64 import b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from hashlib import sha256
from ipaddress import ip_address, ip_network
from types import MappingProxyType
from urllib.parse import parse_qs

from connectors.sdk.ports import Callback
from connectors.sdk.values import Json, JsonObject, as_text, texts

MOST_FIELDS = 1_000
_KINDS = MappingProxyType({
    "application/x-www-form-urlencoded": "FORM", "multipart/form-data": "FORM", "application/json": "JSON",
    "application/xml": "XML", "text/xml": "XML",
})  # fmt: skip


class CallbackRefused(Exception):  # noqa: N818  # says what happened, for the server that calls
    """A call does not count; `status` and `headers` are what it is told beside the words."""

    def __init__(self, status: int, words: str, **headers: str) -> None:
        super().__init__(words)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


@dataclass(frozen=True, slots=True)
class Incoming:
    """One call as it arrives."""

    method: str
    address: str
    authorization: str = ""
    content_type: str = ""
    query: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings of the element, with a proof in place of the password."""

    variable: str
    methods: tuple[str, ...] = ("POST",)
    kinds: tuple[str, ...] = ("FORM",)
    addresses: tuple[str, ...] = ()
    proof: str = ""

    def as_json(self) -> JsonObject:
        """For the disk."""
        return {"variable": self.variable, "methods": list(self.methods), "kinds": list(self.kinds),
                "addresses": list(self.addresses), "proof": self.proof}  # fmt: skip

    @classmethod
    def from_json(cls, kept: JsonObject) -> Rules:
        """From the disk."""
        methods, kinds, addresses = (texts(kept.get(name)) for name in ("methods", "kinds", "addresses"))
        return cls(as_text(kept.get("variable")), methods, kinds, addresses, as_text(kept.get("proof")))


def rules_of(callback: Callback, key: str, secret: Callable[[str], str]) -> Rules:
    """The rules of a callback; whoever signs in is known by a proof that only `key` can make."""
    user, colon, password = callback.credentials.partition(":")
    known = secret(password) if password.startswith("secret:") else password
    proof = _proof(f"{user}:{known}", key) if colon else ""
    methods = tuple(method.upper() for method in callback.methods) or ("POST",)
    return Rules(callback.variable, methods, tuple(callback.kinds), tuple(callback.addresses), proof)


def accepted(rules: Rules, incoming: Incoming, key: str) -> Json:
    """What a call brings. Raises `CallbackRefused`."""
    if not is_allowed(rules.addresses, incoming.address):
        raise CallbackRefused(403, f"No callback is taken from {incoming.address}.")
    if incoming.method not in rules.methods:
        allowed = ", ".join(rules.methods)
        raise CallbackRefused(405, f"{incoming.method} is not taken here; use {allowed}.", Allow=allowed)
    if rules.proof and not hmac.compare_digest(_proof(_signed_in(incoming.authorization), key), rules.proof):
        raise CallbackRefused(401, "Sign in with the user and password of the callback.",
                              WWW_Authenticate='Basic realm="callback", charset="UTF-8"')  # fmt: skip
    return _payload(rules, incoming)


def is_allowed(addresses: tuple[str, ...], address: str) -> bool:
    """Whether an address is one of the list, or in one of its networks; everybody is where there is no list."""
    wanted = [each.strip() for each in addresses if each.strip()]
    return not wanted or any(_holds(each, address) for each in wanted)


def _holds(network: str, address: str) -> bool:
    try:
        return ip_address(address) in ip_network(network, strict=False)
    except ValueError:
        return False


def _payload(rules: Rules, incoming: Incoming) -> Json:
    media = _media(incoming.content_type)
    kind = "FORM" if not incoming.body else _kind(media.get_content_type())
    if kind not in rules.kinds and incoming.body:
        taken = ", ".join(rules.kinds) or "nothing"
        raise CallbackRefused(415, f"Data of the type “{media.get_content_type()}” are not taken here: {taken}.")
    try:
        return _read(kind, media, incoming)
    except (ValueError, RecursionError) as error:
        raise CallbackRefused(400, f"The data cannot be read: {error}") from None


def _read(kind: str, media: Message, incoming: Incoming) -> Json:
    if not incoming.body:
        return _fields(incoming.query)
    if kind == "JSON":
        value: Json = json.loads(incoming.body)
        return value
    charset = str(media.get_param("charset") or "utf-8")
    try:
        text = incoming.body.decode(charset)
    except (LookupError, UnicodeDecodeError):
        text = incoming.body.decode("utf-8", "replace")
    if kind != "FORM":
        return text
    return _parts(incoming) if media.get_content_maintype() == "multipart" else _fields(text)


def _media(content_type: str) -> Message:
    message = Message()
    message["Content-Type"] = "".join(letter for letter in content_type if letter.isprintable()) or "text/plain"
    return message


def _kind(media: str) -> str:
    if media in _KINDS:
        return _KINDS[media]
    return "JSON" if media.endswith("+json") else "XML" if media.endswith("+xml") else "TEXT"


def _fields(text: str) -> JsonObject:
    return _single(parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))


def _single(fields: Mapping[str, list[str]]) -> JsonObject:
    """A field that comes once is its text, one that comes more often a list."""
    return {name: values[0] if len(values) == 1 else [*values] for name, values in fields.items()}


def _parts(incoming: Incoming) -> JsonObject:
    head = f"Content-Type: {incoming.content_type}\r\n\r\n".encode()
    fields: dict[str, list[str]] = {}
    for part in BytesParser(policy=HTTP).parsebytes(head + incoming.body).iter_parts():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if name and isinstance(content, bytes):
            fields.setdefault(str(name), []).append(part.get_filename() or content.decode("utf-8", "replace"))
    return _single(fields)


def _signed_in(authorization: str) -> str:
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return b64decode(value.strip(), validate=True).decode("utf-8")
    except ValueError:
        return ""


def _proof(credentials: str, key: str) -> str:
    return hmac.new(key.encode(), credentials.encode(), sha256).hexdigest()
