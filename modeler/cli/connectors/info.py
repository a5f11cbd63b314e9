"""`connectors info ID`: what a connector takes, gives and may do, and where it stands in BPMN."""

from __future__ import annotations

import click

from connectors.sdk.manifest import Manifest
from connectors.sdk.values import Json, as_object, as_text, compact
from modeler.cli.terminal.failures import WRONG_USE, Ended
from modeler.cli.terminal.output import format_option, print_result
from modeler.editing import forms
from modeler.services.catalog import Catalog
from modeler.services.packages.installed import installed_catalog


@click.command()
@click.argument("id")
@format_option
def command(id: str, as_json: bool) -> None:
    """Show one connector: settings, outputs, permissions and where it stands in BPMN."""
    catalog = installed_catalog()
    manifest = catalog.get(id)
    if manifest is None:
        raise Ended(WRONG_USE, _unknown(id, catalog))
    print_result(as_json, _details(manifest), _as_text(manifest))


def _unknown(id: str, catalog: Catalog) -> str:
    known = ", ".join(manifest.id for manifest in catalog.connectors)
    return f"There is no connector “{id}”. Installed: {known or 'none'}."


def _details(manifest: Manifest) -> dict[str, Json]:
    return {
        "id": manifest.id,
        "name": manifest.name,
        "version": manifest.version,
        "category": manifest.category,
        "description": manifest.description,
        "documentation": manifest.documentation,
        "appliesTo": list(manifest.applies_to),
        "implementation": manifest.binding.implementation,
        "calledElement": manifest.binding.called_element,
        "settings": [_setting(name, as_object(part)) for name, part in _properties(manifest).items()],
        "outputs": manifest.outputs,
        "permissions": list(manifest.permissions.in_words()),
    }


def _properties(manifest: Manifest) -> dict[str, Json]:
    return as_object(manifest.properties.get("properties"))


def _setting(name: str, part: dict[str, Json]) -> dict[str, Json]:
    return {"key": name, "label": as_text(part.get("title"), name), "default": part.get("default"), "schema": part}


def _as_text(manifest: Manifest) -> str:
    lines = [f"{manifest.name} {manifest.version} ({manifest.id})", manifest.description, ""]
    lines += [f"drawn as        {', '.join(manifest.applies_to)}"]
    lines += [f"implementation  {manifest.binding.implementation}"] if manifest.binding.implementation else []
    lines += [f"may             {words}" for words in manifest.permissions.in_words()]
    for group in forms.build(manifest, manifest.defaults).groups:
        lines += ["", group.label]
        lines += [f"  {field.name:<16} {field.label}{_default(field)}" for field in group.fields]
    return "\n".join(lines)


def _default(field: forms.Field) -> str:
    return "" if field.default in (None, "", []) else f" (default {compact(field.default)})"
