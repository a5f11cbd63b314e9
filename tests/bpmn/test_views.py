"""How views read and write: typed attributes, children in schema order, references, numbers that nobody edited."""

from __future__ import annotations

import pytest

from engine.bpmn import (
    BaseElement,
    Bounds,
    BPMNEdge,
    BPMNShape,
    Collaboration,
    Element,
    Expression,
    FormalExpression,
    Point,
    Process,
    ScriptTask,
    SequenceFlow,
    StartEvent,
    Task,
    TextAnnotation,
    UserTask,
)
from engine.bpmn.factory import create_node
from engine.bpmn.journal import SetAttribute
from engine.bpmn.namespaces import PROCESSMAKER, bpmn
from tests.bpmn.tree import Tree

FLOW = """<bpmn:process id="P">
  <bpmn:task id="A" name="Pack"><bpmn:incoming>x:F0</bpmn:incoming></bpmn:task>
  <bpmn:task id="B"/>
  <bpmn:sequenceFlow id="F" sourceRef="A" targetRef="x:B" isImmediate="1"/>
</bpmn:process>"""


def flow_of(tree: Tree) -> SequenceFlow:
    found = tree.find("F")
    assert isinstance(found, SequenceFlow)
    return found


def test_a_reference_resolves_by_exact_id_and_without_its_prefix() -> None:
    tree = Tree.of(FLOW)

    flow = flow_of(tree)

    assert (flow.source, flow.target) == (tree.find("A"), tree.find("B"))
    assert flow.target_ref == "x:B"


def test_a_reference_to_the_wrong_kind_of_element_reads_as_none() -> None:
    tree = Tree.of('<bpmn:process id="P"><bpmn:sequenceFlow id="F" sourceRef="P" targetRef="gone"/></bpmn:process>')

    flow = flow_of(tree)

    assert flow.source is None
    assert flow.target is None


def test_setting_a_reference_keeps_the_prefix_that_the_old_one_had() -> None:
    tree = Tree.of(FLOW)
    flow = flow_of(tree)

    flow.target = flow.source
    flow.source = None

    assert flow.attributes["targetRef"] == "x:A"
    assert flow.source_ref is None


def test_writing_what_is_already_there_records_nothing() -> None:
    tree = Tree.of(FLOW)
    flow = flow_of(tree)

    flow.is_immediate = True
    flow.target = flow.target
    flow.name = None

    assert tree.changes == []
    assert flow.get("isImmediate") == "1"


def test_a_change_of_an_attribute_remembers_all_attributes_in_their_order() -> None:
    tree = Tree.of(FLOW)

    flow_of(tree).name = "yes"

    (change,) = tree.changes
    assert isinstance(change, SetAttribute)
    assert list(change.before) == ["id", "sourceRef", "targetRef", "isImmediate"]


def test_flags_have_the_defaults_of_the_schema_and_ignore_what_is_no_boolean() -> None:
    tree = Tree.of('<bpmn:startEvent id="S" parallelMultiple="yes"/>')

    event = tree.element

    assert isinstance(event, StartEvent)
    assert event.is_interrupting is True
    assert event.parallel_multiple is False


def test_lists_of_ids_are_live_and_editable_by_id_or_element() -> None:
    tree = Tree.of(FLOW)
    flow, task = flow_of(tree), tree.find("A")
    assert isinstance(task, Task)

    task.incoming.append(flow)
    task.outgoing.append("F")
    task.incoming.remove("F0")

    assert task.incoming == ["x:F"]
    assert task.outgoing.refers_to(flow)
    assert [child.tag for child in task.children] == ["incoming", "outgoing"]


def test_a_new_child_goes_where_the_schema_wants_it_among_comments_and_foreign_elements() -> None:
    tree = Tree.of(
        '<bpmn:userTask id="U"><bpmn:documentation/><!-- in --><bpmn:outgoing>F</bpmn:outgoing>'
        "<pm:odd/><bpmn:standardLoopCharacteristics/></bpmn:userTask>"
    )
    task = tree.element
    assert isinstance(task, UserTask)

    task.incoming.append("E")
    task.properties.append(create_node(task, bpmn("property")))
    task.extension_elements = create_node(task, bpmn("extensionElements"))

    tags = [child.tag for child in task.children]
    assert tags == [
        *("documentation", "extensionElements", "incoming", "outgoing", "property", "odd"),
        "standardLoopCharacteristics",
    ]


