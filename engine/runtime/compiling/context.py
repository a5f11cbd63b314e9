"""What compiling a document shares: its profile, the problems found, and how its expressions are read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeAlias

from engine.bpmn import Document, Element, FormalExpression, Problem
from engine.bpmn.namespaces import BPMN, bpmn, clark
from engine.expressions import Dialect, Expression, ExpressionError, compile_condition, compile_expression, dialect_of
from engine.expressions.evaluation import Closure, Evaluation

BPMN_TAG = clark(BPMN, "")
EXTENSIONS = bpmn("extensionElements")
FLOW_LISTS = frozenset((bpmn("incoming"), bpmn("outgoing")))
FOREIGN_LANGUAGES = ("javascript", "groovy", "python", "juel-script", "ruby", "php", "lua", "java")

Compiling: TypeAlias = Callable[[str, Dialect], Expression]


class Noted(NamedTuple):
    """A problem, and the element at which it was found: compiling that element again finds it again."""

    at: Element | None
    problem: Problem


@dataclass
class Context:
    """One compilation: its document and the problems so far."""

    document: Document
    profile: str
    found: list[Noted] = field(default_factory=list)
    at: Element | None = None
    """What is being compiled: the problems that are noted are kept, and found again, with it."""
    prefix: str = ""
    """What stands before the ids of a document that only lends processes to be called."""
    places: dict[str, int] = field(default_factory=dict)
    """The number of each flow node of this document, by its id."""

    def place(self, reference: str | None) -> int | None:
        """The number of the flow node that a reference names, with or without a prefix."""
        wanted = (reference or "").strip()
        found = self.places.get(wanted)
        return self.places.get(wanted.rpartition(":")[2]) if found is None else found

    def problem(
        self, element: Element | None, rule: str, message: str, severity: Literal["error", "warning", "info"] = "error"
    ) -> None:
        """Note a finding about an element."""
        line = None if element is None else self.document.line_of(element)
        problem = Problem(severity, None if element is None else element.id, rule, message, line)
        self.found.append(Noted(self.at, problem))

    def expression(self, view: Element | None, owner: Element) -> Expression | None:
        """The compiled text of an expression element; None where it is missing or empty."""
        return self._element(view, owner, compile_expression)

    def condition(self, view: Element | None, owner: Element) -> Expression | None:
        """The compiled text of an element that says when something holds; None where it is missing or empty."""
        text = "" if view is None else view.text.strip()
        if text and self.profile == "camunda8" and not text.startswith("="):
            told = f'{owner.id}: Camunda 8 takes "{text}" for a text and refuses the file: write ={text}'
            self.problem(owner, "expression", told, "warning")
        return self._element(view, owner, compile_condition)

    def _element(self, view: Element | None, owner: Element, compiled: Compiling) -> Expression | None:
        if view is None or not view.text.strip():
            return None
        language = view.language if isinstance(view, FormalExpression) else view.get("language")
        return self.text(view.text.strip(), owner, language, compiled=compiled)

    def text(
        self,
        text: str,
        owner: Element,
        language: str | None = None,
        dialect: Dialect | None = None,
        compiled: Compiling = compile_expression,
    ) -> Expression:
        """A compiled expression; one that cannot be read is a problem now and an incident when it is reached."""
        if language and language.lower().rpartition("/")[2] in FOREIGN_LANGUAGES:
            error = ExpressionError(f"expressions in {language} cannot be evaluated here")
            return self.failing(text, owner, error, "foreign-language")
        try:
            return compiled(text, dialect or dialect_of(text, self.profile, language))
        except ExpressionError as error:
            return self.failing(text, owner, error)

    def value(self, text: str, owner: Element) -> Expression:
        """A text in which only marked parts are expressions, such as a time: Mustache, `${…}` or a leading `=`."""
        stripped = text.strip()
        if self.profile == "camunda8" or stripped.startswith("="):
            if stripped.startswith("="):
                return self.text(stripped, owner, None, "feel")
        elif "${" in stripped or "#{" in stripped:
            return self.text(stripped, owner, None, "juel")
        return template_expression(stripped)

    def computed(self, text: str, owner: Element) -> Expression | None:
        """A name that the file computes; None for one that stands there as it is."""
        is_computed = text.startswith("=") or "${" in text or "#{" in text
        return self.value(text, owner) if is_computed and self.profile != "processmaker" else None

    def failing(self, text: str, owner: Element, error: ExpressionError, rule: str = "expression") -> Expression:
        """An expression that cannot be read or computed here: a problem now, an incident when it is reached."""
        self.problem(owner, rule, f"{owner.id}: {error}")
        return Expression(text, "tolerant", (), _failing(error))


def note_foreign(context: Context, element: Element) -> None:
    """A child of another namespace outside the extension elements means nothing here, and that is said."""
    for child in element.node.iterchildren("*"):
        if not child.tag.startswith(BPMN_TAG):
            told = (
                f"{element.id}: <{child.tag.rpartition('}')[2]}> of another namespace stands outside extensionElements"
            )
            refused = "; ProcessMaker refuses it" if context.profile == "processmaker" else ""
            context.problem(element, "foreign-element", f"{told} and is passed over{refused}", "warning")


def is_plain(element: Element, inside: Collection[str] = ()) -> bool:
    """Whether an element says nothing but its id, its name and its flows; `inside` are tags that may stand in it."""
    node = element.node
    for child in node.iterchildren("*"):
        if child.tag not in FLOW_LISTS and child.tag not in inside:
            return False
    return all(name in ("id", "name") for name in node.keys())  # noqa: SIM118 - a node's iteration gives children


def has_extensions(element: Element) -> bool:
    """Whether an element has any extension elements: most have none, and need not be asked for one after another."""
    return next(element.node.iterchildren(EXTENSIONS), None) is not None


def extensions(element: Element, uri: str, name: str) -> list[Element]:
    """A vendor's elements of one name inside an element's extension elements."""
    holder = next(element.node.iterchildren(EXTENSIONS), None)
    if holder is None:
        return []
    found = map(element.host.view, holder.iterchildren(clark(uri, name)))
    return [view for view in found if isinstance(view, Element)]


def template_expression(text: str) -> Expression:
    """An expression that renders a Mustache template without escaping; without a tag it is the text itself."""
    from engine.expressions.mustache import compile_template, plain_text

    template = compile_template(text)
    if not template.variables:
        return Expression(text, "tolerant", (), lambda _evaluation: text)
    return Expression(
        text, "tolerant", template.variables, lambda evaluation: template.render(evaluation.data, plain_text)
    )


def _failing(error: ExpressionError) -> Closure:
    def fail(_evaluation: Evaluation) -> object:
        raise error

    return fail
