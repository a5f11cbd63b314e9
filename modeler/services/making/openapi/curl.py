"""A pasted cURL command as an OpenAPI description with one operation."""

from __future__ import annotations

import re
import shlex
from urllib.parse import parse_qsl, urlsplit

from connectors.sdk.values import JsonObject
from modeler.services.making.openapi.description import OpenApiError
from modeler.services.making.openapi.requests import Written, described

_DATA = ("-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--data-urlencode", "--json")
_WITH_VALUE = (
    "-o", "--output", "-m", "--max-time", "--connect-timeout", "-x", "--proxy", "--cacert", "--cert", "--key",
    "--retry", "-w", "--write-out", "-c", "--cookie-jar", "--resolve", "--limit-rate", "-T", "--upload-file",
)  # fmt: skip
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "0": "\0"}
_SHORT = ("-X", "-H", "-d", "-F", "-u", "-b", "-A", "-e")


def is_curl(text: str) -> bool:
    """Whether a text is a cURL command."""
    return text.lstrip().startswith(("curl ", "curl.exe ", "$ curl "))


def read_curl(text: str) -> JsonObject:
    """The description of a command; raises `OpenApiError`."""
    try:
        words = shlex.split(_as_posix(text.strip().removeprefix("$ ")))
    except ValueError as error:
        raise OpenApiError(f"this cURL command cannot be read: {error}") from None
    command = _Command()
    command.read(words[1:])
    request = command.request()
    host = urlsplit(request.url).hostname
    if not host:
        raise OpenApiError("this cURL command names no address that begins with http:// or https://")
    return described(host, [request])


def _as_posix(text: str) -> str:
    """The command in the quotes that `shlex` reads: browsers also copy it for Windows, and in bash's `$'…'`."""
    if re.search(r'\^(?:"|\r?\n)', text):
        text = re.sub(r"\^(.)", r"\1", re.sub(r"\^\r?\n", " ", text))
    text = re.sub(r"\\\r?\n", " ", text)
    return re.sub(
        r"(?<!\S)\$'((?:[^'\\]|\\.)*)'", lambda found: shlex.quote(_unescaped(found[1])), text, flags=re.DOTALL
    )


def _unescaped(text: str) -> str:
    """What stands in `$'…'`: letters by number, line breaks, quotes."""
    return re.sub(r"\\(u[0-9a-fA-F]{1,4}|x[0-9a-fA-F]{1,2}|.)", lambda found: _letter(found[1]), text, flags=re.DOTALL)


def _letter(escape: str) -> str:
    if escape[0] in "ux" and len(escape) > 1:
        return chr(int(escape[1:], 16))
    return _ESCAPES.get(escape, escape)


class _Command:
    """What the options of a command say, one by one."""

    def __init__(self) -> None:
        self._url, self._method, self._auth = "", "", ""
        self._headers: list[tuple[str, str]] = []
        self._data: list[str] = []
        self._form: list[tuple[str, str]] = []
        self._files: list[str] = []
        self._is_json = self._in_query = False

    def read(self, words: list[str]) -> None:
        """Take in every word."""
        rest = list(words)
        while rest:
            word = rest.pop(0)
            option, glued, value = word.partition("=") if word.startswith("--") else (word, "", "")
            if word[:2] in _SHORT and len(word) > 2:
                option, glued, value = word[:2], "=", word[2:]
            if not option.startswith("-") or option == "-":
                self._url = self._url or word
            elif self._takes_value(option):
                self._option(option, value if glued else rest.pop(0) if rest else "")
            else:
                self._in_query = self._in_query or option in ("-G", "--get")
                self._method = "HEAD" if option in ("-I", "--head") else self._method

    def request(self) -> Written:
        """The request that the command makes."""
        method = self._method or ("POST" if (self._data or self._form) and not self._in_query else "GET")
        url = self._url if "://" in self._url else f"https://{self._url}" if self._url else ""
        body = "&".join(self._data) if self._data else None
        if self._in_query and body:
            url, body = f"{url}{'&' if '?' in url else '?'}{body}", None
        form = self._form or None
        kind = next((value for name, value in self._headers if name.lower() == "content-type"), "")
        if body is not None and "json" not in kind and not self._is_json and _is_form(body):
            form, body = parse_qsl(body, keep_blank_values=True), None
        files = tuple(self._files)
        return Written(
            url, method.upper(), "", self._headers, body, form, self._auth, is_multipart=bool(self._form), files=files
        )

    def _takes_value(self, option: str) -> bool:
        known = ("-X", "--request", "-H", "--header", "-F", "--form", "-u", "--user", "-b", "--cookie", "--url")
        return option in (*known, *_DATA, "-A", "--user-agent", "-e", "--referer") or option in _WITH_VALUE

    def _option(self, option: str, value: str) -> None:
        if option in ("-X", "--request"):
            self._method = value
        elif option == "--url":
            self._url = value
        elif option in ("-H", "--header"):
            name, _, text = value.partition(":")
            self._headers.append((name.strip(), text.strip()))
        elif option in ("-u", "--user"):
            self._auth = "basic"
        elif option in ("-b", "--cookie"):
            self._headers.append(("Cookie", value))
        elif option in ("-F", "--form"):
            name, _, text = value.partition("=")
            if text.startswith("@"):
                self._files.append(name)
            self._form.append((name, "" if text.startswith("@") else text))
        elif option in _DATA:
            self._is_json = self._is_json or option == "--json"
            self._data.append("" if value.startswith("@") else value)


def _is_form(body: str) -> bool:
    return "=" in body and not body.lstrip().startswith(("{", "[", "<", '"'))