def test_a_child_is_replaced_in_its_place_and_undone() -> None:
    tree = Tree.of(
        '<bpmn:sequenceFlow id="F"><bpmn:conditionExpression>a</bpmn:conditionExpression><pm:x/></bpmn:sequenceFlow>'
    )
    flow, before = tree.element, tree.xml()
    assert isinstance(flow, SequenceFlow)
    old = flow.condition
    fresh = create_node(flow, bpmn("conditionExpression"))
    assert isinstance(fresh, Expression)

    flow.condition = fresh

    assert [child is fresh for child in flow.children] == [True, False]
    tree.undo()
    assert flow.condition is old
    assert tree.xml() == before


@pytest.mark.parametrize("type_name", ["tFormalExpression", "bpmn:tFormalExpression", "semantic:tFormalExpression "])
def test_an_expression_is_formal_by_its_xsi_type(type_name: str) -> None:
    tree = Tree.of(
        f'<bpmn:sequenceFlow id="F"><bpmn:conditionExpression xsi:type="{type_name}" language="feel">a'
        "</bpmn:conditionExpression></bpmn:sequenceFlow>"
    )

    flow = tree.element

    assert isinstance(flow, SequenceFlow)
    assert isinstance(flow.condition, FormalExpression)
    assert (flow.condition.language, flow.condition.text) == ("feel", "a")


def test_text_includes_that_of_markup_inside_and_not_that_of_comments() -> None:
    tree = Tree.of('<bpmn:documentation id="D">See <b>this</b><!-- not this --> and that</bpmn:documentation>')
    before = tree.xml()

    text = tree.element.text
    tree.element.text = "plain"

    assert text == "See this and that"
    assert (tree.element.text, len(tree.root)) == ("plain", 0)
    tree.undo()
    assert tree.xml() == before


def test_the_text_of_an_annotation_and_a_script_is_that_of_their_child() -> None:
    annotation = Tree.of('<bpmn:textAnnotation id="T"><bpmn:text>old</bpmn:text></bpmn:textAnnotation>').element
    task = Tree.of('<bpmn:scriptTask id="S"/>').element
    assert isinstance(annotation, TextAnnotation)
    assert isinstance(task, ScriptTask)

    annotation.text = "new"
    task.script = "return 1"

    assert annotation.text == "new"
    assert (task.script, task.children[0].tag) == ("return 1", "script")


def test_vendor_attributes_read_and_write_by_namespace() -> None:
    tree = Tree.of('<bpmn:task id="T" pm:config="{}" color="#fff"/>')

    tree.element.set_foreign(PROCESSMAKER, "config", '{"a":1}')

    assert tree.element.foreign(PROCESSMAKER, "config") == '{"a":1}'
    assert tree.element.get("color") == "#fff"
    assert tree.element.kind == "bpmn:task"


def test_an_unknown_element_is_a_plain_element_and_a_view_is_the_same_each_time() -> None:
    tree = Tree.of('<bpmn:task id="T"><pm:odd id="O"><bpmn:task id="I"/></pm:odd></bpmn:task>')

    odd = tree.element.children[0]

    assert type(odd) is Element
    assert odd is tree.find("O")
    assert odd.parent is tree.element
    assert not isinstance(odd, BaseElement)


def test_flow_elements_are_found_among_everything_else_in_the_order_of_the_file() -> None:
    tree = Tree.of(
        '<bpmn:process id="P"><bpmn:laneSet id="L"/><bpmn:task id="A"/><bpmn:textAnnotation id="N"/>'
        '<bpmn:endEvent id="E"/></bpmn:process>'
    )
    process = tree.element
    assert isinstance(process, Process)

    process.flow_elements.insert(1, create_node(process, bpmn("task")))
    process.flow_elements.append(create_node(process, bpmn("sequenceFlow")))

    assert [child.tag for child in process.children] == [
        *("laneSet", "task", "textAnnotation", "task", "endEvent", "sequenceFlow")
    ]
    assert [artifact.id for artifact in process.artifacts] == ["N"]


