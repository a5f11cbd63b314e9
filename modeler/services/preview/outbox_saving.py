"""The outbox as files: one folder with what was sent, made and printed, and a manifest that says what each is.

Names come from the order and the titles; nothing that is there is written over, and the folder appears whole or not at
all. The content is that of the outbox, in which secrets are masked.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from connectors.sdk.safe_names import safe_name, unique_name
from modeler.services.preview.exchange import as_http, read_exchange
from modeler.services.preview.outbox import Effect
from modeler.services.preview.standing import Printed
from modeler.services.storage.file_errors import explained

MANIFEST = "manifest.json"
VERSION = 1
_LONGEST_STEM = 60

Source = Effect | Printed


@dataclass(frozen=True, slots=True)
class Part:
    """One file of an effect: its ending and its bytes."""

    suffix: str
    content: bytes


def stem_of(source: Source) -> str:
    """What the files of an effect are called, without number and ending."""
    if isinstance(source, Printed):
        return f"{_short(source.element)}-printed"
    title = source.title
    if source.kind == "pdf":
        title = Path(title.replace("\\", "/")).name.removesuffix(".pdf")
    elif source.kind == "file":
        title = Path(safe_name(title)).stem
    return _short(title) or _short(source.element)


def parts_of(source: Source) -> tuple[Part, ...]:
    """The files of an effect, the one that shows it best first."""
    if isinstance(source, Printed):
        return (Part(".txt", source.text.encode("utf-8", "replace")),)
    return tuple(_parts(source))


def save_all(folder: Path, name: str, sources: Sequence[Source], names: Mapping[str, str]) -> Path:
    """Write everything into a new folder below `folder`; returns it. `names` says what elements are called.

    Raises `FileError`; then there is nothing of it.
    """
    try:
        staging = Path(mkdtemp(prefix=".outbox-", dir=folder))
    except OSError as error:
        raise explained(error, "write", folder) from error
    try:
        _write(staging, sources, names)
        staging.chmod(0o755)
        return _placed(staging, folder, safe_name(name, "outbox"))
    except OSError as error:
        shutil.rmtree(staging, ignore_errors=True)
        raise explained(error, "write", folder) from error


def _placed(staging: Path, folder: Path, name: str) -> Path:
    """The finished folder under a name that nothing has."""
    place = folder / unique_name(name, [each.name for each in folder.iterdir()])
    return staging.rename(place)


def _write(folder: Path, sources: Sequence[Source], names: Mapping[str, str]) -> None:
    digits = max(3, len(str(len(sources))))
    told = []
    for number, source in enumerate(sources, 1):
        stem = f"{number:0{digits}}-{stem_of(source)}"
        files = []
        for part in parts_of(source):
            files.append(f"{stem}{part.suffix}")
            (folder / files[-1]).write_bytes(part.content)
        told.append(_facts(source, files, names))
    manifest = {"version": VERSION, "effects": told}
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _facts(source: Source, files: list[str], names: Mapping[str, str]) -> dict[str, object]:
    facts: dict[str, object] = {
        "kind": "print" if isinstance(source, Printed) else source.kind,
        "element": source.element,
        "name": names.get(source.element, ""),
        "at": source.at.isoformat(),
        "files": files,
    }
    if isinstance(source, Effect):
        facts |= {"connector": source.connector, "title": source.title, "recipients": list(source.recipients)}
        facts |= {"note": source.note, "failed": source.has_failed} if source.note else {}
    return facts


def _parts(effect: Effect) -> Iterator[Part]:
    maker = _MADE.get(effect.kind)
    known = list(maker(effect.files[0].content)) if maker is not None and effect.files else []
    yield from known
    for file in effect.files[1:] if known else effect.files:
        yield Part(f".{_suffix(file.name)}", file.content)


def _exchange(content: bytes) -> Iterator[Part]:
    exchange = read_exchange(content)
    if exchange is not None:
        yield Part(".http", as_http(exchange).encode("utf-8", "replace"))
    yield Part(".json", _indented(content))


def _message(content: bytes) -> Iterator[Part]:
    yield Part(".json", _indented(content))


def _mail(content: bytes) -> Iterator[Part]:
    yield Part(".eml", content)


def _paper(content: bytes) -> Iterator[Part]:
    yield Part(".pdf", content)


_MADE: Mapping[str, Callable[[bytes], Iterator[Part]]] = {
    "mail": _mail, "http": _exchange, "slack": _message, "pdf": _paper,
}  # fmt: skip


def _indented(content: bytes) -> bytes:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return content
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _suffix(name: str) -> str:
    return safe_name(name.rpartition(".")[2], "bin")[:8]


def _short(text: str) -> str:
    """Some words of a title as a part of a name."""
    named = safe_name(text.replace("/", "-").replace("\\", "-").replace(".", " "), "")
    return "-".join(named[:_LONGEST_STEM].split()).strip("-")
