"""`connectors migrate FILE…`: brings elements of older versions of a connector up to date."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from connectors.sdk.values import Json, compact
from modeler.cli.terminal.documents import reading, writing
from modeler.cli.terminal.failures import WRONG_USE, Ended
from modeler.cli.terminal.output import format_option, print_result, say
from modeler.cli.terminal.packages import ask
from modeler.editing import behaviors
from modeler.editing.migrating import ABSENT, Plan, migrate, migration_plans
from modeler.services.packages.installed import installed_catalog
from modeler.services.profile import Profile
from modeler.services.storage.files import Files, OpenFile


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--connector", default="", help="Only elements of this connector.")
@click.option("--from", "since", default=None, help="The version that wrote the settings, where you know it.")
@click.option("--dry-run", is_flag=True, help="Show what would change and write nothing.")
@click.option("--yes", is_flag=True, help="Write without being asked.")
@format_option
def command(
    files: tuple[Path, ...], connector: str, since: str | None, dry_run: bool, yes: bool, as_json: bool
) -> None:
    """Give the elements of each FILE the settings that the installed versions of their connectors want.

    Shows each setting before and after, and asks before it writes. What has its new form already stays as it is.
    """
    catalog = installed_catalog()
    if connector and catalog.get(connector) is None:
        raise Ended(WRONG_USE, f"There is no connector “{connector}” that is installed and enabled.")
    desk = Files(Profile.of_user(), behaviors=behaviors.ALL)
    wanted = [each for each in catalog.connectors if connector in ("", each.id)]
    rows: list[Json] = []
    for path in files:
        opened = reading(path, lambda path=path: desk.open(path, to_write=not dry_run))  # type: ignore[misc]  # bound now
        try:
            plans = migration_plans(opened.document, wanted, catalog.connector_of, since)
            rows += [_row(path, plan) for plan in plans]
            _finish(opened, path, plans, dry_run, yes, as_json)
        finally:
            opened.close()
    print_result(as_json, {"written": not dry_run, "elements": rows}, "" if rows else "Nothing is to be migrated.")


def _finish(opened: OpenFile, path: Path, plans: Sequence[Plan], dry_run: bool, yes: bool, as_json: bool) -> None:
    if not plans:
        return
    lines = [line for plan in plans for line in _lines(path, plan)]
    if dry_run:
        print_result(False, None, "" if as_json else "\n".join(lines))
        return
    ask(lines, f"Write {path.name}?", yes)
    migrate(opened.document, plans)
    for note in writing(opened.save).notes:
        say(note)


def _lines(path: Path, plan: Plan) -> list[str]:
    head = f"{path}: {plan.name} [{plan.element_id}] to {plan.manifest.name} {plan.manifest.version}"
    return [head, *(f"  {each.title}: {_shown(each.before)} -> {_shown(each.after)}" for each in plan.told)]


def _shown(value: Json) -> str:
    return "(not there)" if value == ABSENT else compact(value)


def _row(path: Path, plan: Plan) -> Json:
    changes: list[Json] = [
        {"setting": each.setting, "title": each.title, **_sides(each.before, each.after)} for each in plan.changes
    ]
    return {"file": str(path), "element": plan.element_id, "connector": plan.manifest.id, "changes": changes}


def _sides(before: Json, after: Json) -> dict[str, Json]:
    return {key: value for key, value in (("before", before), ("after", after)) if value != ABSENT}
