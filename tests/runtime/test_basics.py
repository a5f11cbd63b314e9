"""The basics of running a Request: paths, data, tasks, gateways, sub-processes, calls, errors, and its history."""

from __future__ import annotations

import subprocess
import sys

import pytest

from engine.bpmn import Document
from engine.runtime import (
    ManualHandler,
    Outcome,
    RecordedHandler,
    Request,
    RequestError,
    StubHandler,
    TaskCall,
    compile_graph,
    completed,
    error,
    fold,
    json_lines,
    replay,
    start,
)
from engine.runtime.trace import seeded_id
from tests.runtime.builder import graph_of, model, xml


def run(chains: str, data: dict[str, object] | None = None, **more: object) -> Request:
    handlers = more.pop("handlers", {})
    return start(model(chains, **more), data or {}, handlers=handlers).run()  # type: ignore[arg-type]


def test_a_chain_of_tasks_completes_with_its_data_unchanged() -> None:
    request = run("start > A > B > end", {"x": 1})

    assert (request.status, request.path, request.data) == ("completed", ["start", "A", "B", "end"], {"x": 1})
    assert request.flows == ["start_A", "A_B", "B_end"]


@pytest.mark.parametrize(("amount", "taken"), [(5, "B"), (4, "C"), (1, "D")])
def test_an_exclusive_gateway_takes_the_first_open_flow_else_the_default(amount: int, taken: str) -> None:
    request = run("start > xor -[amount > 4]> B; xor -[amount > 3]> C; xor -*> D", {"amount": amount})

    assert request.path == ["start", "xor", taken]
    assert request.status == "completed"


def test_a_gateway_without_an_open_flow_is_an_incident_that_names_conditions_and_values() -> None:
    request = run("start > xor -[amount > 4]> B", {"amount": 1})

    assert request.status == "error"
    assert request.errors == [
        {
            "element": "xor",
            "code": "NO_FLOW_TAKEN",
            "message": "no condition holds and there is no default flow: xor_B: amount > 4 (amount = 1)",
        }
    ]


def test_a_failed_condition_names_element_column_and_values_and_can_be_retried_after_the_fix() -> None:
    request = run("start > xor -[amount + 1 > 4]> B > end", {"amount": "many"})

    assert request.status == "error"
    assert request.errors[0]["element"] == "xor"
    assert '"many" is not a number (column 8 of amount + 1 > 4); values: amount = "many"' in str(request.errors[0])

    request.set_data({"amount": 4}).retry("xor")

    assert request.status == "completed"


def test_a_parallel_gateway_waits_for_every_way_in() -> None:
    request = run("start > and1 > A > and2 > end; and1 > B > and2", B="userTask")

    assert (request.status, request.path) == ("waiting", ["start", "and1", "A", "B"])
    assert request.waiting == ["B"]

    request.complete("B", {"answer": 42})

    assert (request.status, request.data) == ("completed", {"answer": 42})
    assert request.path == ["start", "and1", "A", "B", "and2", "end"]


def test_a_deadlock_shows_the_merge_that_waits_for_ever() -> None:
    request = run("start > xor -[true]> A > and2 > end; xor > B > and2")

    assert (request.status, request.waiting) == ("waiting", ["and2"])


def test_an_inclusive_gateway_takes_every_open_flow_and_its_merge_waits_for_just_these() -> None:
    chains = "start > or1 -[a]> A > or2 > end; or1 -[b]> B > or2; or1 -*> C > or2"

    assert run(chains, {"a": True, "b": True}).path == ["start", "or1", "A", "B", "or2", "end"]
    assert run(chains, {"a": True, "b": False}).path == ["start", "or1", "A", "or2", "end"]
    assert run(chains, {"a": False, "b": False}).path == ["start", "or1", "C", "or2", "end"]


def test_flows_out_of_a_task_split_and_their_conditions_and_default_count() -> None:
    chains = "start > A > B; A -[x == 1]> C; A -*> D"

    assert run(chains, {"x": 1}).path == ["start", "A", "B", "C"]
    assert run(chains, {"x": 2}).path == ["start", "A", "B", "D"]


def test_a_user_task_waits_and_is_answered() -> None:
    request = run("start > A > end", A="userTask")

    assert (request.status, request.waiting) == ("waiting", ["A"])
    with pytest.raises(RequestError, match='nothing waits at "B"'):
        request.complete("B")

    request.complete("A", {"name": "Ada", "_user": "not me"})

    assert (request.status, request.data) == ("completed", {"name": "Ada"})


