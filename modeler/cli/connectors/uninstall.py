"""`connectors uninstall ID`: removes a package, once it is agreed that elements which use it will no longer run."""

from __future__ import annotations

import click

from connectors.sdk.manifest import Manifest
from modeler.cli.terminal.output import format_option, print_result
from modeler.cli.terminal.packages import ask, or_ended
from modeler.cli.terminal.uses import line, manifests_of, uses_in
from modeler.services.packages.store import Packages
from modeler.services.profile import Profile

MOST_NAMED = 20


@click.command()
@click.argument("id")
@click.option("--yes", is_flag=True, help="Remove it without being asked, although files use it.")
@format_option
def command(id: str, yes: bool, as_json: bool) -> None:
    """Remove the package ID, or the package that brought the connector ID. Files that use it keep all settings.

    Where elements use it, in the workspace folder that the window has open (or else the current folder) and in files
    that were opened lately, they are listed and it asks first. Ends with status 1 where the answer is no.
    """
    packages = Packages(Profile.of_user())
    name = or_ended(lambda: packages.package_of(id).name)
    warning = _warning(manifests_of(name))
    if warning:
        ask(warning, f"Remove {name} all the same?", yes)
    package = or_ended(lambda: packages.uninstall(name))
    result = {"package": package.name, "version": package.version, "connectors": list(package.connectors)}
    print_result(as_json, result, f"Removed {package.name} {package.version}.")


def _warning(manifests: list[Manifest]) -> list[str]:
    """Which elements will no longer run, in lines for a person; none where nothing uses the package."""
    found = uses_in(manifests, with_recent=True)
    if not found:
        return []
    one = len(found) == 1
    head = "1 element uses it" if one else f"{len(found)} elements use it"
    kept = "its settings stay in the file" if one else "their settings stay in the files"
    more = [f"  and {len(found) - MOST_NAMED} more"] if len(found) > MOST_NAMED else []
    named = [f"  {line(use)}" for use in found[:MOST_NAMED]]
    return [f"{head} and will no longer run; {kept}:", *named, *more]
