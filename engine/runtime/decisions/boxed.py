"""Boxed expressions: literals, contexts, lists, relations, invocations, functions, conditionals and iterations."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping
from types import MappingProxyType

from engine.expressions import ExpressionError
from engine.expressions.evaluation import Evaluation
from engine.expressions.feel.calls import invoke
from engine.expressions.feel.compiler import Compiled, Scope, compile_node
from engine.expressions.feel.parser import parse_feel
from engine.expressions.feel.values import FunctionValue, Value
from engine.runtime.decisions.tables import compile_table
from engine.runtime.decisions.types import DmnType, Types, conform, local

Boxed = Compiled


def compile_boxed(element: ET.Element, types: Types, names: tuple[str, ...]) -> Boxed:
    """The logic of an element as a function of the scope."""
    return _Boxes(types, names).compile(element)


class _Boxes:
    """Compiles elements by their tag."""

    def __init__(self, types: Types, names: tuple[str, ...]) -> None:
        self.types = types
        self.names = names

    def compile(self, element: ET.Element) -> Boxed:
        """One boxed expression, its result conforming to its declared type."""
        compiler = _COMPILERS.get(local(element))
        if compiler is None:
            raise ExpressionError(f'a boxed expression "{local(element)}" is not known')
        logic = compiler(self, element)
        type_ = self.types.named(element.get("typeRef"))
        return logic if type_ is None else (lambda scope: conform(logic(scope), type_))

    def text(self, text: str) -> Boxed:
        """A literal expression; one that cannot be read is null, as the standard asks."""
        if not text.strip():
            return lambda _scope: None
        try:
            return compile_node(parse_feel(text.strip(), self.names))
        except ExpressionError:
            return lambda _scope: None

    def literal(self, element: ET.Element) -> Boxed:
        return self.text(text_in(element))

    def context(self, element: ET.Element) -> Boxed:
        entries = [self.entry(child) for child in element if local(child) == "contextEntry"]

        def build(scope: Scope) -> object:
            values: dict[str, object] = {}
            inner = scope.inner(values)
            for name, type_, logic in entries:
                value = conform(logic(inner), type_)
                if name is None:
                    return value
                values[name] = value
            return values

        return build

    def entry(self, element: ET.Element) -> tuple[str | None, DmnType | None, Boxed]:
        variable = next((child for child in element if local(child) == "variable"), None)
        logic = next((child for child in element if local(child) not in ("variable", "description")), None)
        boxed: Boxed = (lambda _scope: None) if logic is None else self.compile(logic)
        name = None if variable is None else variable.get("name")
        return name, None if variable is None else self.types.named(variable.get("typeRef")), boxed

    def listed(self, element: ET.Element) -> Boxed:
        items = [self.compile(child) for child in element if local(child) in _COMPILERS]
        return lambda scope: [item(scope) for item in items]

    def relation(self, element: ET.Element) -> Boxed:
        columns = [child.get("name") or "" for child in element if local(child) == "column"]
        rows = [[self.compile(cell) for cell in row] for row in element if local(row) == "row"]
        return lambda scope: [dict(zip(columns, [cell(scope) for cell in row], strict=False)) for row in rows]

    def invocation(self, element: ET.Element) -> Boxed:
        parts = [child for child in element if local(child) not in ("binding", "description")]
        function = self.compile(parts[0])
        bindings: list[tuple[str, Boxed]] = []
        for binding in element:
            if local(binding) == "binding":
                parameter = next(child for child in binding if local(child) == "parameter")
                logic = next((child for child in binding if local(child) != "parameter"), None)
                boxed: Boxed = (lambda _scope: None) if logic is None else self.compile(logic)
                bindings.append((parameter.get("name") or "", boxed))

        def call(scope: Scope) -> object:
            found = function(scope)
            if not isinstance(found, FunctionValue):
                return None
            values = [logic(scope) for _, logic in bindings]
            return invoke(found, values, tuple(name for name, _ in bindings), scope.evaluation)

        return call

    def function(self, element: ET.Element) -> Boxed:
        if element.get("kind") in ("Java", "PMML"):
            return lambda _scope: None
        formal = [child for child in element if local(child) == "formalParameter"]
        parameters = tuple(child.get("name") or "" for child in formal)
        types = [self.types.named(child.get("typeRef")) for child in formal]
        logic = next((child for child in element if local(child) not in ("formalParameter", "description")), None)
        body: Boxed = (lambda _scope: None) if logic is None else self.compile(logic)
        result = self.types.named(element.get("typeRef"))
        plain = None if result is not None and result.name.name == "function" else result

        def build(scope: Scope) -> object:
            def run(evaluation: Evaluation, *values: Value) -> Value:
                evaluation.spend(10)
                given = [conform(value, type_) for value, type_ in zip(values, types, strict=True)]
                names = dict(zip(parameters, given, strict=True))
                return conform(body(scope.inner(names)), plain)

            return FunctionValue(element.get("name") or "function", parameters, run)

        return build

    def conditional(self, element: ET.Element) -> Boxed:
        parts = {local(child): self.compile(child[0]) for child in element if len(child)}
        test, yes, no = parts["if"], parts["then"], parts["else"]
        return lambda scope: yes(scope) if test(scope) is True else no(scope)

    def filtered(self, element: ET.Element) -> Boxed:
        parts = {local(child): self.compile(child[0]) for child in element if len(child)}
        source, match = parts["in"], parts["match"]

        def select(scope: Scope) -> object:
            items = source(scope)
            kept: list[object] = []
            for item in as_list(items):
                names = {"item": item, **item} if isinstance(item, dict) else {"item": item}
                if match(scope.inner(names)) is True:
                    kept.append(item)
            return kept

        return select

    def iterated(self, element: ET.Element) -> Boxed:
        kind = local(element)
        parts = {local(child): self.compile(child[0]) for child in element if len(child)}
        name = element.get("iteratorVariable") or "item"
        body = parts["return" if kind == "for" else "satisfies"]

        def run(scope: Scope) -> object:
            results = [body(scope.inner({name: item})) for item in as_list(parts["in"](scope))]
            if kind == "for":
                return results
            return any(result is True for result in results) if kind == "some" else all(r is True for r in results)

        return run

    def table(self, element: ET.Element) -> Boxed:
        return compile_table(element, self.types, self.names, self.text)


_COMPILERS: Mapping[str, Callable[[_Boxes, ET.Element], Boxed]] = MappingProxyType(
    {
        "literalExpression": _Boxes.literal,
        "context": _Boxes.context,
        "list": _Boxes.listed,
        "relation": _Boxes.relation,
        "invocation": _Boxes.invocation,
        "functionDefinition": _Boxes.function,
        "encapsulatedLogic": _Boxes.function,
        "conditional": _Boxes.conditional,
        "filter": _Boxes.filtered,
        "for": _Boxes.iterated,
        "some": _Boxes.iterated,
        "every": _Boxes.iterated,
        "decisionTable": _Boxes.table,
    }
)


def as_list(value: Value) -> list[Value]:
    """A value where a list is wanted: a single value is a list of it."""
    return value if isinstance(value, list) else [value]


def text_in(element: ET.Element) -> str:
    """The text of the `text` element inside."""
    return next(("".join(child.itertext()) for child in element if local(child) == "text"), "")
