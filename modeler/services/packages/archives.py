"""Reading a zip file into memory without believing what it says of itself."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from modeler.services.packages.contents import MOST_BYTES, MOST_FILES, Contents, require_safe_names, too_large
from modeler.services.packages.errors import PackageError

_ENCRYPTED = 0x1
_HIGHEST_RATIO = 400
_SMALL = 1024 * 1024
_PIECE = 1 << 20


@contextmanager
def opened_zip(data: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    """The archive in `data`, whose every member has been judged; raises `PackageError`, also for later damage."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            archive.filename = name
            _require_honest(archive)
            yield archive
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        RuntimeError,
        LookupError,
        EOFError,
        ValueError,
        OSError,
    ) as error:
        raise PackageError(f"{name} is damaged or no zip file: {error}.") from error


def read_zip(data: bytes, name: str) -> Contents:
    """The files of an archive."""
    contents: Contents = {}
    left = MOST_BYTES
    with opened_zip(data, name) as archive:
        for member in _files(archive):
            with archive.open(member) as stream:
                contents[member.filename] = content = read_capped(stream, left)
            left -= len(content)
    return contents


def read_capped(stream: IO[bytes], limit: int) -> bytes:
    """Everything in a stream, whatever length it announces; raises `PackageError` beyond the limit."""
    parts: list[bytes] = []
    left = limit
    while part := stream.read(_PIECE):
        left -= len(part)
        if left < 0:
            raise too_large()
        parts.append(part)
    return b"".join(parts)


def _require_honest(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if not all(member.filename for member in members):
        raise PackageError("It holds a file without a name.")
    if len(members) > MOST_FILES:
        raise PackageError(f"It holds more than {MOST_FILES:,} files.")
    require_safe_names(member.filename for member in _files(archive))
    require_safe_names({member.filename.rstrip("/") for member in members if member.is_dir()})
    if sum(member.file_size for member in members) > MOST_BYTES:
        raise too_large()
    for member in members:
        _require_plain(member)


def _require_plain(member: zipfile.ZipInfo) -> None:
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise PackageError(f"“{member.filename}” is a link or a device, not a file.")
    if member.flag_bits & _ENCRYPTED:
        raise PackageError(f"“{member.filename}” is encrypted.")
    if member.file_size > _SMALL and member.file_size > _HIGHEST_RATIO * max(member.compress_size, 1):
        raise PackageError(f"“{member.filename}” grows more than {_HIGHEST_RATIO} times when it is unpacked.")


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [member for member in archive.infolist() if not member.is_dir()]
