"""The form of a connector: its schema and the element's settings turned into groups of fields to show.

`build` is pure: a manifest and the current values give a `FormModel`, without a toolkit. What a finished field does to
the values is in `form_changes`; how values stand in BPMN is in `binding`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from connectors.sdk.manifest import Group, Manifest
from connectors.sdk.schema import Issue, resolved, validate
from connectors.sdk.values import (
    Json,
    JsonObject,
    JsonPath,
    as_list,
    as_object,
    as_text,
    compact,
    same,
    texts,
    value_at,
)
from modeler.editing.form_schema import branches_by_constant, constant, hints, holds, json_type, members_of, types_of

Kind = Literal["text", "multiline", "choice", "boolean", "number", "secret", "list", "object", "json"]
ChoiceSource = Callable[[str], Sequence["Choice"]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice and the words for it."""

    value: Json
    label: str


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list field."""

    path: JsonPath
    summary: str
    fields: tuple[Field, ...]
    error: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """One setting to show: what it is called, what it holds, what it takes and what is wrong with it.

    `source` names what can be offered from the workspace (`screens:EMAIL`, `users`); an `is_open` choice takes other
    values as well. An `object` has `fields`; a `list` has `items`, and `new_item` is what adding appends.
    """

    path: JsonPath
    kind: Kind
    label: str
    value: Json
    types: tuple[str, ...] = ()
    help: str = ""
    placeholder: str = ""
    required: bool = False
    is_set: bool = True
    default: Json = None
    choices: tuple[Choice, ...] = ()
    is_open: bool = False
    source: str = ""
    takes_mustache: bool = False
    error: str = ""
    fields: tuple[Field, ...] = ()
    items: tuple[Item, ...] = ()
    new_item: Json = None
    add_label: str = ""

    @property
    def name(self) -> str:
        """The last step of the path, as a text."""
        return str(self.path[-1]) if self.path else ""

    def walk(self) -> Iterator[Field]:
        """This field and every field inside it."""
        yield self
        for below in (*self.fields, *(inner for item in self.items for inner in item.fields)):
            yield from below.walk()


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """A titled part of the form with at least one visible field."""

    id: str
    label: str
    fields: tuple[Field, ...]
    help: str = ""
    collapsed: bool = False

    @property
    def has_errors(self) -> bool:
        """Whether something in the group needs the designer's attention."""
        return any(field.error for top in self.fields for field in top.walk())


@dataclass(frozen=True, slots=True)
class UnknownSetting:
    """A setting that the schema does not describe: it is shown as JSON text and kept."""

    key: str
    text: str


@dataclass(frozen=True, slots=True)
class FormModel:
    """Everything that a panel shows for one connector element."""

    groups: tuple[FieldGroup, ...]
    unknown: tuple[UnknownSetting, ...] = ()
    issues: tuple[Issue, ...] = ()

    def walk(self) -> Iterator[Field]:
        """Every visible field, also inside lists and objects."""
        for group in self.groups:
            for top in group.fields:
                yield from top.walk()

    def field_at(self, path: JsonPath) -> Field | None:
        """The visible field at `path`."""
        return next((field for field in self.walk() if field.path == path), None)

    @property
    def hidden_issues(self) -> tuple[Issue, ...]:
        """Issues that no visible field shows: a panel lists them above the form."""
        shown = {field.path for field in self.walk() if field.error}
        return tuple(issue for issue in self.issues if issue.path not in shown)


def build(manifest: Manifest, values: JsonObject, choices: ChoiceSource | None = None) -> FormModel:
    """The form for `values`; `choices` offers what the workspace has for a source."""
    builder = _Builder(manifest.properties, values, choices or _no_choices)
    fields = {field.name: field for field in builder.members(manifest.properties, (), values)}
    groups = [_group(group, fields) for group in manifest.groups]
    placed = {name for group in manifest.groups for name in group.fields}
    rest = tuple(field for name, field in fields.items() if name not in placed)
    if rest:
        groups.append(FieldGroup("other", "More settings" if groups else "Settings", rest))
    return FormModel(
        groups=tuple(group for group in groups if group.fields),
        unknown=tuple(_unknown(manifest.properties, values)),
        issues=tuple(builder.issues.values()),
    )


def issues(manifest: Manifest, values: JsonObject) -> tuple[Issue, ...]:
    """What is wrong with the settings of one element, for checks without a window."""
    return build(manifest, values).issues


