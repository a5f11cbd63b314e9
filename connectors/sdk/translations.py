"""A connector in another language: the manifest's own words replaced by those of its `translations`.

Whatever a translation leaves out stays in the manifest's own language. Values, keys and names of settings are never
translated: a file is the same in every language.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import replace

from connectors.sdk.manifest import Group, Manifest
from connectors.sdk.schema import resolved
from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, texts

_HINTS = ("help", "placeholder", "addLabel", "summary")
_BRANCHES = ("oneOf", "anyOf", "allOf", "then", "else", "items")


def translated(manifest: Manifest, language: str) -> Manifest:
    """The manifest in a language such as `de` or `de-AT`; as it is where it has no such translation."""
    words = _words_of(manifest.translations, language)
    if not words:
        return manifest
    return replace(
        manifest,
        name=as_text(words.get("name")) or manifest.name,
        description=as_text(words.get("description")) or manifest.description,
        category=as_text(words.get("category")) or manifest.category,
        keywords=(*manifest.keywords, *texts(words.get("keywords"))),
        groups=tuple(_group(group, as_object(words.get("groups"))) for group in manifest.groups),
        properties=_settings(manifest.properties, as_object(words.get("settings"))),
    )


def unknown_settings(manifest: Manifest) -> list[tuple[str, str]]:
    """The languages and names of translated settings that the connector does not have."""
    return [
        (language, path)
        for language, words in manifest.translations.items()
        for path in as_object(as_object(words).get("settings"))
        if not list(_named(manifest.properties, path, manifest.properties))
    ]


def _words_of(translations: Mapping[str, Json], language: str) -> JsonObject:
    wanted = language.replace("_", "-").lower()
    known = {name.lower(): as_object(words) for name, words in translations.items()}
    return known.get(wanted) or known.get(wanted.partition("-")[0]) or {}


def _group(group: Group, words: JsonObject) -> Group:
    own = as_object(words.get(group.id))
    return replace(group, label=as_text(own.get("label")) or group.label, help=as_text(own.get("help")) or group.help)


def _settings(schema: JsonObject, words: JsonObject) -> JsonObject:
    result = copy.deepcopy(schema)
    for path, own in words.items():
        for part in _named(result, path, result):
            _say(part, as_object(own))
    return result


def _say(part: JsonObject, words: JsonObject) -> None:
    if as_text(words.get("title")):
        part["title"] = words["title"]
    hints = {key: words[key] for key in _HINTS if as_text(words.get(key))}
    messages = as_object(words.get("messages"))
    if hints or messages:
        before = as_object(part.get("x-ui"))
        own = {"messages": {**as_object(before.get("messages")), **messages}} if messages else {}
        part["x-ui"] = {**before, **hints, **own}
    choices = as_object(words.get("choices"))
    for choice in map(as_object, as_list(part.get("oneOf"))):
        title = as_text(choices.get(str(choice.get("const"))))
        if title:
            choice["title"] = title


def _named(schema: JsonObject, path: str, root: JsonObject) -> Iterator[JsonObject]:
    """Every part of a schema that describes the setting at a path such as `rows[].units`."""
    first, _, rest = path.partition(".")
    for holder in _alternatives(schema, root, 0):
        part = as_object(holder.get("properties")).get(first.removesuffix("[]"))
        if isinstance(part, dict):
            yield from _named(part, rest, root) if rest else (part,)


def _alternatives(schema: JsonObject, root: JsonObject, depth: int) -> Iterator[JsonObject]:
    """A schema and the parts of it that say more about the same place."""
    yield schema
    if depth > 4:
        return
    if "$ref" in schema:
        target = resolved({"$ref": schema["$ref"]}, root)
        yield from _alternatives(target, root, depth + 1)
    for name in _BRANCHES:
        value = schema.get(name)
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, dict):
                yield from _alternatives(part, root, depth + 1)
