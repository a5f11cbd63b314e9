"""Setting properties: ids with their references, documentation, attributes, expressions, defaults and colors."""

from __future__ import annotations

import pytest

from engine.bpmn import Bounds, Point, ScriptTask, Task
from modeler.editing import CommandRefused, commands
from modeler.editing.element_types import ALL
from tests.editing.notation import changed_lines, diagram, ends, flow, node, opened


def test_a_new_id_is_written_wherever_the_old_one_was():
    document = diagram("start > A > end")
    shape = document.shape_of(node(document, "A"))

    commands.set_property(document, node(document, "A"), "id", "Check")

    assert ends(document) == {"start>Check", "Check>end"}
    assert document.shape_of(node(document, "Check")) is shape
    assert '"A"' not in document.to_bytes().decode().replace('name="A"', "")


def test_a_new_flow_id_is_written_in_the_lists_of_its_nodes():
    document = diagram("start > A > end")

    commands.change_id(document, flow(document, "start", "A"), "First")

    assert list(node(document, "start").outgoing) == ["First"]
    assert list(node(document, "A").incoming) == ["First"]


def test_references_keep_their_prefixes():
    document = opened(
        """<bpmn:process id="P"><bpmn:task id="A"><bpmn:incoming>t:F</bpmn:incoming></bpmn:task><bpmn:task id="B" />
        <bpmn:sequenceFlow id="F" sourceRef="t:B" targetRef="t:A" /></bpmn:process>"""
    )

    commands.change_id(document, document.get("A"), "New")

    assert document.get("F").get("targetRef") == "t:New"
    assert document.get("F").get("sourceRef") == "t:B"


@pytest.mark.parametrize("id", ["end", "1st", "with space", ""])
def test_an_id_that_is_taken_or_no_id_is_refused(id):
    document = diagram("start > A > end")

    with pytest.raises(CommandRefused):
        commands.set_property(document, node(document, "A"), "id", id)


def test_documentation_is_added_changed_and_removed():
    document = diagram("start > A > end")
    before, task = document.to_bytes(), node(document, "A")

    commands.set_property(document, task, "documentation", "First & foremost")
    assert [each.text for each in task.documentation] == ["First & foremost"]
    assert next(iter(task.children)).tag == "documentation"
    commands.set_property(document, task, "documentation", "Second")
    assert [each.text for each in task.documentation] == ["Second"]
    commands.set_property(document, task, "documentation", None)

    assert document.to_bytes() == before


def test_an_attribute_is_set_and_cleared():
    document = diagram("start > A > end")

    commands.set_property(document, node(document, "A"), "isForCompensation", True)
    assert node(document, "A").get("isForCompensation") == "true"
    commands.set_property(document, node(document, "A"), "isForCompensation", None)

    assert node(document, "A").get("isForCompensation") is None


def test_a_vendors_attribute_is_set_by_its_usual_prefix():
    document = diagram("start > A > end")

    commands.set_property(document, node(document, "A"), "camunda:assignee", "ann")

    assert node(document, "A").foreign("http://camunda.org/schema/1.0/bpmn", "assignee") == "ann"


def test_an_unknown_prefix_is_refused():
    document = diagram("start > A > end")

    with pytest.raises(CommandRefused, match="no known prefix"):
        commands.set_property(document, node(document, "A"), "nobody:x", "1")


def test_a_property_that_bpmn_does_not_know_is_refused():
    document = diagram("start > A > end")

    with pytest.raises(CommandRefused, match="knows no property"):
        commands.set_property(document, node(document, "A"), "colour", "red")


def test_a_timers_duration_is_set_on_its_event():
    document = diagram("start > A > end")
    event = commands.replace(document, node(document, "start"), next(e for e in ALL if e.id == "timer-start-event"))

    commands.set_property(document, event, "timeDuration", "PT1H")

    assert event.definitions[0].time_duration.text == "PT1H"


def test_a_script_is_a_child():
    document = diagram("start > A > end")
    task = commands.replace(document, node(document, "A"), "bpmn:scriptTask")

    commands.set_property(document, task, "script", "a < b")

    assert isinstance(task, ScriptTask)
    assert task.script == "a < b"
    assert "<bpmn:script>a &lt; b</bpmn:script>" in document.to_bytes().decode()


def test_setting_a_default_flow_clears_its_condition():
    document = diagram("start > xor(yes: B, no: C) > end")
    found = flow(document, "xor", "C")
    commands.set_property(document, found, "conditionExpression", "= ok")
    assert found.condition.text == "= ok"

    commands.set_property(document, node(document, "xor"), "default", found.id)

    assert found.condition is None
    assert node(document, "xor").get("default") == found.id


