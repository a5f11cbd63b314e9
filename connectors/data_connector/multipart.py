"""Bodies that hold files: a form of several parts (`multipart/form-data`), and one file that is the whole body.

A part that is a file is written `{"file": "invoice"}` in the resource's body: the name of a Request variable that holds
a file or a list of files, the number of a file, or the name of one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from connectors.sdk.connector import ConnectorError
from connectors.sdk.ports import File, Ports
from connectors.sdk.values import Json, JsonObject, as_object, value_at

FILE = "file"
_MEDIA = re.compile(r"[\w.+-]+/[\w.+-]+(;[\w.+=\"' -]*)?")
_ESCAPED = {'"': "%22", "\r": "%0D", "\n": "%0A"}
_ABSENT = "\0absent"


def multipart(fields: JsonObject, texts: dict[str, str], data: JsonObject, ports: Ports) -> tuple[bytes, str]:
    """The body and its media type; `texts` are the fields that are no files. Equal parts have an equal boundary."""
    parts = [part for name, value in fields.items() for part in _parts(name, value, texts, data, ports)]
    boundary = "processwright-" + hashlib.sha256(b"\0".join(parts)).hexdigest()[:32]
    lines = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return lines + b"--" + boundary.encode() + b"--\r\n", f"multipart/form-data; boundary={boundary}"


def single_file(text: str, data: JsonObject, ports: Ports) -> tuple[bytes, str]:
    """The one file that is the whole body, and its media type."""
    found = list(_files(text, data, ports))
    if len(found) != 1:
        raise ConnectorError("data.file", f"The body is one file, and “{text.strip()}” gives {len(found)}.")
    return found[0].content, _media_type(found[0])


def is_file(value: Json) -> bool:
    """Whether a field of a form stands for a file."""
    return isinstance(value, dict) and list(value) == [FILE]


def _parts(name: str, value: Json, texts: dict[str, str], data: JsonObject, ports: Ports) -> Iterator[bytes]:
    if not is_file(value):
        yield f'Content-Disposition: form-data; name="{_quoted(name)}"\r\n\r\n'.encode() + texts[name].encode("utf-8")
        return
    for file in _files(str(as_object(value)[FILE]), data, ports):
        head = f'Content-Disposition: form-data; name="{_quoted(name)}"; filename="{_quoted(file.name)}"\r\n'
        yield f"{head}Content-Type: {_media_type(file)}\r\n\r\n".encode() + file.content


def _files(text: str, data: JsonObject, ports: Ports) -> Iterator[File]:
    """The files that a text names; none for an empty one."""
    name = text.strip()
    if not name:
        return
    held = data[name] if name in data else value_at(data, tuple(name.split(".")), _ABSENT)
    if held == _ABSENT:
        yield ports.files.read(name if name.isdecimal() else {"name": name})
        return
    for each in held if isinstance(held, list) else [held]:
        if each not in (None, ""):
            yield ports.files.read(each)


def _quoted(name: str) -> str:
    """A name within quotes, as browsers write it: it cannot end the header nor begin another one."""
    return "".join(_ESCAPED.get(letter, letter) for letter in name)


def _media_type(file: File) -> str:
    return file.media_type if _MEDIA.fullmatch(file.media_type) else "application/octet-stream"
