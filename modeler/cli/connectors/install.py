"""`connectors install SOURCE`: a folder, wheel, zip or a name in an index, once its permissions are agreed to."""

from __future__ import annotations

import click

from modeler.cli.terminal.output import format_option, print_result
from modeler.cli.terminal.packages import as_json as candidate_as_json
from modeler.cli.terminal.packages import ask, described, or_ended
from modeler.services.packages.store import Candidate, Packages
from modeler.services.profile import Profile


@click.command()
@click.argument("source")
@click.option("--index", default="", help="Where packages and libraries are: an https address or a folder of wheels.")
@click.option("--yes", is_flag=True, help="Agree to the permissions without being asked.")
@format_option
def command(source: str, index: str, yes: bool, as_json: bool) -> None:
    """Install the connector package in SOURCE: a folder, a wheel, a zip file, or a name such as acme-weather>=1.2.

    Shows the permissions that the package wants and asks for consent. Nothing of the package runs before a preview or
    a run uses it. Ends with status 2 when the package is refused and with 1 when consent is.
    """
    packages = Packages(Profile.of_user())
    candidate = or_ended(lambda: packages.look_at(source, index))
    if candidate.new_permissions:
        ask(described(candidate), f"Install {candidate.name} with these permissions?", yes)
    or_ended(lambda: packages.install(candidate, consent=True))
    said = f"{_done(candidate)}: {', '.join(each.name for each in candidate.connectors)}."
    print_result(as_json, candidate_as_json(candidate), "\n".join([said, *candidate.notes]))


def _done(candidate: Candidate) -> str:
    before = candidate.replaces.version if candidate.replaces is not None else ""
    if candidate.step in ("upgrade", "downgrade"):
        return f"{candidate.step.capitalize()}d {candidate.name} from {before} to {candidate.version}"
    return f"Installed {candidate.name} {candidate.version}{' again' if before else ''}"
