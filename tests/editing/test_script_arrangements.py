"""Scripts arrange and multiply what is there with the canvas's own commands, each one step that undo takes back."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import resources
from engine.bpmn import Activity, Document, Lane, Participant, SubProcess
from engine.bpmn.schema import validate
from modeler.editing import behaviors, commands, script
from modeler.editing.script_arrangements import ARRANGEMENTS
from tests.editing.notation import box, diagram, line, node, opened

POOL = """
  <bpmn:collaboration id="C"><bpmn:participant id="Pool" processRef="P" /></bpmn:collaboration>
  <bpmn:process id="P"><bpmn:startEvent id="S" name="Go" /><bpmn:subProcess id="Sub"><bpmn:task id="T" />
    </bpmn:subProcess></bpmn:process>
  <bpmndi:BPMNDiagram id="D"><bpmndi:BPMNPlane id="Pl" bpmnElement="C">
    <bpmndi:BPMNShape id="Pool_di" bpmnElement="Pool" isHorizontal="true">
      <dc:Bounds x="0" y="0" width="600" height="250" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="S_di" bpmnElement="S"><dc:Bounds x="60" y="100" width="36" height="36" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="Sub_di" bpmnElement="Sub" isExpanded="true">
      <dc:Bounds x="150" y="20" width="350" height="200" /></bpmndi:BPMNShape>
    <bpmndi:BPMNShape id="T_di" bpmnElement="T"><dc:Bounds x="200" y="60" width="100" height="80" /></bpmndi:BPMNShape>
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"""


def pool() -> Document:
    return opened(POOL)


def done(document: Document, *steps: dict[str, object]) -> None:
    """Run a script, with all of it undone and done again."""
    before, known = document.to_bytes(), len(document.history.labels)
    script.run(document, steps)
    after = document.to_bytes()
    count = document.history.undo(len(document.history.labels) - known)
    assert document.to_bytes() == before
    document.history.redo(count)
    assert document.to_bytes() == after
    assert validate(after) == []


def test_what_is_copied_is_pasted_at_a_place_and_on_a_flow():
    document = diagram("start > A > B > end")
    flow = next(each.id for each in document.outgoing(node(document, "B")))

    done(
        document,
        {"do": "copy", "elements": [node(document, "A").id]},
        {"do": "paste", "at": [400, 400]},
        {"do": "paste", "at": [0, 0], "flow": flow},
    )

    assert [each.get("name") for each in document.elements(Activity)].count("A") == 3
    assert len(document.history.labels) == 2


def test_what_is_cut_moves_into_a_sub_process():
    document = pool()

    done(document, {"do": "cut", "elements": ["T"]}, {"do": "paste", "at": [400, 120], "parent": "Sub"})

    assert [each.tag for each in document.get("Sub", SubProcess).flow_elements] == ["task"]
    assert document.find("T") is None


def test_elements_are_duplicated_aligned_distributed_and_nudged():
    document = diagram("start > A > B > C > end")
    a, b, c = (node(document, name).id for name in "ABC")

    done(
        document,
        {"do": "duplicate", "elements": [a]},
        {"do": "move", "elements": [b], "by": [7, 60]},
        {"do": "align", "elements": [a, b, c], "to": "bottom"},
        {"do": "distribute", "elements": [a, b, c], "along": "horizontal"},
        {"do": "nudge", "elements": [c], "by": [1, 0]},
        {"do": "nudge", "elements": [c], "by": [1, 0]},
    )

    first, second, third = (box(document, node(document, name)) for name in "ABC")
    assert first[1] + first[3] == second[1] + second[3] == third[1] + third[3]
    assert second[0] - first[0] == third[0] - 2 - second[0]
    assert len(document.history.labels) == 5


def test_lanes_are_added_and_divided():
    document = pool()

    done(
        document,
        {"do": "lane", "element": "Pool", "place": "below", "name": "Stock"},
        {"do": "divide", "element": "Pool", "parts": 3},
    )

    assert [each.name for each in document.elements(Lane)] == [None, "Stock", None]


def test_labels_move_and_get_a_box():
    document = pool()

    done(document, {"do": "label", "element": "S", "by": [5, -3]})
    moved = document.shape_of(document.get("S")).label.bounds
    done(document, {"do": "label", "element": "S", "bounds": [1, 2, 30, 14]})
    label = document.shape_of(document.get("S")).label.bounds

    assert moved.y < 146
    assert (label.x, label.y, label.width, label.height) == (1, 2, 30, 14)


def test_sub_processes_are_collapsed_and_expanded_and_stay_where_they_are_so_already():
    document = pool()

    done(document, {"do": "collapse", "element": "Sub"}, {"do": "collapse", "element": "Sub"})
    collapsed = len(document.diagrams)
    done(document, {"do": "expand", "element": "Sub"})

    assert (collapsed, len(document.diagrams)) == (2, 1)
    assert len(document.history.labels) == 2


def test_activities_repeat_room_is_made_and_lines_are_laid_out_anew():
    document = diagram("start > A > end")
    flow = document.outgoing(node(document, "A"))[0]

    done(
        document,
        {"do": "bend", "element": flow.id, "waypoints": [[286, 140], [300, 300], [320, 300], [336, 140]]},
        {"do": "loop", "element": node(document, "A").id, "loop": "sequential"},
        {"do": "space", "side": "right", "line": 250, "amount": 40},
        {"do": "route", "element": flow.id},
    )

    path = line(document, flow)
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(path))
    assert box(document, node(document, "end"))[0] == 376
    assert node(document, "A").loop_characteristics.is_sequential


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ({"do": "paste", "at": [0, 0]}, "Nothing was copied"),
        ({"do": "align", "elements": ["S", "T"], "to": "up"}, "“to” is one of left, center"),
        ({"do": "divide", "element": "Pool", "parts": 1.5}, "“parts” is a whole number"),
        ({"do": "divide", "element": "Pool", "parts": 90}, "too small"),
        ({"do": "space", "side": "right", "line": "a", "amount": 1}, "“line” is a number"),
        ({"do": "loop", "element": "S", "loop": "loop"}, "cannot repeat"),
        ({"do": "collapse", "element": "S"}, "nothing inside"),
        ({"do": "label", "element": "S"}, "“by” is a list of 2 numbers"),
        ({"do": "label", "element": "S", "bounds": [1, 1, -5, 14]}, "smaller than nothing"),
        ({"do": "move", "elements": ["P"], "by": [1, 1]}, "cannot be moved"),
        ({"do": "move", "elements": ["S_di"], "by": [1, 1]}, "shape “S_di” cannot be moved"),
        ({"do": "delete", "elements": ["P"]}, "what a diagram or a pool shows"),
        ({"do": "delete", "elements": ["C"]}, "holds the others"),
        ({"do": "delete", "elements": ["S", "S_di"]}, "only a drawing"),
        ({"do": "delete", "elements": ["D"]}, "diagram “D” is only a drawing"),
        ({"do": "color", "elements": ["P"], "fill": "#ff0000"}, "is not drawn"),
        ({"do": "create", "type": "bpmn:task", "at": [90, 90], "size": [-1, 0]}, "smaller than 1"),
        ({"do": "fold"}, "there are move, create"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_reason(command, reason):
    document = pool()

    with pytest.raises(script.ScriptError, match=reason):
        script.run(document, [command])

    assert document.to_bytes() == document.original


def test_every_command_of_the_canvas_has_a_name_in_scripts():
    named = {"rename", "set", "configure", "replace", "create", "color", "delete", "bend"} | ARRANGEMENTS.keys()
    through_others = {
        *("append", "change_id", "set_condition", "set_default_flow", "set_documentation", "set_property"),
        *("set_color", "set_waypoints", "toggle_expansion", "use_connector", "wanted_type", "first_root", "shown_by"),
        *("add_lane", "divide_lane", "set_loop", "make_space", "move_label", "resize_label", "lay_out"),
    }

    canvas = {name for name in commands.__all__ if name[0].islower()}

    assert canvas - through_others - named == {"move", "connect", "reconnect", "resize"}


def test_the_samples_can_be_arranged():
    samples = sorted((Path(resources.__file__).parent / "samples").rglob("*.bpmn"))

    for path in samples:
        document = Document.from_bytes(path.read_bytes(), path.name, behaviors.ALL)
        owners = [each for each in document.elements(Participant) if each.process is not None][:1]
        for owner in owners:
            script.run(document, [{"do": "lane", "element": owner.id, "place": "above"}])
        assert validate(document.to_bytes()) == []

    assert samples


def test_a_lane_has_the_id_that_was_asked_for():
    document = pool()

    done(document, {"do": "create", "type": "bpmn:lane", "parent": "Pool", "id": "Desk", "name": "Front desk"})

    assert document.get("Desk", Lane).name == "Front desk"


def test_a_connection_cannot_have_the_id_of_another_element():
    document = diagram("A > B > C")

    with pytest.raises(script.ScriptError, match="already an element"):
        script.run(document, [{"do": "connect", "source": "A", "target": "C", "id": "B"}])
