"""Random models with the constructs that few models have, inside each other and inside the more usual ones."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.bpmn import Document
from engine.runtime import ProcessGraph, compile_graph
from tests.properties.random_models import BLOCKS, RandomModel
from tests.runtime.builder import scope_xml, xml

TIMES = ("R3/PT1H", "R5/2026-01-05T10:00:00Z/PT1H/2026-01-05T12:30:00Z")
MORE = (
    *("called", "adhoc", "two_of_three", "escalating", "failing", "linked", "terminating", "conditional"),
    *("ticking", "signaled", "manifold", "nested_handler"),
)
WIDER = (*BLOCKS, *MORE)


@dataclass
class WiderModel(RandomModel):
    """As `RandomModel`, with calls of other processes and much else."""

    blocks: tuple[str, ...] = WIDER
    roots: list[str] = field(default_factory=list)

    def graph(self) -> ProcessGraph:
        """The compiled model."""
        self.chains.append(f"start > {self.block(self.size)} > end")
        text = xml(self._lines(self.chains), inside=self.inside, roots="".join(self.roots), **self.elements)
        return compile_graph(Document.from_bytes(text.encode(), "model.bpmn"))

    def called(self, size: int) -> str:
        """A call of a process of its own, now and then once for each of some instances."""
        id, process = self.new("T"), self.new("P")
        outer, self.elements = self.elements, {}
        lines = self.inner(max(1, size - 1))
        body = scope_xml(lines, self.inside, self.elements)
        self.roots.append(f'<bpmn:process id="{process}" isExecutable="false">{body}</bpmn:process>')
        self.elements = outer
        self.elements[id] = f'callActivity calledElement="{process}" |{self.instances()}'
        return id

    def instances(self) -> str:
        """Half the time several instances, at once or in turn."""
        if self.random.random() < 0.5:
            return ""
        flag = self.random.choice(('isSequential="true"', ""))
        number = f"<bpmn:loopCardinality>{self.random.randint(1, 3)}</bpmn:loopCardinality>"
        return f"<bpmn:multiInstanceLoopCharacteristics {flag}>{number}</bpmn:multiInstanceLoopCharacteristics>"

    def adhoc(self, size: int) -> str:
        """Activities without order, until the last is done or a condition holds."""
        outer, self.chains = self.chains, []
        inside = [self.block(max(1, size // 3)) for _ in range(self.random.randint(1, 3))]
        lines = self._lines([*inside, *self.chains])
        self.chains = outer
        condition = self.random.choice(("", "<bpmn:completionCondition>x != 2</bpmn:completionCondition>"))
        order = self.random.choice(('ordering="Sequential"', "", 'cancelRemainingInstances="false"'))
        if condition:
            lines = self._lines([self.user(), lines])
        return self.scope(f"adHocSubProcess {order}", lines, condition)

    def two_of_three(self, size: int) -> str:
        """A complex gateway that goes on with the second of three tokens and takes the third in silence."""
        gateway = self.new("complex")
        condition = "<bpmn:activationCondition>activationCount &gt;= 2</bpmn:activationCondition>"
        self.elements[gateway] = f'<bpmn:complexGateway id="{gateway}">{condition}</bpmn:complexGateway>'
        split = self.new("and")
        for _ in range(2):
            self.chains.append(f"{split} > {self.block(max(1, size // 3))} > {gateway}")
        return f"{split} > {self.block(max(1, size // 3))} > {gateway}"

    def escalating(self, size: int) -> str:
        """A sub-process that escalates, at once or after a while, with the work on its border."""
        definition = '<bpmn:escalationEventDefinition escalationRef="E"/>'
        throw = self.event("intermediateThrowEvent", definition)
        lines = self.inner(max(1, size // 2), f"{self.new('start')} > {self.leaf()} > {throw} > {self.new('end')}")
        host = self.scope("subProcess", lines, self.instances())
        if self.random.random() < 0.5:
            heard = self.event("boundaryEvent", definition, f'attachedToRef="{host}" cancelActivity="false"')
            self.chains.append(f"{heard} > {self.block(1)} > {self.new('end')}")
            return host
        return self.left_by(host, definition, size)

    def left_by(self, host: str, definition: str, size: int) -> str:
        """An activity and an interrupting event on its border; both ways meet again."""
        heard, merge = self.event("boundaryEvent", definition, f'attachedToRef="{host}"'), self.new("xor")
        self.chains.append(f"{heard} > {self.block(max(1, size // 3))} > {merge}")
        return f"{host} > {merge}"

    def failing(self, size: int) -> str:
        """A sub-process that ends with an error or not, while other work goes on in it."""
        definition = '<bpmn:errorEventDefinition errorRef="F"/>'
        split, wrong = self.new("xor"), self.event("endEvent", definition)
        more = f"{self.new('start')} > {self.user()} > {split} -[x == 0]> {wrong}", f"{split} -*> {self.new('end')}"
        host = self.scope("subProcess", self.inner(max(1, size // 2), *more), self.instances())
        return self.left_by(host, definition, size)

    def linked(self, size: int) -> str:
        """A link from one place to another."""
        name = self.new("L")
        definition = f'<bpmn:linkEventDefinition name="{name}"/>'
        throw, catch = (self.event(f"intermediate{kind}Event", definition) for kind in ("Throw", "Catch"))
        return f"{self.block(max(1, size // 2))} > {throw}\n{catch} > {self.block(max(1, size // 2))}"

    def terminating(self, size: int) -> str:
        """A sub-process of two paths, one of which ends the other."""
        last = self.event("endEvent", "<bpmn:terminateEventDefinition/>")
        more = f"{self.new('start')} > {self.leaf()} > {last}"
        return self.scope("subProcess", self.inner(max(1, size // 2), more), self.instances())

    def conditional(self, size: int) -> str:
        """An event that waits for the data, in the flow or on a border."""
        condition = f"x == {self.random.randint(0, 2)}"
        definition = f"<bpmn:conditionalEventDefinition><bpmn:condition>{condition}</bpmn:condition>"
        definition += "</bpmn:conditionalEventDefinition>"
        if self.random.random() < 0.4:
            return f"{self.event('intermediateCatchEvent', definition)} > {self.block(max(1, size - 1))}"
        host = self.host(size)
        if self.random.random() < 0.5:
            return self.left_by(host, definition, size)
        heard = self.event("boundaryEvent", definition, f'attachedToRef="{host}" cancelActivity="false"')
        self.chains.append(f"{heard} > {self.leaf()} > {self.new('end')}")
        return host

    def ticking(self, size: int) -> str:
        """A cycle with an end on a border."""
        host, text = self.host(size), self.random.choice(TIMES)
        definition = f"<bpmn:timerEventDefinition><bpmn:timeCycle>{text}</bpmn:timeCycle></bpmn:timerEventDefinition>"
        heard = self.event("boundaryEvent", definition, f'attachedToRef="{host}" cancelActivity="false"')
        self.chains.append(f"{heard} > {self.leaf()} > {self.new('end')}")
        return host

    def signaled(self, size: int) -> str:
        """Two paths, one of which waits for the signal of the other."""
        split, merge = self.new("and"), self.new("and")
        definition = f'<bpmn:signalEventDefinition signalRef="{self.new("S")}"/>'
        throw, catch = (self.event(f"intermediate{kind}Event", definition) for kind in ("Throw", "Catch"))
        self.chains.append(f"{split} > {catch} > {self.block(max(1, size // 3))} > {merge}")
        return f"{split} > {self.block(max(1, size // 3))} > {throw} > {merge}"

    def manifold(self, size: int) -> str:
        """Instances of a transaction that one of them cancels or none; their work is undone."""
        before = len(self.chains)
        chain = self.called_off(size)
        host = chain.partition(" ")[0]
        self.elements[host] = f"transaction |{self.instances()}"
        assert len(self.chains) > before
        return chain

    def nested_handler(self, size: int) -> str:
        """A sub-process that is undone as a whole by a handler of its own, or by what was done inside it."""
        id, beside = self.undoable()
        host = self.scope("subProcess", self.inner(max(1, size // 2), id, *beside), self.instances())
        activity = self.random.choice(("", f' activityRef="{host}"', ' waitForCompletion="false"'))
        throw = self.event("intermediateThrowEvent", f"<bpmn:compensateEventDefinition{activity}/>")
        return f"{host} > {self.block(max(1, size // 3))} > {throw}"
