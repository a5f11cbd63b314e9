"""The places on disk that a document can have: plain, behind a link, with two names, in a folder kept from writing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

OLD = b'<?xml version="1.0"?><definitions>' + b"<old/>" * 400 + b"</definitions>"
NEW = b'<?xml version="1.0"?><definitions>' + b"<new/>" * 300 + b"</definitions>"


def plain(folder: Path) -> Path:
    path = folder / "order.bpmn"
    path.write_bytes(OLD)
    return path


def behind_a_link(folder: Path) -> Path:
    place = folder / "real"
    place.mkdir()
    (place / "order.bpmn").write_bytes(OLD)
    (folder / "link.bpmn").symlink_to(place / "order.bpmn")
    return folder / "link.bpmn"


def with_two_names(folder: Path) -> Path:
    path = plain(folder)
    os.link(path, folder / "other-name.bpmn")
    return path


def with_a_mode(folder: Path) -> Path:
    path = plain(folder)
    path.chmod(0o640)
    return path


LAYOUTS: dict[str, Callable[[Path], Path]] = {
    "plain": plain,
    "behind a link": behind_a_link,
    "with two names": with_two_names,
    "with a mode": with_a_mode,
}
