"""DMN files of versions 1.1 to 1.5, and their successors, to values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from engine.bpmn import DocumentError
from engine.bpmn.plain_xml import PlainElement, read_plain
from engine.runtime.decisions import model
from engine.runtime.decisions.model import (
    Decision,
    DecisionFile,
    DecisionModelError,
    Entry,
    InputData,
    ItemDefinition,
    Knowledge,
    Literal,
    Logic,
    Part,
    Service,
    Variable,
)
from engine.runtime.decisions.reading_tables import read_table

NAMESPACE = ("http://www.omg.org/spec/DMN/", "https://www.omg.org/spec/DMN/")
NOT_RUN = ("Java", "PMML")


def read_decisions(data: bytes) -> DecisionFile:
    """The model of a file; raises `DecisionModelError` with one clear line."""
    try:
        root = read_plain(data, "DMN")
    except DocumentError as error:
        raise DecisionModelError(str(error)) from None
    if root.name != "definitions" or not root.namespace.startswith(NAMESPACE):
        raise DecisionModelError(f"The file is XML but no DMN model: its root element is <{root.name}>")
    found = list(_parts(root))
    types = {item.get("name"): _item(item) for item in root.named("itemDefinition")}
    names = dict.fromkeys(name for each in root.walk() if (name := each.get("name")) and not name.isidentifier())
    return DecisionFile(root.get("name"), {part.id: part for part in found}, types, tuple(names))


def _parts(root: PlainElement) -> Iterator[Part]:
    for element in root.children:
        reader = _PARTS.get(element.name)
        if reader is not None and element.namespace == root.namespace:
            yield reader(element)


def _input(element: PlainElement) -> InputData:
    return InputData(element.get("id") or element.get("name"), _variable(element))


def _decision(element: PlainElement) -> Decision:
    logic = _logic_in(element)
    return Decision(
        element.get("id") or element.get("name"), element.get("name"), _variable(element), logic, _requires(element)
    )


def _knowledge(element: PlainElement) -> Knowledge:
    body = element.first("encapsulatedLogic")
    function = None if body is None else _function(body)
    id, name = element.get("id") or element.get("name"), element.get("name")
    return Knowledge(id, name, _variable(element), function, _requires(element))


def _service(element: PlainElement) -> Service:
    outputs = tuple(_target(each) for each in element.named("outputDecision"))
    inputs = [*element.named("inputDecision"), *element.named("inputData")]
    id, name = element.get("id") or element.get("name"), element.get("name")
    return Service(id, name, _variable(element), outputs, tuple(_target(each) for each in inputs))


_PARTS: Mapping[str, Callable[[PlainElement], Part]] = MappingProxyType(
    {"inputData": _input, "decision": _decision, "businessKnowledgeModel": _knowledge, "decisionService": _service}
)


def _variable(element: PlainElement) -> Variable:
    """The name under which others see an element, and its type."""
    variable = element.first("variable")
    if variable is None:
        return Variable(element.get("name"))
    return Variable(variable.get("name") or element.get("name"), _type_ref(variable))


def _requires(element: PlainElement) -> tuple[str, ...]:
    requirements = element.named("informationRequirement", "knowledgeRequirement")
    return tuple(_target(each) for requirement in requirements for each in requirement.children if each.get("href"))


def _target(reference: PlainElement) -> str:
    return reference.get("href").rpartition("#")[2]


def _type_ref(element: PlainElement) -> str:
    """A type's name, written as an attribute, since DMN 1.1 also as a child of item definitions."""
    child = element.first("typeRef")
    text = element.get("typeRef") or (child.text if child is not None else "")
    return text.strip().rpartition(":")[2]


def _item(element: PlainElement) -> ItemDefinition:
    allowed = element.first("allowedValues")
    components = tuple(_item(each) for each in element.named("itemComponent"))
    is_collection = element.get("isCollection") == "true"
    is_function = element.first("functionItem") is not None
    text = "" if allowed is None else text_in(allowed)
    return ItemDefinition(element.get("name"), _type_ref(element), components, is_collection, is_function, text)


