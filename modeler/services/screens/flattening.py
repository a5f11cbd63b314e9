"""The pages of a screen with its nested screens put in their places, as ProcessMaker does before it shows one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from modeler.services.screens.rules import text_of
from modeler.services.screens.screen import Screen, screen_named

DEEPEST = 10
NOTICE = "processwright-notice"
_Change: TypeAlias = Callable[[list[Json]], list[JsonObject]]


@dataclass
class Flat:
    """Pages, computed values and styles: the screen's own, and behind them those of its nested screens."""

    pages: list[list[JsonObject]]
    computed: list[JsonObject]
    styles: list[str] = field(default_factory=list)

    @property
    def own_pages(self) -> list[int]:
        """The numbers of the pages that are no form of a record."""
        lists = (item for page in self.pages for item in _every(page) if item.get("component") == "FormRecordList")
        of_records = {text_of(as_object(each.get("config")).get("form")) for each in lists}
        return [number for number in range(len(self.pages)) if str(number) not in of_records]


def flattened(screen: Screen, screens: Sequence[Screen]) -> Flat:
    """A screen without nested ones."""
    flat = Flat([list(page) for page in screen.pages], list(screen.computed), [screen.style])
    maker = _Maker(screens, flat)
    for number in range(len(screen.pages)):
        flat.pages[number] = maker.items(flat.pages[number], (_name(screen),))
    return flat


@dataclass
class _Maker:
    """Puts nested screens in their places; `around` are the screens that an item is inside of."""

    screens: Sequence[Screen]
    flat: Flat

    def items(self, items: Iterable[Json], around: tuple[str, ...]) -> list[JsonObject]:
        """A list of items without nested screens."""
        found: list[JsonObject] = []
        for item in map(as_object, items):
            if item.get("component") == "FormNestedScreen":
                found += self._nested(item, around)
            else:
                found.append(_mapped(item, lambda part: self.items(part, around)))
        return found

    def _nested(self, item: JsonObject, around: tuple[str, ...]) -> list[JsonObject]:
        """The items of a nested screen; a sentence in its place where it cannot be shown."""
        config = as_object(item.get("config"))
        reference = str(config.get("screen", ""))
        inner = screen_named(self.screens, reference)
        if inner is None or not inner.pages:
            return [_guarded(_notice(f"Screen {reference} is not in the workspace."), config)]
        if _name(inner) in around:
            return [_guarded(_notice(f"Screen {inner.title} is inside itself."), config)]
        if len(around) > DEEPEST:
            return [_guarded(_notice(f"Screen {inner.title} is nested too deeply."), config)]
        self.flat.computed += inner.computed
        self.flat.styles.append(inner.style)
        shown = self.items(inner.pages[0], (*around, _name(inner)))
        self.flat.pages += [[*page] for page in inner.pages[1:]]
        return [_guarded(each, config) for each in _without_buttons(shown)]


def _every(items: Iterable[Json]) -> Iterator[JsonObject]:
    for item in items:
        if isinstance(item, list):
            yield from _every(item)
        elif isinstance(item, dict):
            yield item
            yield from _every(as_list(item.get("items")))


def _mapped(item: JsonObject, change: _Change) -> JsonObject:
    """An item whose inner items, in columns or flat, went through a change."""
    inner = as_list(item.get("items"))
    if not inner:
        return item
    made: list[Json] = []
    for part in inner:
        if isinstance(part, list):
            made.append([*change(part)])
        else:
            made += change([part])
    return {**item, "items": made}


def _without_buttons(items: Iterable[Json]) -> Iterator[JsonObject]:
    """A nested screen neither sends the form nor turns its pages."""
    for item in map(as_object, items):
        is_button = item.get("component") == "FormButton"
        if not is_button or as_object(item.get("config")).get("event") == "script":
            yield _mapped(item, lambda part: list(_without_buttons(part)))


def _guarded(item: JsonObject, host: JsonObject) -> JsonObject:
    """An item under the rule of the nested screen around it, read-only where that is disabled."""
    config = as_object(item.get("config"))
    rules = [rule for each in (config, host) if (rule := as_text(each.get("conditionalHide")).strip())]
    guarded: JsonObject = {**item, "config": {**config, "conditionalHide": " and ".join(rules)}}
    return _read_only(guarded) if host.get("disabled") is True or host.get("readonly") is True else guarded


def _read_only(item: JsonObject) -> JsonObject:
    config: JsonObject = {**as_object(item.get("config")), "disabled": True, "readonly": True}
    inner = _mapped(item, lambda part: [_read_only(each) for each in map(as_object, part)])
    return {**inner, "config": config}


def _name(screen: Screen) -> str:
    return screen.uuid or screen.id


def _notice(text: str) -> JsonObject:
    return {"component": NOTICE, "config": {"label": text}}
