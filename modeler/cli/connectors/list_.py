"""`connectors list`: everything that was found, also what cannot be used, with the reason."""

from __future__ import annotations

import click

from connectors.sdk.values import Json
from modeler.cli.terminal.failures import PROBLEMS, Ended
from modeler.cli.terminal.output import format_option, print_result
from modeler.services.catalog import CatalogEntry
from modeler.services.packages.installed import installed_catalog


@click.command()
@format_option
def command(as_json: bool) -> None:
    """List everything that was found, also what cannot be used, with the reason.

    Ends with status 1 when a package is broken or shadowed by another one.
    """
    entries = installed_catalog().entries
    print_result(as_json, {"connectors": [_entry(each) for each in entries]}, "\n".join(map(_line, entries)))
    if any(entry.state in ("broken", "shadowed") for entry in entries):
        raise Ended(PROBLEMS)


def _entry(entry: CatalogEntry) -> dict[str, Json]:
    manifest = entry.manifest
    return {
        "id": entry.id,
        "name": manifest.name if manifest else None,
        "version": manifest.version if manifest else None,
        "state": entry.state,
        "kind": entry.kind,
        "package": entry.package or None,
        "origin": entry.origin,
        "reason": entry.reason,
        "findings": [finding.message for finding in entry.findings],
    }


def _line(entry: CatalogEntry) -> str:
    name = f"{entry.manifest.name} {entry.manifest.version}" if entry.manifest else ""
    reason = f"  {entry.reason}" if entry.reason else ""
    return f"{entry.id:<22} {entry.state:<9} {name:<28} {entry.origin}{reason}"
