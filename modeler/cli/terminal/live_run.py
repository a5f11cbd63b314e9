"""`preview FILE --live`: what would be reached is listed first, then somebody agrees, then it is done for real."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from modeler.cli.terminal.failures import PROBLEMS, WRONG_USE, Ended
from modeler.cli.terminal.output import path_text, print_result, say
from modeler.cli.terminal.run_files import RunFiles

if TYPE_CHECKING:
    from engine.bpmn import Document
    from modeler.services.live.plan import LivePlan, Reach
    from modeler.services.live.runs import LiveChoice, LiveRun, LiveRuns
    from modeler.services.preview.starting import PreviewOptions


@dataclass(frozen=True, slots=True)
class LiveWish:
    """What the command line says about a live run."""

    is_wanted: bool = False
    only: tuple[str, ...] = ()
    is_agreed: bool = False
    allow_local: bool = False
    user: str | None = None

    def tell_idle(self) -> None:
        """Say what has no effect because nobody asked for a live run."""
        said = {"--only": self.only, "--yes": self.is_agreed, "--allow-local": self.allow_local, "--as": self.user}
        named = [option for option, value in said.items() if value]
        if named and not self.is_wanted:
            say(f"{', '.join(named)} had no effect: without --live nothing is sent.")


def live_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a live run, as one `live` argument."""

    @click.option("--live", is_flag=True, help="Really send mails and call servers, after a list and a question.")
    @click.option(
        "--only", multiple=True, metavar="ID", help="With --live: run only this element live; may be repeated."
    )
    @click.option("--yes", is_flag=True, help="With --live: agree to the list beforehand.")
    @click.option("--allow-local", is_flag=True, help="With --live: let connectors call servers on this machine.")
    @click.option("--as", "user", metavar="USER", help="With --live: who starts the Request, by id in users.json.")
    @wraps(function)
    def wrapped(
        live: bool, only: tuple[str, ...], yes: bool, allow_local: bool, user: str | None, **arguments: Any
    ) -> None:
        function(live=LiveWish(live, only, yes, allow_local, user), **arguments)

    return wrapped


def run_live(
    document: Document, file: Path, options: PreviewOptions, wish: LiveWish, made: RunFiles, as_json: bool
) -> None:
    """List what would be reached, ask, and run; ends with a status as `preview` does."""
    from engine.runtime.errors import RequestError
    from modeler.services.live.plan import live_plan
    from modeler.services.packages.installed import installed_catalog
    from modeler.services.profile import Profile
    from modeler.services.secrets.keyring_store import Secrets

    profile = Profile.of_user()
    catalog = installed_catalog(profile)
    choice = _choice(options, wish)
    try:
        plan = live_plan(document, catalog, choice, Secrets(profile).is_set)
        chosen = _chosen(plan, wish)
        _agree(chosen, wish)
        run_choice = _with_elements(choice, chosen)
        with _running(profile) as runs:
            page = runs.open_page(catalog, lambda: None)
            try:
                run = runs.start(document, catalog, run_choice, file.name).go_on()
            finally:
                if page is not None:
                    page.close()
            made.write(run)
            _report(run, runs, made.outbox, as_json)
    except RequestError as error:
        raise Ended(WRONG_USE, str(error)) from error


def _running(profile: Any) -> Any:
    from contextlib import closing

    from modeler.services.live.runs import LiveRuns

    return closing(LiveRuns(profile))


def _choice(options: PreviewOptions, wish: LiveWish) -> LiveChoice:
    from modeler.services.live.runs import NOBODY, LiveChoice, requester

    user = dict(NOBODY)
    if wish.user is not None:
        found = requester(options.workspace, wish.user)
        if found is None:
            raise Ended(WRONG_USE, f"There is no user {wish.user} in users.json beside the process.")
        user = found
    return LiveChoice(
        options.data, frozenset(), options.workspace, options.start, wish.allow_local, pins=options.pins, user=user
    )


def _with_elements(choice: LiveChoice, plan: LivePlan) -> LiveChoice:
    from dataclasses import replace

    return replace(choice, elements=frozenset(each.element for each in plan.reaches))


def _chosen(plan: LivePlan, wish: LiveWish) -> LivePlan:
    known = {each.element for each in plan.reaches}
    unknown = [id for id in wish.only if id not in known]
    if unknown:
        names = ", ".join(sorted(known)) or "none"
        raise Ended(WRONG_USE, f"{unknown[0]} is no element with a connector. There are: {names}.")
    return plan.chosen(wish.only) if wish.only else plan


def _agree(plan: LivePlan, wish: LiveWish) -> None:
    if not plan.reaches:
        raise Ended(WRONG_USE, "The process has no connector that could run live.")
    click.echo("Live run: this really happens.", err=True)
    for each in plan.reaches:
        click.echo(_lines(each), err=True)
    ended = (f"The dry run ends early: {plan.error}",) if plan.error else ()
    for problem in (*plan.problems, *ended):
        click.echo(f"  ! {problem}", err=True)
    if wish.is_agreed:
        return
    if not sys.stdin.isatty():
        raise Ended(WRONG_USE, "Nobody can be asked here: look at the list above and add --yes.")
    if not click.confirm("Send for real?", default=False, err=True):
        raise Ended(PROBLEMS, "Nothing was sent.")


def _lines(reach: Reach) -> str:
    lines = [f"  {reach.element}: {reach.connector} “{reach.name}”"]
    if not reach.is_reached:
        lines.append("      not reached with this data; " + "; ".join(reach.may).lower())
    for what, values in (
        ("to", reach.recipients), ("server", reach.hosts), ("file", reach.files), ("secret", reach.secrets),
        ("!", reach.problems),
    ):  # fmt: skip
        lines += [f"      {what} {value}" for value in values]
    return "\n".join(lines)


def _report(run: LiveRun, runs: LiveRuns, outbox: Path | None, as_json: bool) -> None:
    doubts = [
        {"element": each.sending.element, "title": each.sending.title, "to": each.sending.target}
        for each in runs.ledger.in_doubt(run.id)
    ]
    result = {**run.result(outbox), "run": run.id, "inDoubt": doubts}
    request = run.request
    lines = [f"status   {request.status}", f"run      {run.id}", f"path     {path_text(request.path)}"]
    lines += [f"effect   {effect.element}: {effect.kind} “{effect.title}”" for effect in run.effects]
    lines += [f"waiting  {id}: {request.reasons.get(id, 'for other tokens')}" for id in request.waiting]
    lines += [f"error    {each.get('element')}: {each.get('message')}" for each in request.errors]
    lines += [f"in doubt {each['element']}: “{each['title']}” to {each['to']}" for each in doubts]
    print_result(as_json, result, "\n".join(lines))
    if request.status == "waiting":
        click.echo("The Request waits; the window goes on with it under Preview → Live runs.", err=True)
    if request.status == "error" or doubts:
        raise Ended(PROBLEMS)
