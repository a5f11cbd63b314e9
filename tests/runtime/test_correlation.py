"""Messages find their conversation by BPMN's correlation keys, properties, retrieval expressions and subscriptions."""

from __future__ import annotations

from engine.runtime import ProcessGraph, Request, fold, replay, start
from engine.runtime.clock import START
from tests.runtime.builder import HEAD, graph_of, model


def retrieval(message: str, path: str) -> str:
    return (
        f'<bpmn:correlationPropertyRetrievalExpression messageRef="{message}"><bpmn:messagePath>{path}'
        "</bpmn:messagePath></bpmn:correlationPropertyRetrievalExpression>"
    )


MESSAGES = (
    '<bpmn:message id="order" name="Order"/><bpmn:message id="paid" name="Paid"/>'
    '<bpmn:correlationProperty id="number" name="Number">'
    f"{retrieval('order', 'number')}{retrieval('paid', 'invoice.order')}</bpmn:correlationProperty>"
)
KEY = (
    '<bpmn:correlationKey id="key" name="key"><bpmn:correlationPropertyRef>number</bpmn:correlationPropertyRef>'
    "</bpmn:correlationKey>"
)


def receive(id: str, message: str) -> str:
    return f'<bpmn:receiveTask id="{id}" messageRef="{message}"/>'


def two_messages(subscription: str = "") -> ProcessGraph:
    return model(
        "start > first > second > end",
        first=receive("first", "order"),
        second=receive("second", "paid"),
        roots=f'{MESSAGES}<bpmn:collaboration id="C">{KEY}</bpmn:collaboration>',
        subscription=subscription,
    )


def test_the_first_message_gives_the_key_and_later_ones_must_have_it() -> None:
    request = start(two_messages()).run().message("Order", {"number": 7})

    request.message("Paid", {"invoice": {"order": 8}})
    request.message("Paid", {"other": 7})
    assert request.waiting == ["second"]
    request.message("Paid", {"invoice": {"order": 7}})

    assert request.status == "completed"
    assert fold(request.events, START) == request.state
    assert replay(request.graph, request.events).state.keys == request.state.keys


def test_a_subscription_expects_what_the_data_of_the_process_says() -> None:
    binding = '<bpmn:correlationPropertyBinding correlationPropertyRef="number"><bpmn:dataPath>mine</bpmn:dataPath>'
    text = (
        '<bpmn:correlationSubscription id="S" correlationKeyRef="key">'
        f"{binding}</bpmn:correlationPropertyBinding></bpmn:correlationSubscription>"
    )
    request = start(two_messages(text), {"mine": 3}).run()

    request.message("Order", {"number": 4})
    assert request.waiting == ["first"]
    request.message("Order", {"number": 3})
    request.set_data({"mine": 5}).message("Paid", {"invoice": {"order": 5}})

    assert request.status == "completed"


def test_a_broken_subscription_is_a_problem() -> None:
    graph = two_messages('<bpmn:correlationSubscription id="S" correlationKeyRef="key"/>')

    assert [problem.element_id for problem in graph.problems] == ["S"]


SENDER = (
    '<bpmn:process id="Buyer" isExecutable="true"><bpmn:startEvent id="start"/>'
    '<bpmn:sendTask id="A" messageRef="order"/>'
    '<bpmn:userTask id="B"/><bpmn:sendTask id="D" messageRef="order"/><bpmn:sequenceFlow id="f1" sourceRef="start" '
    'targetRef="A"/><bpmn:sequenceFlow id="f2" sourceRef="A" targetRef="B"/><bpmn:sequenceFlow id="f3" sourceRef="B" '
    'targetRef="D"/></bpmn:process>'
)
RECEIVER = (
    '<bpmn:process id="Seller"><bpmn:startEvent id="in"><bpmn:messageEventDefinition messageRef="order"/>'
    '</bpmn:startEvent><bpmn:receiveTask id="wait" messageRef="paid"/><bpmn:userTask id="ship"/>'
    '<bpmn:sequenceFlow id="g1" sourceRef="in" targetRef="wait"/><bpmn:sequenceFlow id="g2" sourceRef="wait" '
    'targetRef="ship"/></bpmn:process>'
)
POOLS = (
    '<bpmn:participant id="P1" processRef="Buyer"/><bpmn:participant id="P2" processRef="Seller"/>'
    '<bpmn:messageFlow id="m1" sourceRef="A" targetRef="in"/><bpmn:messageFlow id="m2" sourceRef="D" targetRef="in"/>'
)


def two_orders(second: int) -> Request:
    text = f'{HEAD}>{MESSAGES}<bpmn:collaboration id="C">{POOLS}{KEY}</bpmn:collaboration>{SENDER}{RECEIVER}'
    request = start(graph_of(f"{text}</bpmn:definitions>"), {"number": 1}).run()
    return request.complete("B", {"number": second})


def test_a_message_flow_starts_an_instance_of_the_other_pool_for_each_key() -> None:
    request = two_orders(2)

    assert request.path.count("in") == 2
    request.message("Paid", {"invoice": {"order": 2}})

    shipped = [data for frame, data in request.state.data.items() if "invoice" in data]
    assert [data["number"] for data in shipped] == [2]
    assert [place for place, state in request.tokens if state == "waiting"] == ["wait", "ship"]


def test_a_message_with_a_key_that_is_known_starts_nothing_new() -> None:
    assert two_orders(1).path.count("in") == 1
