"""Values that are built from parts: Camunda 7's maps and lists in input and output parameters."""

from __future__ import annotations

from collections.abc import Sequence

from engine.bpmn import Element
from engine.expressions import Expression, ExpressionError
from engine.expressions.evaluation import Closure
from engine.runtime.compiling.context import Context


def structured(context: Context, owner: Element, entry: Element) -> Expression:
    """The value of a parameter or entry: its text, or the map or list inside it."""
    inner = next(iter(entry.children), None)
    return context.value(entry.text, owner) if inner is None else _built(context, owner, inner)


def _built(context: Context, owner: Element, part: Element) -> Expression:
    """The value of a part by its kind; a script is a problem and fails when it is reached."""
    if part.tag == "list":
        items = [_built(context, owner, each) for each in part.children]
        return _whole(items, lambda evaluation: [item.closure(evaluation) for item in items])
    if part.tag == "map":
        named = {each.get("key") or "": structured(context, owner, each) for each in part.children}
        return _whole(
            list(named.values()), lambda evaluation: {key: item.closure(evaluation) for key, item in named.items()}
        )
    if part.tag == "script":
        language = part.get("scriptFormat") or "an unnamed language"
        error = ExpressionError(f"a parameter by a script in {language} is not computed here")
        return context.failing(part.text, owner, error, "foreign-language")
    return structured(context, owner, part)


def _whole(parts: Sequence[Expression], closure: Closure) -> Expression:
    names = dict.fromkeys(name for part in parts for name in part.variables)
    return Expression(", ".join(part.text for part in parts), "tolerant", tuple(names), closure)
