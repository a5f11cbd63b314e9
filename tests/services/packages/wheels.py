"""Builds small wheels and zip files, sound and hostile ones."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.connectors.packages import MINIMAL

CODE = """
from connectors.sdk import Outcome

class Weather:
    def check(self, config):
        return []

    def run(self, config, data, ports):
        {body}
"""
GROUP = "processwright.connectors"


def manifest(**changes: Any) -> str:
    """A manifest of a connector `acme-weather` that has code."""
    given = {**MINIMAL, "id": "acme-weather", "name": "Weather", "run": "run:Weather"}
    given["binding"] = {"implementation": "acme/weather", "config": "json-attribute"}
    return json.dumps({key: value for key, value in {**given, **changes}.items() if value is not None})


def weather_files(body: str = "return Outcome({'sky': 'blue'})", **changes: Any) -> dict[str, str | bytes]:
    """The files of a package `acme_weather`."""
    return {
        "acme_weather/__init__.py": "",
        "acme_weather/connector.json": manifest(**changes),
        "acme_weather/run.py": CODE.format(body=body),
    }


def weather_wheel(folder: Path, version: str = "1.0", requires: Sequence[str] = (), **changes: Any) -> Path:
    """A wheel of `acme-weather`."""
    points = {"acme-weather": "acme_weather"}
    files = weather_files(**{"version": version, **changes})
    return write_wheel(folder, "acme_weather", version, files, points, requires)


def write_wheel(
    folder: Path,
    name: str,
    version: str,
    files: Mapping[str, str | bytes],
    points: Mapping[str, str] | None = None,
    requires: Sequence[str] = (),
    *,
    metadata: str = "",
    tag: str = "py3-none-any",
    wrong_hash_of: str = "",
    unlisted: Mapping[str, str | bytes] | None = None,
) -> Path:
    """Write a wheel with a RECORD; the options make one that lies."""
    info = f"{name}-{version}.dist-info"
    lines = [
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}",
        *(f"Requires-Dist: {each}" for each in requires),
    ]
    whole: dict[str, bytes] = {path: _bytes(content) for path, content in files.items()}
    whole[f"{info}/METADATA"] = (metadata or "\n".join(lines) + "\n").encode()
    whole[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n".encode()
    if points:
        text = "".join(f"{key} = {value}\n" for key, value in points.items())
        whole[f"{info}/entry_points.txt"] = f"[{GROUP}]\n{text}".encode()
    record = [f"{path},sha256={_hash(data, path == wrong_hash_of)},{len(data)}" for path, data in whole.items()]
    whole[f"{info}/RECORD"] = ("\n".join([*record, f"{info}/RECORD,,"]) + "\n").encode()
    whole |= {path: _bytes(content) for path, content in (unlisted or {}).items()}
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{version}-{tag}.whl"
    path.write_bytes(zipped(whole))
    return path


def zipped(files: Mapping[str, str | bytes], kinds: Mapping[str, int] | None = None) -> bytes:
    """A zip file; `kinds` are the Unix file types of members, such as a link's."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = (kinds or {}).get(name, 0o100644) << 16
            archive.writestr(member, _bytes(content))
    return packed.getvalue()


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _hash(data: bytes, wrong: bool) -> str:
    digest = hashlib.sha256(data + (b"x" if wrong else b"")).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
