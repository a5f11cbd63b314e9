"""Mustache templates over plain JSON data, compiled once: `compile_template(text).render(data)`.

The whole mandatory Mustache specification, with dictionaries and lists only: never an attribute, never a call. The
sections that ProcessMaker adds (base64, html64, key, json, serialize, xml) transform their rendered content unless
the data has a variable of that name. Values print as PHP prints them: true as `1`, false and null as nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from engine.expressions.errors import ExpressionError
from engine.expressions.mustache_parser import Node, PartialTag, Section, Text, Variable, parse_template
from engine.expressions.mustache_sections import TRANSFORMS

MISSING = object()
MAX_SIZE = 10_000_000
MAX_PARTIAL_DEPTH = 50
Escape = Callable[[str], str]
ValueText = Callable[[object], str]
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
_COMPATIBLE = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def html_text(text: str) -> str:
    """Escaped for HTML text and for attributes in either kind of quotes."""
    return text.translate(_HTML)


def php_text(text: str) -> str:
    """Escaped as ProcessMaker's renderer does, which leaves the single quote."""
    return text.translate(_COMPATIBLE)


def plain_text(text: str) -> str:
    """Not escaped: for subjects, file names and other texts that are no HTML."""
    return text


def value_text(value: object) -> str:
    """A value as text, in PHP's way for scalars and as compact JSON for lists and objects."""
    if isinstance(value, str):
        return value
    if value is None or value is MISSING or value is False:
        return ""
    if value is True:
        return "1"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, Mapping | list | tuple):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return str(value)


@dataclass
class _Output:
    """The pieces written so far, and what rendering needs on its way."""

    escape: Escape
    partials: Mapping[str, str]
    text: ValueText
    pieces: list[str] = field(default_factory=list)
    size: int = 0
    depth: int = 0

    def write(self, text: str) -> None:
        """Append a piece; a template that grows without measure ends in an error."""
        self.size += len(text) + 1
        if self.size > MAX_SIZE:
            raise ExpressionError(f"the rendered text is longer than {MAX_SIZE:,} characters")
        self.pieces.append(text)


Stack = tuple[object, ...]
Step = Callable[[Stack, _Output], None]


@dataclass(frozen=True)
class Template:
    """A compiled template; `variables` are the dotted paths it reads, in the order of the text."""

    text: str
    variables: tuple[str, ...]
    steps: tuple[Step, ...] = field(repr=False)

    def render(
        self,
        data: object,
        escape: Escape = html_text,
        partials: Mapping[str, str] | None = None,
        text: ValueText = value_text,
    ) -> str:
        """The text filled with `data`; a missing variable is an empty text. `text` says how values read."""
        output = _Output(escape, partials or {}, text)
        try:
            _run(self.steps, (data,), output)
        except ExpressionError as error:
            raise error.located(1, self.text) from None
        return "".join(output.pieces)


@lru_cache(maxsize=2048)
def compile_template(text: str) -> Template:
    """Compile a template; raises `ExpressionError` for an unclosed or misplaced tag."""
    nodes = parse_template(text)
    return Template(text, tuple(dict.fromkeys(_read_names(nodes))), _compile(nodes))


def render(text: str, data: object, escape: Escape = html_text, values: ValueText = value_text) -> str:
    """Fill a template in one call; a text without a tag comes back as it is. `values` says how values read."""
    return compile_template(text).render(data, escape, None, values) if "{{" in text else text


def _read_names(nodes: Sequence[Node]) -> list[str]:
    names: list[str] = []
    waiting = list(reversed(nodes))
    while waiting:
        node = waiting.pop()
        if isinstance(node, Variable):
            names.append(".".join(node.path) or ".")
        elif isinstance(node, Section):
            if len(node.path) != 1 or node.path[0] not in TRANSFORMS:
                names.append(".".join(node.path) or ".")
            waiting.extend(reversed(node.body))
    return [name for name in names if name != "."]


def _run(steps: Sequence[Step], stack: Stack, output: _Output) -> None:
    for step in steps:
        step(stack, output)


def _compile(nodes: Sequence[Node]) -> tuple[Step, ...]:
    return tuple(_compile_node(node) for node in nodes)


def _compile_node(node: Node) -> Step:
    if isinstance(node, Text):
        return _compile_text(node.text)
    if isinstance(node, Variable):
        return _compile_variable(node)
    if isinstance(node, PartialTag):
        return _compile_partial(node)
    return _compile_section(node)


def _compile_text(text: str) -> Step:
    def write_text(_stack: Stack, output: _Output) -> None:
        output.write(text)

    return write_text


def _compile_variable(node: Variable) -> Step:
    path, escaped = node.path, node.escaped

    def write_value(stack: Stack, output: _Output) -> None:
        value = look_up(path, stack)
        text = output.text(None if value is MISSING else value)
        output.write(output.escape(text) if escaped else text)

    return write_value


def _compile_section(node: Section) -> Step:
    path, body = node.path, _compile(node.body)
    transform = TRANSFORMS.get(path[0]) if len(path) == 1 else None

    def write_unless(stack: Stack, output: _Output) -> None:
        if not _truth(look_up(path, stack)):
            _run(body, stack, output)

    def write_section(stack: Stack, output: _Output) -> None:
        value = look_up(path, stack)
        if value is MISSING and transform is not None:
            _write_transformed(transform, body, stack, output)
        elif isinstance(value, list | tuple):
            for item in value:
                _run(body, (*stack, item), output)
        elif _truth(value):
            _run(body, (*stack, value), output)

    return write_unless if node.inverted else write_section


def _write_transformed(transform: Callable[[str], str], body: Sequence[Step], stack: Stack, output: _Output) -> None:
    outer, output.pieces = output.pieces, []
    _run(body, stack, output)
    text, output.pieces = "".join(output.pieces), outer
    output.write(transform(text))


def _compile_partial(node: PartialTag) -> Step:
    name, indent = node.name, node.indent

    def write_partial(stack: Stack, output: _Output) -> None:
        text = output.partials.get(name, "")
        if indent:
            text = "".join(indent + line for line in text.splitlines(keepends=True))
        output.depth += 1
        if output.depth > MAX_PARTIAL_DEPTH:
            raise ExpressionError(f'the partial "{name}" includes itself more than {MAX_PARTIAL_DEPTH} times')
        _run(compile_template(text).steps, stack, output)
        output.depth -= 1

    return write_partial


def _truth(value: object) -> bool:
    return value is not MISSING and bool(value)


def look_up(path: tuple[str, ...], stack: Stack) -> object:
    """The value at a dotted path: its first part from the innermost context that has it, the rest inside that."""
    if not path:
        return stack[-1]
    first = path[0]
    for context in reversed(stack):
        if isinstance(context, Mapping) and first in context:
            value: object = context[first]
            for part in path[1:]:
                value = member(value, part)
            return value
    return MISSING


def member(value: object, name: str) -> object:
    """One step into a dictionary by key or into a list by index; anything else has no members."""
    if isinstance(value, Mapping):
        return value.get(name, MISSING)
    if isinstance(value, list | tuple) and name.isdigit() and int(name) < len(value):
        return value[int(name)]
    return MISSING
