"""Random well-formed models: blocks inside blocks, each with one way in and one way out."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from engine.runtime import ProcessGraph
from tests.runtime.builder import model

LEAVES = ("task", "userTask", "message", "timer")
BLOCKS = ("seq", "seq", "xor", "and", "or", "loop", "sub")
CATCHES = {
    "message": '<bpmn:messageEventDefinition messageRef="{id}"/>',
    "timer": "<bpmn:timerEventDefinition><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition>",
}


@dataclass
class RandomModel:
    """The parts of a model while it grows; the same seed gives the same model."""

    random: Random
    size: int
    chains: list[str] = field(default_factory=list)
    inside: dict[str, str] = field(default_factory=dict)
    elements: dict[str, str] = field(default_factory=dict)
    count: int = 0

    def graph(self) -> ProcessGraph:
        """The compiled model."""
        self.chains.append(f"start > {self.block(self.size)} > end")
        return model(self._lines(self.chains), inside=self.inside, **self.elements)

    def _lines(self, chains: list[str]) -> str:
        return "\n".join(chains)

    def new(self, prefix: str) -> str:
        self.count += 1
        return f"{prefix}_{self.count}"

    def block(self, size: int) -> str:
        """A chain of ids from the block's way in to its way out; further chains go into the model."""
        if size <= 1:
            return self.leaf()
        return getattr(self, self.random.choice(BLOCKS))(size)

    def leaf(self) -> str:
        kind = self.random.choice(LEAVES)
        if kind in CATCHES:
            id = self.new("catch")
            self.elements[id] = (
                f'<bpmn:intermediateCatchEvent id="{id}">{CATCHES[kind].format(id=id)}</bpmn:intermediateCatchEvent>'
            )
            return id
        id = self.new("T")
        self.elements[id] = kind
        return id

    def seq(self, size: int) -> str:
        first = self.random.randint(1, size - 1)
        return f"{self.block(first)} > {self.block(size - first)}"

    def fork(self, prefix: str, size: int, arrows: list[str]) -> str:
        split, merge = self.new(prefix), self.new(prefix)
        for place, arrow in enumerate(arrows):
            inner = self.block(max(1, size // len(arrows)))
            if place:
                self.chains.append(f"{split} {arrow} {inner} > {merge}")
            else:
                first = f"{split} {arrow} {inner} > {merge}"
        return first

    def xor(self, size: int) -> str:
        number = self.random.randint(0, 2)
        return self.fork("xor", size, [f"-[x == {number}]>", f"-[x == {(number + 1) % 3}]>", "-*>"])

    def and_(self, size: int) -> str:
        return self.fork("and", size, [">"] * self.random.randint(2, 3))

    def __getattr__(self, name: str) -> object:
        if name == "and":
            return self.and_
        if name == "or":
            return self.or_
        raise AttributeError(name)

    def or_(self, size: int) -> str:
        return self.fork("or", size, ["-[x != 0]>", "-[x != 1]>", "-[x == 7]>"])

    def loop(self, size: int) -> str:
        id = self.new("T")
        bounds = f'loopMaximum="{self.random.randint(1, 3)}"'
        self.elements[id] = f'<bpmn:task id="{id}"><bpmn:standardLoopCharacteristics {bounds}/></bpmn:task>'
        return f"{id} > {self.block(size - 1)}"

    def sub(self, size: int) -> str:
        id, outer = self.new("sub"), self.chains
        self.chains = []
        inner = f"{self.new('start')} > {self.block(size - 1)} > {self.new('end')}"
        self.inside[id] = self._lines([inner, *self.chains])
        self.chains = outer
        return id
