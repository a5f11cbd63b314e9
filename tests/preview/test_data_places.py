"""The data of other pools, called processes and instances are looked at and edited; any two steps are compared."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from engine.bpmn import Document
from engine.runtime import compile_graph
from engine.runtime.request import start
from modeler.services.catalog import discover
from modeler.services.preview.session import PreviewSession
from modeler.services.preview.standing import Standing
from modeler.services.scenarios.playing import play
from modeler.ui.preview.local_words import local_view
from modeler.ui.preview.words import RunWords

HEAD = (
    '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="D" targetNamespace="t">'
)
MODEL = (
    HEAD
    + """<bpmn:collaboration id="C">
  <bpmn:participant id="Buyer" name="Buyer Ltd." processRef="P1"/>
  <bpmn:participant id="Seller" name="Seller Inc." processRef="P2"/>
  <bpmn:messageFlow id="order" sourceRef="ask" targetRef="heard"/>
</bpmn:collaboration>
<bpmn:process id="P1" isExecutable="true">
  <bpmn:startEvent id="start"/><bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="ask"/>
  <bpmn:sendTask id="ask" name="Ask"/><bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="review"/>
  <bpmn:userTask id="review" name="Review"><bpmn:multiInstanceLoopCharacteristics>
    <bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:userTask>
  <bpmn:sequenceFlow id="f3" sourceRef="review" targetRef="call"/>
  <bpmn:callActivity id="call" name="Archive it" calledElement="P3"/></bpmn:process>
<bpmn:process id="P2">
  <bpmn:startEvent id="heard"><bpmn:messageEventDefinition/></bpmn:startEvent>
  <bpmn:sequenceFlow id="g1" sourceRef="heard" targetRef="work"/><bpmn:userTask id="work"/></bpmn:process>
<bpmn:process id="P3" name="Archive">
  <bpmn:startEvent id="s3"/><bpmn:sequenceFlow id="h1" sourceRef="s3" targetRef="file"/><bpmn:userTask id="file"/>