def test_recorded_answers_complete_user_tasks_in_turn() -> None:
    handler = RecordedHandler([{"n": 1}, {"n": 2}])

    request = run("start > A > xor -[n == 1]> A; xor -*> end", handlers={"A": handler}, A="userTask")

    assert request.path == ["start", "A", "xor", "A", "xor", "end"]
    assert request.data == {"n": 2}


def test_a_service_task_goes_to_the_handler_of_its_element() -> None:
    seen: list[TaskCall] = []

    class Mail:
        def run(self, call: TaskCall) -> Outcome:
            seen.append(call)
            return completed({"sent": call.data["to"]})

    text = '<bpmn:serviceTask id="A" name="Mail" implementation="mail" pm:config=\'{"to": "x"}\' />'
    request = run("start > A > end", {"to": "ada@example.com"}, handlers={"A": Mail()}, profile="processmaker", A=text)

    assert request.data == {"to": "ada@example.com", "sent": "ada@example.com"}
    assert [(call.element, call.implementation, call.settings, call.attempt) for call in seen] == [
        ("A", "mail", {"to": "x"}, 1)
    ]
    assert seen[0].data["_request"]["name"] == "Process_1"  # type: ignore[index]


def test_a_service_task_with_an_implementation_that_nobody_runs_waits_and_says_so() -> None:
    request = run("start > A > end", A='serviceTask implementation="bank"')

    assert (request.status, request.reasons) == ("waiting", {"A": "nothing here runs bank"})
    assert run("start > A > end", A="serviceTask").status == "completed"


def test_a_script_in_another_language_is_a_problem_and_waits() -> None:
    text = '<bpmn:scriptTask id="A" scriptFormat="php"><bpmn:script>return 1;</bpmn:script></bpmn:scriptTask>'
    graph = model("start > A > end", A=text)

    request = start(graph).run()

    assert [(problem.rule, problem.element_id) for problem in graph.problems] == [("script-language", "A")]
    assert (request.status, request.waiting) == ("waiting", ["A"])


def test_an_exception_in_a_handler_stays_on_its_element() -> None:
    class Broken:
        def run(self, call: TaskCall) -> Outcome:
            raise ValueError("no such host")

    request = run("start > A > end", handlers={"A": Broken()}, A="serviceTask")

    assert request.status == "error"
    assert request.errors == [{"element": "A", "code": "HANDLER_FAILED", "message": "ValueError: no such host"}]


ERROR_BOUNDARY = (
    '<bpmn:boundaryEvent id="caught" attachedToRef="{host}"><bpmn:errorEventDefinition{code}/></bpmn:boundaryEvent>'
)


class Failing:
    """Fails with a code."""

    def __init__(self, code: str | None) -> None:
        self.code = code

    def run(self, call: TaskCall) -> Outcome:
        return error("refused", self.code, {"reason": "limit"})


@pytest.mark.parametrize(("code", "status"), [("E1", "completed"), ("E2", "error"), (None, "error")])
def test_an_error_boundary_event_catches_its_code(code: str | None, status: str) -> None:
    boundary = ERROR_BOUNDARY.format(host="A", code=' errorRef="Error_1"')

    request = run(
        "start > A > end; caught > Help",
        handlers={"A": Failing(code)},
        roots='<bpmn:error id="Error_1" errorCode="E1"/>',
        A="serviceTask",
        caught=boundary,
    )

    assert request.status == status
    assert request.path == (["start", "A", "caught", "Help"] if status == "completed" else ["start", "A"])
    assert request.data == ({"reason": "limit"} if status == "completed" else {})


def test_an_error_end_event_inside_a_sub_process_is_caught_on_its_boundary() -> None:
    request = run(
        "start > sub > end; caught > Help",
        inside={"sub": "start2 > and > A; and > B > end2"},
        sub="subProcess",
        A="userTask",
        end2='<bpmn:endEvent id="end2"><bpmn:errorEventDefinition/></bpmn:endEvent>',
        caught=ERROR_BOUNDARY.format(host="sub", code=""),
    )

    assert request.status == "completed"
    assert request.path == ["start", "sub", "start2", "and", "A", "B", "end2", "caught", "Help"]


def test_an_uncaught_error_end_event_ends_the_request_in_error() -> None:
    end = '<bpmn:endEvent id="end"><bpmn:errorEventDefinition errorRef="E"/></bpmn:endEvent>'
    roots = '<bpmn:error id="E" name="Rejected" errorCode="R1"/>'

    request = run("start > and > A; and > end", A="userTask", end=end, roots=roots)

    assert (request.status, request.waiting) == ("error", [])
    assert request.errors == [{"element": "end", "code": "R1", "message": "Rejected"}]