def worded(manifest: Manifest, issue: Issue) -> str:
    """An issue that says what it is about, for lists that stand apart from the form."""
    if not issue.path or (issue.is_own and len(issue.path) == 1):
        return issue.message
    top = as_object(value_at(manifest.properties, ("properties", str(issue.path[0]))))
    entry = next((f" {step + 1}" for step in issue.path if isinstance(step, int)), "")
    return f"{as_text(top.get('title'), str(issue.path[0]))}{entry}: {issue.message}"


class _Builder:
    """Turns schemas into fields; knows the whole schema, the values and what is wrong with them."""

    def __init__(self, root: JsonObject, values: JsonObject, choices: ChoiceSource) -> None:
        self._root = root
        self._values = values
        self._choices = choices
        self.issues: dict[JsonPath, Issue] = {}
        for issue in validate(root, values):
            self.issues.setdefault(issue.path, issue)

    def members(self, schema: JsonObject, path: JsonPath, value: JsonObject) -> Iterator[Field]:
        """The visible fields of an object."""
        needed = set(texts(schema.get("required")))
        discriminator = branches_by_constant(schema, self._root)
        for name, part in members_of(schema, self._root, value).items():
            if not self._is_visible(hints(part), name, value):
                continue
            field_path = (*path, name)
            if discriminator and discriminator[0] == name:
                options = tuple(_branch_choices(name, discriminator[1], value.get(name)))
                yield self._discriminator(field_path, part, value.get(name), options)
            else:
                present = name in value
                current = value[name] if present else part.get("default")
                yield self._field(part, field_path, current, present, name in needed)

    def _is_visible(self, hint: JsonObject, name: str, parent: JsonObject) -> bool:
        if hint.get("hidden") is True or (hint.get("whenPresent") is True and name not in parent):
            return False
        return "visibleWhen" not in hint or holds(as_object(hint["visibleWhen"]), parent, self._values)

    def _discriminator(self, path: JsonPath, part: JsonObject, value: Json, options: tuple[Choice, ...]) -> Field:
        return Field(
            path, "choice", as_text(part.get("title"), str(path[-1])), value, ("string",), required=True,
            choices=options, error=self._error(path, leaf=True),
        )  # fmt: skip

    def _field(self, schema: JsonObject, path: JsonPath, value: Json, present: bool, needed: bool) -> Field:
        hint = hints(schema)
        types = types_of(schema, value)
        kind = _kind(schema, hint, types, value)
        required = needed or self._is_required(hint.get("required"), path)
        source = self._source(as_text(hint.get("source")), path)
        choices = tuple(_own_choices(schema)) or (tuple(self._choices(source)) if source else ())
        is_leaf = kind not in ("list", "object")
        items = self._items(schema, hint, path, as_list(value)) if kind == "list" else ()
        return Field(
            path=path,
            kind=kind,
            label=as_text(schema.get("title"), str(path[-1])),
            value=value,
            types=types,
            help=as_text(hint.get("help"), as_text(schema.get("description"))),
            placeholder=as_text(hint.get("placeholder")),
            required=required,
            is_set=present,
            default=schema.get("default"),
            choices=choices,
            is_open=kind == "choice" and not _own_choices(schema),
            source=source,
            takes_mustache=hint.get("mustache") is True,
            error=self._error(path, is_leaf) or self._missing(path, required, value),
            fields=tuple(self.members(schema, path, as_object(value))) if kind == "object" else (),
            items=items,
            new_item=self._new_item(schema) if kind == "list" else None,
            add_label=as_text(hint.get("addLabel"), "Add") if kind == "list" else "",
        )

    def _source(self, template: str, path: JsonPath) -> str:
        """The name of a source of choices; `{name}` in it stands for a setting beside the field."""
        beside = as_object(value_at(self._values, path[:-1]))
        for name in _placeholders(template):
            template = template.replace("{" + name + "}", _plain(beside.get(name)))
        return template

    def _is_required(self, rule: Json, path: JsonPath) -> bool:
        if isinstance(rule, dict):
            return holds(rule, as_object(value_at(self._values, path[:-1])), self._values)
        return rule is True

    def _items(self, schema: JsonObject, hint: JsonObject, path: JsonPath, values: list[Json]) -> tuple[Item, ...]:
        part = resolved(schema.get("items"), self._root)
        return tuple(
            self._item(part, as_text(hint.get("summary")), (*path, index), value) for index, value in enumerate(values)
        )

    def _item(self, schema: JsonObject, template: str, path: JsonPath, value: Json) -> Item:
        if isinstance(value, dict) and "properties" in schema:
            fields = tuple(self.members(schema, path, value))
        else:
            fields = (self._field({"title": "Entry", **schema}, path, value, True, False),)
        return Item(path, _summary(template, fields, value), fields, self._error(path, leaf=False))

    def _new_item(self, schema: JsonObject) -> Json:
        part = resolved(schema.get("items"), self._root)
        if "default" in part:
            return part["default"]
        if "properties" in part:
            named = members_of(part, self._root, {})
            return {name: inner["default"] for name, inner in named.items() if "default" in inner}
        blank: JsonObject = {"string": "", "integer": 0, "number": 0, "boolean": False}
        return blank.get("".join(types_of(part)[:1]), "")

    def _error(self, path: JsonPath, leaf: bool) -> str:
        if path in self.issues:
            return self.issues[path].message
        inner = (issue for place, issue in self.issues.items() if leaf and place[: len(path)] == path)
        return next((issue.message for issue in inner), "")

    def _missing(self, path: JsonPath, required: bool, value: Json) -> str:
        if not required or (value not in (None, "") and value != []):
            return ""
        issue = self.issues.setdefault(path, Issue(path, "This must be filled in.", "required"))
        return issue.message


