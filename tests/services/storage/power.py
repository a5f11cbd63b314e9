"""What a power cut can leave of a recorded series of calls: every state of the disk that the calls so far allow.

After Pillai and others (OSDI 2014): names changed since the last sync of their folder may be there or not, contents
written since the last sync of their file may be there, in part, as zeros, or not. Calls that depend on each other keep
their order: a name that was exchanged was made first.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.services.storage.faults import UnhurriedSystem

Names = dict[Path, int]
Step = tuple[Any, ...]


class RecordingSystem(UnhurriedSystem):
    """Makes the calls and writes them down as steps on inodes."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self._paths: dict[int, Path] = {}

    def create(self, path: Path, mode: int) -> int:
        handle = super().create(path, mode)
        self._paths[handle] = path
        self.steps.append(("create", path))
        return handle

    def open_to_write(self, path: Path) -> int:
        handle = super().open_to_write(path)
        self._paths[handle] = path
        return handle

    def write(self, handle: int, data: bytes | memoryview) -> int:
        taken = super().write(handle, data)
        self.steps.append(("write", self._paths[handle], os.lseek(handle, 0, os.SEEK_CUR) - taken, bytes(data[:taken])))
        return taken

    def truncate(self, handle: int, length: int) -> None:
        super().truncate(handle, length)
        self.steps.append(("truncate", self._paths[handle], length))

    def sync(self, handle: int) -> None:
        super().sync(handle)
        if handle in self._paths:
            self.steps.append(("sync", self._paths[handle]))

    def close(self, handle: int) -> None:
        super().close(handle)
        self._paths.pop(handle, None)

    def replace(self, source: Path, target: Path) -> None:
        super().replace(source, target)
        self.steps.append(("replace", source, target))

    def link(self, source: Path, target: Path) -> None:
        super().link(source, target)
        self.steps.append(("link", source, target))

    def exchange(self, one: Path, other: Path) -> bool:
        done = super().exchange(one, other)
        if done:
            self.steps.append(("exchange", one, other))
        return done

    def remove(self, path: Path) -> None:
        if path.exists():
            self.steps.append(("remove", path))
        super().remove(path)

    def sync_folder(self, folder: Path) -> None:
        super().sync_folder(folder)
        self.steps.append(("sync_folder", folder))


@dataclass
class Disk:
    """Names and contents that are surely on the disk, and the steps since that may or may not be."""

    names: Names
    contents: dict[int, bytes]
    all_names: Names = field(default_factory=dict)
    pending: list[Step] = field(default_factory=list)
    unsynced: dict[int, list[Step]] = field(default_factory=dict)

    def play(self, step: Step) -> None:
        """Take one step into account."""
        kind = step[0]
        if kind in ("write", "truncate"):
            self.unsynced.setdefault(self.all_names[step[1]], []).append(step)
        elif kind == "sync":
            inode = self.all_names[step[1]]
            self.contents[inode] = written(self.contents[inode], self.unsynced.pop(inode, []))
            self._settle([each for each in self.pending if each[0] == "create" and each[1] == step[1]])
        elif kind == "sync_folder":
            self._settle([each for each in self.pending if each[-1].parent == step[1] or each[1].parent == step[1]])
        else:
            if kind == "create":
                self.contents[len(self.contents)] = b""
                step = (*step, len(self.contents) - 1)
                rename(self.all_names, step)
                self.pending.append(("create", step[1], step[2], step[1]))
                return
            rename(self.all_names, step)
            self.pending.append(step)

    def _settle(self, steps: list[Step]) -> None:
        for step in steps:
            rename(self.names, step)
            self.pending.remove(step)

    def after_a_cut(self) -> Iterator[dict[Path, bytes]]:
        """Every state that a power cut now can leave."""
        for kept in subsets(self.pending):
            names = dict(self.names)
            if not all(rename(names, step) for step in kept):
                continue
            inodes = sorted(set(names.values()) & self.unsynced.keys())
            for choice in itertools.product(*(self._contents(inode) for inode in inodes)):
                found = self.contents | dict(zip(inodes, choice, strict=True))
                yield {path: found[inode] for path, inode in names.items()}

    def _contents(self, inode: int) -> list[bytes]:
        full = written(self.contents[inode], self.unsynced[inode])
        half = written(self.contents[inode], self.unsynced[inode][:1])[: len(full) // 2]
        return [self.contents[inode], full, half, bytes(len(full))]


def rename(names: Names, step: Step) -> bool:
    """Change names as a step does; False where a name that it needs is not there."""
    kind, one = step[0], step[1]
    if kind == "create":
        names[one] = step[2]
        return True
    if one not in names:
        return False
    if kind == "remove":
        del names[one]
    elif kind == "link":
        names[step[2]] = names[one]
    elif kind == "replace":
        names[step[2]] = names.pop(one)
    elif step[2] in names:
        names[one], names[step[2]] = names[step[2]], names[one]
    else:
        return False
    return True


def written(content: bytes, steps: list[Step]) -> bytes:
    """Contents after some writes and cuts."""
    for step in steps:
        if step[0] == "truncate":
            content = content[: step[2]].ljust(step[2], b"\0")
        else:
            place, data = step[2], step[3]
            content = content[:place].ljust(place, b"\0") + data + content[place + len(data) :]
    return content


def subsets(steps: list[Step]) -> Iterator[tuple[Step, ...]]:
    """All choices of steps, in their order."""
    for count in range(len(steps) + 1):
        yield from itertools.combinations(steps, count)


def start(files: dict[Path, bytes]) -> Disk:
    """A disk that surely holds these files; equal contents of linked names share one inode."""
    names: Names = {}
    contents: dict[int, bytes] = {}
    inodes: dict[int, int] = {}
    for path, data in files.items():
        inode = inodes.setdefault(path.stat().st_ino, len(contents))
        names[path] = inode
        contents[inode] = data
    return Disk(names, contents, dict(names))