def test_a_sub_process_runs_inside_and_shares_the_data() -> None:
    request = run("start > sub > C > end", inside={"sub": "start2 > A > end2"}, A="userTask")

    assert request.waiting == ["A"]

    request.complete("A", {"done": True})

    assert request.path == ["start", "sub", "start2", "A", "end2", "C", "end"]
    assert (request.status, request.data) == ("completed", {"done": True})


def test_a_terminate_end_event_ends_only_its_scope() -> None:
    end = '<bpmn:endEvent id="end2"><bpmn:terminateEventDefinition/></bpmn:endEvent>'

    request = run("start > sub > C > end", inside={"sub": "start2 > and > A; and > end2"}, A="userTask", end2=end)

    assert request.status == "completed"
    assert request.path == ["start", "sub", "start2", "and", "A", "end2", "C", "end"]


CALLED = (
    '<bpmn:process id="Called"><bpmn:startEvent id="s"/><bpmn:userTask id="U"/><bpmn:endEvent id="e"/>'
    '<bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="U"/><bpmn:sequenceFlow id="f2" sourceRef="U" targetRef="e"/>'
    "</bpmn:process>"
)


def test_a_call_activity_runs_another_process_of_the_file_and_takes_its_data_back() -> None:
    call = '<bpmn:callActivity id="C" calledElement="Called"/>'
    text = xml("start > C > end", C=call).replace("</bpmn:definitions>", CALLED + "</bpmn:definitions>")

    request = start(graph_of(text), {"x": 1}).run()
    seen = request.data_at("U")
    request.complete("U", {"y": 2})

    assert seen == {"x": 1}
    assert (request.status, request.data) == ("completed", {"x": 1, "y": 2})
    assert request.path == ["start", "C", "s", "U", "e", "end"]


def test_a_call_of_a_process_that_is_not_here_waits_for_an_answer() -> None:
    request = run("start > C > end", C='callActivity calledElement="Elsewhere"')

    assert request.reasons == {"C": 'the called process "Elsewhere" is not in this file'}
    assert request.complete("C", {"z": 1}).data == {"z": 1}


def test_a_processmaker_task_is_a_form_that_a_person_answers() -> None:
    assert run("start > A > end", profile="processmaker").waiting == ["A"]


def test_a_chain_of_ten_thousand_elements_needs_no_recursion_and_a_loop_is_stopped_by_name() -> None:
    chain = " > ".join(f"T{number}" for number in range(9_000))

    assert run(f"start > {chain} > end").status == "completed"

    request = run("start > A > xor -[true]> B > A; xor > end")

    assert request.status == "error"
    assert request.errors[0]["code"] == "RUNAWAY"
    assert "more than 10,000 steps without waiting: loop" in str(request.errors[0]["message"])
    assert "A → xor → B" in str(request.errors[0]["message"]) or "xor → B → A" in str(request.errors[0]["message"])


def test_a_fork_bomb_is_stopped_by_name() -> None:
    request = run("start > xor > and > A > xor; and > B > end", B="userTask")

    assert request.errors[0]["code"] == "RUNAWAY"


def test_stepping_enters_one_element_at_a_time_and_steps_back() -> None:
    request = start(model("start > A > B > end"))

    steps = [list(request.path) for _ in range(10) if request.step()]

    assert [len(path) for path in steps] == [1, 2, 3, 4]
    assert request.status == "completed"

    request.step_back()
    request.step_back()

    assert (request.status, request.path) == ("running", ["start", "A"])
    assert request.run().path == ["start", "A", "B", "end"]


def test_a_request_runs_to_an_element_and_branches_from_there() -> None:
    request = start(model("start > A > xor -[x == 1]> B; xor -*> C"), {"x": 1})

    assert request.run_to("xor")
    other = request.branch()
    other.set_data({"x": 2})
    request.run()

    assert (request.path[-1], other.path[-1]) == ("B", "C")


def test_the_history_folds_to_the_state_and_replays() -> None:
    graph = model("start > and1 > A > and2 > end; and1 > B > and2", B="userTask")
    request = start(graph).run()

    again = replay(graph, request.events)

    assert fold(request.events, request.now) == request.state
    assert again.complete("B", {"x": 1}).data == {"x": 1}