def test_a_condition_on_a_default_flow_makes_it_plain():
    document = diagram("start > xor(yes: B, no: C) > end")
    found = flow(document, "xor", "C")
    commands.set_default_flow(document, found)

    commands.set_condition(document, found, "= ok")

    assert node(document, "xor").get("default") is None


def test_a_flow_out_of_an_event_has_no_condition():
    document = diagram("start > A > end")

    with pytest.raises(CommandRefused, match="cannot have a condition"):
        commands.set_condition(document, flow(document, "start", "A"), "= ok")


def test_typing_is_one_step():
    document = diagram("start > A > end")
    before = document.to_bytes()

    for text in ("a", "an", "ann"):
        commands.set_property(document, node(document, "A"), "camunda:assignee", text, merge=True)
    document.history.undo()

    assert document.to_bytes() == before


def test_a_name_is_one_attribute():
    document = diagram("start > A > end")
    before = document.to_bytes()

    commands.rename(document, node(document, "A"), 'Say "hi" & <bye>\nnow')

    gone, come = changed_lines(before, document.to_bytes())
    assert (len(gone), len(come)) == (1, 1)
    assert node(document, "A").get("name") == 'Say "hi" & <bye>\nnow'


def test_an_emptied_name_removes_the_label():
    document = diagram("start > A > end")
    commands.rename(document, node(document, "start"), "Begin")
    commands.move_label(document, node(document, "start"), 5, 5)

    commands.rename(document, node(document, "start"), "")

    assert document.shape_of(node(document, "start")).label is None
    assert node(document, "start").get("name") is None


def test_a_group_is_named_by_its_category():
    document = diagram("start > A > end")
    group = commands.create(document, "bpmn:group", at=Point(250, 140), name="Urgent")

    assert group.category_value.value == "Urgent"
    assert node(document, "A").category_value_refs.refers_to(group.category_value)
    commands.delete(document, [group])
    assert "Urgent" not in document.to_bytes().decode()
    assert "ategory" not in document.to_bytes().decode()


def test_colors_are_written_in_both_ways_and_taken_away():
    document = diagram("start > A > end")
    before = document.to_bytes()

    commands.set_color(document, [node(document, "A")], "#BBDEFB", "#0D4372")

    text = document.to_bytes().decode()
    assert 'bioc:stroke="#0D4372" bioc:fill="#BBDEFB"' in text
    assert 'color:background-color="#BBDEFB" color:border-color="#0D4372"' in text
    commands.set_color(document, [node(document, "A")], None, None)
    assert document.to_bytes() == before


def test_a_label_without_a_place_moves_from_where_it_is_shown():
    document = diagram("start > end")
    start = node(document, "start")
    commands.move_label(document, start, 0, 0)
    shown = document.shape_of(start).label.bounds
    commands.resize_label(document, start, Bounds(0, 0, 0, 0))

    commands.move_label(document, start, 7, 7)

    moved = document.shape_of(start).label.bounds
    assert (moved.x, moved.y, moved.width) == (shown.x + 7, shown.y + 7, shown.width)


def test_ends_of_connections_are_not_written_past_the_rules():
    document = diagram("start > A > end")

    with pytest.raises(CommandRefused, match="by reconnecting it"):
        commands.set_property(document, flow(document, "A", "end"), "targetRef", "start")


def test_names_of_several_lines_and_long_ones_are_told_in_one_short_line():
    document = diagram("start > A > end")
    commands.rename(document, node(document, "A"), "Check\n  the order " + "very " * 50)

    with pytest.raises(CommandRefused) as caught:
        commands.resize(document, next(document.elements(Task)), Bounds(0, 0, 1, 1))

    assert "“Check the order very very" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 120


def test_an_id_in_braces_changes_wherever_it_is_referred_to():
    document = opened("""
  <bpmn:process id="P"><bpmn:task id="{A-1}" /><bpmn:task id="B" />
    <bpmn:sequenceFlow id="F" sourceRef="{A-1}" targetRef="B" /></bpmn:process>""")

    commands.change_id(document, document.get("{A-1}"), "A")

    assert document.get("F").get("sourceRef") == "A"


def test_messages_follow_the_id_of_their_item():
    document = opened("""
  <bpmn:itemDefinition id="Item" /><bpmn:message id="M" itemRef="Item" /><bpmn:process id="P" />""")

    commands.change_id(document, document.get("Item"), "Order")

    assert document.get("M").get("itemRef") == "Order"
