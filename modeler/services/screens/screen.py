"""A screen as data, read from its asset or from a whole exported package, whatever is missing or odd in it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text


class ScreenError(ValueError):
    """A screen that is not there or cannot be rendered; the message says which."""


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: pages of items, computed values and style."""

    id: str
    uuid: str
    title: str
    kind: str
    pages: tuple[tuple[JsonObject, ...], ...]
    computed: tuple[JsonObject, ...] = ()
    style: str = ""
    watchers: tuple[str, ...] = ()
    """The names of what runs on the server when a variable changes; nothing of it runs here."""

    def is_named(self, reference: str) -> bool:
        """Whether a reference means this screen: by number, uuid or title."""
        return bool(reference) and reference in (self.id, self.uuid, self.title)


def screen_named(screens: Iterable[Screen], reference: str) -> Screen | None:
    """The screen that a reference means: one of that number before one of that uuid, and both before a title."""
    found = [screen for screen in screens if screen.is_named(reference)]
    return min(found, key=lambda screen: (screen.id != reference, screen.uuid != reference), default=None)


def read_screens(data: Json) -> Iterator[Screen]:
    """The screens in a JSON value: one asset, a list of them, or an exported package."""
    if isinstance(data, list):
        for each in data:
            yield from read_screens(each)
    elif isinstance(data, dict) and "export" in data:
        for asset in as_object(data["export"]).values():
            if as_object(asset).get("type") == "Screen":
                yield _screen(as_object(as_object(asset).get("attributes")))
    elif isinstance(data, dict) and "config" in data:
        yield _screen(data)


def _screen(asset: JsonObject) -> Screen:
    pages = [as_list(as_object(page).get("items")) for page in as_list(_parsed(asset.get("config")))]
    return Screen(
        id=str(asset.get("id", "")),
        uuid=as_text(asset.get("uuid")),
        title=as_text(asset.get("title")),
        kind=as_text(asset.get("type"), "DISPLAY"),
        pages=tuple(tuple(map(as_object, items)) for items in pages),
        computed=tuple(map(as_object, as_list(_parsed(asset.get("computed"))))),
        style=as_text(asset.get("custom_css")),
        watchers=tuple(
            as_text(each.get("name"), "–") for each in map(as_object, as_list(_parsed(asset.get("watchers"))))
        ),
    )


def _parsed(value: Json) -> Json:
    """A value that may be written as JSON text."""
    if not isinstance(value, str):
        return value
    try:
        read: Json = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return read
