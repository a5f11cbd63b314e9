"""The settings of a manifest as a table for its documentation page: one row a setting, nested ones below their list."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.sdk.manifest import Manifest
from connectors.sdk.schema import resolved
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, compact, texts

HEAD = ("| setting | label | takes | default | meaning |", "| --- | --- | --- | --- | --- |")
_MARK = "↳ "


def settings_table(manifest: Manifest) -> str:
    """The table in Markdown, in the order of the schema."""
    return "\n".join((*HEAD, *_rows(manifest.properties, manifest.properties, 0)))


def _rows(schema: JsonObject, root: JsonObject, depth: int) -> Iterator[str]:
    for name, part in as_object(schema.get("properties")).items():
        setting = resolved(part, root)
        yield _row(_MARK * depth + f"`{name}`", setting, _values(setting, root))
        inner = resolved(setting.get("items"), root) if "items" in setting else setting
        if "oneOf" not in inner or "properties" in inner:
            yield from _rows(inner, root, depth + 1)


def _row(name: str, setting: JsonObject, takes: str) -> str:
    hint = as_object(setting.get("x-ui"))
    default = f"`{compact(setting['default'])}`" if "default" in setting else ""
    meaning = as_text(hint.get("help"))
    if hint.get("hidden") is True:
        meaning = "Kept; not shown."
    return _cells(name, as_text(setting.get("title")), takes, default, meaning)


def _values(setting: JsonObject, root: JsonObject) -> str:
    branches = [as_object(each) for each in as_list(setting.get("oneOf"))]
    if branches and all("const" in each for each in branches):
        return ", ".join(f"`{compact(each['const'])}` {as_text(each.get('title'))}".strip() for each in branches)
    if "enum" in setting:
        return ", ".join(f"`{compact(each)}`" for each in as_list(setting["enum"]))
    if "items" in setting:
        inner = resolved(setting["items"], root)
        kinds = [_constant(as_object(each)) for each in as_list(inner.get("oneOf"))]
        listed = ", ".join(f"`{each}`" for each in kinds if each)
        return f"list of {listed}" if listed else f"list of {_values(inner, root)}"
    kind = setting.get("type")
    words = kind if isinstance(kind, str) else " or ".join(texts(kind)) or "anything"
    return f"{words}, {setting['format']}" if "format" in setting else words


def _constant(branch: JsonObject) -> str:
    """What tells one kind of entry from the others."""
    named = as_object(branch.get("properties"))
    constants: list[Json] = [as_object(each)["const"] for each in named.values() if "const" in as_object(each)]
    return as_text(constants[0]) if constants else ""


def _cells(*cells: str) -> str:
    return "| " + " | ".join(each.replace("|", "\\|").replace("\n", " ") for each in cells) + " |"
