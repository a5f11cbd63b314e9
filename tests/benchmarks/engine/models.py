"""The models of the engine benchmark, generated; conditions and scripts in the words of the engine that reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random
from types import MappingProxyType
from xml.sax.saxutils import escape

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'targetNamespace="benchmark"><bpmn:process id="P" isExecutable="true">'
)
FOOT = "</bpmn:process></bpmn:definitions>"


@dataclass
class Drawing:
    """A model while it is written: nodes, then flows with their conditions."""

    python_scripts: bool = False
    nodes: list[str] = field(default_factory=list)
    flows: list[str] = field(default_factory=list)
    count: int = 0

    def node(self, kind: str, inside: str = "", attributes: str = "") -> str:
        """A new node; its id."""
        self.count += 1
        id = f"{kind}_{self.count}"
        self.nodes.append(f'<bpmn:{kind} id="{id}" name="{id}" {attributes}>{inside}</bpmn:{kind}>')
        return id

    def script(self, text: str, result: str) -> str:
        """A script task that computes one variable."""
        if self.python_scripts:
            return self.node("scriptTask", f"<bpmn:script>{result} = {escape(text)}</bpmn:script>")
        attributes = f'scriptFormat="feel" camunda:resultVariable="{result}"'
        return self.node("scriptTask", f"<bpmn:script>{escape(text)}</bpmn:script>", attributes)

    def flow(self, source: str, target: str, condition: str = "", default: bool = False) -> str:
        """A flow; the default flow is marked on its source."""
        id = f"f{len(self.flows) + 1}"
        words = escape(condition if self.python_scripts else f"${{{condition}}}")
        kind = 'xsi:type="bpmn:tFormalExpression"'
        text = f"<bpmn:conditionExpression {kind}>{words}</bpmn:conditionExpression>" if condition else ""
        ends = f'sourceRef="{source}" targetRef="{target}"'
        self.flows.append(f'<bpmn:sequenceFlow id="{id}" {ends}>{text}</bpmn:sequenceFlow>')
        if default:
            place = next(at for at, node in enumerate(self.nodes) if f'id="{source}"' in node)
            self.nodes[place] = self.nodes[place].replace(f'id="{source}"', f'id="{source}" default="{id}"', 1)
        return id

    def chain(self, *ids: str) -> str:
        """Nodes one after the other; the last one."""
        for source, target in pairwise(ids):
            self.flow(source, target)
        return ids[-1]

    def text(self) -> str:
        """The whole file."""
        return HEAD + "".join(self.nodes) + "".join(self.flows) + FOOT


def chain_none(drawing: Drawing, length: int = 10) -> None:
    """Plain tasks one after the other."""
    tasks = [drawing.node("task") for _ in range(length)]
    drawing.chain(drawing.node("startEvent"), *tasks, drawing.node("endEvent"))


def chain_script(drawing: Drawing, length: int = 10) -> None:
    """Scripts that count."""
    tasks = [drawing.script("x + 1", "x") for _ in range(length)]
    drawing.chain(drawing.node("startEvent"), *tasks, drawing.node("endEvent"))


def xor_loop(drawing: Drawing, rounds: int = 10) -> None:
    """A loop by an exclusive gateway and a counting script."""
    start, merge = drawing.node("startEvent"), drawing.node("exclusiveGateway")
    work, split = drawing.script("x + 1", "x"), drawing.node("exclusiveGateway")
    drawing.chain(start, merge, work, split)
    drawing.flow(split, merge, f"x < {rounds}")
    last = drawing.node("task")
    drawing.flow(split, last, default=True)
    drawing.chain(last, drawing.node("endEvent"))


def par(drawing: Drawing, width: int = 10) -> None:
    """Plain tasks side by side."""
    split, merge = drawing.node("parallelGateway"), drawing.node("parallelGateway")
    drawing.flow(drawing.node("startEvent"), split)
    for _ in range(width):
        drawing.chain(split, drawing.node("task"), merge)
    drawing.chain(merge, drawing.node("task"), drawing.node("endEvent"))


def inclusive(drawing: Drawing, width: int = 5) -> None:
    """Conditions side by side, three of five true, and a synchronizing merge."""
    split, merge = drawing.node("inclusiveGateway"), drawing.node("inclusiveGateway")
    drawing.flow(drawing.node("startEvent"), split)
    for place in range(width):
        task = drawing.node("task")
        drawing.flow(split, task, f"x < {place}" if place % 2 else f"x > {-place - 1}")
        drawing.flow(task, merge)
    drawing.chain(merge, drawing.node("endEvent"))


def instances(drawing: Drawing, sequential: bool) -> None:
    """Twenty instances of a sub-process with two tasks."""
    inner = (
        '<bpmn:startEvent id="is"/><bpmn:task id="ia"/><bpmn:task id="ib"/><bpmn:endEvent id="ie"/>'
        '<bpmn:sequenceFlow id="if1" sourceRef="is" targetRef="ia"/><bpmn:sequenceFlow id="if2" sourceRef="ia" '
        'targetRef="ib"/><bpmn:sequenceFlow id="if3" sourceRef="ib" targetRef="ie"/>'
    )
    loop = (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">'
        "<bpmn:loopCardinality>20</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>"
    )
    sub = drawing.node("subProcess", loop + inner)
    drawing.chain(drawing.node("startEvent"), sub, drawing.node("task"), drawing.node("endEvent"))


def nested(drawing: Drawing, depth: int = 5) -> None:
    """Sub-processes inside each other."""
    inner = '<bpmn:task id="deepest"/>'
    for level in range(depth):
        child = f"level{level - 1}" if level else "deepest"
        ends = f'<bpmn:startEvent id="s{level}"/><bpmn:endEvent id="e{level}"/>'
        first = f'<bpmn:sequenceFlow id="i{level}" sourceRef="s{level}" targetRef="{child}"/>'
        last = f'<bpmn:sequenceFlow id="o{level}" sourceRef="{child}" targetRef="e{level}"/>'
        inner = f'<bpmn:subProcess id="level{level}">{inner}{ends}{first}{last}</bpmn:subProcess>'
    drawing.nodes.append(inner)
    drawing.chain(drawing.node("startEvent"), f"level{depth - 1}", drawing.node("endEvent"))


def random_blocks(drawing: Drawing, nodes: int, kinds: tuple[str, ...], seed: int = 7) -> None:
    """A block-structured model of about so many nodes."""
    random = Random(seed)
    start = drawing.node("startEvent")
    last = start
    while drawing.count < nodes - 2:
        last = _block(drawing, random, last, kinds, 4)
    drawing.flow(last, drawing.node("endEvent"))


def _block(drawing: Drawing, random: Random, last: str, kinds: tuple[str, ...], depth: int) -> str:
    if depth == 0 or random.random() < 0.6:
        return drawing.chain(last, drawing.node("task"))
    kind = random.choice(kinds)
    split, merge = drawing.node(kind), drawing.node(kind)
    drawing.flow(last, split)
    width = random.randint(2, 3)
    for place in range(width):
        first = drawing.node("task")
        conditional = kind != "parallelGateway"
        default = conditional and place == width - 1
        condition = f"x > {place}" if kind == "exclusiveGateway" else f"x < {place + 3}"
        drawing.flow(split, first, condition if conditional and not default else "", default)
        drawing.flow(_block(drawing, random, first, kinds, depth - 1), merge)
    return merge


def users(drawing: Drawing) -> None:
    """Five user tasks one after the other."""
    tasks = [drawing.node("userTask") for _ in range(5)]
    drawing.chain(drawing.node("startEvent"), *tasks, drawing.node("endEvent"))


EVERY = ("exclusiveGateway", "parallelGateway", "inclusiveGateway")
MODELS: Mapping[str, Callable[[Drawing], None]] = MappingProxyType(
    {
        "chain10_none": chain_none,
        "chain10_script": chain_script,
        "xor_loop": xor_loop,
        "xor_loop1000": lambda drawing: xor_loop(drawing, 1000),
        "par10": par,
        "or5": inclusive,
        "mi20_par": lambda drawing: instances(drawing, False),
        "mi20_seq": lambda drawing: instances(drawing, True),
        "nested_sub5": nested,
        "rand1000_xor": lambda drawing: random_blocks(drawing, 1000, EVERY[:1]),
        "rand1000_mix": lambda drawing: random_blocks(drawing, 1000, EVERY[:2]),
        "rand1000_all": lambda drawing: random_blocks(drawing, 1000, EVERY),
        "chain1000": lambda drawing: chain_none(drawing, 998),
        "chain10000": lambda drawing: chain_none(drawing, 9998),
    }
)


def model_text(name: str, python_scripts: bool = False) -> str:
    """The BPMN text of a model."""
    drawing = Drawing(python_scripts)
    MODELS[name](drawing)
    return drawing.text()