def _kind(schema: JsonObject, hint: JsonObject, types: tuple[str, ...], value: Json) -> Kind:
    real = tuple(name for name in types if name != "null")
    if value is not None and types and json_type(value) not in (*types, *_wider(types)):
        return "json"
    if real == ("array",):
        return "list"
    if _own_choices(schema) or hint.get("source"):
        return "choice"
    if real == ("object",):
        return "object" if "properties" in schema else "json"
    if real == ("boolean",):
        return "boolean"
    if real and set(real) <= {"integer", "number"}:
        return "number"
    return _text_kind(schema, hint, real)


def _text_kind(schema: JsonObject, hint: JsonObject, real: tuple[str, ...]) -> Kind:
    if schema.get("format") == "secret":
        return "secret"
    if not real or not set(real) <= {"string", "integer", "number"}:
        return "json"
    return "multiline" if hint.get("widget") in ("multiline", "code", "html") else "text"


def _wider(types: tuple[str, ...]) -> tuple[str, ...]:
    return ("integer",) if "number" in types else ()


def _own_choices(schema: JsonObject) -> list[Choice]:
    constants = [as_object(part) for part in as_list(schema.get("oneOf")) if "const" in as_object(part)]
    if constants:
        return [Choice(part["const"], as_text(part.get("title"), str(part["const"]))) for part in constants]
    return [Choice(value, str(value)) for value in as_list(schema.get("enum"))]


def _branch_choices(name: str, branches: Sequence[JsonObject], current: Json) -> Iterator[Choice]:
    for branch in branches:
        value = constant(branch, name)
        if hints(branch).get("whenPresent") is not True or same(value, current):
            yield Choice(value, as_text(branch.get("title"), str(value)))


def _group(group: Group, fields: dict[str, Field]) -> FieldGroup:
    shown = tuple(fields[name] for name in group.fields if name in fields)
    return FieldGroup(group.id, group.label, shown, group.help, group.collapsed)


def _unknown(schema: JsonObject, values: JsonObject) -> Iterator[UnknownSetting]:
    known = as_object(schema.get("properties"))
    for key, value in values.items():
        if key not in known:
            yield UnknownSetting(key, compact(value))


def _summary(template: str, fields: Sequence[Field], value: Json) -> str:
    if not template or not isinstance(value, dict):
        return value if isinstance(value, str) else compact(value)
    text = template
    shown = {field.name: _shown(field) for field in fields}
    for name in _placeholders(template):
        text = text.replace("{" + name + "}", shown.get(name, ""))
    return text.strip(" :,")


def _placeholders(template: str) -> list[str]:
    return [part.partition("}")[0] for part in template.split("{")[1:]]


def _shown(field: Field) -> str:
    if field.kind == "choice":
        label = next((choice.label for choice in field.choices if same(choice.value, field.value)), None)
        return _plain(field.value) if label is None else label
    if field.kind == "object":
        return ", ".join(item.summary for inner in field.fields for item in inner.items)
    return _plain(field.value)


def _plain(value: Json) -> str:
    return "" if value is None else value if isinstance(value, str) else compact(value)


def _no_choices(_: str) -> Sequence[Choice]:
    return ()
