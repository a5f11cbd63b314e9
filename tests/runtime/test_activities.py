"""Activities that repeat or have no order, who gets them, and what they map."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.runtime import ManualHandler, Outcome, Request, TaskCall, completed, retry, start, waiting
from tests.runtime.builder import model


def run(chains: str, data: dict[str, object] | None = None, **more: object) -> Request:
    handlers = more.pop("handlers", {})
    return start(model(chains, **more), data or {}, handlers=handlers).run()  # type: ignore[arg-type]


def multi(id: str, inside: str, attributes: str = "", tag: str = "userTask") -> str:
    loop = f"<bpmn:multiInstanceLoopCharacteristics {attributes}>{inside}</bpmn:multiInstanceLoopCharacteristics>"
    return f'<bpmn:{tag} id="{id}">{loop}</bpmn:{tag}>'


COLLECT = (
    "<bpmn:loopDataInputRef>names</bpmn:loopDataInputRef><bpmn:loopDataOutputRef>answers</bpmn:loopDataOutputRef>"
    '<bpmn:inputDataItem id="i" name="name"/><bpmn:outputDataItem id="o" name="answer"/>'
)


def test_parallel_instances_work_on_their_items_and_collect_outputs_in_the_order_of_the_items() -> None:
    request = run("start > A > end", {"names": ["x", "y"]}, A=multi("A", COLLECT))

    assert request.path == ["start", "A", "A"]
    assert request.data_at("A")["name"] == "x"

    request.complete("A", {"answer": 1})
    request.complete("A", {"answer": 2})

    assert (request.status, request.data) == ("completed", {"names": ["x", "y"], "answers": [1, 2]})


def test_sequential_instances_follow_each_other_and_stop_at_their_condition() -> None:
    inside = COLLECT + "<bpmn:completionCondition>answer == 2</bpmn:completionCondition>"
    request = run("start > A > end", {"names": ["x", "y", "z"]}, A=multi("A", inside, 'isSequential="true"'))

    request.complete("A", {"answer": 1})
    request.complete("A", {"answer": 2})

    assert (request.status, request.data["answers"]) == ("completed", [1, 2])


def test_an_empty_collection_makes_no_instance_and_something_else_is_an_incident() -> None:
    assert run("start > A > end", {"names": []}, A=multi("A", COLLECT)).path == ["start", "end"]

    request = run("start > A > end", {"names": {"a": 1}}, A=multi("A", COLLECT))

    assert request.errors[0]["code"] == "INVALID_DATA_INPUT"
    assert request.set_data({"names": ["x"]}).retry("A").waiting == ["A"]


def test_a_standard_loop_goes_on_while_its_condition_holds() -> None:
    loop = '<bpmn:standardLoopCharacteristics loopMaximum="5"><bpmn:loopCondition>{}</bpmn:loopCondition>'
    text = f'<bpmn:task id="A">{loop.format("loopCounter &lt; 3")}</bpmn:standardLoopCharacteristics></bpmn:task>'

    assert run("start > A > end", A=text).path == ["start", "A", "A", "A", "end"]


def test_rounds_of_a_sub_process_run_side_by_side() -> None:
    inside = "<bpmn:loopCardinality>3</bpmn:loopCardinality>"
    loop = f"<bpmn:multiInstanceLoopCharacteristics>{inside}</bpmn:multiInstanceLoopCharacteristics>"
    body = (
        f'<bpmn:subProcess id="sub">{loop}<bpmn:startEvent id="s"/><bpmn:task id="T"/>'
        '<bpmn:sequenceFlow id="f" sourceRef="s" targetRef="T"/></bpmn:subProcess>'
    )

    request = run("start > sub > end", sub=body)

    assert (request.status, request.path.count("T"), request.path[-1]) == ("completed", 3, "end")


@pytest.mark.parametrize(("behavior", "alarms"), [("None", 3), ("One", 1)])
def test_rounds_can_throw_an_event_as_they_end(behavior: str, alarms: int) -> None:
    reference = f'behavior="{behavior}" {behavior.lower()}BehaviorEventRef="def"'
    alarm = (
        '<bpmn:boundaryEvent id="alarm" attachedToRef="A" cancelActivity="false">'
        '<bpmn:signalEventDefinition id="own" signalRef="s"/></bpmn:boundaryEvent>'
    )
    request = run(
        "start > A > end; alarm > B",
        A=multi("A", "<bpmn:loopCardinality>3</bpmn:loopCardinality>", reference),
        alarm=alarm,
        roots='<bpmn:signalEventDefinition id="def" signalRef="s"/><bpmn:signal id="s" name="s"/>',
    )

    for _ in range(3):
        request.complete("A")

    assert (request.status, request.path.count("B")) == ("completed", alarms)


def test_rounds_throw_each_event_of_a_complex_behavior_under_its_own_condition() -> None:
    def throws(id: str, signal: str, condition: str) -> str:
        return (
            f'<bpmn:complexBehaviorDefinition id="c{id}"><bpmn:condition xsi:type="bpmn:tFormalExpression">{condition}'
            f'</bpmn:condition><bpmn:event id="e{id}"><bpmn:signalEventDefinition id="d{id}" signalRef="{signal}"/>'
            "</bpmn:event></bpmn:complexBehaviorDefinition>"
        )

    def alarm(id: str) -> str:
        definition = f'<bpmn:signalEventDefinition signalRef="{id}"/>'
        return (
            f'<bpmn:boundaryEvent id="{id}" attachedToRef="A" cancelActivity="false">{definition}</bpmn:boundaryEvent>'
        )

    inside = "<bpmn:loopCardinality>4</bpmn:loopCardinality>"
    half, bad = throws("1", "half", "numberOfCompletedInstances == 2"), throws("2", "bad", 'verdict == "bad"')
    request = run(
        "start > A > end; half > B; bad > C",
        {"verdict": ""},
        A=multi("A", inside + half + bad, 'behavior="Complex"'),
        half=alarm("half"),
        bad=alarm("bad"),
        roots='<bpmn:signal id="half" name="half"/><bpmn:signal id="bad" name="bad"/>',
    )

    for verdict in ("good", "bad", "bad", "good"):
        request.complete("A", {"verdict": verdict})

    assert (request.status, request.path.count("B"), request.path.count("C")) == ("completed", 1, 2)


def adhoc(attributes: str = "", condition: str = "") -> str:
    text = f"<bpmn:completionCondition>{condition}</bpmn:completionCondition>" if condition else ""
    tasks = '<bpmn:userTask id="X"/><bpmn:userTask id="Y"/>'
    return f'<bpmn:adHocSubProcess id="sub" {attributes}>{tasks}{text}</bpmn:adHocSubProcess>'


def test_an_ad_hoc_sub_process_starts_everything_and_ends_with_the_last() -> None:
    request = run("start > sub > end", sub=adhoc())

    assert request.waiting == ["X", "Y"]
    assert request.complete("Y").complete("X").status == "completed"


def test_a_sequential_ad_hoc_sub_process_works_one_by_one() -> None:
    request = run("start > sub > end", sub=adhoc('ordering="Sequential"'))

    assert request.waiting == ["X"]
    assert request.complete("X").waiting == ["Y"]
    assert request.complete("Y").status == "completed"


def test_an_ad_hoc_sub_process_ends_at_its_condition_and_activities_can_be_started_by_hand() -> None:
    request = run("start > sub > end", {"done": False}, sub=adhoc(condition="done"))

    request.complete("X").complete("Y")
    assert request.status == "waiting"
    request.trigger("X")
    assert request.waiting == ["X"]
    request.complete("X", {"done": True})

    assert (request.status, request.path.count("X")) == ("completed", 2)


def test_an_ad_hoc_sub_process_that_lets_the_rest_end_starts_nothing_more_once_its_condition_has_held() -> None:
    request = run("start > sub > end", {"done": False}, sub=adhoc('cancelRemainingInstances="false"', "done"))

    request.complete("X", {"done": True})
    assert (request.waiting, request.watches) == (["Y"], [])

    assert request.complete("Y", {"done": False}).status == "completed"
    assert [(each.element, each.result) for each in request.history.decisions()] == [("sub", True)]


def test_a_handler_can_ask_to_be_tried_again_later() -> None:
    class Flaky:
        def run(self, call: TaskCall) -> Outcome:
            return completed({"tries": call.attempt}) if call.attempt > 2 else retry("busy", timedelta(minutes=1))

    request = run("start > A > end", handlers={"A": Flaky()}, A="serviceTask")

    assert (request.status, request.reasons) == ("waiting", {"A": "attempt 1 failed: busy"})
    assert request.advance().advance().data == {"tries": 3}


def test_a_handler_can_wait_for_a_limited_time() -> None:
    class Patient:
        def run(self, call: TaskCall) -> Outcome:
            return completed({"late": True}) if call.attempt > 1 else waiting("a reply", {}, timedelta(hours=2))

    def waits() -> Request:
        return run("start > A > end", handlers={"A": Patient()}, A="serviceTask")

    assert (waits().status, waits().reasons) == ("waiting", {"A": "a reply"})
    assert waits().advance().data == {"late": True}
    answered = waits().complete("A", {"reply": "yes"})
    assert (answered.status, answered.data, answered.next_due) == ("completed", {"reply": "yes"}, None)


def test_camunda_mappings_give_inputs_to_the_handler_and_choose_the_outputs() -> None:
    seen: list[object] = []

    class Echo:
        def run(self, call: TaskCall) -> Outcome:
            seen.append(call.inputs)
            return completed({"raw": 5, "noise": 1})

    text = (
        '<bpmn:serviceTask id="A"><bpmn:extensionElements><camunda:inputOutput>'
        '<camunda:inputParameter name="to">${who}@example.com</camunda:inputParameter>'
        '<camunda:outputParameter name="score">${raw * 2}</camunda:outputParameter>'
        "</camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask>"
    )
    request = run("start > A > end", {"who": "ada"}, profile="camunda7", handlers={"A": Echo()}, A=text)

    assert seen == [{"to": "ada@example.com"}]
    assert request.data == {"who": "ada", "score": 10}


def test_zeebe_scripts_mappings_and_collections_are_feel() -> None:
    script = (
        '<bpmn:scriptTask id="A"><bpmn:extensionElements><zeebe:script expression="=sum(prices)" '
        'resultVariable="total"/></bpmn:extensionElements></bpmn:scriptTask>'
    )
    each = multi(
        "B",
        '<bpmn:extensionElements><zeebe:loopCharacteristics inputCollection="=prices" inputElement="price" '
        'outputCollection="doubled" outputElement="=price * 2"/></bpmn:extensionElements>',
        tag="task",
    )
    request = run("start > A > B > end", {"prices": [1, 2.5]}, profile="camunda8", A=script, B=each)

    assert request.data == {"prices": [1, 2.5], "total": 3.5, "doubled": [2, 5]}


def test_a_manual_handler_on_every_kind_of_task_lets_a_person_answer() -> None:
    assert run("start > A > end", handlers={"*": ManualHandler()}, A="serviceTask").waiting == ["A"]


def test_lanes_and_candidates_say_who_gets_a_task() -> None:
    lanes = (
        '<bpmn:laneSet id="ls"><bpmn:lane id="l1" name="Sales"><bpmn:flowNodeRef>A</bpmn:flowNodeRef>'
        '<bpmn:childLaneSet id="cl"><bpmn:lane id="l2" name="Inside sales"><bpmn:flowNodeRef>A</bpmn:flowNodeRef>'
        "</bpmn:lane></bpmn:childLaneSet></bpmn:lane></bpmn:laneSet>"
    )
    task = 'userTask camunda:assignee="${boss}" camunda:candidateGroups="clerks"'
    request = run("start > A > end", {"boss": "ada"}, profile="camunda7", lanes=lanes, A=task)

    assigned = [event.details for event in request.trace if event.kind == "assigned"]

    assert assigned == [{"lane": "Inside sales", "assignee": "ada", "groups": "clerks"}]


def test_processmaker_rules_choose_the_assignee() -> None:
    rules = '[{"expression": "amount > 10", "assignee": 7, "type": "user"}, {"expression": null, "assignee": 8}]'
    task = (
        '<bpmn:task id="A" pm:assignment="rule_expression" pm:assignmentRules="' + rules.replace('"', "&quot;") + '"/>'
    )

    for amount, assignee in ((11, 7), (9, 8)):
        request = run("start > A > end", {"amount": amount}, profile="processmaker", A=task)
        assigned = [event.details for event in request.trace if event.kind == "assigned"]

        assert assigned[0]["assignee"] == assignee


def test_data_objects_are_variables_that_associations_copy() -> None:
    task = (
        '<bpmn:userTask id="A"><bpmn:ioSpecification><bpmn:dataInput id="in" name="question"/>'
        '<bpmn:dataOutput id="out" name="answer"/><bpmn:inputSet/><bpmn:outputSet/></bpmn:ioSpecification>'
        "<bpmn:dataInputAssociation><bpmn:sourceRef>ref</bpmn:sourceRef><bpmn:targetRef>in</bpmn:targetRef>"
        "</bpmn:dataInputAssociation><bpmn:dataOutputAssociation><bpmn:sourceRef>out</bpmn:sourceRef>"
        "<bpmn:targetRef>ref2</bpmn:targetRef></bpmn:dataOutputAssociation></bpmn:userTask>"
    )
    objects = {
        "object": '<bpmn:dataObject id="object" name="The question"/>',
        "ref": '<bpmn:dataObjectReference id="ref" dataObjectRef="object"/>',
        "ref2": '<bpmn:dataObjectReference id="ref2" name="Result" dataObjectRef="object"/>',
    }
    request = run("start > A > end", {"The question": 6}, A=task, **objects)

    request.complete("A", {"answer": 42})

    assert request.data == {"The question": 6, "answer": 42, "Result": 42}
