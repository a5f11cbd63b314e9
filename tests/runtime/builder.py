"""Small executable models in one line: `model("start > A > end")`.

Chains of ids joined by ` > `; a condition on a flow stands in brackets, `x -[amount > 3]> B`, a default flow is `-*>`.
What an id is shows in its first letters (start, end, xor, and, or, event, catch, throw, sub), else it is a task.
Keywords give another kind, or a whole element with its content in braces' place: `A="userTask"`,
`A='<bpmn:scriptTask id="A">…</bpmn:scriptTask>'`. `inside={"sub": "start2 > B > end2"}` fills sub-processes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from engine.bpmn import Document
from engine.runtime import ProcessGraph, compile_graph

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" '
    'xmlns:pm="http://processmaker.com/BPMN/2.0/Schema.xsd" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" '
    'xmlns:modeler="http://camunda.org/schema/modeler/1.0" targetNamespace="t"'
)
KINDS = (
    ("start", "startEvent"),
    ("end", "endEvent"),
    ("xor", "exclusiveGateway"),
    ("and", "parallelGateway"),
    ("or", "inclusiveGateway"),
    ("event", "eventBasedGateway"),
    ("catch", "intermediateCatchEvent"),
    ("throw", "intermediateThrowEvent"),
    ("sub", "subProcess"),
)
PROFILES = {
    "standard": ' modeler:x=""',
    "processmaker": ' exporter="ProcessMaker Modeler"',
    "camunda7": ' modeler:executionPlatform="Camunda Platform"',
    "camunda8": ' modeler:executionPlatform="Camunda Cloud"',
}
_ARROW = re.compile(r"\s+(?:-\[(?P<condition>.*?)\])?(?P<default>-\*)?>\s+")


def xml(
    chains: str,
    profile: str = "standard",
    inside: Mapping[str, str] | None = None,
    roots: str = "",
    **elements: str,
) -> str:
    """The BPMN text of a model; `chains` are separated by new lines or semicolons, `roots` stand beside the process."""
    body = _scope(chains, inside or {}, elements, "")
    extra = "".join(text for id, text in elements.items() if f'id="{id}"' not in body and text.startswith("<"))
    head = (
        HEAD
        if profile != "standard"
        else HEAD.replace("http://camunda.org/schema/1.0/bpmn", "c")
        .replace("http://processmaker.com/BPMN/2.0/Schema.xsd", "p")
        .replace("http://camunda.org/schema/zeebe/1.0", "z")
    )
    process = f'<bpmn:process id="Process_1" isExecutable="true">{body}{extra}</bpmn:process>'
    return f"{head}{PROFILES[profile]}>{roots}{process}</bpmn:definitions>"


def model(chains: str, profile: str = "standard", **more: object) -> ProcessGraph:
    """The compiled graph of a model."""
    text = xml(chains, profile, **more)  # type: ignore[arg-type]
    return compile_graph(Document.from_bytes(text.encode(), "model.bpmn"))


def scope_xml(chains: str, inside: Mapping[str, str], elements: Mapping[str, str]) -> str:
    """The content of a process: its nodes and flows."""
    return _scope(chains, inside, elements, "")


def graph_of(text: str) -> ProcessGraph:
    """The compiled graph of a whole file."""
    return compile_graph(Document.from_bytes(text.encode(), "model.bpmn"))


def _scope(chains: str, inside: Mapping[str, str], elements: Mapping[str, str], prefix: str) -> str:
    ids: dict[str, None] = {}
    flows: list[str] = []
    defaults: dict[str, str] = {}
    for chain in filter(None, (part.strip() for part in re.split(r"[;\n]", chains))):
        names = [name.strip() for name in _ARROW.split(chain)[::3]]
        ids.update(dict.fromkeys(names))
        arrows = list(_ARROW.finditer(chain))
        for source, target, arrow in zip(names, names[1:], arrows, strict=False):
            flow = f"{source}_{target}" + ("" if f"{source}_{target}" not in "".join(flows) else f"_{len(flows)}")
            flows.append(_flow(flow, source, target, arrow["condition"]))
            if arrow["default"]:
                defaults[source] = flow
    nodes = [_node(id, elements.get(id, ""), defaults.get(id), inside, elements) for id in ids]
    return "".join((*nodes, *flows))


def _flow(id: str, source: str, target: str, condition: str | None) -> str:
    head = f'<bpmn:sequenceFlow id="{id}" sourceRef="{source}" targetRef="{target}"'
    if condition is None:
        return head + "/>"
    open_, close = '<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">', "</bpmn:conditionExpression>"
    return f"{head}>{open_}{escape(condition)}{close}</bpmn:sequenceFlow>"


def _node(id: str, given: str, default: str | None, inside: Mapping[str, str], elements: Mapping[str, str]) -> str:
    if given.startswith("<"):
        return given
    kind, _, content = (given or _kind(id)).partition(" ")
    kind, content = (kind, content) if kind.isalpha() else (_kind(id), given)
    attributes = f" default={quoteattr(default)}" if default else ""
    body = _scope(inside[id], inside, elements, id) if id in inside else ""
    opening, closing = content.partition("|")[::2]
    return f'<bpmn:{kind} id="{id}" name="{id}"{attributes} {opening}>{closing}{body}</bpmn:{kind}>'


def _kind(id: str) -> str:
    return next((kind for prefix, kind in KINDS if id.startswith(prefix)), "task")
