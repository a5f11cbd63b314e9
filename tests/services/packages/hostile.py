"""Packages that mean harm or are broken, by what they try: a function that writes each, and words of the refusal."""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Callable
from pathlib import Path

from tests.connectors.packages import write_package
from tests.services.packages.wheels import manifest, weather_files, weather_wheel, write_wheel, zipped

Maker = Callable[[Path], Path]
POINTS = {"acme-weather": "acme_weather"}
PLAIN = {"connector.json": manifest(run=None)}


def _zip(files: dict[str, str | bytes], kinds: dict[str, int] | None = None) -> Maker:
    def make(folder: Path) -> Path:
        path = folder / "package.zip"
        path.write_bytes(zipped({**PLAIN, **files}, kinds))
        return path

    return make


def _wheel(more: dict[str, str | bytes] | None = None, **options: object) -> Maker:
    def make(folder: Path) -> Path:
        return write_wheel(folder, "acme_weather", "1.0", {**weather_files(), **(more or {})}, POINTS, **options)  # type: ignore[arg-type]

    return make


def _renamed(name: str) -> Maker:
    def make(folder: Path) -> Path:
        return weather_wheel(folder).rename(folder / name)

    return make


def _linked(folder: Path) -> Path:
    package = write_package(folder / "linked")
    os.symlink("/etc/passwd", package / "words.txt")
    return package


def _linked_folder(folder: Path) -> Path:
    package = write_package(folder / "linked")
    os.symlink("/etc", package / "etc")
    return package


def _named_pipe(folder: Path) -> Path:
    package = write_package(folder / "pipe")
    os.mkfifo(package / "words.txt")
    return package


def _pipe_as_manifest(folder: Path) -> Path:
    (folder / "pipe").mkdir()
    os.mkfifo(folder / "pipe" / "connector.json")
    return folder / "pipe"


def _lying_size(folder: Path) -> Path:
    """The central directory says that a bomb is small."""
    path = folder / "liar.zip"
    data = bytearray(zipped({**PLAIN, "bomb.bin": b"\0" * 3_000_000}))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.rindex(mark)
        data[at + offset : at + offset + 4] = struct.pack("<I", 10)
    path.write_bytes(data)
    return path


def _encrypted(folder: Path) -> Path:
    path = folder / "locked.zip"
    data = bytearray(zipped(PLAIN))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.rindex(mark) + offset] |= 1
    path.write_bytes(data)
    return path


def _nameless(folder: Path) -> Path:
    path = folder / "nameless.zip"
    path.write_bytes(zipped({**PLAIN, "QZQ": "1"}).replace(b"QZQ", b"\0ZQ"))
    return path


def _bytes(name: str, content: bytes) -> Maker:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


