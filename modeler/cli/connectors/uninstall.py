"""`connectors uninstall ID`: removes a package; files that use it keep everything."""

from __future__ import annotations

import click

from modeler.cli.terminal.output import format_option, print_result
from modeler.cli.terminal.packages import or_ended
from modeler.services.packages.store import Packages
from modeler.services.profile import Profile


@click.command()
@click.argument("id")
@format_option
def command(id: str, as_json: bool) -> None:
    """Remove the package ID, or the package that brought the connector ID. Files that use it keep all settings."""
    package = or_ended(lambda: Packages(Profile.of_user()).uninstall(id))
    result = {"package": package.name, "version": package.version, "connectors": list(package.connectors)}
    print_result(as_json, result, f"Removed {package.name} {package.version}.")
