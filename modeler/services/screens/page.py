"""A screen with Request data as an HTML page: what a mail, a PDF file or a preview shows of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from html import escape

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from engine.expressions import ExpressionError, html_text, plain_text, render
from modeler.services.screens import fields
from modeler.services.screens.computing import Formula, no_javascript, with_computed, with_first_values
from modeler.services.screens.markup import harmless, picture
from modeler.services.screens.record_list import record_list
from modeler.services.screens.rules import is_shown
from modeler.services.screens.screen import Screen, ScreenError
from modeler.services.screens.style import BASE, inlined, scoped
from modeler.services.screens.values import at_path, clean_tags, with_dates

_DEEPEST = 10
_MOST_ROWS = 1_000
_COLORS = frozenset(["primary", "secondary", "success", "danger", "warning", "info", "light", "dark", "muted"])


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How dates look, and what evaluates formulas in JavaScript."""

    date_format: str = "MM/DD/YYYY"
    zone: tzinfo = UTC
    javascript: Formula = no_javascript


def render_screen(screen: Screen, data: JsonObject, screens: Sequence[Screen], options: PageOptions) -> str:
    """The first page of a screen as a whole HTML document; `screens` are those that it may nest."""
    if not screen.pages:
        raise ScreenError(f"Screen {screen.title or screen.id} has no page.")
    renderer = _Renderer(screens, options)
    nested = list(renderer.nested(screen, 0))
    every = [screen, *nested]
    known = with_first_values((item for each in every for item in each.pages[0]), data)
    known = with_computed((entry for each in every for entry in each.computed), known, options.javascript)
    body = inlined(renderer.items(screen.pages[0], known, 0))
    css = "\n".join([BASE, *(scoped(each.style) for each in every if each.style)])
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>{escape(screen.title)}</title>'
        f'<style>{css}</style></head><body><div class="screen">{body}</div></body></html>\n'
    )


