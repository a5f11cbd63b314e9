"""What somebody who imports a ProcessMaker package should know: what works otherwise here, and what does not fit."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.sdk.values import as_text
from engine.runtime.scripts.languages import language_of
from modeler.services.workspace.package_secrets import values_left_out
from modeler.services.workspace.process_package import Package

WHOLE = "processmaker-package.json"
_KEPT_ONLY = {"EnvironmentVariable": "Environment variables", "Media": "Files"}
_NUMBERED = {"Screen": "screens", "Script": "scripts", "DataConnector": "data connectors"}


def package_notes(package: Package) -> Iterator[str]:
    """What is kept but does not work here as it does on the server, or as nobody can have meant it."""
    named = {as_text(asset.attributes.get("language")) for asset in package.of_type("Script")}
    languages = sorted(language for language in named if language_of(language) is None)
    if languages:
        shown = ", ".join(language.upper() or "an unnamed language" for language in languages)
        yield f"Scripts in {shown} are kept; a preview asks for their answers instead of running them."
    variables = [*values_left_out(package.of_type("EnvironmentVariable"))]
    if variables:
        yield f"The values of the environment variables {', '.join(variables)} were left out."
    collections = [asset.name for asset in package.of_type("Collection")]
    if collections:
        yield f"Collections ({', '.join(collections)}) come without records; “records” in their files would show some."
    for kind, words in _KEPT_ONLY.items():
        names = [asset.name for asset in package.of_type(kind)]
        if names:
            yield f"{words} ({', '.join(names)}) stay in {WHOLE}; a preview does not use them."
    yield from _clashes(package)


def _clashes(package: Package) -> Iterator[str]:
    """Assets of one kind that have the same number: whatever refers to it finds the first."""
    for kind, words in _NUMBERED.items():
        named: dict[str, list[str]] = {}
        for asset in package.of_type(kind):
            named.setdefault(str(asset.attributes.get("id") or ""), []).append(asset.name)
        for number, names in named.items():
            if number and len(names) > 1:
                listed = ", ".join(f"“{name}”" for name in names)
                yield f"The {words} {listed} have the same number {number}; where it is used, the first is taken."