SHAPE = '<bpmndi:BPMNShape id="S"><dc:Bounds x="51.02" y="80.0" width="100" height="{}"/></bpmndi:BPMNShape>'


def test_moving_a_shape_writes_only_the_number_that_changed() -> None:
    tree = Tree.of(SHAPE.format("80"))
    shape = tree.element
    assert isinstance(shape, BPMNShape)

    shape.bounds = Bounds(51.02, 90.5, 100, 80)

    assert len(tree.changes) == 1
    assert 'x="51.02" y="90.5" width="100" height="80"' in tree.xml()


@pytest.mark.parametrize("raw", ["nan", "inf", "1_000", "٣", "1e999", "", "12px", "0x10"])
def test_what_is_no_number_reads_as_zero_and_stays_in_the_file(raw: str) -> None:
    tree = Tree.of(SHAPE.format(raw))
    shape = tree.element
    assert isinstance(shape, BPMNShape)

    bounds = shape.bounds
    shape.bounds = bounds.moved(10, 0)

    assert bounds.height == 0
    assert shape.bounds_element is not None
    assert shape.bounds_element.get("x") == "61.02"


@pytest.mark.parametrize(
    ("raw", "value"), [("1e308", 1e308), (" 5 ", 5.0), (".5", 0.5), ("-1.", -1.0), ("+3E2", 300.0)]
)
def test_every_form_of_a_double_is_read(raw: str, value: float) -> None:
    tree = Tree.of(SHAPE.format(raw))

    shape = tree.element

    assert isinstance(shape, BPMNShape)
    assert shape.bounds.height == value


def test_a_shape_without_bounds_is_nowhere_and_can_be_given_some() -> None:
    shape = Tree.of('<bpmndi:BPMNShape id="S"><bpmndi:BPMNLabel/></bpmndi:BPMNShape>').element
    assert isinstance(shape, BPMNShape)

    before = shape.bounds
    shape.bounds = Bounds(0.1 + 0.2, -0.0, 1e21, 36)

    assert before == Bounds(0, 0, 0, 0)
    assert [child.tag for child in shape.children] == ["Bounds", "BPMNLabel"]
    assert dict(shape.children[0].attributes) == {"x": "0.3", "y": "0", "width": "1e+21", "height": "36"}


EDGE = (
    '<bpmndi:BPMNEdge id="E"><di:waypoint x="0.0" y="0"/><!-- bend --><di:waypoint x="10" y="0"/>'
    '<di:waypoint x="10" y="50"/><bpmndi:BPMNLabel/></bpmndi:BPMNEdge>'
)


@pytest.mark.parametrize(
    ("line", "changes"),
    [
        (((0, 0), (10, 0), (10, 50)), 0),
        (((0, 0), (10, 20), (10, 50)), 1),
        (((0, 0), (10, 0), (20, 0), (10, 50)), 1),
        (((0, 0), (10, 50)), 1),
        (((5, 5), (10, 0), (10, 50), (60, 60), (70, 70)), 4),
        ((), 3),
    ],
)
def test_a_new_line_keeps_the_points_that_are_the_same(line: tuple[tuple[float, float], ...], changes: int) -> None:
    tree = Tree.of(EDGE)
    edge, before = tree.element, tree.xml()
    assert isinstance(edge, BPMNEdge)

    edge.waypoints = [Point(x, y) for x, y in line]

    assert [(point.x, point.y) for point in edge.waypoints] == list(line)
    assert len(tree.changes) == changes
    assert edge.children[-1].tag == "BPMNLabel"
    tree.undo()
    assert tree.xml() == before


def test_nested_lanes_and_messages_are_reached_through_typed_lists() -> None:
    tree = Tree.of(
        '<bpmn:collaboration id="C"><bpmn:participant id="P" processRef="gone"/>'
        '<bpmn:messageFlow id="M" sourceRef="P" targetRef="P"/></bpmn:collaboration>'
    )
    collaboration = tree.element

    assert isinstance(collaboration, Collaboration)
    assert collaboration.participants[0].process is None
    assert collaboration.message_flows[0].source is collaboration.participants[0]
    assert collaboration.is_closed is False