class _Renderer:
    """Turns items into HTML; containers call it again for what they hold."""

    def __init__(self, screens: Sequence[Screen], options: PageOptions) -> None:
        self._screens = screens
        self._options = options
        self._kinds: dict[str, Callable[[JsonObject, JsonObject, JsonObject, int], str]] = {
            "FormHtmlViewer": self._rich_text,
            "FormHtmlEditor": self._rich_text,
            "FormHtmlEditorStatic": self._rich_text,
            "FormMultiColumn": self._columns,
            "FormImage": self._image,
            "FormLoop": self._loop,
            "FormRecordList": self._list,
            "FormNestedScreen": self._nested_screen,
            "FormButton": lambda *_: "",
        }

    def nested(self, screen: Screen, depth: int) -> Iterator[Screen]:
        """The screens inside a screen, at every depth."""
        if depth > _DEEPEST:
            return
        for item in _all_items(screen.pages[0] if screen.pages else ()):
            if item.get("component") == "FormNestedScreen":
                inner = self._find(as_object(item.get("config")))
                if inner is not None:
                    yield inner
                    yield from self.nested(inner, depth + 1)

    def items(self, items: Iterable[Json], data: JsonObject, depth: int) -> str:
        """Items one below the other."""
        return "".join(self._item(as_object(item), data, depth) for item in items)

    def _item(self, item: JsonObject, data: JsonObject, depth: int) -> str:
        config = as_object(item.get("config"))
        visible = as_object(config.get("deviceVisibility")).get("showForDesktop") is not False
        if not visible or not is_shown(config.get("conditionalHide"), data):
            return ""
        component = as_text(item.get("component"))
        draw = self._kinds.get(component)
        if draw is None:
            inner = fields.shown(component, config, data, self._options.date_format, self._options.zone)
        else:
            inner = draw(item, config, data, depth)
        return f"<div{_wrapping(config)}>{inner}</div>" if inner else ""

    def _rich_text(self, _: JsonObject, config: JsonObject, data: JsonObject, __: int) -> str:
        content = clean_tags(as_text(config.get("content")))
        escaping = plain_text if config.get("renderVarHtml") is True else html_text
        shown = as_object(with_dates(data, self._options.date_format, self._options.zone))
        try:
            return harmless(render(content, shown, escaping))
        except ExpressionError:
            return harmless(content)

    def _columns(self, item: JsonObject, config: JsonObject, data: JsonObject, depth: int) -> str:
        widths = [_width(as_object(option).get("content")) for option in as_list(config.get("options"))]
        cells = ""
        for index, column in enumerate(as_list(item.get("items"))):
            width = widths[index] if index < len(widths) else 1
            inner = self.items(as_list(column), data, depth)
            cells += f'<td style="width: {width / 12:.2%}">{inner}</td>'
        return f'<table class="row" role="presentation"><tbody><tr>{cells}</tr></tbody></table>'

    def _image(self, _: JsonObject, config: JsonObject, data: JsonObject, __: int) -> str:
        source = config.get("image")
        if config.get("renderImage") is True:
            source = at_path(data, as_text(config.get("variableName")) or as_text(config.get("imageName")))
        size = "".join(
            f' {name}="{value}"' for name in ("width", "height") if (value := str(config.get(name) or "")).isdigit()
        )
        return picture(source, as_text(config.get("ariaLabel")), size)

    def _loop(self, item: JsonObject, config: JsonObject, data: JsonObject, depth: int) -> str:
        settings = as_object(config.get("settings"))
        rows = at_path(data, as_text(settings.get("varname")) or as_text(config.get("name")))
        if not isinstance(rows, list):
            rows = [{} for _ in range(_times(settings))] if settings.get("type") == "new" else []
        inside = as_list(item.get("items"))
        blocks = []
        for row in rows[:_MOST_ROWS]:
            known = with_first_values(inside, {**as_object(row), "_parent": data})
            blocks.append(f"<div>{self.items(inside, known, depth)}</div>")
        return "".join(blocks)

    def _list(self, _: JsonObject, config: JsonObject, data: JsonObject, __: int) -> str:
        return record_list(config, data, self._options.date_format, self._options.zone)

    def _nested_screen(self, _: JsonObject, config: JsonObject, data: JsonObject, depth: int) -> str:
        inner = self._find(config)
        if inner is None or not inner.pages:
            return _notice(f"Screen {config.get('screen')} is not in the workspace.")
        if depth >= _DEEPEST:
            return _notice(f"Screen {inner.title} is nested too deeply.")
        return self.items(inner.pages[0], data, depth + 1)

    def _find(self, config: JsonObject) -> Screen | None:
        return next((screen for screen in self._screens if screen.is_named(str(config.get("screen", "")))), None)


def _all_items(items: Iterable[Json]) -> Iterator[JsonObject]:
    for item in items:
        if isinstance(item, list):
            yield from _all_items(item)
        elif isinstance(item, dict):
            yield item
            yield from _all_items(as_list(item.get("items")))


def _wrapping(config: JsonObject) -> str:
    """The attributes of a control's frame: its mark for custom CSS and its colors."""
    background = as_text(config.get("bgcolormodern")) or as_text(config.get("bgcolor"))
    words = [name for name in background.split() if name.removeprefix("alert-") in {*_COLORS, "alert"}]
    words += [name for name in as_text(config.get("color")).split() if name.removeprefix("text-") in _COLORS]
    marked = as_text(config.get("customCssSelector"))
    selector = f' selector="{escape(marked)}"' if marked else ""
    return (f' class="{" ".join(words)}"' if words else "") + selector


def _width(value: Json) -> int:
    text = str(value)
    return int(text) if text.isdigit() and 1 <= int(text) <= 12 else 1


def _times(settings: JsonObject) -> int:
    text = str(settings.get("times", "3"))
    return min(int(text), 100) if text.isdigit() else 3


def _notice(text: str) -> str:
    return f'<p class="text-danger">{escape(text)}</p>'
