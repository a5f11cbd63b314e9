"""ProcessMaker's own engine patterns: its scenarios pass on ours, through an adapter for their PHP.

The adapter rewrites conditions (`$data["a"]`, `test.contains("a")`) into ProcessMaker's expressions, plays the few
scripts, and completes the first active task of each running process in turn, as nayra's own test does.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from engine.bpmn import Document
from engine.runtime import ManualHandler, Request, compile_graph, start
from engine.runtime.token import WAITING, Token

NAMES = """
    CallActivityBoundaryEndSignal CallActivityBoundaryError CallActivityBoundaryErrorHandler
    CallActivityBoundarySignal Conditional_BoundaryEvent_CallActivity_Interrupting Conditional_IntermediateEvent
    Conditional_StartEvent EventBasedGateway_Signals EventBasedGateway_Timer
    ExclusiveDiverging_InclusiveConverging ExclusiveGateway ExclusiveGatewayMixed ExclusiveGateway_Default
    InclusiveDiverging_ExclusiveConverging InclusiveGateway InclusiveGateway_Default Loop_ConditionOnly
    Loop_Maximum Loop_MaximumWithoutCondition Loop_NoIteration_TestBeforeFalse Loop_NoIteration_TestBeforeTrue
    Loop_NoIteration_TestBeforeTrueWithCondition Loop_Task Loop_Task_Condition
    Loop_withoutConditionAndLoopMaximun MultiInstanceCallActivity MultiInstance_AllBehavior
    MultiInstance_CardinalityZero MultiInstance_EmptyInputItems MultiInstance_InputData
    MultiInstance_InputData_DefaultItems MultiInstance_InputData_WithInputItem MultiInstance_InvalidInputData
    MultiInstance_InvalidInputDataCardinality MultiInstance_InvalidInputDataGeneric MultiInstance_Parallel
    MultiInstance_Sequential_CompletionCondition MultiInstance_Sequential_Invalid_CompletionCondition
    MultiInstance_Sequential_Script_CompletionCondition MultiInstance_Terminate
    ParallelDiverging_ExclusiveConverging ParallelDiverging_InclusiveConverging ParallelGateway
    Signal_BoundaryEvent TaskMultipleOutgoing
"""
TASKS = ("task", "userTask", "manualTask", "scriptTask", "serviceTask")
REWRITES = (
    (r"""(?:\$data|test->data)\[\s*['"](\w+)['"]\s*\]""", r"(\1 ?? null)"),
    (r"""test\.contains\(\s*['"](\w+)['"]\s*\)""", r"(\1 ?? null) !== null"),
    (r"\$this->throwException\('invalid condition'\)", "user(0)"),
)


def nayra_text(text: str) -> str:
    """The file with its PHP conditions in ProcessMaker's language."""
    scripts: list[str] = []

    def keep(match: re.Match[str]) -> str:
        scripts.append(match[0])
        return f"\0{len(scripts) - 1}\0"

    text = re.sub(r"<(\w+:)?script>.*?</(\w+:)?script>", keep, text, flags=re.DOTALL)
    for pattern, replacement in REWRITES:
        text = re.sub(pattern, replacement, text)
    return re.sub(r"\0(\d+)\0", lambda match: scripts[int(match[1])], text)


@pytest.mark.parametrize("name", NAMES.split())
def test_every_scenario_of_a_pattern_takes_the_path_that_nayra_takes(shared_data: Path, name: str) -> None:
    folder = shared_data / "engine" / "nayra-patterns"
    text = nayra_text((folder / f"{name}.bpmn").read_text("utf-8-sig"))
    graph = compile_graph(Document.from_bytes(text.encode(), name), profile="processmaker")

    for scenario in json.loads((folder / f"{name}.json").read_text()):
        request = start(graph, scenario["data"], scenario["startEvent"], handlers=dict.fromkeys(TASKS, ManualHandler()))
        tasks = play(request.run(), list(scenario.get("events", ())))

        assert tasks == scenario["result"], scenario.get("comment", "")
        failures = [(event.element, event.details["code"]) for event in request.trace if "code" in event.details]
        for error in scenario.get("errors", ()):
            assert (error["element"], error["error"]) in failures
        for variable, value in scenario.get("output", {}).items():
            if variable != "loopCharacteristics":
                assert request.data[variable] == value


def play(request: Request, events: list[str]) -> list[str]:
    """Complete tasks until nothing is left to complete; their ids in that order."""
    done: list[str] = []
    busy = True
    while busy and len(done) < 100:
        busy = False
        for instance in processes(request):
            token = first_active(request, instance)
            if token is not None:
                done.append(request.graph.nodes[token.node].id)
                answer(request, token)
                busy = True
        if events and any(watch["element"] == events[0] for watch in request.watches):
            request.trigger(events.pop(0))
            busy = True
    return done


def processes(request: Request) -> list[int]:
    """The running process instances, in the order of their processes in the file."""
    frames = [frame for frame in request.state.frames.values() if frame.kind in ("process", "call")]
    return [frame.id for frame in sorted(frames, key=lambda frame: (frame.scope, frame.id))]


def first_active(request: Request, instance: int) -> Token | None:
    """The first task that waits to be completed in a process instance."""
    arrivals = {event[1]: place for place, event in enumerate(request.events) if event[0] == "waiting"}
    for token in sorted(request.state.tokens.values(), key=lambda token: arrivals.get(token.id, 0)):
        frame = request.state.frames.get(token.frame)
        while frame is not None and frame.kind not in ("process", "call"):
            frame = request.state.frames[frame.parent]
        node = request.graph.nodes[token.node]
        if frame is not None and frame.id == instance and token.state is WAITING and node.kind in TASKS:
            return token
    return None


def answer(request: Request, token: Token) -> None:
    """Complete a task as nayra's test does: scripts of one format run, everything else is just done."""
    node = request.graph.nodes[token.node]
    script = node.work.script if node.work.language == "application/x-betsy" else ""
    if "throw new" in script:
        request.fail(node.id, "script task error")
    elif match := re.fullmatch(r"return \['(\w+)' => (.+?)\];", script.strip()):
        value = match[2].strip('"')
        data = request.data_at(node.id)
        outputs = {match[1]: int(str(data[match[1]])) + 1 if "+1" in value else value}
        request.complete(node.id, outputs)
    else:
        request.complete(node.id)
