"""`connectors upgrade [ID]`: newer versions from where packages came from, or from a source that is given."""

from __future__ import annotations

import click

from connectors.sdk.migrations import due
from connectors.sdk.values import Json
from modeler.cli.terminal.failures import PROBLEMS, WRONG_USE, Ended
from modeler.cli.terminal.output import format_option, print_result
from modeler.cli.terminal.packages import as_json as candidate_as_json
from modeler.cli.terminal.packages import ask, described, or_ended
from modeler.services.packages.store import Candidate, Packages
from modeler.services.profile import Profile


@click.command()
@click.argument("id", required=False)
@click.argument("source", default="")
@click.option("--all", "everything", is_flag=True, help="Upgrade every installed package.")
@click.option("--index", default="", help="Where to look instead: an https address or a folder of wheels.")
@click.option("--yes", is_flag=True, help="Agree to new permissions without being asked.")
@format_option
def command(id: str | None, source: str, everything: bool, index: str, yes: bool, as_json: bool) -> None:
    """Upgrade the package ID, or with --all every one. SOURCE is a folder, wheel or zip with the newer version.

    Asks only when the newer version wants more than was agreed to. Files are not touched: `connectors migrate` brings
    elements of the older version up to date.
    """
    if (id is None) != everything:
        raise Ended(WRONG_USE, "Name one package, or give --all.")
    packages = Packages(Profile.of_user())
    names = sorted(packages.registry.packages) if id is None else [id]
    results, failures = [], []
    for name in names:
        try:
            results.append(_upgraded(packages, name, source, index, yes))
        except Ended as end:
            if not everything:
                raise
            failures.append(f"{name}: {end.line}")
    lines = [line for candidate, done in results for line in _told(candidate, done)]
    rows: list[Json] = [{**candidate_as_json(candidate), "done": done} for candidate, done in results]
    print_result(as_json, {"packages": rows, "failures": failures}, "\n".join(lines))
    if failures:
        raise Ended(PROBLEMS, "; ".join(failures))


def _upgraded(packages: Packages, id: str, source: str, index: str, yes: bool) -> tuple[Candidate, bool]:
    candidate = or_ended(lambda: packages.look_for_upgrade(id, source, index))
    if candidate.step != "upgrade":
        return candidate, False
    if candidate.new_permissions:
        ask(described(candidate), f"Upgrade {candidate.name} with the new permissions?", yes)
    or_ended(lambda: packages.install(candidate, consent=True))
    return candidate, True


def _told(candidate: Candidate, done: bool) -> list[str]:
    before = candidate.replaces.version if candidate.replaces is not None else ""
    if not done:
        return [f"{candidate.name} {before} is the newest version that was found."]
    lines = [f"Upgraded {candidate.name} from {before} to {candidate.version}."]
    if any(due(each.migrations, before) for each in candidate.connectors):
        lines.append("Its settings have changed: “processwright connectors migrate FILE” brings files up to date.")
    return lines
