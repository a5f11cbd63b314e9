"""A ProcessMaker screen as a form that is filled in: rules, computed values, loops, records, pages and buttons.

Everything the screen shows follows from its items and the data; an entry changes the data and nothing else. The answer
holds the variables of the controls, also of hidden ones, as ProcessMaker would send them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from connectors.sdk.values import (
    Json,
    JsonObject,
    JsonPath,
    as_list,
    as_object,
    as_text,
    value_at,
    with_value_at,
    without,
)
from engine.expressions import ExpressionError, html_text, plain_text
from modeler.services.screens import PageOptions, Screen, ScreenError
from modeler.services.screens.computing import new_rows, variable_of, with_computed, with_first_values
from modeler.services.screens.fields import file_names
from modeler.services.screens.flattening import NOTICE, flattened
from modeler.services.screens.markup import harmless
from modeler.services.screens.options import Lists, no_lists
from modeler.services.screens.page import collection_record, link_to, on_its_color
from modeler.services.screens.record_list import cell_text, columns_of, is_of_collection, rows_of
from modeler.services.screens.rules import is_shown, text_of
from modeler.services.screens.values import at_path, clean_tags, filled, with_dates
from modeler.services.task_forms.controls import field_of, is_control, kind_of, stored
from modeler.services.task_forms.nodes import Button, Columns, Field, Markup, Node, Picture, Records, Rows
from modeler.services.task_forms.validation import problem

_MOST_ROWS = 500
_RECORDS = frozenset(("FormCollectionRecordControl", "FormCollectionViewControl"))
_TEXTS = frozenset(("FormHtmlViewer", "FormHtmlEditor", "FormHtmlEditorStatic", "FormText"))
_MAGIC = frozenset(("_user", "_request", "_parent"))


class ScreenForm:
    """One screen being filled in; see `TaskForm`."""

    def __init__(
        self,
        screen: Screen,
        data: JsonObject,
        screens: Sequence[Screen] = (),
        options: PageOptions | None = None,
        lists: Lists = no_lists,
        now: datetime = datetime(2000, 1, 1, tzinfo=UTC),
        page: int = 0,
    ) -> None:
        flat = flattened(screen, screens)
        self._pages, self._computed = flat.pages, flat.computed
        if page >= len(self._pages):
            raise ScreenError(f"Screen {screen.title or screen.id} has no page {page + 1}.")
        self._screen, self._screens = screen, screens
        self._options, self._lists, self._now = options or PageOptions(), lists, now
        self._javascript = self._options.javascript
        self._used = flat.own_pages
        self._page = page
        self._locked = frozenset(as_text(entry.get("property")) for entry in self._computed)
        self._controls: dict[JsonPath, tuple[str, JsonObject]] = {}
        self._buttons: dict[str, tuple[JsonObject, JsonPath]] = {}
        self._touched: set[JsonPath] = set()
        self._was_sent = False
        used = [self._pages[number] for number in dict.fromkeys((page, *self._used))]
        self._data = self._completed(
            with_first_values((item for each in used for item in each), data, self._javascript)
        )

    @property
    def title(self) -> str:
        """The screen's title."""
        return self._screen.title

    @property
    def data(self) -> JsonObject:
        """What the form holds now, Request data included."""
        return self._data

    def nodes(self) -> tuple[Node, ...]:
        """What the page in front shows now."""
        self._controls.clear()
        self._buttons.clear()
        return tuple(self._shown(self._pages[self._page], self._data, ()))

    def set(self, path: JsonPath, value: Json) -> None:
        """Something was entered."""
        if path not in self._controls:
            self.nodes()
        component, config = self._controls.get(path, ("FormInput", {}))
        self._touched.add(path)
        self._keep(path, stored(config, kind_of(component, config), value))

    def press(self, button: str) -> bool:
        """Set what the button sets; turn to its page, or send the form if nothing is wrong with it."""
        if button not in self._buttons:
            self.nodes()
        config, scope = self._buttons[button]
        event = as_text(config.get("event"), "submit")
        if event == "pageNavigate":
            self._turn_to(text_of(config.get("eventData")))
            return False
        name = as_text(config.get("name"))
        if name and config.get("fieldValue") is not None:
            self._keep((*scope, *name.split(".")), config.get("fieldValue"))
        if event != "submit":
            return False
        self._was_sent = True
        return self._is_right()

    def add_row(self, path: JsonPath) -> None:
        """One more entry of a loop."""
        self._keep(path, [*as_list(value_at(self._data, path)), {}])

    def remove_row(self, path: JsonPath, index: int) -> None:
        """One entry less."""
        rows = as_list(value_at(self._data, path))
        self._keep(path, [*rows[:index], *rows[index + 1 :]])

    def record(self, path: JsonPath, index: int | None, page: int) -> ScreenForm:
        """The form of one entry of a record list, on the page that the list names."""
        rows = as_list(value_at(self._data, path))
        row = as_object(rows[index]) if index is not None and index < len(rows) else {}
        data = {**row, "_parent": self._data}
        return ScreenForm(self._screen, data, self._screens, self._options, self._lists, self._now, page)

    def keep_record(self, path: JsonPath, index: int | None, entry: JsonObject) -> None:
        """Take over an entry that was filled in."""
        rows = as_list(value_at(self._data, path))
        if index is None:
            self._keep(path, [*rows, entry])
        else:
            self._keep((*path, index), {**as_object(rows[index]), **entry})

    def entry(self) -> JsonObject:
        """What this form holds as an entry of a record list: the variables of its page."""
        return {name: self._data[name] for name in self._names([self._pages[self._page]]) if name in self._data}

    def answer(self) -> JsonObject:
        """The variables of all controls and computed values."""
        used = [self._pages[number] for number in self._used]
        names = [*self._names(used), *(name.partition(".")[0] for name in sorted(self._locked))]
        kept = {name: self._data[name] for name in dict.fromkeys(names) if name in self._data}
        return without(kept, _MAGIC)

    def check(self) -> bool:
        """Show what is wrong from now on; True when nothing is."""
        self._was_sent = True
        return self._is_right()

    def _completed(self, data: JsonObject) -> JsonObject:
        return with_computed(self._computed, data, self._options.javascript)

    def _keep(self, path: JsonPath, value: Json) -> None:
        """An entry at a path; rows that are only shown so far become real."""
        known = self._data
        for end in range(1, len(path)):
            if isinstance(path[end], int):
                known = _with_rows(known, path[:end], int(path[end]) + 1)
        self._data = self._completed(as_object(with_value_at(known, path, value)))

    def _turn_to(self, page: str) -> None:
        if page.isdigit() and int(page) < len(self._pages):
            self._page = int(page)

    def _is_right(self) -> bool:
        """Whether no page has a visible control that is wrong; the first page that has one comes to the front."""
        front = self._page
        for number in (front, *(each for each in self._used if each != front)):
            self._page = number
            if any(field.error for field in _fields(self.nodes())):
                return False
        self._page = front
        return True

    def _names(self, pages: Iterable[Iterable[Json]]) -> list[str]:
        found = []
        for page in pages:
            for item, is_inside in _placed(page):
                name = variable_of(item)
                if name and not is_inside and _has_variable(item):
                    found.append(name.partition(".")[0])
        return found

    def _shown(self, items: Iterable[Json], data: JsonObject, scope: JsonPath) -> Iterator[Node]:
        for item in map(as_object, items):
            config = as_object(item.get("config"))
            visible = as_object(config.get("deviceVisibility")).get("showForDesktop") is not False
            if visible and is_shown(config.get("conditionalHide"), data):
                node = self._node(as_text(item.get("component")), item, config, data, scope)
                if node is not None:
                    yield node

    def _node(
        self, component: str, item: JsonObject, config: JsonObject, data: JsonObject, scope: JsonPath
    ) -> Node | None:
        if is_control(component):
            return self._field(component, config, data, scope)
        if component in _TEXTS:
            return self._text(config, data)
        if component == "FormMultiColumn":
            return self._columns(item, config, data, scope)
        if component == "FormLoop":
            return self._loop(item, config, data, scope)
        if component == "FormRecordList":
            return self._records(config, data, scope)
        if component == "FormButton":
            return self._button(item, config, scope)
        if component == "FormImage":
            return self._picture(config, data)
        if component == "LinkButton":
            return Markup(link_to(config, data))
        if component in _RECORDS:
            return Markup(collection_record(config, data, self._screens, self._options))
        label = as_text(config.get("label")) or component
        return Markup(f"<p>{html_text(label if component == NOTICE else f'{label} is not shown here.')}</p>")

    def _field(self, component: str, config: JsonObject, data: JsonObject, scope: JsonPath) -> Field:
        name = as_text(config.get("name"))
        path = (*scope, *name.split("."))
        self._controls[path] = (component, config)
        field = field_of(component, config, path, data, self._lists, not scope and name in self._locked)
        if field.kind in ("file", "download"):
            field = replace(field, shown=file_names(field.value, self._options.files))
        if field.is_readonly or not (self._was_sent or path in self._touched):
            return field
        return _with_error(field, problem(config, field.value, data, self._today))

    @property
    def _today(self) -> date:
        return self._now.astimezone(self._options.zone).date()

    def _text(self, config: JsonObject, data: JsonObject) -> Markup:
        content = clean_tags(as_text(config.get("content")) or as_text(config.get("label")))
        escaping = plain_text if config.get("renderVarHtml") is True else html_text
        shown = as_object(with_dates(data, self._options.date_format, self._options.zone))
        try:
            text = harmless(filled(content, shown, escaping))
        except ExpressionError:
            text = harmless(content)
        return Markup(on_its_color(config, text))

    def _columns(self, item: JsonObject, config: JsonObject, data: JsonObject, scope: JsonPath) -> Columns:
        widths = [text_of(as_object(option).get("content")) for option in as_list(config.get("options"))]
        cells = []
        for index, column in enumerate(as_list(item.get("items"))):
            width = widths[index] if index < len(widths) else "1"
            number = int(width) if width.isdigit() and 1 <= int(width) <= 12 else 1
            cells.append((number, tuple(self._shown(as_list(column), data, scope))))
        return Columns(tuple(cells))

    def _loop(self, item: JsonObject, config: JsonObject, data: JsonObject, scope: JsonPath) -> Rows:
        settings, name = as_object(config.get("settings")), variable_of(item)
        path = (*scope, *name.split("."))
        given = at_path(data, name)
        rows = as_list(given) if isinstance(given, list) else new_rows(settings, data)
        inside = as_list(item.get("items"))
        shown = []
        for index, row in enumerate(rows[:_MOST_ROWS]):
            known = with_first_values(inside, {**as_object(row), "_parent": data}, self._javascript)
            shown.append(tuple(self._shown(inside, known, (*path, index))))
        return Rows(path, tuple(shown), settings.get("add") is True)

    def _records(self, config: JsonObject, data: JsonObject, scope: JsonPath) -> Records:
        name = as_text(config.get("name"))
        columns = columns_of(config)
        pattern, zone = self._options.date_format, self._options.zone
        rows = [as_object(row) for row in rows_of(config, data, self._options.collections)[0][:_MOST_ROWS]]
        page = text_of(config.get("form"))
        return Records(
            (*scope, *name.split(".")),
            as_text(config.get("label")),
            tuple(title for _, title in columns),
            tuple(tuple(cell_text(key, row, pattern, zone) for key, _ in columns) for row in rows),
            int(page) if page.isdigit() and int(page) < len(self._pages) else None,
            config.get("editable") is True and not is_of_collection(config),
        )

    def _button(self, item: JsonObject, config: JsonObject, scope: JsonPath) -> Button:
        event = as_text(config.get("event"), "submit")
        id = f"{len(self._buttons)}"
        self._buttons[id] = (config, scope)
        label = as_text(config.get("label")) or as_text(item.get("label"))
        sets = bool(config.get("name")) and config.get("fieldValue") is not None
        return Button(id, label, as_text(config.get("variant"), "primary"), event == "submit", sets)

    def _picture(self, config: JsonObject, data: JsonObject) -> Picture | None:
        source = config.get("image")
        if config.get("renderImage") is True:
            source = at_path(data, as_text(config.get("variableName")) or as_text(config.get("imageName")))
        is_picture = isinstance(source, str) and source.startswith("data:image/")
        return Picture(str(source), as_text(config.get("ariaLabel"))) if is_picture else None


