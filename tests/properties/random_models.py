"""Random well-formed models: blocks inside blocks, each with one way in and one way out."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from engine.runtime import ProcessGraph
from tests.runtime.builder import model

LEAVES = ("task", "userTask", "message", "timer")
PLAIN = ("seq", "seq", "xor", "and", "or", "loop", "sub")
BLOCKS = (*PLAIN, "many", "guarded", "watched", "race", "undone", "again", "called_off", "listening")
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
    blocks: tuple[str, ...] = PLAIN

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
        return getattr(self, self.random.choice(self.blocks))(size)

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

    def user(self, inside: str = "") -> str:
        id = self.new("T")
        self.elements[id] = f"userTask |{inside}"
        return id

    def event(self, tag: str, definition: str, attributes: str = "") -> str:
        id = self.new("catch")
        self.elements[id] = f'<bpmn:{tag} id="{id}" {attributes}>{definition.format(id=id)}</bpmn:{tag}>'
        return id

    def scope(self, tag: str, block: str, more: str = "") -> str:
        """A sub-process around a block that was made with chains of its own."""
        id = self.new("sub")
        self.elements[id] = f"{tag} |{more}"
        self.inside[id] = block
        return id

    def inner(self, size: int, *more: str) -> str:
        """The chains of a scope of its own, with further ones."""
        outer, self.chains = self.chains, []
        first = f"{self.new('start')} > {self.block(max(1, size))} > {self.new('end')}"
        lines = self._lines([first, *more, *self.chains])
        self.chains = outer
        return lines

    def many(self, size: int) -> str:
        """Instances of a user task or of a sub-process."""
        flag = self.random.choice(('isSequential="true"', ""))
        number = f"<bpmn:loopCardinality>{self.random.randint(0, 3)}</bpmn:loopCardinality>"
        loop = f"<bpmn:multiInstanceLoopCharacteristics {flag}>{number}</bpmn:multiInstanceLoopCharacteristics>"
        if size < 4:
            return self.user(loop)
        return self.scope("subProcess", self.inner(size // 2), loop)

    def host(self, size: int) -> str:
        """An activity with something on its border: a user task, or one that has more inside."""
        if size < 4:
            return self.user()
        plain = self.random.random() < 0.3
        return (
            self.scope("subProcess", self.inner(size // 2))
            if plain
            else self.random.choice((self.many, self.listening))(size)
        )

    def guarded(self, size: int) -> str:
        """Work that an event on its border can interrupt; both ways meet again."""
        host = self.host(size)
        kind = self.random.choice(("message", "timer"))
        alarm, merge = self.event("boundaryEvent", CATCHES[kind], f'attachedToRef="{host}"'), self.new("xor")
        self.chains.append(f"{alarm} > {self.block(max(1, size // 3))} > {merge}")
        return f"{host} > {merge}"

    def watched(self, size: int) -> str:
        """Work beside which an event on its border starts a path of its own, as often as it comes."""
        host = self.host(size)
        attributes = f'attachedToRef="{host}" cancelActivity="false"'
        alarm = self.event("boundaryEvent", CATCHES[self.random.choice(("message", "timer"))], attributes)
        self.chains.append(f"{alarm} > {self.block(1)} > {self.new('end')}")
        return host

    def race(self, size: int) -> str:
        """The first of two events, then both ways meet."""
        gateway, merge = self.new("event"), self.new("xor")
        first, second = (self.event("intermediateCatchEvent", CATCHES[kind]) for kind in ("message", "timer"))
        self.chains.append(f"{gateway} > {second} > {self.block(max(1, size // 2))} > {merge}")
        return f"{gateway} > {first} > {self.block(max(1, size // 2))} > {merge}"

    def undoable(self, tag: str = "task") -> tuple[str, list[str]]:
        """An activity with its compensation, and what stands beside it."""
        id, handler = self.new("T"), self.new("T")
        self.elements[id] = tag
        self.elements[handler] = f'<bpmn:task id="{handler}" isForCompensation="true"/>'
        undo = self.event("boundaryEvent", "<bpmn:compensateEventDefinition/>", f'attachedToRef="{id}"')
        link = self.new("link")
        self.elements[link] = f'<bpmn:association id="{link}" sourceRef="{undo}" targetRef="{handler}"/>'
        return id, [handler, undo, link]

    def undone(self, size: int) -> str:
        """Work that is undone at once, with what was done before it in the same scope."""
        id, beside = self.undoable()
        self.chains.extend(beside)
        throw = self.event("intermediateThrowEvent", "<bpmn:compensateEventDefinition/>")
        return f"{id} > {self.block(max(1, size - 2))} > {throw}"

    def again(self, size: int) -> str:
        """A loop of flows around a person's answer."""
        merge, split = self.new("xor"), self.new("xor")
        self.chains.append(f"{split} -[x == 0]> {merge}")
        return f"{merge} > {self.block(max(1, size - 1))} > {self.user()} > {split} -*> {self.leaf()}"

    def called_off(self, size: int) -> str:
        """A transaction that is canceled or not; what was done inside is undone, and both ways meet again."""
        id, beside = self.undoable()
        split, cancel = self.new("xor"), self.new("end")
        self.elements[cancel] = f'<bpmn:endEvent id="{cancel}"><bpmn:cancelEventDefinition/></bpmn:endEvent>'
        outer, self.chains = self.chains, []
        first = f"{self.new('start')} > {id} > {self.block(max(1, size // 2))} > {split} -[x == 1]> {cancel}"
        lines = self._lines([first, f"{split} -*> {self.new('end')}", *beside, *self.chains])
        self.chains = outer
        host, merge = self.scope("transaction", lines), self.new("xor")
        canceled = self.event("boundaryEvent", "<bpmn:cancelEventDefinition/>", f'attachedToRef="{host}"')
        self.chains.append(f"{canceled} > {self.leaf()} > {merge}")
        return f"{host} > {merge}"

    def listening(self, size: int) -> str:
        """A sub-process that an event inside it interrupts, or that an event starts more work in."""
        start, end, handler = self.new("start"), self.new("end"), self.new("sub")
        flag = self.random.choice(('isInterrupting="false"', ""))
        definition = CATCHES[self.random.choice(("message", "timer"))].format(id=start)
        self.elements[start] = f'<bpmn:startEvent id="{start}" {flag}>{definition}</bpmn:startEvent>'
        self.elements[handler] = 'subProcess triggeredByEvent="true"'
        self.inside[handler] = f"{start} > {self.leaf()} > {end}"
        return self.scope("subProcess", self.inner(size - 1, handler))