def test_a_snapshot_is_a_value_to_come_back_to() -> None:
    request = run("start > A > B > end", A="userTask", B="userTask")
    snapshot = request.snapshot()

    request.complete("A", {"x": 1})
    assert request.waiting == ["B"]
    request.restore(snapshot)

    assert (request.waiting, request.data) == (["A"], {})
    assert request.complete("A").waiting == ["B"]


def test_the_trace_is_the_same_every_time_and_names_elements_flows_and_decisions() -> None:
    graph = model("start > xor -[amount > 3]> B; xor -*> C")

    first = json_lines(start(graph, {"amount": 5}, seed=7).run().trace)
    second = json_lines(start(graph, {"amount": 5}, seed=7).run().trace)

    assert first == second
    assert f'"kind": "decided", "element": "xor", "token": "{seeded_id(7, 2)}", ' in first
    assert '"flow": "xor_B", "condition": "amount > 3", "result": true, "values": {"amount": 5}' in first


def test_a_request_can_be_canceled() -> None:
    request = run("start > sub > end", inside={"sub": "start2 > A > end2"}, A="userTask").cancel()

    assert (request.status, request.waiting) == ("canceled", [])


def test_a_start_can_be_chosen_and_a_wrong_one_names_what_there_is() -> None:
    graph = model("start1 > A > end; start2 > B > end")

    assert start(graph).run().path == ["start1", "A", "end"]
    assert start(graph, start="start2").run().path == ["start2", "B", "end"]
    with pytest.raises(RequestError, match='no start event "start3"; there are start1, start2'):
        start(graph, start="start3")


def test_a_process_without_a_start_event_starts_where_nothing_leads_to() -> None:
    assert run("A > B").path == ["A", "B"]


def test_a_dangling_flow_is_a_problem_and_nothing_is_lost() -> None:
    flow = '<bpmn:sequenceFlow id="lost" sourceRef="A" targetRef="nowhere"/>'
    graph = model("start > A > end", lost=flow)

    assert [(problem.rule, problem.element_id) for problem in graph.problems] == [("dangling-reference", "lost")]
    assert start(graph).run().status == "completed"


def test_a_manual_handler_makes_any_task_wait_and_a_stub_completes_it() -> None:
    assert run("start > A > end", handlers={"A": ManualHandler()}).waiting == ["A"]
    assert run("start > A > end", handlers={"userTask": StubHandler({"x": 1})}, A="userTask").data == {"x": 1}


def test_importing_the_engine_loads_nothing_until_a_name_is_used() -> None:
    code = "import sys, engine; assert not [n for n in sys.modules if n.startswith('engine.')]; engine.start"

    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_call_reaches_processes_of_other_documents_whose_ids_may_be_the_same() -> None:
    lent = xml("start > A > end", A="userTask").replace("Process_1", "Lent")
    caller = xml("start > A > end", A='<bpmn:callActivity id="A" calledElement="Lent"/>')
    documents = [Document.from_bytes(text.encode()) for text in (caller, lent)]

    request = start(compile_graph(documents[0], library=documents)).run()

    assert (request.path, request.waiting) == (["start", "A", "Lent/start", "Lent/A"], ["Lent/A"])
    assert request.complete("Lent/A", {"x": 1}).data == {"x": 1}
    assert request.flows == ["start_A", "Lent/start_A", "Lent/A_end", "A_end"]


def test_a_signal_starts_another_process_of_the_file() -> None:
    throw = '<bpmn:endEvent id="end"><bpmn:signalEventDefinition signalRef="S"/></bpmn:endEvent>'
    other = (
        '<bpmn:process id="P2"><bpmn:startEvent id="s2"><bpmn:signalEventDefinition signalRef="S"/></bpmn:startEvent>'
        '<bpmn:task id="T2"/><bpmn:sequenceFlow id="f2" sourceRef="s2" targetRef="T2"/></bpmn:process>'
    )
    text = xml("start > end", end=throw).replace("</bpmn:definitions>", other + "</bpmn:definitions>")

    assert start(graph_of(text)).run().path == ["start", "end", "s2", "T2"]


def test_a_camunda_condition_without_braces_is_a_problem_and_an_incident() -> None:
    graph = model("start > xor -[amount > 3]> B; xor -*> C", profile="camunda7")

    request = start(graph, {"amount": 5}).run()

    assert [problem.message for problem in graph.problems] == [
        'xor_B: "amount > 3" is a text, not a condition: write ${amount > 3} (column 1 of amount > 3)'
    ]
    assert (request.status, request.errors[0]["element"]) == ("error", "xor")
