"""A screen with Request data as an HTML page: what a mail, a PDF file or a preview shows of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, tzinfo
from html import escape

from connectors.sdk.values import Json, JsonObject, as_list, as_object, as_text
from engine.expressions import ExpressionError, html_text, plain_text
from modeler.services.screens import fields
from modeler.services.screens.computing import (
    Formula,
    new_rows,
    no_javascript,
    variable_of,
    with_computed,
    with_first_values,
)
from modeler.services.screens.flattening import DEEPEST, NOTICE, flattened
from modeler.services.screens.markup import harmless, picture
from modeler.services.screens.options import Lists, no_lists
from modeler.services.screens.record_list import lack_of, record_list
from modeler.services.screens.rules import is_shown, text_of
from modeler.services.screens.screen import Screen, ScreenError, screen_named
from modeler.services.screens.style import BASE, inlined, scoped, without_styles
from modeler.services.screens.values import at_path, clean_tags, filled, with_dates
from modeler.services.workspace.record_collections import Collections, no_collections

_MOST_ROWS = 1_000
_SIZE = re.compile(r"\d{1,4}%?")
_COLORS = frozenset(["primary", "secondary", "success", "danger", "warning", "info", "light", "dark", "muted"])


@dataclass(frozen=True, slots=True)
class PageOptions:
    """How dates look, what evaluates formulas in JavaScript, and what lists, collections and files hold."""

    date_format: str = "MM/DD/YYYY"
    zone: tzinfo = UTC
    javascript: Formula = no_javascript
    lists: Lists = no_lists
    collections: Collections = no_collections
    files: fields.Files = fields.no_files


def render_screen(
    screen: Screen, data: JsonObject, screens: Sequence[Screen], options: PageOptions, page: int = 0
) -> str:
    """One page of a screen as a whole HTML document; `screens` are those that it may nest."""
    body, styles = _drawn(screen, data, screens, options, page)
    own = "\n".join(scoped(style) for style in styles if style)
    return (
        '<!DOCTYPE html>\n<html><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(screen.title)}</title>"
        f'<style>{BASE}\n{own}</style></head><body><div class="screen">{inlined(body, own)}</div></body></html>\n'
    )


def _drawn(
    screen: Screen, data: JsonObject, screens: Sequence[Screen], options: PageOptions, page: int = 0, depth: int = 0
) -> tuple[str, list[str]]:
    """A page without what is around it, and the styles that it needs."""
    flat = flattened(screen, screens)
    if not 0 <= page < len(flat.pages):
        lack = f"page {page + 1}" if flat.pages else "page"
        raise ScreenError(f"Screen {screen.title or screen.id} has no {lack}.")
    own = dict.fromkeys((page, *flat.own_pages))
    known = with_first_values((item for number in own for item in flat.pages[number]), data, options.javascript)
    known = with_computed(flat.computed, known, options.javascript)
    renderer = _Renderer(options, screens, depth)
    return renderer.items(flat.pages[page], known), [*flat.styles, *renderer.styles]


def collection_record(
    config: JsonObject, data: JsonObject, screens: Sequence[Screen], options: PageOptions, depth: int = 0
) -> str:
    """The record of a collection that a control shows, drawn by the collection's own screen."""
    wanted = as_object(config.get("collection"))
    reference = text_of(wanted.get("collectionId"))
    found = options.collections(reference)
    number = _filled(text_of(config.get("record")), data)
    if found is None or not found.records:
        return _muted(lack_of(reference, found))
    record = found.record(number)
    if record is None:
        return _muted(f"“{found.name}” has no record {number or 'without a number'} here.")
    is_view = as_object(config.get("collectionmode")).get("modeId") == "View"
    name = text_of(wanted.get("screen")) or (found.read_screen if is_view else found.update_screen)
    screen = screen_named(screens, name)
    if screen is None or depth > DEEPEST:
        return _notice(
            f"Screen {name} is not in the workspace." if screen is None else "Screens are nested too deeply."
        )
    return _drawn(screen, record.data, screens, options, 0, depth + 1)[0]