def _with_error(field: Field, error: str) -> Field:
    return replace(field, error=error) if error else field


def _with_rows(data: JsonObject, path: JsonPath, count: int) -> JsonObject:
    """The data in which a list has at least so many entries."""
    rows = as_list(value_at(data, path))
    missing = count - len(rows)
    return as_object(with_value_at(data, path, [*rows, *({} for _ in range(missing))])) if missing > 0 else data


def _fields(nodes: Iterable[Node]) -> Iterator[Field]:
    for node in nodes:
        if isinstance(node, Field):
            yield node
        elif isinstance(node, Columns):
            for _, cell in node.cells:
                yield from _fields(cell)
        elif isinstance(node, Rows):
            for row in node.rows:
                yield from _fields(row)


def _placed(items: Iterable[Json], is_inside: bool = False) -> Iterator[tuple[JsonObject, bool]]:
    """Every item at any depth, and whether it stands inside a loop."""
    for item in items:
        if isinstance(item, list):
            yield from _placed(item, is_inside)
        elif isinstance(item, dict):
            yield item, is_inside
            yield from _placed(as_list(item.get("items")), is_inside or item.get("component") == "FormLoop")


def _has_variable(item: JsonObject) -> bool:
    component = as_text(item.get("component"))
    sets = component == "FormButton" and as_object(item.get("config")).get("fieldValue") is not None
    return sets or component in ("FormLoop", "FormRecordList") or is_control(component)
