"""The BPMN files that the tests of the document run over: our own, and the published corpora where they are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

OWN = Path(__file__).parent / "files"
SHARED = next(
    (
        folder / "shared" / "data" / "bpmn"
        for folder in Path(__file__).resolve().parents
        if (folder / "shared" / "data" / "bpmn").is_dir()
    ),
    None,
)


def files() -> Iterator[Path]:
    """Every BPMN file at hand, in a stable order."""
    for folder in (OWN, SHARED):
        if folder is not None:
            yield from sorted(path for path in folder.rglob("*") if path.suffix in (".bpmn", ".xml"))


def names(paths: list[Path]) -> list[str]:
    """A short test id for each file."""
    return [f"{path.parent.name}/{path.name}" for path in paths]


FILES = list(files())
NAMES = names(FILES)