NOISE = "".join(chr(33 + number * number % 91) for number in range(1_100_000))
LINK = stat.S_IFLNK | 0o777
HOSTILE: dict[str, tuple[Maker, str]] = {
    "out of the folder": (_zip({"../evil.txt": "x"}), "leads elsewhere"),
    "out of the folder, deep": (_zip({"a/../../evil.txt": "x"}), "leads elsewhere"),
    "absolute": (_zip({"/tmp/evil.txt": "x"}), "leads elsewhere"),
    "of Windows, out of the folder": (_zip({"..\\evil.txt": "x"}), "leads elsewhere"),
    "a drive": (_zip({"C:evil.txt": "x"}), "leads elsewhere"),
    "control characters": (_zip({"a\x1b[2Jb": "x"}), "leads elsewhere"),
    "no name": (_nameless, "without a name"),
    "a link": (_zip({"words.txt": "/etc/passwd"}, {"words.txt": LINK}), "is a link"),
    "a device": (_zip({"words.txt": ""}, {"words.txt": stat.S_IFCHR | 0o666}), "is a link or a device"),
    "a pth file": (_zip({"evil.pth": "import os"}), "runs by itself"),
    "a pth file in capitals": (_zip({"deep/EVIL.PTH": "import os"}), "runs by itself"),
    "sitecustomize": (_zip({"sitecustomize.py": ""}), "runs by itself"),
    "two names in one": (_zip({"Words.txt": "a", "words.TXT": "b"}), "one file on some systems"),
    "file and folder": (_zip({"a": "1", "a/b": "2"}), "both a file and a folder"),
    "a device of Windows": (_zip({"aux.txt": "x"}), "not possible on every system"),
    "a name that ends in a dot": (_zip({"words.": "x"}), "not possible on every system"),
    "a long name": (_zip({"x" * 300: "x"}), "too long a name"),
    "a deep name": (_zip({"/".join("abcdefghijklmnopqrstuvwxyz"): "x"}), "too long a name"),
    "a bomb": (_zip({"bomb.bin": b"\0" * 60_000_000}), "grows more than"),
    "many files": (_zip({f"f{number}": "" for number in range(6_000)}), "more than 5,000 files"),
    "a size that lies": (_lying_size, "damaged"),
    "encrypted": (_encrypted, "encrypted"),
    "no zip": (_bytes("package.zip", b"hello"), "neither a wheel nor a zip"),
    "a zip that is cut": (_bytes("package.zip", zipped(PLAIN)[:-30]), "damaged"),
    "a wheel that is no zip": (_bytes("acme_weather-1.0-py3-none-any.whl", b"hello"), "damaged or no zip"),
    "a source archive": (_bytes("acme-1.0.tar.gz", b"x"), "runs code when it is installed"),
    "no manifest": (_bytes("empty.zip", zipped({"words.txt": "x"})), "no connector.json"),
    "links in a folder": (_linked, "is a link"),
    "a linked folder in a folder": (_linked_folder, "is a link"),
    "a pipe in a folder": (_named_pipe, "not an ordinary file"),
    "a pipe as manifest": (_pipe_as_manifest, "not an ordinary file"),
    "another top-level name": (_wheel({"requests_hook/__init__.py": ""}), "not its own"),
    "a name of Python": (_wheel({"json/__init__.py": ""}), "belongs to Python or to Processwright"),
    "a module of Python": (_wheel({"json.py": ""}), "belongs to Python or to Processwright"),
    "our name": (_wheel({"modeler/evil.py": ""}), "belongs to Python or to Processwright"),
    "our connectors": (_wheel({"connectors/send_email/run.py": ""}), "belongs to Python or to Processwright"),
    "a name of our libraries": (_wheel({"lxml/__init__.py": ""}), "belongs to Python or to Processwright"),
    "scripts": (_wheel({"acme_weather-1.0.data/scripts/evil": "#!python"}), "outside of its own folder"),
    "data files": (_wheel({"acme_weather-1.0.data/data/etc/evil": "x"}), "outside of its own folder"),
    "headers": (_wheel({"acme_weather-1.0.data/headers/evil.h": "x"}), "outside of its own folder"),
    "a pth file in a wheel": (_wheel({"acme_weather.pth": "import os"}), "runs by itself"),
    "a pth file by way of data": (_wheel({"acme_weather-1.0.data/purelib/evil.pth": "x"}), "runs by itself"),
    "a file that RECORD does not name": (_wheel(unlisted={"acme_weather/evil.py": "x"}), "not mentioned in RECORD"),
    "a hash that is wrong": (_wheel(wrong_hash_of="acme_weather/run.py"), "didn't match RECORD"),
    "another name inside": (_wheel(metadata="Name: other\nVersion: 1.0\n"), "the two must agree"),
    "another version inside": (_wheel(metadata="Name: acme_weather\nVersion: 9\n"), "the two must agree"),
    "another Python": (_wheel(metadata="Name: acme_weather\nVersion: 1.0\nRequires-Python: <3\n"), "needs Python <3"),
    "another system": (_wheel(tag="cp27-cp27m-win32"), "another system"),
    "a name that is no wheel's": (_renamed("weather.whl"), "not named as a wheel"),
    "another name outside": (_renamed("evil-1.0-py3-none-any.whl"), "doesn't match wheel filename"),
    "no entry point": (lambda folder: write_wheel(folder, "plain", "1.0", {"plain.py": ""}), "declares no connector"),
    "an entry point to nowhere": (
        lambda folder: write_wheel(folder, "a", "1.0", {"a/__init__.py": ""}, {"a": "a"}),
        "a/connector.json is missing",
    ),
    "an entry point into ours": (
        lambda folder: write_wheel(folder, "a", "1.0", {"a/__init__.py": ""}, {"a": "connectors.send_email"}),
        "is missing",
    ),
    "code that is not there": (
        lambda folder: write_wheel(folder, "a", "1.0", {"a/connector.json": manifest()}, {"a": "a"}),
        "there is no a/run.py",
    ),
    "code with a name of Python": (
        lambda folder: write_package(folder / "p", run="json:Weather"),
        "there is no json.py",
    ),
    "code in the place of Python's": (_zip({"connector.json": manifest(run="json:W"), "json.py": ""}), "belongs to"),
    "a manifest that is none": (_zip({"connector.json": "[" * 100_000}), "cannot be used"),
    "a manifest that is too large": (_zip({"connector.json": NOISE}), "larger than 1 MB"),
    "one id twice": (
        _bytes("two.zip", zipped({"a/connector.json": manifest(run=None), "b/connector.json": manifest(run=None)})),
        "two connectors with the id",
    ),
}  # fmt: skip
