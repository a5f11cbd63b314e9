"""Block Kit's rules and limits, checked before Slack refuses the message, each in a sentence with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text

MOST_BLOCKS = 50
_KINDS = {
    "actions", "alert", "call", "card", "carousel", "context", "context_actions", "divider", "file", "header", "image",
    "input", "markdown", "plan", "rich_text", "section", "table", "task_card", "video",
}  # fmt: skip
_MARKDOWN = 12_000
_CONTEXT = ("image", "plain_text", "mrkdwn")
_STYLES = ("primary", "danger")


def block_problems(blocks: list[Json]) -> list[str]:
    """Why Slack would refuse these blocks; empty when nothing is known against them."""
    found = [f"There are {len(blocks)} blocks; Slack takes {MOST_BLOCKS}."] if len(blocks) > MOST_BLOCKS else []
    for number, block in enumerate(blocks, 1):
        found += [f"Block {number}: {problem}" for problem in _of_block(as_object(block))]
    return found + list(_of_all([as_object(block) for block in blocks]))


def _near(kind: str) -> str:
    near = get_close_matches(kind, _KINDS, 1)
    return f"; did you mean “{near[0]}”?" if near else "."


def _of_all(blocks: list[JsonObject]) -> Iterator[str]:
    """What only all blocks together can break."""
    for id, times in Counter(as_text(block.get("block_id")) for block in blocks if block.get("block_id")).items():
        if times > 1:
            yield f"The block_id “{id}” occurs {times} times; it must be unique."
    letters = sum(len(as_text(block.get("text"))) for block in blocks if block.get("type") == "markdown")
    if letters > _MARKDOWN:
        yield f"The markdown blocks have {letters} characters together; Slack takes {_MARKDOWN}."


def _of_block(block: JsonObject) -> Iterator[str]:
    kind = as_text(block.get("type"))
    if kind not in _KINDS:
        yield f"“{kind}” is not a kind of block{_near(kind)}" if kind else "it has no type."
        return
    yield from _too_long("its block_id", 255, as_text(block.get("block_id")))
    rule = _RULES.get(kind)
    if rule is not None:
        yield from rule(block)


def _section(block: JsonObject) -> Iterator[str]:
    fields = as_list(block.get("fields"))
    if not block.get("text") and not fields:
        yield "a section needs a text or fields."
    if block.get("text"):
        yield from _text_object("the text of a section", block["text"], 3_000)
    yield from _too_many("fields in a section", 10, fields)
    for field in fields:
        yield from _text_object("a field of a section", field, 2_000)
    if block.get("accessory"):
        yield from _element(as_object(block["accessory"]))


def _header(block: JsonObject) -> Iterator[str]:
    yield from _plain("the text of a header", block.get("text"), 150)


def _context(block: JsonObject) -> Iterator[str]:
    elements = as_list(block.get("elements"))
    yield from _between("elements in a context", 1, 10, elements)
    for element in map(as_object, elements):
        kind = as_text(element.get("type"))
        if kind not in _CONTEXT:
            yield f"a context takes texts and images, not “{kind}”."
        elif kind == "image":
            yield from _image(element)


def _actions(block: JsonObject) -> Iterator[str]:
    elements = as_list(block.get("elements"))
    yield from _between("elements in actions", 1, 25, elements)
    for element in elements:
        yield from _element(as_object(element))


def _image(block: JsonObject) -> Iterator[str]:
    if not block.get("image_url") and not block.get("slack_file"):
        yield "an image needs image_url or slack_file."
    if not as_text(block.get("alt_text")):
        yield "an image needs alt_text, which says what it shows."
    yield from _too_long("the alt_text of an image", 2_000, as_text(block.get("alt_text")))
    yield from _address("the address of an image", as_text(block.get("image_url")))
    if block.get("title"):
        yield from _plain("the title of an image", block["title"], 2_000)


def _input(block: JsonObject) -> Iterator[str]:
    yield from _plain("the label of an input", block.get("label"), 2_000)
    if not block.get("element"):
        yield "an input needs an element."
    if block.get("hint"):
        yield from _plain("the hint of an input", block["hint"], 2_000)


def _markdown(block: JsonObject) -> Iterator[str]:
    if not as_text(block.get("text")):
        yield "a markdown block needs a text."


def _video(block: JsonObject) -> Iterator[str]:
    for name in ("video_url", "thumbnail_url", "alt_text", "title"):
        if not block.get(name):
            yield f"a video needs {name}."


def _table(block: JsonObject) -> Iterator[str]:
    rows = as_list(block.get("rows"))
    yield from _between("rows in a table", 1, 100, rows)
    if any(len(as_list(row)) > 20 for row in rows):
        yield "a table takes 20 columns."


def _element(element: JsonObject) -> Iterator[str]:
    kind = as_text(element.get("type"))
    if not kind:
        yield "an element has no type."
    yield from _too_long("an action_id", 255, as_text(element.get("action_id")))
    if kind == "button":
        yield from _button(element)
    elif kind == "image":
        yield from _image(element)
    elif kind == "overflow":
        yield from _between("options of an overflow menu", 1, 5, as_list(element.get("options")))
    elif kind.endswith("static_select"):
        yield from _between("options of a select menu", 1, 100, _options(element))
    for option in map(as_object, as_list(element.get("options"))):
        yield from _text_object("the text of an option", option.get("text"), 75)
        yield from _too_long("the value of an option", 150, as_text(option.get("value")))
    if element.get("placeholder"):
        yield from _plain("a placeholder", element["placeholder"], 150)


def _options(element: JsonObject) -> list[Json]:
    groups = [as_list(as_object(group).get("options")) for group in as_list(element.get("option_groups"))]
    return as_list(element.get("options")) + [option for group in groups for option in group]


def _button(element: JsonObject) -> Iterator[str]:
    yield from _plain("the text of a button", element.get("text"), 75)
    yield from _too_long("the value of a button", 2_000, as_text(element.get("value")))
    yield from _address("the address of a button", as_text(element.get("url")))
    if element.get("style") is not None and element["style"] not in _STYLES:
        yield f"a button's style is primary or danger, not “{element['style']}”."


def _plain(what: str, value: Json, most: int) -> Iterator[str]:
    if as_object(value).get("type", "plain_text") != "plain_text":
        yield f"{what} must be plain_text."
    yield from _text_object(what, value, most)


def _text_object(what: str, value: Json, most: int) -> Iterator[str]:
    """A text object has a type and a text that is not empty."""
    if not isinstance(value, dict):
        yield f'{what} must be an object such as {{"type": "plain_text", "text": "…"}}.'
        return
    if value.get("type") not in ("plain_text", "mrkdwn"):
        yield f"{what} must be plain_text or mrkdwn."
    if not as_text(value.get("text")):
        yield f"{what} is empty."
    yield from _too_long(what, most, as_text(value.get("text")))


def _address(what: str, url: str) -> Iterator[str]:
    yield from _too_long(what, 3_000, url)
    if url and "{{" not in url and not url.lower().startswith(("http://", "https://", "mailto:", "slack://")):
        yield f"{what} is no address: “{url[:80]}”."


def _too_many(what: str, most: int, values: list[Json]) -> Iterator[str]:
    if len(values) > most:
        yield f"there are {len(values)} {what}; Slack takes {most}."


def _between(what: str, least: int, most: int, values: list[Json]) -> Iterator[str]:
    if len(values) < least:
        yield f"there must be {what}."
    yield from _too_many(what, most, values)


def _too_long(what: str, most: int, text: str) -> Iterator[str]:
    if len(text) > most:
        yield f"{what} has {len(text)} characters; Slack takes {most}."


_RULES = {
    "section": _section, "header": _header, "context": _context, "actions": _actions, "image": _image,
    "input": _input, "markdown": _markdown, "video": _video, "table": _table,
}  # fmt: skip
