"""Item definitions: the types that a model declares, and values conforming to them."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace

from engine.expressions import ExpressionError
from engine.expressions.evaluation import Evaluation
from engine.expressions.feel import compile_unary_tests
from engine.expressions.feel.syntax import TypeName
from engine.expressions.feel.types import ALIASES, SIMPLE, conforms, converted
from engine.expressions.feel.values import Value

MAX_DEPTH = 20


@dataclass(frozen=True)
class DmnType:
    """A type: its FEEL name, the types of its items or members, and the tests that its values must pass."""

    name: TypeName
    item: DmnType | None = None
    members: tuple[tuple[str, DmnType | None], ...] = ()
    allowed: str = ""


class Types:
    """The declared types of a model, by name."""

    def __init__(self, root: ET.Element) -> None:
        self._items = {item.get("name") or "": item for item in root if local(item) == "itemDefinition"}

    def of_variable(self, element: ET.Element) -> DmnType | None:
        """The type of an element's variable; None where it declares none."""
        variable = next((child for child in element if local(child) == "variable"), None)
        return None if variable is None else self.named(variable.get("typeRef"))

    def named(self, name: str | None, depth: int = 0) -> DmnType | None:
        """The type of a name; None where it is unknown or any."""
        if not name or depth > MAX_DEPTH:
            return None
        plain = name.rpartition(":")[2].removeprefix("feel.")
        if plain in self._items:
            return self._item(self._items[plain], depth + 1)
        plain = ALIASES.get(plain, plain)
        return DmnType(TypeName(plain)) if plain in SIMPLE else None

    def _item(self, item: ET.Element, depth: int) -> DmnType | None:
        parts = {local(child): child for child in item}
        components = [child for child in item if local(child) == "itemComponent"]
        found: DmnType | None = None
        if components:
            members = tuple((child.get("name") or "", self._item(child, depth + 1)) for child in components)
            found = DmnType(_context_name(members), members=members)
        elif "functionItem" in parts:
            found = DmnType(TypeName("function"))
        elif "typeRef" in parts:
            found = self.named((parts["typeRef"].text or "").strip(), depth)
        if found is not None and "allowedValues" in parts:
            found = replace(found, allowed="".join(parts["allowedValues"].itertext()).strip())
        if item.get("isCollection") == "true":
            inner = TypeName("Any") if found is None else found.name
            return DmnType(TypeName("list", (inner,)), item=found)
        return found


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


def _allowed(value: Value, type_: DmnType | None) -> bool:
    if value is None or type_ is None:
        return True
    if type_.allowed and not _passes(value, type_.allowed):
        return False
    if isinstance(value, list):
        return type_.item is None or all(_allowed(item, type_.item) for item in value)
    if isinstance(value, dict):
        return all(_allowed(value.get(name), member) for name, member in type_.members)
    return True


def _passes(value: Value, text: str) -> bool:
    try:
        return compile_unary_tests(text)(Evaluation({}), value)
    except ExpressionError:
        return True


def local(element: ET.Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]
