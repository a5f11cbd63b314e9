"""`recover [--list] [-o DIR]`: unsaved work that a crash left."""

from __future__ import annotations

import json
from pathlib import Path

import click

from engine.bpmn import DocumentError
from modeler.cli.terminal.documents import make_folder, writing
from modeler.cli.terminal.failures import PROBLEMS, Ended
from modeler.cli.terminal.output import format_option, print_result, say
from modeler.services.profile import Profile
from modeler.services.storage.durable import Absent, write_durably
from modeler.services.storage.file_errors import FileChanged
from modeler.services.storage.files import Files, restored, verified_bytes
from modeler.services.storage.recovery import UnsavedWork


@click.command()
@click.option("--list", "only_list", is_flag=True, help="Only tell what there is.")
@click.option("-o", "folder", type=click.Path(path_type=Path, file_okay=False), help="Where to write the documents.")
@format_option
def command(only_list: bool, folder: Path | None, as_json: bool) -> None:
    """Bring back unsaved work that a crash left.

    Each document is written into the folder DIR (else the present one) as `NAME (recovered).bpmn`; nothing there is
    overwritten, and the document's own file is left alone. Work that has been brought back whole is no longer listed.
    """
    desk = Files(Profile.of_user())
    found = writing(desk.unsaved_work)
    if only_list:
        rows = [_as_json(work, None, work.damage) for work in found]
        print_result(as_json, {"unsaved": rows}, "\n".join(map(_as_text, found)) or "There is no unsaved work.")
        return
    place = folder or Path.cwd()
    rows = [_brought_back(desk, work, place) for work in found]
    lines = [f"{row['name']}: {row['recovered'] or row['damage']}" for row in rows]
    print_result(as_json, {"recovered": rows}, "\n".join(lines) or "There is no unsaved work.")
    if any(row["recovered"] is None for row in rows):
        raise Ended(PROBLEMS)


def _brought_back(desk: Files, work: UnsavedWork, folder: Path) -> dict[str, object]:
    if not work.is_usable:
        say(f"processwright: {work.name}: the journal cannot be used: {work.damage} ({work.folder})")
        return _as_json(work, None, work.damage)
    try:
        document, damage = restored(work)
    except DocumentError as error:
        say(f"processwright: {work.name}: the journal cannot be used: {error}")
        return _as_json(work, None, str(error))
    data = writing(lambda: verified_bytes(document, folder / work.name))
    make_folder(folder)
    target = writing(lambda: _written(desk, folder, work.name, data))
    if damage:
        say(f"processwright: {work.name}: {damage}; the journal is kept in {work.folder}")
    else:
        work.discard()
    for typed in work.texts:
        say(f"processwright: {work.name}: typed into “{typed.label}” of {', '.join(typed.elements)}, not stored:")
        say(typed.text if isinstance(typed.text, str) else json.dumps(typed.text, ensure_ascii=False))
    return _as_json(work, target, damage)


def _written(desk: Files, folder: Path, name: str, data: bytes) -> Path:
    for target in _free_names(folder, name):
        try:
            write_durably(desk.system, desk.profile, target, data, Absent())
        except FileChanged:
            continue
        return target
    raise Ended(PROBLEMS, f"There is no free name for {name} in {folder}.")


def _free_names(folder: Path, name: str) -> list[Path]:
    stem = name.removesuffix(".bpmn")
    first = folder / f"{stem} (recovered).bpmn"
    return [first, *(folder / f"{stem} (recovered {number}).bpmn" for number in range(2, 100))]


def _as_json(work: UnsavedWork, target: Path | None, damage: str | None) -> dict[str, object]:
    return {
        "name": work.name,
        "path": str(work.path) if work.path else None,
        "steps": work.steps,
        "texts": [{"elements": [*each.elements], "field": each.label, "text": each.text} for each in work.texts],
        "recovered": str(target) if target else None,
        "damage": damage,
    }


def _as_text(work: UnsavedWork) -> str:
    place = str(work.path) if work.path else "never saved"
    damage = f" ({work.damage})" if work.damage else ""
    one = "1 text in a form" if len(work.texts) == 1 else f"{len(work.texts)} texts in forms"
    texts = f", {one}" if work.texts else ""
    return f"{work.name}: {work.steps} unsaved steps{texts}, {place}{damage}"
