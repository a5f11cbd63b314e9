"""A DMN model as values: what a file declares, read once and frozen; see `reading` and `evaluation`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


class DecisionModelError(Exception):
    """A file that is no DMN model, a model that cannot be, or a decision that cannot be made: one clear line."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A FEEL expression."""

    text: str
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A named part of a context; without a name it is the context's result."""

    name: str
    logic: Logic | None
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """Named entries, each of which sees those before it."""

    entries: tuple[Entry, ...]
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of boxed expressions."""

    items: tuple[Logic, ...]
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """Rows of named columns."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Logic, ...], ...]
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Invocation:
    """A call with named arguments."""

    function: Logic
    bindings: tuple[Entry, ...]
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """A function with typed parameters; one of another kind than FEEL is never run."""

    name: str
    parameters: tuple[Variable, ...]
    body: Logic | None
    kind: str = "FEEL"
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Conditional:
    """If, then, else."""

    test: Logic
    yes: Logic
    no: Logic
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """The items of a list that match."""

    source: Logic
    match: Logic
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Iteration:
    """`for`, `some` or `every` item of a list."""

    kind: str
    variable: str
    source: Logic
    body: Logic
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class Input:
    """A column of a table that is tested; `label` names it for people."""

    label: str
    expression: Literal
    allowed: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """A column of a table that is given."""

    name: str
    type_ref: str = ""
    allowed: str = ""
    default: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of a table, counted from one: a unary test for each input, an expression for each output."""

    place: int
    tests: tuple[str, ...]
    results: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table. `policy` is the hit policy's first letter, `aggregation` one of SUM, MIN, MAX, COUNT."""

    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    policy: str = "U"
    aggregation: str = ""
    type_ref: str = ""


Logic: TypeAlias = (
    Literal | Context | ListOf | Relation | Invocation | Function | Conditional | Filter | Iteration | Table
)


@dataclass(frozen=True, slots=True)
class Variable:
    """A name and the type declared for it."""

    name: str
    type_ref: str = ""


@dataclass(frozen=True, slots=True)
class InputData:
    """A value that comes from outside."""

    id: str
    variable: Variable


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision; `requires` are the ids of what its logic sees."""

    id: str
    name: str
    variable: Variable
    logic: Logic | None
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a function that decisions share."""

    id: str
    name: str
    variable: Variable
    logic: Function | None
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A decision service: some decisions of the model as a function of its inputs, in the order of the call."""

    id: str
    name: str
    variable: Variable
    outputs: tuple[str, ...]
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A type: another one, a structure of components, or a function; alone or as a list, with allowed values."""

    name: str
    type_ref: str = ""
    components: tuple[ItemDefinition, ...] = ()
    is_collection: bool = False
    is_function: bool = False
    allowed: str = ""


Part: TypeAlias = InputData | Decision | Knowledge | Service


@dataclass(frozen=True, slots=True)
class DecisionFile:
    """All that one file declares: its parts by id, and its types by name."""

    name: str
    parts: Mapping[str, Part]
    types: Mapping[str, ItemDefinition]
    names: tuple[str, ...]
    """Names that are more than one word, which its expressions may use."""
