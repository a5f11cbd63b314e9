"""A message flow is marked only where a message really went along it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.bpmn import Document
from modeler.services.catalog import discover
from modeler.services.preview.session import PreviewSession
from modeler.ui.preview.words import RunWords

POOLS = """<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="D" targetNamespace="t">
<bpmn:collaboration id="C">
  <bpmn:participant id="Buyer" processRef="P1"/><bpmn:participant id="Seller" processRef="P2"/>
  <bpmn:participant id="Bank" name="Bank"/>
  <bpmn:messageFlow id="order" sourceRef="ask" targetRef="Seller"/>
  <bpmn:messageFlow id="goods" sourceRef="ship" targetRef="got"/>
  <bpmn:messageFlow id="papers" sourceRef="ship" targetRef="more"/>
  <bpmn:messageFlow id="payment" sourceRef="pay" targetRef="Bank"/>
  <bpmn:messageFlow id="receipt" sourceRef="Bank" targetRef="paid"/>
  <bpmn:messageFlow id="call" sourceRef="work" targetRef="called"/>
</bpmn:collaboration>
<bpmn:process id="P1" isExecutable="true">
  <bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="ask"/>
  <bpmn:sendTask id="ask"/><bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="got"/>
  <bpmn:receiveTask id="got"/><bpmn:sequenceFlow id="f3" sourceRef="got" targetRef="pay"/>
  <bpmn:intermediateThrowEvent id="pay"><bpmn:messageEventDefinition/></bpmn:intermediateThrowEvent>
  <bpmn:sequenceFlow id="f4" sourceRef="pay" targetRef="paid"/>
  <bpmn:intermediateCatchEvent id="paid"><bpmn:messageEventDefinition/></bpmn:intermediateCatchEvent>
  <bpmn:sequenceFlow id="f5" sourceRef="paid" targetRef="called"/>
  <bpmn:intermediateCatchEvent id="called"><bpmn:messageEventDefinition/></bpmn:intermediateCatchEvent>
  <bpmn:sequenceFlow id="f6" sourceRef="called" targetRef="more"/>
  <bpmn:receiveTask id="more"/></bpmn:process>
<bpmn:process id="P2">
  <bpmn:startEvent id="heard"><bpmn:messageEventDefinition/></bpmn:startEvent>
  <bpmn:sequenceFlow id="g1" sourceRef="heard" targetRef="work"/><bpmn:userTask id="work"/>
  <bpmn:sequenceFlow id="g2" sourceRef="work" targetRef="ship"/>
  <bpmn:endEvent id="ship"><bpmn:messageEventDefinition/></bpmn:endEvent>
</bpmn:process></bpmn:definitions>"""
MESSAGES = {"order", "goods", "papers", "payment", "receipt", "call"}


@pytest.fixture
def session() -> Iterator[PreviewSession]:
    made = PreviewSession()
    yield made
    made.close()


@pytest.fixture
def words(session: PreviewSession) -> RunWords:
    """The words of the two pools, whose Request waits for the seller's work."""
    document = Document.from_bytes(POOLS.encode(), "pools.bpmn")
    session.start(document, discover(), {}, None)
    session.run()
    return RunWords(document)


def marked(session: PreviewSession, words: RunWords) -> set[str]:
    return MESSAGES & words.marks(session.standing).taken


def test_a_message_to_a_pool_has_gone_once_something_in_it_has_taken_it(
    session: PreviewSession, words: RunWords
) -> None:
    assert marked(session, words) == {"order"}


def test_of_two_flows_from_one_sender_only_the_one_that_was_taken_is_marked(
    session: PreviewSession, words: RunWords
) -> None:
    session.answer("work", {})

    assert marked(session, words) == {"order", "goods", "payment"}


def test_a_message_for_which_both_ends_were_passed_has_not_gone_by_that(
    session: PreviewSession, words: RunWords
) -> None:
    session.trigger("got", {})

    assert {"ask", "got", "work"} <= set(words.marks(session.standing).states)
    assert marked(session, words) == {"order", "payment"}


def test_a_message_from_outside_came_from_the_pool_that_hides_its_process(
    session: PreviewSession, words: RunWords
) -> None:
    session.answer("work", {})
    session.trigger("paid", {})

    assert marked(session, words) == {"order", "goods", "payment", "receipt", "call"}


def test_what_an_activity_sends_has_gone_once_it_is_taken(session: PreviewSession, words: RunWords) -> None:
    session.answer("work", {})
    sent = marked(session, words)
    session.trigger("paid", {})

    assert "call" not in sent
    assert "call" in marked(session, words)


def test_an_earlier_step_shows_only_what_had_gone_by_then(session: PreviewSession, words: RunWords) -> None:
    session.answer("work", {})
    session.go_to(0)

    assert marked(session, words) == set()


def test_a_step_tells_along_which_flows_its_messages_went(session: PreviewSession, words: RunWords) -> None:
    done = session.answer("work", {})

    told = {moment.element: words.message_flows(moment.messages) for moment in done.moments}

    assert (told["ask"], told["ship"], told["heard"]) == (["order"], ["goods"], [])
