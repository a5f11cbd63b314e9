"""`tour`: the main job on a sample without a window: preview a Request, render the process, export it."""

from __future__ import annotations

import contextlib
import io
import json
from importlib.resources import as_file, files
from pathlib import Path

import click

from connectors.sdk.host import Hosts
from engine.bpmn import Document
from engine.runtime.errors import RequestError
from engine.runtime.request import Request
from modeler.cli import export, render
from modeler.cli.terminal.documents import make_folder, reading
from modeler.cli.terminal.failures import PROBLEMS, WRONG_USE, Ended
from modeler.cli.terminal.output import format_option, print_result, say
from modeler.cli.terminal.run_files import RunFiles
from modeler.services.packages.installed import installed_catalog
from modeler.services.preview.starting import Preview, start_preview
from modeler.services.profile import Profile
from modeler.services.scenarios.playing import play
from modeler.services.scenarios.running import options_of
from modeler.services.scenarios.scenario import Scenario, read_scenario
from modeler.services.storage.files import Files

SAMPLE = "purchase-approval"
PICTURES = (".svg", ".png", ".pdf")
MOST_ANSWERS = 100
Result = dict[str, object]


@click.command(hidden=True)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("-o", "folder", type=click.Path(path_type=Path, file_okay=False), help="Where to write.")
@format_option
def command(file: Path | None, folder: Path | None, as_json: bool) -> None:
    """Preview a Request of FILE (else of the sample process), render it and export it, and say where.

    The scenario that lies beside the file (`NAME.scenario.json`), if any, says with what data and answers.
    """
    place = folder or Profile.of_user().folder / "tour"
    make_folder(place)
    with as_file(files("resources") / "samples") as samples:
        process = file or samples / f"{SAMPLE}.bpmn"
        say(f"Previewing a Request of {process.name} …")
        document = reading(process, lambda: Files(Profile.of_user()).open(process, to_write=False).document)
        run = previewed(document, process, place / "outbox")
        written = files_of(run)
        if not document.diagrams:
            say(f"{process.name} has no diagram that could be rendered.")
        for suffix in PICTURES if document.diagrams else ():
            say(f"Rendering {process.stem}{suffix} …")
            written.append(file_of(render.command, process, "-o", place / f"{process.stem}{suffix}"))
        say(f"Exporting {process.name} …")
        written.append(file_of(export.command, process, "-o", place / process.name))
    summary = {"process": process.name, "folder": str(place), "preview": run, "files": written}
    print_result(as_json, summary, as_text(process.name, run, place, written))
    if run["status"] == "error":
        raise Ended(PROBLEMS)


def previewed(document: Document, process: Path, outbox: Path) -> Result:
    """The result of one Request, its effects written to a folder."""
    scenario = beside(process)
    options = options_of(scenario, process.parent)
    make_folder(outbox)
    with Hosts() as hosts:
        try:
            preview = start_preview(document, installed_catalog(), hosts, options)
            play(preview.request, scenario)
            finish(preview.request)
        except RequestError as error:
            raise Ended(WRONG_USE, str(error)) from error
    return told(preview, outbox)


def beside(process: Path) -> Scenario:
    """The scenario that lies beside a process; an empty one where there is none."""
    file = process.with_name(f"{process.stem}.scenario.json")
    try:
        return read_scenario(file.read_text(encoding="utf-8")) if file.is_file() else Scenario()
    except (OSError, ValueError) as error:
        raise Ended(WRONG_USE, f"{file}: {error}") from error


def finish(request: Request) -> None:
    """Go on to the end, or to something that neither a person's plain "done" nor time brings on."""
    request.run()
    for _ in range(MOST_ANSWERS):
        if not request.waiting:
            return
        try:
            request.complete(request.waiting[0])
        except RequestError:
            if request.next_due is None:
                return
            request.advance()


def told(preview: Preview, outbox: Path) -> Result:
    """What a preview came to, with its effects as files."""
    RunFiles(outbox).write(preview)
    return preview.result(outbox)


def file_of(called: click.Command, *arguments: object) -> str:
    """The file that another command says it wrote; its errors end this command too."""
    answer = io.StringIO()
    with contextlib.redirect_stdout(answer):
        called.main([*map(str, arguments), "--format", "json"], standalone_mode=False)
    return str(json.loads(answer.getvalue())["file"])


def files_of(run: Result) -> list[str]:
    """The files of all effects of a previewed Request."""
    effects = run.get("effects")
    if not isinstance(effects, list):
        return []
    return [str(file) for effect in effects for file in effect.get("files") or ()]


def as_text(name: str, run: Result, place: Path, written: list[str]) -> str:
    """The summary for people."""
    path = run.get("path")
    steps = " > ".join(map(str, path)) if isinstance(path, list) else ""
    lines = [f"{name}: the Request is {run.get('status')}", f"  path   {steps}"]
    lines += [f"  wrote  {each}" for each in written]
    return "\n".join([*lines, f"Everything is in {place}"])