def text_in(element: PlainElement | None) -> str:
    """The text of the `text` element inside."""
    text = None if element is None else element.first("text")
    return "" if text is None else text.text.strip()


def _logic_in(element: PlainElement) -> Logic | None:
    """The boxed expression inside an element, if there is one."""
    for child in element.children:
        if child.name in _LOGIC and child.namespace == element.namespace:
            return _logic(child)
    return None


def _logic(element: PlainElement) -> Logic:
    return _LOGIC[element.name](element)


def _needed(element: PlainElement | None, what: str, line: int) -> Logic:
    found = None if element is None else _logic_in(element)
    if found is None:
        raise DecisionModelError(f"line {line}: a boxed expression has no {what}")
    return found


def _literal(element: PlainElement) -> Literal:
    return Literal(text_in(element), _type_ref(element))


def _context(element: PlainElement) -> model.Context:
    entries = [_entry(each, each.first("variable")) for each in element.named("contextEntry")]
    return model.Context(tuple(entries), _type_ref(element))


def _entry(element: PlainElement, variable: PlainElement | None) -> Entry:
    if variable is None:
        return Entry("", _logic_in(element))
    return Entry(variable.get("name"), _logic_in(element), _type_ref(variable))


def _list(element: PlainElement) -> model.ListOf:
    return model.ListOf(tuple(_logics(element)), _type_ref(element))


def _logics(element: PlainElement) -> Iterator[Logic]:
    return (_logic(child) for child in element.children if child.name in _LOGIC)


def _relation(element: PlainElement) -> model.Relation:
    columns = tuple(each.get("name") for each in element.named("column"))
    rows = tuple(tuple(_logics(row)) for row in element.named("row"))
    if any(len(row) != len(columns) for row in rows):
        raise DecisionModelError(f"line {element.line}: a row of the relation has not {len(columns)} cells")
    return model.Relation(columns, rows, _type_ref(element))


def _invocation(element: PlainElement) -> model.Invocation:
    bindings = [_entry(each, each.first("parameter")) for each in element.named("binding")]
    return model.Invocation(_needed(element, "function to call", element.line), tuple(bindings), _type_ref(element))


def _function(element: PlainElement) -> model.Function:
    parameters = tuple(Variable(each.get("name"), _type_ref(each)) for each in element.named("formalParameter"))
    kind = element.get("kind") or "FEEL"
    body = None if kind in NOT_RUN else _logic_in(element)
    return model.Function(element.get("name"), parameters, body, kind, _type_ref(element))


def _conditional(element: PlainElement) -> model.Conditional:
    test, yes, no = (_needed(element.first(name), name, element.line) for name in ("if", "then", "else"))
    return model.Conditional(test, yes, no, _type_ref(element))


def _filter(element: PlainElement) -> model.Filter:
    source, match = (_needed(element.first(name), name, element.line) for name in ("in", "match"))
    return model.Filter(source, match, _type_ref(element))


def _iteration(element: PlainElement) -> model.Iteration:
    wanted = "return" if element.name == "for" else "satisfies"
    source, body = (_needed(element.first(name), name, element.line) for name in ("in", wanted))
    return model.Iteration(element.name, element.get("iteratorVariable") or "item", source, body, _type_ref(element))


_LOGIC: Mapping[str, Callable[[PlainElement], Logic]] = MappingProxyType(
    {
        "literalExpression": _literal,
        "context": _context,
        "list": _list,
        "relation": _relation,
        "invocation": _invocation,
        "functionDefinition": _function,
        "conditional": _conditional,
        "filter": _filter,
        "for": _iteration,
        "some": _iteration,
        "every": _iteration,
        "decisionTable": read_table,
    }
)
