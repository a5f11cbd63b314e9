"""The form of a connector: its schema and the element's settings turned into groups of fields to show.

`build` is pure: a manifest and the current values give a `FormModel`, without a toolkit. What a finished field does to
the values is in `form_changes`; how values stand in BPMN is in `binding`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from connectors.sdk.manifest import Group, Manifest
from connectors.sdk.schema import Issue, feel_of, validate
from connectors.sdk.values import Json, JsonObject, JsonPath, as_list, as_object, as_text, compact, same, value_at
from modeler.editing.form_fields import (
    HOLDERS,
    Choice,
    ChoiceSource,
    ChoicesUnavailableError,
    Field,
    FieldGroup,
    FormModel,
    Item,
    Kind,
    Limits,
    Part,
    UnknownSetting,
)
from modeler.editing.form_kinds import (
    is_expression,
    kind_of,
    language_of,
    limits_of,
    look_of,
    names_in,
    shown_choices,
    takes_expression,
)
from modeler.editing.form_schema import (
    blank,
    branches_by_constant,
    constant,
    described,
    fitting_variant,
    hints,
    holds,
    members_of,
    required_of,
    types_of,
    variants_of,
)

__all__ = [
    "HOLDERS",
    "Choice",
    "ChoiceSource",
    "ChoicesUnavailableError",
    "Field",
    "FieldGroup",
    "FormModel",
    "Item",
    "Kind",
    "Limits",
    "Part",
    "UnknownSetting",
    "build",
    "issues",
    "worded",
]


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
        named = as_object(root.get("properties")).items()
        self._defaults: JsonObject = {
            n: as_object(part)["default"] for n, part in named if "default" in as_object(part)
        }
        self.issues: dict[JsonPath, Issue] = {}
        for issue in validate(root, values):
            self.issues.setdefault(issue.path, issue)

    def members(self, schema: JsonObject, path: JsonPath, value: JsonObject) -> Iterator[Field]:
        """The visible fields of an object."""
        needed = required_of(schema, self._root, value)
        discriminator = branches_by_constant(schema, self._root)
        named = members_of(schema, self._root, value)
        beside = {**{name: part["default"] for name, part in named.items() if "default" in part}, **value}
        for name, part in named.items():
            if not self._is_visible(hints(part), name, value, beside):
                continue
            field_path = (*path, name)
            if discriminator and discriminator[0] == name:
                options = tuple(_branch_choices(name, discriminator[1], value.get(name)))
                yield self._discriminator(field_path, part, value.get(name), options)
            else:
                present = name in value
                current = value[name] if present else part.get("default")
                yield self._field(part, field_path, current, present, name in needed)
        extra = {name: inner for name, inner in value.items() if name not in named}
        if isinstance(schema.get("additionalProperties"), dict):
            yield replace(self._map(schema, path, extra, as_text(hints(schema).get("extraLabel"), "More")), part="map")

    def _is_visible(self, hint: JsonObject, name: str, parent: JsonObject, beside: JsonObject) -> bool:
        if hint.get("hidden") is True or (hint.get("whenPresent") is True and name not in parent):
            return False
        return "visibleWhen" not in hint or holds(as_object(hint["visibleWhen"]), beside, self._values)

    def _discriminator(self, path: JsonPath, part: JsonObject, value: Json, options: tuple[Choice, ...]) -> Field:
        return Field(
            path, "choice", as_text(part.get("title"), str(path[-1])), value, ("string",), required=True,
            choices=options, look="combo", error=self._error(path, leaf=True),
        )  # fmt: skip

    def _field(self, schema: JsonObject, path: JsonPath, value: Json, present: bool, needed: bool) -> Field:
        hint = hints(schema)
        kind = kind_of(schema, self._root, value)
        required = needed or self._is_required(hint.get("required"), path)
        source = self._source(as_text(hint.get("source")), path)
        choosing = described(schema.get("items"), self._root) if kind == "checks" else schema
        own = shown_choices(choosing, value, lambda condition: holds(condition, self._values, self._defaults))
        offered, choices_error = ((), "") if own or not source else self._offered(source)
        is_open = kind == "choice" and not own
        field = Field(
            path=path,
            kind=kind,
            label=as_text(schema.get("title"), str(path[-1])),
            value=value,
            types=types_of(schema, value),
            help=as_text(hint.get("help"), as_text(schema.get("description"))),
            placeholder=as_text(hint.get("placeholder")),
            documentation=as_text(hint.get("documentation")),
            required=required,
            is_set=present,
            default=schema.get("default"),
            choices=own or offered,
            choices_error=choices_error,
            loads=tuple(as_text(name) for name in as_list(hint.get("loads"))),
            is_open=is_open,
            look=look_of(hint, own, is_open) if kind == "choice" else "",
            source=source,
            language="feel" if kind == "feel" else language_of(schema),
            limits=limits_of(schema) if kind == "number" else Limits(),
            takes_mustache=hint.get("mustache") is True or kind == "feel",
            takes_expression=takes_expression(schema, kind),
            is_expression=is_expression(schema, kind, value),
            is_feel=kind == "feel" or feel_of(schema) == "optional",
            error=self._error(path, kind not in HOLDERS) or self._missing(path, required, value),
            new_item=self._new_item(schema) if kind in ("list", "table", "map") else None,
            add_label=as_text(hint.get("addLabel"), "Add"),
        )
        filled = self._filled(field, schema)
        return filled.locked() if schema.get("readOnly") is True else filled

    def _filled(self, field: Field, schema: JsonObject) -> Field:
        """A field that holds others, with those inside."""
        if field.kind == "object":
            return replace(field, fields=tuple(self.members(schema, field.path, as_object(field.value))))
        if field.kind in ("list", "table"):
            return replace(field, items=self._items(schema, hints(schema), field.path, as_list(field.value)))
        if field.kind == "map":
            inside = self._map(schema, field.path, as_object(field.value), field.label)
            return replace(field, items=inside.items)
        if field.kind == "variant":
            return self._variant(field, schema)
        return field

    def _variant(self, field: Field, schema: JsonObject) -> Field:
        variants = variants_of(schema, self._root)
        chosen = fitting_variant(variants, self._root, field.value)
        titles = [as_text(part.get("title"), _spoken(part)) for part in variants]
        shown = {**variants[chosen], "title": titles[chosen]}
        inner = self._field(shown, field.path, field.value, field.is_set, needed=False)
        options = tuple(Choice(index, title) for index, title in enumerate(titles))
        return replace(
            field, part="variant", value=chosen, choices=options, look="combo", fields=(inner,), error="",
            types=("integer",), default=None,
        )  # fmt: skip

    def _map(self, schema: JsonObject, path: JsonPath, values: JsonObject, label: str) -> Field:
        part = described(schema.get("additionalProperties"), self._root)
        items = tuple(
            replace(self._item(part, "", (*path, name), value), name=name, summary=name)
            for name, value in values.items()
        )
        new = blank(part, self._root)
        return Field(path, "map", label, values, ("object",), items=items, new_item=new, add_label="Add")

    def _offered(self, source: str) -> tuple[tuple[Choice, ...], str]:
        try:
            return tuple(self._choices(source)), ""
        except ChoicesUnavailableError as error:
            return (), str(error)

    def _source(self, template: str, path: JsonPath) -> str:
        """The name of a source of choices; `{name}` in it stands for a setting beside the field."""
        beside = as_object(value_at(self._values, path[:-1]))
        for name in names_in(template):
            template = template.replace("{" + name + "}", _plain(beside.get(name)))
        return template

    def _is_required(self, rule: Json, path: JsonPath) -> bool:
        if isinstance(rule, dict):
            return holds(rule, as_object(value_at(self._values, path[:-1])), self._values)
        return rule is True

    def _items(self, schema: JsonObject, hint: JsonObject, path: JsonPath, values: list[Json]) -> tuple[Item, ...]:
        first = as_list(schema.get("prefixItems"))
        parts = [described(part, self._root) for part in first]
        rest = described(schema.get("items"), self._root)
        return tuple(
            self._item(
                parts[index] if index < len(parts) else rest, as_text(hint.get("summary")), (*path, index), value
            )
            for index, value in enumerate(values)
        )

    def _item(self, schema: JsonObject, template: str, path: JsonPath, value: Json) -> Item:
        if isinstance(value, dict) and "properties" in schema:
            fields = tuple(self.members(schema, path, value))
        else:
            fields = (self._field({"title": "Entry", **schema}, path, value, True, False),)
        return Item(path, _summary(template, fields, value), fields, self._error(path, leaf=False))

    def _new_item(self, schema: JsonObject) -> Json:
        name = "items" if "items" in schema else "additionalProperties"
        return blank(described(schema.get(name), self._root), self._root)

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


def _branch_choices(name: str, branches: Sequence[JsonObject], current: Json) -> Iterator[Choice]:
    for branch in branches:
        value = constant(branch, name)
        if hints(branch).get("whenPresent") is not True or same(value, current):
            yield Choice(value, as_text(branch.get("title"), str(value)))


def _group(group: Group, fields: dict[str, Field]) -> FieldGroup:
    shown = tuple(fields[name] for name in group.fields if name in fields)
    return FieldGroup(group.id, group.label, shown, group.help, group.collapsed)


def _unknown(schema: JsonObject, values: JsonObject) -> Iterator[UnknownSetting]:
    known = members_of(schema, schema, values)
    for key, value in values.items():
        if key not in known and not isinstance(schema.get("additionalProperties"), dict):
            yield UnknownSetting(key, compact(value))


def _summary(template: str, fields: Sequence[Field], value: Json) -> str:
    if not template or not isinstance(value, dict):
        return value if isinstance(value, str) else compact(value)
    text = template
    shown = {field.name: _shown(field) for field in fields}
    for name in names_in(template):
        text = text.replace("{" + name + "}", shown.get(name, ""))
    return text.strip(" :,")


def _shown(field: Field) -> str:
    if field.kind == "choice":
        label = next((choice.label for choice in field.choices if same(choice.value, field.value)), None)
        return _plain(field.value) if label is None else label
    if field.kind == "object":
        return ", ".join(item.summary for inner in field.fields for item in inner.items)
    return _plain(field.value)


def _spoken(schema: JsonObject) -> str:
    """What a form of an any-of is called that has no title."""
    words = {"string": "Text", "integer": "Whole number", "number": "Number", "boolean": "Yes or no", "null": "Nothing"}
    words |= {"array": "List", "object": "Settings"}
    return " or ".join(words.get(name, name) for name in types_of(schema)) or "Value"


def _plain(value: Json) -> str:
    return "" if value is None else value if isinstance(value, str) else compact(value)


def _no_choices(_: str) -> Sequence[Choice]:
    return ()
