"""`preview FILE`: one Request offline, its data, path, effects and errors."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from connectors.sdk.host import Hosts
from connectors.sdk.values import JsonObject, compact
from engine.bpmn import Document
from engine.runtime.errors import RequestError
from modeler.cli.terminal.documents import reading
from modeler.cli.terminal.failures import PROBLEMS, WRONG_USE, Ended
from modeler.cli.terminal.folders import read_text
from modeler.cli.terminal.live_run import LiveWish, live_options, run_live
from modeler.cli.terminal.output import format_option, path_text, print_result
from modeler.cli.terminal.run_files import RunFiles
from modeler.services.packages.installed import installed_catalog
from modeler.services.preview.outbox import Effect
from modeler.services.preview.starting import Preview, PreviewOptions, read_data, start_preview
from modeler.services.profile import Profile
from modeler.services.scenarios.expectations import differences, outcome_of
from modeler.services.scenarios.playing import play
from modeler.services.scenarios.running import options_of
from modeler.services.scenarios.scenario import Scenario, read_scenario
from modeler.services.storage.files import Files

_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("file", type=_PATH)
@click.option("--data", "data_text", metavar="JSON|@FILE", help="The data that the Request starts with; @- reads them.")
@click.option("--start", help="The id of the start event; the first one otherwise.")
@click.option("--scenario", "scenario_file", type=_PATH, help="Data, answers, events and expectations from a file.")
@click.option("--outbox", "outbox_folder", type=_PATH, help="Write mails and other effects into this folder.")
@click.option("--trace", "trace_file", type=_PATH, help="Write everything that happened, one JSON object a line.")
@click.option("--seed", type=click.IntRange(min=0), help="Another seed, other ids; 0 otherwise.")
@live_options
@format_option
def command(
    file: Path,
    data_text: str | None,
    start: str | None,
    scenario_file: Path | None,
    outbox_folder: Path | None,
    trace_file: Path | None,
    seed: int | None,
    live: LiveWish,
    as_json: bool,
) -> None:
    """Run one Request of FILE offline: nothing is sent, time is virtual, the same input gives the same result.

    With --live the chosen connectors really send and call, after a list of recipients and hosts and a question.

    Ends with status 1 when the Request is in error or not as its scenario expects, and with 2 for wrong use or a file
    that is refused.
    """
    live.tell_idle()
    document = reading(file, lambda: Files(Profile.of_user()).open(file, to_write=False).document)
    scenario = _scenario(scenario_file)
    data = scenario.data if data_text is None else _data(data_text)
    seed = scenario.seed if seed is None else seed
    chosen = replace(scenario, data=data, start=start or scenario.start, seed=seed)
    options = options_of(chosen, file.absolute().parent)
    made = RunFiles(outbox_folder, trace_file)
    made.prepare()
    if live.is_wanted:
        run_live(document, file, options, live, made, as_json)
        return
    with Hosts() as hosts:
        preview = _started(document, hosts, options)
        _play(preview, scenario)
    made.write(preview)
    result = preview.result(outbox_folder)
    print_result(as_json, result, _as_text(preview))
    unexpected = differences(outcome_of(preview.request, preview.effects), scenario.expect)
    if result["status"] == "error" or unexpected:
        raise Ended(PROBLEMS, "; ".join(each.text for each in unexpected) if scenario.expect else None)


def _data(text: str) -> JsonObject:
    is_named = text.startswith("@")
    try:
        return read_data(read_text(Path(text[1:])) if is_named else text)
    except ValueError as error:
        place = f"{text[1:]}: " if is_named else ""
        raise Ended(WRONG_USE, f"{place}{error}{_file_hint(text)}") from error


def _file_hint(text: str) -> str:
    """How to say that data stand in a file, for whoever has named one."""
    try:
        is_file = text.endswith(".json") or Path(text).is_file()
    except (OSError, ValueError):
        return ""
    is_file = is_file and not text.startswith("@")
    return f" (to read them from that file, write --data @{text})" if is_file else ""


def _scenario(file: Path | None) -> Scenario:
    try:
        return Scenario() if file is None else read_scenario(read_text(file))
    except ValueError as error:
        raise Ended(WRONG_USE, f"{file}: {error}") from error


def _play(preview: Preview, scenario: Scenario) -> None:
    try:
        play(preview.request, scenario)
    except RequestError as error:
        raise Ended(WRONG_USE, str(error)) from error


def _started(document: Document, hosts: Hosts, options: PreviewOptions) -> Preview:
    try:
        return start_preview(document, installed_catalog(), hosts, options)
    except RequestError as error:
        raise Ended(WRONG_USE, str(error)) from error


def _as_text(preview: Preview) -> str:
    request = preview.request
    lines = [f"status   {request.status}", f"path     {path_text(request.path)}"]
    reasons = request.reasons
    lines += [f"waiting  {id}: {reasons.get(id, 'for other tokens')}" for id in request.waiting]
    lines += [f"effect   {_effect(effect)}" for effect in preview.effects]
    lines += [f"error    {each.get('element')}: {each.get('message')}" for each in request.errors]
    data = preview.result()["data"]
    return "\n".join([*lines, f"data     {compact(data if isinstance(data, dict) else {})}"])


def _effect(effect: Effect) -> str:
    to = f" to {', '.join(effect.recipients)}" if effect.recipients else ""
    note = f" ({effect.note})" if effect.note else ""
    return f"{effect.element}: {effect.kind} “{effect.title}”{to}{note}"
