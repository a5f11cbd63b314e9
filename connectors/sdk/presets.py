"""Ready-made beginnings of a connector: an entry of their own in the palette, with some settings made already."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text, texts


@dataclass(frozen=True, slots=True)
class Preset:
    """One beginning; `group` leads to it, such as `Messages`, and `settings` hold whatever stood there before."""

    id: str
    title: str
    settings: JsonObject
    group: tuple[str, ...] = ()
    description: str = ""
    keywords: tuple[str, ...] = ()


def read_presets(data: Json) -> tuple[Preset, ...]:
    """The beginnings as a manifest lists them."""
    return tuple(_preset(as_object(each)) for each in as_list(data))


def _preset(data: JsonObject) -> Preset:
    return Preset(
        as_text(data.get("id")),
        as_text(data.get("title")),
        as_object(data.get("settings")),
        texts(data.get("group")),
        as_text(data.get("description")),
        texts(data.get("keywords")),
    )