class _Renderer:
    """Turns items into HTML; containers call it again for what they hold."""

    def __init__(self, options: PageOptions, screens: Sequence[Screen] = (), depth: int = 0) -> None:
        self._options, self._screens, self._depth = options, screens, depth
        self.styles: list[str] = []
        self._look = fields.Look(options.date_format, options.zone, options.lists, options.files)
        self._kinds: dict[str, Callable[[JsonObject, JsonObject, JsonObject], str]] = {
            "FormHtmlViewer": self._rich_text,
            "FormHtmlEditor": self._rich_text,
            "FormHtmlEditorStatic": self._rich_text,
            "FormMultiColumn": self._columns,
            "FormImage": self._image,
            "FormLoop": self._loop,
            "FormRecordList": self._list,
            "FormCollectionRecordControl": self._record,
            "FormCollectionViewControl": self._record,
            "FormButton": lambda *_: "",
            "LinkButton": lambda _, config, data: link_to(config, data),
            NOTICE: lambda _, config, __: _notice(as_text(config.get("label"))),
        }

    def items(self, items: Iterable[Json], data: JsonObject) -> str:
        """Items one below the other."""
        return "".join(self._item(as_object(item), data) for item in items)

    def _item(self, item: JsonObject, data: JsonObject) -> str:
        config = as_object(item.get("config"))
        visible = as_object(config.get("deviceVisibility")).get("showForDesktop") is not False
        if not visible or not is_shown(config.get("conditionalHide"), data):
            return ""
        component = as_text(item.get("component"))
        draw = self._kinds.get(component)
        inner = fields.shown(component, config, data, self._look) if draw is None else draw(item, config, data)
        return f"<div{_wrapping(config)}>{inner}</div>" if inner else ""

    def _rich_text(self, _: JsonObject, config: JsonObject, data: JsonObject) -> str:
        content = clean_tags(as_text(config.get("content")))
        escaping = plain_text if config.get("renderVarHtml") is True else html_text
        shown = as_object(with_dates(data, self._options.date_format, self._options.zone))
        with suppress(ExpressionError):
            content = filled(content, shown, escaping)
        content, styles = without_styles(content)
        self.styles += [style for style in styles if style not in self.styles]
        return harmless(content)

    def _columns(self, item: JsonObject, config: JsonObject, data: JsonObject) -> str:
        widths = [_width(as_object(option).get("content")) for option in as_list(config.get("options"))]
        cells = ""
        for index, column in enumerate(as_list(item.get("items"))):
            width = widths[index] if index < len(widths) else 1
            inner = self.items(as_list(column), data)
            cells += f'<td style="width: {width / 12:.2%}">{inner}</td>'
        return f'<table class="row" role="presentation"><tbody><tr>{cells}</tr></tbody></table>'

    def _image(self, _: JsonObject, config: JsonObject, data: JsonObject) -> str:
        source = config.get("image")
        if config.get("renderImage") is True:
            source = at_path(data, as_text(config.get("variableName")) or as_text(config.get("imageName")))
        size = "".join(
            f' {name}="{value}"'
            for name in ("width", "height")
            if _SIZE.fullmatch(value := str(config.get(name) or "").strip().removesuffix("px"))
        )
        return picture(source, as_text(config.get("ariaLabel")), size)

    def _loop(self, item: JsonObject, config: JsonObject, data: JsonObject) -> str:
        settings = as_object(config.get("settings"))
        given = at_path(data, variable_of(item))
        rows = given if isinstance(given, list) else new_rows(settings, data)
        inside = as_list(item.get("items"))
        blocks = []
        for row in rows[:_MOST_ROWS]:
            known = with_first_values(inside, {**as_object(row), "_parent": data}, self._options.javascript)
            blocks.append(f"<div>{self.items(inside, known)}</div>")
        rest = len(rows) - len(blocks)
        return "".join(blocks) + (_notice(f"… and {rest} more entries that are not shown.") if rest else "")

    def _list(self, _: JsonObject, config: JsonObject, data: JsonObject) -> str:
        options = self._options
        return record_list(config, data, options.date_format, options.zone, options.collections)

    def _record(self, _: JsonObject, config: JsonObject, data: JsonObject) -> str:
        return collection_record(config, data, self._screens, self._options, self._depth)


def link_to(config: JsonObject, data: JsonObject) -> str:
    """A button that leads somewhere is a link here."""
    address = _filled(as_text(config.get("linkUrl")), data)
    label = escape(as_text(config.get("label")) or address)
    return harmless(f'<a href="{escape(address)}">{label}</a>') if label else ""


def on_its_color(config: JsonObject, markup: str) -> str:
    """What stands on a color of its own, as dark as that needs, whatever the colors around it are."""
    if not (as_text(config.get("bgcolormodern")) or as_text(config.get("bgcolor"))):
        return markup
    dark = "alert-dark" in _wrapping(config)
    look = f'{_wrapping(config)} style="color: {"#ffffff" if dark else "#1f2937"}"'
    return inlined(f'<table width="100%" cellpadding="8"{look}><tr><td>{markup}</td></tr></table>')


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


def _filled(template: str, data: JsonObject) -> str:
    """Plain text with the data filled in; nothing where it cannot be."""
    try:
        return filled(template, data)
    except ExpressionError:
        return ""


def _muted(text: str) -> str:
    return f'<p class="text-muted">{escape(text)}</p>'


def _notice(text: str) -> str:
    return f'<p class="text-danger">{escape(text)}</p>'
