"""The pages of a screen with its nested screens put in their places, as ProcessMaker does before it shows a form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from modeler.services.screens import Screen

DEEPEST = 10
NOTICE = "processwright-notice"


def flattened(screen: Screen, screens: Sequence[Screen]) -> tuple[list[list[JsonObject]], list[JsonObject]]:
    """Pages and computed values, those of nested screens behind the screen's own."""
    pages, computed = [list(page) for page in screen.pages], list(screen.computed)
    done = [_items(page, screens, (screen.uuid or screen.id,), computed, pages) for page in list(pages)]
    return [*done, *pages[len(done) :]], computed


def _items(
    items: Iterable[Json],
    screens: Sequence[Screen],
    around: tuple[str, ...],
    computed: list[JsonObject],
    pages: list[list[JsonObject]],
) -> list[JsonObject]:
    found: list[JsonObject] = []
    for item in map(as_object, items):
        if item.get("component") == "FormNestedScreen":
            found += _nested(item, screens, around, computed, pages)
        else:
            found.append(_with_inner(item, screens, around, computed, pages))
    return found


def _with_inner(
    item: JsonObject,
    screens: Sequence[Screen],
    around: tuple[str, ...],
    computed: list[JsonObject],
    pages: list[list[JsonObject]],
) -> JsonObject:
    inner = as_list(item.get("items"))
    if not inner:
        return item
    made: list[Json] = []
    for part in inner:
        if isinstance(part, list):
            made.append([*_items(part, screens, around, computed, pages)])
        else:
            made += _items([part], screens, around, computed, pages)
    return {**item, "items": made}


def _nested(
    item: JsonObject,
    screens: Sequence[Screen],
    around: tuple[str, ...],
    computed: list[JsonObject],
    pages: list[list[JsonObject]],
) -> list[JsonObject]:
    """The items of a nested screen; a sentence in its place where it cannot be shown."""
    config = as_object(item.get("config"))
    reference = str(config.get("screen", ""))
    inner = next((screen for screen in screens if screen.is_named(reference)), None)
    if inner is None or not inner.pages:
        return [_notice(f"Screen {reference} is not in the workspace.")]
    name = inner.uuid or inner.id
    if name in around or len(around) > DEEPEST:
        return [_notice(f"Screen {inner.title} is inside itself.")]
    computed += inner.computed
    shown = _items(inner.pages[0], screens, (*around, name), computed, pages)
    pages += [[*page] for page in inner.pages[1:]]
    return [_guarded(each, config) for each in _without_buttons(shown)]


def _without_buttons(items: Iterable[JsonObject]) -> Iterator[JsonObject]:
    """A nested screen neither sends the form nor turns its pages."""
    for item in items:
        if item.get("component") == "FormButton" and as_object(item.get("config")).get("event") != "script":
            continue
        inner = as_list(item.get("items"))
        if inner:
            kept: list[Json] = []
            for part in inner:
                if isinstance(part, list):
                    kept.append([*_without_buttons(map(as_object, part))])
                else:
                    kept += _without_buttons([as_object(part)])
            item = {**item, "items": kept}
        yield item


def _guarded(item: JsonObject, host: JsonObject) -> JsonObject:
    """An item under the rule of the nested screen around it, read-only where that is disabled."""
    config = as_object(item.get("config"))
    rules = [rule for each in (config, host) if (rule := as_text(each.get("conditionalHide")).strip())]
    changed: JsonObject = {**config, "conditionalHide": " and ".join(rules)}
    if host.get("disabled") is True or host.get("readonly") is True:
        changed["disabled"] = changed["readonly"] = True
    return {**item, "config": changed}


def _notice(text: str) -> JsonObject:
    return {"component": NOTICE, "config": {"label": text}}
