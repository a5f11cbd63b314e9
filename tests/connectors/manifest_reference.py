"""The tables of the manifest's reference, `docs/connector-manifest.md`, from its schema and the words for places.

`python -m tests.connectors.manifest_reference` writes them into the page; a test compares the two.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from connectors.sdk.manifest import manifest_schema
from connectors.sdk.places import WORDS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "connector-manifest.md"


def keys(schema: dict[str, Any], before: str = "") -> Iterator[tuple[str, dict[str, Any], bool]]:
    """Every key of the manifest with its place, its schema, and whether it must be there."""
    for name, part in schema.get("properties", {}).items():
        place = f"{before}{name}"
        yield place, part, name in schema.get("required", ())
        yield from keys(part, f"{place}.")
        for key, mark in (("items", "[]."), ("additionalProperties", ".*.")):
            if isinstance(part.get(key), dict):
                yield from keys(part[key], place + mark)


def takes(part: dict[str, Any], root: dict[str, Any]) -> str:
    """What a key takes, in a few words."""
    here = {**resolved(part.get("$ref"), root), **part}
    if "enum" in here:
        return ", ".join(f"`{each}`" for each in here["enum"])
    kind = here.get("type", "any value")
    if kind == "array":
        inside = here.get("items", {})
        return f"list of {takes(inside, root)}" if inside.get("type") != "object" else "list of objects"
    limits = [f"{word} {here[key]}" for key, word in _LIMITS if key in here]
    return ", ".join([{"string": "text", "boolean": "yes or no"}.get(kind, kind), *limits])


_LIMITS = (("minimum", "from"), ("exclusiveMinimum", "above"), ("maximum", "to"), ("maxLength", "at most"))


def resolved(reference: str | None, root: dict[str, Any]) -> dict[str, Any]:
    """What a reference within the schema names."""
    here = root
    for step in reference.removeprefix("#/").split("/") if reference else ():
        here = here[step]
    return here if reference else {}


def meaning(part: dict[str, Any], root: dict[str, Any]) -> str:
    """The words about a key."""
    return str(part.get("description") or resolved(part.get("$ref"), root).get("description", "")).replace("|", "\\|")


def page(text: str) -> str:
    """The page with its tables written anew; words around them stay."""
    root = manifest_schema()
    rows = [
        f"| `{place}`{' (required)' if needed else ''} | {takes(part, root)} | {meaning(part, root)} |"
        for place, part, needed in keys(root)
    ]
    words = [f"| `{word}` | {', '.join(f'`{key}`' for key in needed)} |" for word, needed in sorted(WORDS.items())]
    text = _replaced(text, "keys", ["| key | what it takes | meaning |", "| --- | --- | --- |", *rows])
    return _replaced(text, "places", ["| type | needs |", "| --- | --- |", *words])


def _replaced(text: str, mark: str, lines: list[str]) -> str:
    before, found, after = text.partition(f"<!-- {mark} -->\n")
    _, end, rest = after.partition("<!-- end -->")
    return "".join([before, found, "\n".join(lines), "\n", end, rest])


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")


if __name__ == "__main__":
    main()
