"""`connectors info ID`: what a connector takes, gives and may do, and where it stands in BPMN."""

from __future__ import annotations

import click

from connectors.sdk.manifest import Manifest, Target
from connectors.sdk.values import Json, as_object, as_text, compact
from modeler.cli.terminal.failures import PROBLEMS, WRONG_USE, Ended
from modeler.cli.terminal.output import format_option, print_result
from modeler.editing import forms
from modeler.services.catalog import Catalog, CatalogEntry
from modeler.services.packages.installed import installed_catalog
from modeler.services.packages.permissions import permissions_of


@click.command()
@click.argument("id")
@format_option
def command(id: str, as_json: bool) -> None:
    """Show one connector: settings, outputs, permissions and where it stands in BPMN."""
    catalog = installed_catalog()
    entry = next((each for each in catalog.entries if each.id == id), None)
    if entry is None:
        raise Ended(WRONG_USE, _unknown(id, catalog))
    if entry.manifest is None:
        raise Ended(PROBLEMS, f"“{id}” from {entry.origin} cannot be used: {entry.reason}.")
    print_result(as_json, _details(entry, entry.manifest), _as_text(entry, entry.manifest))


def _unknown(id: str, catalog: Catalog) -> str:
    known = ", ".join(manifest.id for manifest in catalog.connectors)
    return f"There is no connector “{id}”. Installed: {known or 'none'}."


def _details(entry: CatalogEntry, manifest: Manifest) -> dict[str, Json]:
    return {
        "id": manifest.id,
        "name": manifest.name,
        "version": manifest.version,
        "state": entry.state,
        "reason": entry.reason,
        "origin": entry.origin,
        "package": entry.package or None,
        "keywords": list(manifest.keywords),
        "category": manifest.category,
        "description": manifest.description,
        "documentation": manifest.documentation,
        "appliesTo": list(manifest.applies_to),
        "implementation": manifest.binding.implementation,
        "calledElement": manifest.binding.called_element,
        "settings": [_setting(name, as_object(part)) for name, part in _properties(manifest).items()],
        "outputs": manifest.outputs,
        "permissions": list(permissions_of([manifest]).values()),
        "examples": [{"title": each.title, "settings": each.settings} for each in manifest.examples],
        "migrations": [each.to for each in manifest.migrations],
        "languages": list(manifest.translations),
        "targets": {name: _target(each) for name, each in manifest.targets.items()},
    }


def _target(target: Target) -> dict[str, Json]:
    attributes: dict[str, Json] = dict(target.attributes)
    return {
        "implementation": target.implementation or None,
        "attributes": attributes,
        "unsupported": target.unsupported or None,
    }


def _properties(manifest: Manifest) -> dict[str, Json]:
    return as_object(manifest.properties.get("properties"))


def _setting(name: str, part: dict[str, Json]) -> dict[str, Json]:
    return {"key": name, "label": as_text(part.get("title"), name), "default": part.get("default"), "schema": part}


def _as_text(entry: CatalogEntry, manifest: Manifest) -> str:
    lines = [f"{manifest.name} {manifest.version} ({manifest.id})", manifest.description, ""]
    lines += [f"from            {entry.origin}"]
    lines += (
        [f"state           {entry.state}{': ' if entry.reason else ''}{entry.reason}"] if entry.state != "ready" else []
    )
    lines += [f"drawn as        {', '.join(manifest.applies_to)}"]
    lines += [f"implementation  {manifest.binding.implementation}"] if manifest.binding.implementation else []
    lines += [f"may             {words}" for words in permissions_of([manifest]).values()]
    lines += [
        f"not for         {name}: {each.unsupported}" for name, each in manifest.targets.items() if each.unsupported
    ]
    for group in forms.build(manifest, manifest.defaults).groups:
        lines += ["", group.label]
        lines += [f"  {field.name:<16} {field.label}{_default(field)}" for field in group.fields]
    return "\n".join(lines)


def _default(field: forms.Field) -> str:
    return "" if field.default in (None, "", []) else f" (default {compact(field.default)})"
