"""The findings about one document, kept for as long as it is open: after an edit only what it touched is asked again.

    kept = KeptFindings(document, checkers)
    stop = kept.follow()                # hear of every edit, undo and redo
    while not kept.work(has_time):      # a portion; in one go without `has_time`
        ...
    kept.problems()

There is no other way to check: the command line does the same once. See ADR 0024.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Final, TypeVar

from engine.bpmn import ChangeSet, Document, Element, Problem, integrity
from engine.bpmn.index import DRAWN
from engine.bpmn.journal import Change, Node
from engine.bpmn.schema import MOST_PROBLEMS, MOST_SAME_IDS, too_many_ids, unit_problems
from engine.bpmn.together import JOINT, Together
from engine.bpmn.touching import Touched
from engine.bpmn.units import CONTAINERS, is_unit, units
from engine.bpmn.validation import suspects
from engine.runtime.compiling.parts import COMPILED, Told, around, compiled, in_doubt, told_of, told_of_all
from modeler.services.checks.checker import Checker
from modeler.services.checks.execution import worded
from modeler.services.checks.telling import in_order, told_once

_PORTION: Final = 40
"""So many elements are compiled at a time: few enough for a moment, many enough to share what stands around them."""
HasTime = Callable[[], bool]
T = TypeVar("T")


class KeptFindings:
    """What is known of a document, by unit, and what is to be asked again."""

    def __init__(self, document: Document, checkers: Sequence[Checker] = ()) -> None:
        self._document = document
        self._checkers = tuple(checkers)
        self._wanted: dict[str, list[int]] = {}
        self._root = document.definitions.node
        self._changes: list[Change] = []
        self._touched = Touched(document, self._is_sound)
        self._to_compile: dict[Element, None] = {}
        self._is_compiled = False
        self._is_new = True
        self._is_all = False
        self._steps: Iterator[None] | None = None
        self._structure: dict[Node, list[Problem]] = {}
        self._together = Together()
        self._schema: dict[Node, list[Problem]] = {}
        self._answers: list[dict[Node, list[Problem]]] = [{} for _ in checkers]
        self._outside: list[Hashable] = [None for _ in checkers]
        self._outsiders: list[dict[Node, None]] = [{} for _ in checkers]
        self._told: dict[Element | None, list[Problem]] = {}
        self._far: dict[Element, None] = {}

    def follow(self) -> Callable[[], None]:
        """Hear of every change of the document from now on; returns what ends it."""
        return self._document.subscribe(self._changed)

    def ask_again(self, elements: Iterable[Element]) -> None:
        """Ask about elements although nobody has edited them: something else has answered meanwhile."""
        self._touched.units.update(dict.fromkeys(element.node for element in elements))

    def work(self, has_time: HasTime | None = None) -> bool:
        """Ask what is to be asked while there is time; true when everything is known."""
        if self._is_new and has_time is None:
            self._ask_at_once()
            return True
        if self._steps is None:
            self._steps = self._work()
        for _ in self._steps:
            if has_time is not None and not has_time():
                return False
        self._steps = None
        return True

    def problems(self) -> list[Problem]:
        """Everything that is to be said, in the order of the file; what is asked again just now as it was before."""
        document = self._document
        joint = (integrity.problem_of(document, each) for each in integrity.of_several(self._together, document))
        families = (self._structure, *self._answers)
        found = chain.from_iterable(chain.from_iterable(each.values()) for each in families)
        every = [*document.problems, *joint, *self._schema_problems(), *found]
        executed = worded(document, chain.from_iterable(self._told.values()))
        return in_order(told_once(every, executed))

    # Asking -------------------------------------------------------------------------------------------------------

    def _changed(self, changes: ChangeSet) -> None:
        self._changes.extend(changes.changes)

    def _start_over(self) -> Iterator[None]:
        """Ask about everything; what has gone meanwhile is still to be forgotten."""
        self._is_new, self._is_all, self._touched.is_all = False, True, False
        for unit in units(self._root):
            self._touched.units[unit] = None
            yield

    def _work(self) -> Iterator[None]:
        """All that is to be done, one small step after another; more may come meanwhile."""
        if self._is_new:
            while not self._document.prepare():
                yield
            yield from self._start_over()
        self._look_outside()
        while True:
            if self._changes:
                yield from self._follow_changes()
            elif self._touched.units:
                yield from self._ask(self._touched.units.popitem()[0])
            elif self._is_all:
                self._is_all = False
            elif self._to_compile or not self._is_compiled:
                self._compile()
            else:
                return
            yield

    def _follow_changes(self) -> Iterator[None]:
        changes, self._changes = self._changes, []
        for change in changes:
            yield from self._touched.follow(change)
        if self._touched.is_all:
            yield from self._start_over()
        if self._touched.is_moved:
            self._touched.is_moved = False
            drawn = (unit for unit in (*self._structure, *self._schema) if unit.tag in DRAWN)
            self._touched.units.update(dict.fromkeys(drawn))

    def _look_outside(self) -> None:
        """What depends on files is asked again where they are others than before."""
        for number, checker in enumerate(self._checkers):
            state = checker.outside() if self._outsiders[number] else None
            if state != self._outside[number]:
                self._outside[number] = state
                self._touched.units.update(self._outsiders[number])

    def _ask_at_once(self) -> None:
        """The first time, everything: the validator and the compiler take the whole faster than its parts."""
        deque(self._start_over(), 0)
        every, self._touched.units = self._touched.units, {}
        for unit in every if self._has_too_many_ids() else suspects(self._root):
            _keep(self._schema, unit, unit_problems(self._document, unit))
        for unit in integrity.worth_a_look(every, self._document.index, self._schema):
            self._look(unit)
        self._keep_told(told_of_all(self._document, map(self._document.view, every)))
        self._is_compiled, self._is_all = True, False

    def _ask(self, unit: Node) -> Iterator[None]:
        """Everything about one unit, but for what compiling says: that is asked of several in one go."""
        view = self._document.view(unit)
        if not self._is_there(unit):
            self._forget(unit, view)
            return
        _keep(self._schema, unit, unit_problems(self._document, unit))
        if unit.tag in CONTAINERS:
            yield
        self._look(unit)
        if unit.tag not in DRAWN:
            self._is_compiled = False
        if isinstance(view, COMPILED):
            self._to_compile[view] = None
            if not self._is_all:
                self._to_compile.update(dict.fromkeys(compiled(around(self._document, view))))

    def _forget(self, unit: Node, view: Element) -> None:
        for known in (self._structure, self._schema, *self._answers):
            known.pop(unit, None)
        self._together.put(unit, ())
        for outsiders in self._outsiders:
            outsiders.pop(unit, None)
        self._told.pop(view, None)
        self._far.pop(view, None)
        self._is_compiled = False

    def _is_sound(self, unit: Node) -> bool:
        return unit not in self._structure and unit not in self._schema

    def _is_there(self, unit: Node) -> bool:
        return is_unit(unit) and (unit is self._root or self._root in unit.iterancestors())

    def _look(self, unit: Node) -> None:
        found = integrity.look(unit, self._document.index)
        if found or unit in self._together or unit in self._structure or unit.tag in CONTAINERS:
            apart = [each for each in found if each.rule not in JOINT]
            self._together.put(unit, [each for each in found if each.rule in JOINT])
            _keep(self._structure, unit, [integrity.problem_of(self._document, each) for each in apart])
        wanted = self._wanted.get(unit.tag)
        if wanted is None or wanted:
            self._question(unit)

    def _question(self, unit: Node) -> None:
        """Put the checkers' questions to a unit; which have any for elements of its name is found out once."""
        view = self._document.view(unit)
        wanted = self._wanted.get(unit.tag)
        if wanted is None:
            numbers = (number for number, checker in enumerate(self._checkers) if checker.wants(view))
            wanted = self._wanted[unit.tag] = list(numbers)
        for number in wanted:
            checker = self._checkers[number]
            _keep(self._answers[number], unit, list(checker.look(view)))
            if checker.looks_outside(view):
                self._outsiders[number][unit] = None

    # What compiling says ------------------------------------------------------------------------------------------

    def _compile(self) -> None:
        """Compile a portion of what is to be compiled, and with the first what looks far or is in doubt."""
        if not self._is_compiled:
            self._is_compiled = True
            self._to_compile.update(dict.fromkeys(chain(self._far, compiled(in_doubt(self._document)))))
        parts = list(islice(iter(self._to_compile), _PORTION))
        for part in parts:
            del self._to_compile[part]
            self._told.pop(part, None)
            self._far.pop(part, None)
        self._keep_told(told_of(self._document, [part for part in parts if self._is_there(part.node)]))

    def _keep_told(self, told: Told) -> None:
        self._told.pop(None, None)
        for at, problem in told.noted:
            self._told.setdefault(at, []).append(problem)
        self._far.update(dict.fromkeys(told.far))

    # What is kept -------------------------------------------------------------------------------------------------

    def _has_too_many_ids(self) -> bool:
        index = self._document.index
        return sum(len(index.ids[id]) - 1 for id in index.duplicates()) > MOST_SAME_IDS

    def _schema_problems(self) -> list[Problem]:
        if self._has_too_many_ids():
            return [too_many_ids()]
        found = list(chain.from_iterable(self._schema.values()))
        return found if len(found) <= MOST_PROBLEMS else in_order(found)[:MOST_PROBLEMS]


def _keep(known: dict[Node, list[T]], unit: Node, found: list[T]) -> None:
    """What was found at a unit; nothing takes no place."""
    if found:
        known[unit] = found
    else:
        known.pop(unit, None)
