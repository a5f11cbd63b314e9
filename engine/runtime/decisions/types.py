"""Item definitions: the types that a model declares, values conforming to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace

from engine.expressions import ExpressionError
from engine.expressions.evaluation import Evaluation
from engine.expressions.feel import compile_unary_tests
from engine.expressions.feel.syntax import Node, TypeName
from engine.expressions.feel.temporal import parse_temporal
from engine.expressions.feel.types import ALIASES, SIMPLE, TEMPORAL, conforms, converted
from engine.expressions.feel.values import Value
from engine.runtime.decisions.model import DecisionModelError, ItemDefinition, Variable

MAX_DEPTH = 20
Test = Callable[[Evaluation, object], bool]


@dataclass(frozen=True)
class DmnType:
    """A type: its FEEL name, the types of its items or members, and the tests that its values must pass."""

    name: TypeName
    item: DmnType | None = None
    members: tuple[tuple[str, DmnType | None], ...] = ()
    allowed: Test | None = None


class Types:
    """The declared types of a model, by name."""

    def __init__(self, items: Mapping[str, ItemDefinition]) -> None:
        """Every type is worked out once, so that a bad one is found at once."""
        self._items = items
        self._known = {name: self._item(item, 0) for name, item in items.items()}

    def of(self, variable: Variable) -> DmnType | None:
        """The type of a variable; None where it declares none."""
        return self.named(variable.type_ref)

    def named(self, name: str) -> DmnType | None:
        """The type of a name; None where it is unknown or any."""
        if not name:
            return None
        plain = name.removeprefix("feel.")
        return self._known[plain] if plain in self._known else _simple(plain)

    def _item(self, item: ItemDefinition, depth: int) -> DmnType | None:
        if depth > MAX_DEPTH:
            raise DecisionModelError(f'the item definition "{item.name}" is defined by itself')
        found = self._single(item, depth)
        if found is not None and item.allowed:
            found = replace(found, allowed=_tests(item))
        if not item.is_collection:
            return found
        inner = TypeName("Any") if found is None else found.name
        return DmnType(TypeName("list", (inner,)), item=found)

    def _single(self, item: ItemDefinition, depth: int) -> DmnType | None:
        if item.components:
            members = tuple((each.name, self._item(each, depth + 1)) for each in item.components)
            return DmnType(_context_name(members), members=members)
        if item.is_function:
            return DmnType(TypeName("function"))
        plain = item.type_ref.removeprefix("feel.")
        return self._item(self._items[plain], depth + 1) if plain in self._items else _simple(plain)

    def expanded(self, node: Node) -> Node:
        """A tree in which the declared types that `instance of` and functions name are written out."""
        changed = {field.name: self._part(getattr(node, field.name)) for field in fields(node)}
        if all(changed[field.name] is getattr(node, field.name) for field in fields(node)):
            return node
        return replace(node, **changed)  # type: ignore[arg-type]  # its own fields

    def _part(self, part: object) -> object:
        if isinstance(part, tuple):
            parts = tuple(self._part(each) for each in part)
            return part if all(new is old for new, old in zip(parts, part, strict=True)) else parts
        if isinstance(part, TypeName):
            return self._written_out(part)
        if is_dataclass(part) and not isinstance(part, type):
            return self.expanded(part)  # type: ignore[arg-type]  # every dataclass inside a node is a node
        return part

    def _written_out(self, name: TypeName) -> TypeName:
        if name.name in self._known:
            type_ = self._known[name.name]
            return TypeName("Any") if type_ is None else type_.name
        arguments = tuple(self._written_out(each) for each in name.arguments)
        return name if arguments == name.arguments else replace(name, arguments=arguments)


def _simple(name: str) -> DmnType | None:
    plain = ALIASES.get(name, name)
    return DmnType(TypeName(plain)) if plain in SIMPLE else None


def _tests(item: ItemDefinition) -> Test:
    try:
        return compile_unary_tests(item.allowed)
    except ExpressionError as error:
        message = f'the allowed values of the item definition "{item.name}" cannot be read: {error}'
        raise DecisionModelError(message) from None


def _context_name(members: tuple[tuple[str, DmnType | None], ...]) -> TypeName:
    types = tuple(TypeName("Any") if type_ is None else type_.name for _, type_ in members)
    return TypeName("context", types, tuple(name for name, _ in members))


def conform(value: Value, type_: DmnType | None) -> Value:
    """The value, converted to a type where FEEL does so; null where it does not conform."""
    if type_ is None or value is None:
        return value
    if type_.item is not None and not isinstance(value, list):
        value = [value]
    fitting = value if conforms(value, type_.name) is True else converted(value, type_.name)
    return fitting if _allowed(fitting, type_) else None


def received(value: Value, type_: DmnType | None) -> Value:
    """A value from outside as its declared type: JSON has dates, times and durations as text only."""
    if type_ is None:
        return value
    if isinstance(value, str):
        return parse_temporal(value) or value if type_.name.name in TEMPORAL else value
    if isinstance(value, list) and type_.item is not None:
        return [received(item, type_.item) for item in value]
    if isinstance(value, dict) and type_.members:
        return {**value, **{name: received(value[name], member) for name, member in type_.members if name in value}}
    return value


def _allowed(value: Value, type_: DmnType | None) -> bool:
    if value is None or type_ is None:
        return True
    if type_.allowed is not None and not type_.allowed(Evaluation({}), value):
        return False
    if isinstance(value, list):
        return type_.item is None or all(_allowed(item, type_.item) for item in value)
    if isinstance(value, dict):
        return all(_allowed(value.get(name), member) for name, member in type_.members)
    return True
