"""Block Kit's limits, checked before Slack refuses the message."""

from __future__ import annotations

from collections.abc import Iterator

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text

_MOST_BLOCKS = 50
_KINDS = {
    "actions", "context", "divider", "file", "header", "image", "input", "markdown", "rich_text", "section", "video",
}  # fmt: skip
_TEXTS = {"header": ("the text of a header", 150), "section": ("the text of a section", 3_000)}


def block_problems(blocks: list[Json]) -> list[str]:
    """Why Slack would refuse these blocks; empty when nothing is known against them."""
    found = [f"There are {len(blocks)} blocks; Slack takes {_MOST_BLOCKS}."] if len(blocks) > _MOST_BLOCKS else []
    for number, block in enumerate(blocks, 1):
        found += [f"Block {number}: {problem}" for problem in _of_block(as_object(block))]
    return found


def _of_block(block: JsonObject) -> Iterator[str]:
    kind = as_text(block.get("type"))
    if kind not in _KINDS:
        yield f"“{kind}” is not a kind of block." if kind else "it has no type."
        return
    if kind in _TEXTS:
        yield from _too_long(*_TEXTS[kind], as_text(as_object(block.get("text")).get("text")))
    if kind == "section" and not block.get("text") and not block.get("fields"):
        yield "a section needs a text or fields."
    if len(as_list(block.get("fields"))) > 10:
        yield "a section takes 10 fields."
    for element in (*as_list(block.get("elements")), block.get("accessory")):
        yield from _of_element(as_object(element))


def _of_element(element: JsonObject) -> Iterator[str]:
    if element.get("type") == "button":
        yield from _too_long("the text of a button", 75, as_text(as_object(element.get("text")).get("text")))
        yield from _too_long("the address of a button", 3_000, as_text(element.get("url")))


def _too_long(what: str, most: int, text: str) -> Iterator[str]:
    if len(text) > most:
        yield f"{what} has {len(text)} characters; Slack takes {most}."
