"""Damaged and rearranged files: whatever a disk, a merge or a bad program does to one, it opens or is refused."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import cache

from engine.bpmn import Document, DocumentError
from modeler.services.checks.document import check_document
from tests.benchmarks.generate import generate
from tests.reliability.figures import Figures
from tests.services.small_process import SMALL

SECONDS = 2.0
TOKENS = (
    b"<",
    b">",
    b"/>",
    b"&",
    b"&amp;",
    b"&nbsp;",
    b'"',
    b"'",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"\0",
    b"\xff",
)
WORDS = (
    b"id",
    b"sourceRef",
    b"targetRef",
    b"attachedToRef",
    b"bpmnElement",
    b"xmlns",
    b"process",
    b"task",
    b"isExpanded",
)
VALUES = (b"", b"Check", b"Flow_1", b"NaN", b"-1", b"1e400", b"true", b"#", b":", b"a:b", b"\xc3\xa4", b"x" * 5_000)
Mutation = Callable[[bytes, random.Random], bytes]


def prove(count: int, seed: int) -> Figures:
    """Open, check, write and, if it opens, edit and undo `count` mutated files."""
    figures = Figures()
    for number in range(count):
        data = mutated(random.Random(seed * 1_000_003 + number))
        started = time.process_time()
        try:
            figures.count("opened" if survives(data, figures) else "refused")
        except Exception as error:
            figures.check(False, f"{number}: {type(error).__name__}: {error}")
        seconds = time.process_time() - started
        figures.check(seconds <= SECONDS, f"{number}: {seconds:.1f} s")
    return figures


def survives(data: bytes, figures: Figures) -> bool:
    """Whether a file opens; one that does keeps its bytes, and an edit taken back leaves no trace."""
    try:
        document = Document.from_bytes(data)
    except DocumentError as error:
        figures.check("\n" not in str(error), f"more than one line: {error}")
        return False
    figures.check(document.to_bytes() == data, "an unedited file was written differently")
    check_document(document)
    with document.edit("Name"):
        document.definitions.set("name", "Mutated")
    Document.from_bytes(document.to_bytes())
    document.history.undo()
    figures.check(document.to_bytes() == data, "undo did not give the file back")
    return True


@cache
def seeds() -> tuple[bytes, ...]:
    """The sound files that mutations start from."""
    return SMALL, generate(25).encode(), SMALL.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + SMALL


def mutated(chance: random.Random) -> bytes:
    """A file with one to three mutations."""
    data = chance.choice(seeds())
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        data = chance.choice(MUTATIONS)(data, chance)
    return data


def flip(data: bytes, chance: random.Random) -> bytes:
    """Another byte somewhere."""
    place = chance.randrange(len(data) + 1)
    return data[:place] + bytes([chance.randrange(256)]) + data[place + 1 :]


def cut(data: bytes, chance: random.Random) -> bytes:
    """The end missing."""
    return data[: chance.randrange(len(data) + 1)]


def leave_out(data: bytes, chance: random.Random) -> bytes:
    """A piece missing."""
    start = chance.randrange(len(data) + 1)
    return data[:start] + data[start + chance.randint(1, 60) :]


def double(data: bytes, chance: random.Random) -> bytes:
    """A piece twice."""
    start = chance.randrange(len(data) + 1)
    piece = data[start : start + chance.randint(1, 300)]
    return data[:start] + piece + data[start:]


def insert_token(data: bytes, chance: random.Random) -> bytes:
    """A piece of markup where none belongs."""
    place = chance.randrange(len(data) + 1)
    return data[:place] + chance.choice(TOKENS) + data[place:]


def rename(data: bytes, chance: random.Random) -> bytes:
    """A name in place of another."""
    return data.replace(chance.choice(WORDS), chance.choice(WORDS), chance.randint(1, 5))


def revalue(data: bytes, chance: random.Random) -> bytes:
    """Another value in an attribute."""
    places = [place for place in range(len(data)) if data.startswith(b'="', place)]
    if not places:
        return data
    start = chance.choice(places) + 2
    end = data.find(b'"', start)
    return data[:start] + chance.choice(VALUES) + data[end if end >= 0 else start :]


def swap_lines(data: bytes, chance: random.Random) -> bytes:
    """Two lines in each other's place, as a merge may leave them."""
    lines = data.split(b"\n")
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def conflict(data: bytes, chance: random.Random) -> bytes:
    """The marks of a merge conflict."""
    lines = data.split(b"\n")
    lines.insert(chance.randrange(len(lines) + 1), chance.choice((b"<<<<<<< HEAD", b"=======", b">>>>>>> theirs")))
    return b"\n".join(lines)


def reencode(data: bytes, chance: random.Random) -> bytes:
    """The same text in another encoding than it says."""
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "utf-16-be", "latin-1", "cp1252", "utf-8-sig")), "replace")


MUTATIONS: tuple[Mutation, ...] = (
    flip,
    cut,
    leave_out,
    double,
    insert_token,
    rename,
    revalue,
    swap_lines,
    conflict,
    reencode,
)
