"""What compiling says of a part of a file is what compiling the whole says of that part."""

from __future__ import annotations

from collections.abc import Collection
from random import Random

import pytest

from engine.bpmn import Document, Element, Problem
from engine.runtime.compiling.parts import COMPILED, around, told_of
from tests.properties.random_models import RandomModel
from tests.runtime.builder import xml

FAULTY = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">
<bpmn:process id="P" isExecutable="true">
<bpmn:startEvent id="S"/><bpmn:eventBasedGateway id="G"/><bpmn:task id="T"/>
<bpmn:intermediateThrowEvent id="L"><bpmn:linkEventDefinition name="there"/></bpmn:intermediateThrowEvent>
<bpmn:intermediateCatchEvent id="C1"><bpmn:linkEventDefinition name="there"/></bpmn:intermediateCatchEvent>
<bpmn:intermediateCatchEvent id="C2"><bpmn:linkEventDefinition name="there"/></bpmn:intermediateCatchEvent>
<bpmn:transaction id="X"><bpmn:endEvent id="E"><bpmn:cancelEventDefinition/></bpmn:endEvent></bpmn:transaction>
<bpmn:subProcess id="V" triggeredByEvent="true"><bpmn:startEvent id="VS"/></bpmn:subProcess>
<bpmn:endEvent id="K"><bpmn:compensateEventDefinition activityRef="gone"/></bpmn:endEvent>
<bpmn:boundaryEvent id="B" attachedToRef="T"/>
<bpmn:sequenceFlow id="F1" sourceRef="S" targetRef="G"/><bpmn:sequenceFlow id="F2" sourceRef="G" targetRef="T"/>
<bpmn:sequenceFlow id="F3" sourceRef="T" targetRef="E"/>
</bpmn:process></bpmn:definitions>"""


def by_element(document: Document, parts: Collection[Element] | None = None) -> dict[str | None, set[Problem]]:
    found: dict[str | None, set[Problem]] = {}
    for at, problem in told_of(document, parts).noted:
        if problem.rule != "dangling-reference":
            found.setdefault(None if at is None else at.id, set()).add(problem)
    return found


def compiled(document: Document) -> list[Element]:
    return [element for element in document.elements(Element) if isinstance(element, COMPILED)]


def test_each_element_of_a_file_full_of_faults_is_told_the_same_alone() -> None:
    document = Document.from_bytes(FAULTY.encode())
    whole = by_element(document)
    assert {"G", "L", "E", "V", "K", "B", "F3"} <= set(whole)

    alone = {element.id: by_element(document, [element]).get(element.id) for element in compiled(document)}

    assert {id: found for id, found in alone.items() if found} == whole


@pytest.mark.parametrize("seed", range(12))
def test_parts_of_random_models_are_told_the_same(seed: int) -> None:
    chance = Random(seed)
    model = RandomModel(chance, 12)
    model.chains.append(f"start > {model.block(12)} > end")
    document = Document.from_bytes(xml("\n".join(model.chains), inside=model.inside, **model.elements).encode())
    whole = by_element(document)

    parts = chance.sample(compiled(document), 3)
    told = by_element(document, parts)

    ids = {part.id for part in parts}
    assert told == {id: found for id, found in whole.items() if id is None or id in ids}


def test_a_file_in_which_nothing_can_begin_is_told_with_any_part() -> None:
    loop = '<bpmn:task id="A"/><bpmn:task id="B"/><bpmn:sequenceFlow id="F" sourceRef="A" targetRef="B"/>\
<bpmn:sequenceFlow id="R" sourceRef="B" targetRef="A"/>'
    text = FAULTY[: FAULTY.index("<bpmn:startEvent")] + loop + "</bpmn:process></bpmn:definitions>"
    document = Document.from_bytes(text.encode())

    assert [problem.rule for problem in by_element(document, ()).get(None, ())] == ["no-start"]


def test_what_stands_around_an_element_are_the_ends_of_its_flows_its_host_and_what_is_attached() -> None:
    document = Document.from_bytes(FAULTY.encode())

    near = {id: {each.id for each in around(document, document.get(id))} for id in ("T", "B", "F2", "VS")}

    assert near == {"T": {"G", "E", "B"}, "B": {"T"}, "F2": {"G", "T"}, "VS": {"V"}}