</bpmn:process></bpmn:definitions>"""
)


@pytest.fixture
def session() -> Iterator[PreviewSession]:
    made = PreviewSession()
    made.start(document(), discover(), {"item": "pen"}, None)
    made.run()
    yield made
    made.close()


def document() -> Document:
    return Document.from_bytes(MODEL.encode(), "places.bpmn")


def titles(standing: Standing) -> list[str]:
    model = document()
    return [" " * place.depth + place.title for place in local_view(model, model.find, standing.local).places]


def place_of(session: PreviewSession, element: str, number: int = 0) -> int:
    places = session.standing.local.places
    return next(each.frame for each in places if each.element == element and number in (0, each.number))


def test_every_place_with_data_of_its_own_is_offered_by_its_name(session: PreviewSession) -> None:
    assert titles(session.standing) == ["Buyer Ltd.", " Review: instance 1", " Review: instance 2", "Seller Inc."]


def test_the_step_that_begins_the_rounds_and_the_instance_that_is_answered_are_told(session: PreviewSession) -> None:
    words = RunWords(document())

    first = words.view(session.standing)
    last = words.view(session.answer("review", {}))

    assert next(row.detail for row in first.steps if row.element_id == "review") == "begins its rounds"
    assert [task.detail for task in first.waiting if task.id == "review"] == ["Instance 1, the first of 2 that wait"]
    assert [task.detail for task in last.waiting if task.id == "review"] == [""]


def test_a_task_that_is_given_to_somebody_is_told_at_its_element(session: PreviewSession) -> None:
    given = session.assign("review", "1")
    before = RunWords(document()).view(given).steps[-1]
    session.answer("review", {})
    after = RunWords(document()).view(session.answer("review", {})).steps[len(given.moments) - 1]

    assert (given.moments[-1].element, given.moments[-1].kind) == ("review", "given")
    assert (before.title, before.state) == ("Review", "waiting")
    assert (after.title, after.detail) == ("Review", "given to somebody")


def test_a_called_process_is_a_place_while_it_runs(session: PreviewSession) -> None:
    session.answer("review", {})
    session.answer("review", {})

    assert titles(session.standing) == ["Buyer Ltd.", " Archive it: called process Archive", "Seller Inc."]


def test_the_data_are_those_of_the_token_unless_another_place_is_chosen(session: PreviewSession) -> None:
    followed = session.standing.local
    chosen = session.look_in(place_of(session, "review", 2)).local
    back = session.look_in(None).local

    assert (followed.follows, followed.place) == (True, place_of(session, "review", 1))
    assert session.standing.moments[-1].element == "review"
    assert (chosen.follows, chosen.data) == (False, {"loopCounter": 2})
    assert back == followed


def test_following_shows_each_pool_as_its_token_moves(session: PreviewSession) -> None:
    session.go_to(0)
    elements = []
    while session.standing.is_past:
        local = session.step().local
        elements.append(next(place.element for place in local.places if place.frame == local.place))

    assert elements[:2] == ["P1", "P2"]
    assert elements[-1] == "review"


def test_what_is_edited_is_written_where_one_looks(session: PreviewSession) -> None:
    session.look_in(place_of(session, "P2"))

    edited = session.set_data({"item": "pen", "price": 3})

    assert edited.local.data == {"item": "pen", "price": 3}
    assert edited.data == {"item": "pen"}
    assert session.look_in(place_of(session, "P2")).local.before == {"item": "pen"}


def test_a_scenario_writes_them_again(session: PreviewSession) -> None:
    session.look_in(place_of(session, "review", 2))
    session.set_data({"loopCounter": 2, "note": "mine"})
    session.look_in(place_of(session, "P2"))
    session.set_data({"price": 3})
    scenario = session.record("Edited")

    replayed = start(compile_graph(document()), {"item": "pen"})
    play(replayed, scenario)

    assert [event.get("in") for event in scenario.events] == ["review", "P2"]
    assert scenario.events[0]["round"] == 2
    assert [pool["data"] for pool in replayed.pools] == [{"item": "pen"}, {"price": 3}]
    assert {"loopCounter": 2, "note": "mine"} in [dict(data) for data in replayed.state.data.values()]


def test_a_scenario_says_where_it_cannot_write(session: PreviewSession) -> None:
    scenario = session.record("Wrong")
    replayed = start(compile_graph(document()), {"item": "pen"})
    wrong = type(scenario)(events=({"set": {"x": 1}, "in": "P3"},))

    with pytest.raises(Exception, match='there are no data of "P3" now'):
        play(replayed, wrong)


def test_a_place_that_is_gone_is_left_for_that_of_the_token(session: PreviewSession) -> None:
    session.look_in(place_of(session, "review", 1))
    session.answer("review", {})

    gone = session.standing.local

    assert gone.follows
    assert gone.data == {"loopCounter": 2}


def test_any_two_steps_are_compared(session: PreviewSession) -> None:
    session.look_in(place_of(session, "P1"))
    session.set_data({"item": "ink", "size": 1})
    session.set_data({"item": "ink", "size": 2})
    first, last = session.standing.steps - 1, session.standing.steps

    session.go_to(1)
    forwards = session.compare_with(first).local
    session.go_to(last)
    backwards = session.compare_with(1).local

    assert (forwards.data, forwards.base, forwards.based) == ({"item": "pen"}, first, {"item": "ink", "size": 1})
    assert (backwards.data, backwards.based) == ({"item": "ink", "size": 2}, {"item": "pen"})
    assert session.compare_with(None).local.base is None


def test_a_step_that_a_shorter_run_does_not_have_is_compared_no_more(session: PreviewSession) -> None:
    session.answer("review", {})
    session.compare_with(session.standing.steps)
    session.go_to(2)
    shorter = session.set_data({"item": "ink"})

    assert shorter.local.base is None
