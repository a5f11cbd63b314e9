"""What figures show is read from the document: markers, definitions, colors, names, and what is odd without a crash."""

from __future__ import annotations

import pytest

from engine.bpmn.geometry import Bounds, Point
from modeler.drawing import LIGHT, Detail, PlainMetrics, contents, figure, outline_of, read_edge, read_shape, title
from modeler.drawing.outlines import EllipseOutline, FrameOutline, PolygonOutline, RectangleOutline
from modeler.drawing.style import FileColors
from tests.drawing.small_diagrams import document, drawn, edge, process, shape

PROCESSMAKER = 'xmlns:pm="http://processmaker.com/BPMN/2.0/Schema.xsd"'


def subject(semantic: str, of: str, attributes: str = "", inside: str = "", size: tuple[float, float] = (100, 80)):
    return read_shape(drawn(document(semantic, shape(of, 10, 20, *size, attributes, inside)), of))


@pytest.mark.parametrize(
    ("inside", "trait"),
    [
        ("<bpmn:standardLoopCharacteristics/>", "loop"),
        ("<bpmn:multiInstanceLoopCharacteristics/>", "parallel"),
        ('<bpmn:multiInstanceLoopCharacteristics isSequential="true"/>', "sequential"),
    ],
)
def test_loops_are_markers(inside, trait):
    found = subject(f'<bpmn:userTask id="T" name="Ask">{inside}</bpmn:userTask>', "T")

    assert found.kind == "userTask"
    assert found.name == "Ask"
    assert found.traits == {trait}
    assert found.bounds == Bounds(10, 20, 100, 80)


def test_a_task_for_compensation_and_an_instantiating_receive_task_say_so():
    assert subject('<bpmn:task id="T" isForCompensation="true"/>', "T").traits == {"compensation"}
    assert subject('<bpmn:receiveTask id="T" instantiate="true"/>', "T").symbol == "instantiatingReceive"


@pytest.mark.parametrize(
    ("attributes", "size", "trait"),
    [
        ('isExpanded="true"', (100, 80), "expanded"),
        ('isExpanded="false"', (300, 200), "collapsed"),
        ("", (100, 80), "collapsed"),
        ("", (300, 200), "expanded"),
    ],
)
def test_a_sub_process_is_expanded_as_the_file_or_its_size_says(attributes, size, trait):
    assert trait in subject('<bpmn:subProcess id="S"/>', "S", attributes, size=size).traits


def test_a_collapsed_event_sub_process_shows_its_start():
    start = '<bpmn:startEvent id="E" isInterrupting="false"><bpmn:timerEventDefinition/></bpmn:startEvent>'

    found = subject(f'<bpmn:subProcess id="S" triggeredByEvent="true">{start}</bpmn:subProcess>', "S")

    assert found.traits == {"collapsed", "event", "non-interrupting"}
    assert found.symbol == "timer"


def test_an_ad_hoc_sub_process_has_its_own_marker():
    assert "ad-hoc" in subject('<bpmn:adHocSubProcess id="S"/>', "S").traits


def test_a_call_of_a_global_task_shows_the_type_of_task_and_a_call_of_a_process_a_plus():
    called = '<bpmn:globalUserTask id="G"/>' + process('<bpmn:callActivity id="C" calledElement="G"/>')
    found = document(called, shape("C", 0, 0, 100, 80))

    assert read_shape(drawn(found, "C")).symbol == "userTask"
    assert subject('<bpmn:callActivity id="C" calledElement="other"/>', "C").traits == {"collapsed"}


@pytest.mark.parametrize(
    ("inside", "symbol"),
    [
        ("", None),
        ("<bpmn:messageEventDefinition/>", "message"),
        ("<bpmn:compensateEventDefinition/>", "compensation"),
        ("<bpmn:signalEventDefinition/><bpmn:timerEventDefinition/>", "multiple"),
        ("<bpmn:eventDefinitionRef>Shared</bpmn:eventDefinitionRef>", "error"),
    ],
)
def test_the_definition_of_an_event_is_its_symbol(inside, symbol):
    shared = '<bpmn:errorEventDefinition id="Shared"/>'
    found = document(shared + process(f'<bpmn:endEvent id="E">{inside}</bpmn:endEvent>'), shape("E", 0, 0, 36, 36))

    assert read_shape(drawn(found, "E")).symbol == symbol


def test_several_triggers_that_must_all_come_are_parallel_multiple():
    inside = "<bpmn:signalEventDefinition/><bpmn:timerEventDefinition/>"

    found = subject(f'<bpmn:startEvent id="E" parallelMultiple="true">{inside}</bpmn:startEvent>', "E")

    assert found.symbol == "parallelMultiple"


def test_only_the_start_of_an_event_sub_process_can_be_non_interrupting():
    assert not subject('<bpmn:startEvent id="E" isInterrupting="false"/>', "E").traits
    assert subject('<bpmn:boundaryEvent id="E" cancelActivity="false"/>', "E").traits == {"non-interrupting"}


def test_the_mark_of_an_exclusive_gateway_shows_if_the_file_wants_it():
    assert subject('<bpmn:exclusiveGateway id="G"/>', "G").traits == frozenset()
    assert subject('<bpmn:exclusiveGateway id="G"/>', "G", 'isMarkerVisible="true"').traits == {"marked"}


def test_processmaker_always_draws_the_mark_of_an_exclusive_gateway():
    found = document('<bpmn:exclusiveGateway id="G"/>', shape("G", 0, 0, 36, 36), declared=PROCESSMAKER)

    assert read_shape(drawn(found, "G")).traits == {"marked"}


def test_data_shows_its_state_and_whether_it_is_a_collection():
    data = '<bpmn:dataObject id="O" isCollection="true" name="Invoice"/><bpmn:dataObjectReference id="R" '
    found = subject(data + 'dataObjectRef="O"><bpmn:dataState name="paid"/></bpmn:dataObjectReference>', "R")

    assert found.name == "Invoice\n[paid]"
    assert found.traits == {"collection"}


def test_a_pool_without_a_process_is_a_black_box_and_several_of_a_kind_are_marked():
    pools = (
        '<bpmn:collaboration id="C"><bpmn:participant id="A" processRef="P"/><bpmn:participant id="B">'
        '<bpmn:participantMultiplicity maximum="5"/></bpmn:participant></bpmn:collaboration>'
    )
    shapes = shape("A", 0, 0, 600, 250, 'isHorizontal="false"') + shape("B", 0, 300, 600, 60)

    found = document(pools + process('<bpmn:task id="T"/>'), shapes, "C")

    assert read_shape(drawn(found, "A")).traits == {"vertical"}
    assert read_shape(drawn(found, "B")).traits == {"black-box", "multiple"}


def test_a_lane_that_does_not_say_how_it_lies_follows_its_pool():
    pool = '<bpmn:collaboration id="C"><bpmn:participant id="A" processRef="P"/></bpmn:collaboration>'
    lanes = process('<bpmn:laneSet><bpmn:lane id="L"/></bpmn:laneSet>')
    shapes = shape("A", 0, 0, 250, 600, 'isHorizontal="false"') + shape("L", 0, 30, 250, 570)

    found = document(pool + lanes, shapes, "C")

    assert read_shape(drawn(found, "L")).traits == {"vertical"}


CHOREOGRAPHY = (
    '<bpmn:choreography id="P"><bpmn:participant id="A" name="Customer"/><bpmn:participant id="B" name="Shop"/>'
    '<bpmn:choreographyTask id="T" name="Order" initiatingParticipantRef="A" loopType="Standard">'
    "<bpmn:participantRef>A</bpmn:participantRef><bpmn:participantRef>B</bpmn:participantRef>"
    "</bpmn:choreographyTask></bpmn:choreography>"
)


def test_participants_of_a_choreography_task_have_bands_even_if_the_file_draws_none():
    found = read_shape(drawn(document(CHOREOGRAPHY, shape("T", 0, 0, 100, 80)), "T"))

    assert found.bands == (("Customer", True), ("Shop", False))
    assert found.traits == {"loop"}


def test_bands_that_the_file_draws_are_shapes_of_their_own():
    band = 'participantBandKind="bottom_non_initiating" isMessageVisible="true" choreographyActivityShape="T_di"'
    found = document(CHOREOGRAPHY, shape("T", 0, 0, 100, 80) + shape("B", 0, 60, 100, 20, band))

    assert read_shape(drawn(found, "T")).bands == ()
    assert read_shape(drawn(found, "B")).kind == "participantBand"
    assert read_shape(drawn(found, "B")).traits == {"bottom", "message"}


@pytest.mark.parametrize(
    ("attributes", "colors"),
    [
        ("", None),
        ('bioc:fill="#BBDEFB" bioc:stroke="#0D4372"', FileColors("#BBDEFB", "#0D4372", None)),
        ('color:background-color="#fff" bioc:fill="#000"', FileColors("#fff", None, None)),
    ],
)
def test_colors_come_from_the_shape(attributes, colors):
    assert subject('<bpmn:task id="T"/>', "T", attributes).colors == colors


def test_processmaker_colors_stand_on_the_element():
    assert subject(f'<bpmn:task {PROCESSMAKER} id="T" pm:color="#ffcc00"/>', "T").colors == FileColors(
        "#ffcc00", None, None
    )
    assert subject('<bpmn:task id="T" color="#ffcc00"/>', "T").colors == FileColors("#ffcc00", None, None)


def test_the_color_of_the_name_stands_on_the_label():
    label = '<bpmndi:BPMNLabel color:color="#ff0000"/>'

    assert subject('<bpmn:task id="T"/>', "T", inside=label).colors == FileColors(None, None, "#ff0000")


def test_foreign_and_missing_elements_get_placeholders():
    foreign = document('<x:task id="T"/>', shape("T", 0, 0, 100, 80) + shape("gone", 0, 0, 10, 10))

    assert read_shape(drawn(foreign, "T")).kind == "{urn:vendor}task"
    assert read_shape(drawn(foreign, "gone")).name == "gone"
    for each in contents(foreign.diagrams[0]):
        assert figure(each, LIGHT, PlainMetrics()).items


@pytest.mark.parametrize(
    "bounds", ['x="1e308" y="-1e308" width="1e308" height="5"', 'x="nan" width="-5" height="z"', ""]
)
def test_impossible_numbers_are_drawn_somewhere(bounds):
    broken = f'<bpmndi:BPMNShape id="T_di" bpmnElement="T"><dc:Bounds {bounds}/></bpmndi:BPMNShape>'
    task = '<bpmn:userTask id="T" name="A name"/><bpmn:sequenceFlow id="F" sourceRef="T" targetRef="T"/>'
    flow = '<bpmndi:BPMNEdge id="F_di" bpmnElement="F"><di:waypoint x="1e300" y="q"/></bpmndi:BPMNEdge>'
    found = document(task, broken + flow)

    for detail in Detail:
        for each in contents(found.diagrams[0]):
            assert figure(each, LIGHT, PlainMetrics(), detail).bounds.width < 1e8


FLOW = (
    '<bpmn:task id="A" {default}/><bpmn:task id="B"/><bpmn:sequenceFlow id="F" name="go" sourceRef="A" targetRef="B">'
    "{inside}</bpmn:sequenceFlow>"
)
SHAPES = shape("A", 0, 0, 100, 80) + shape("B", 200, 0, 100, 80)


@pytest.mark.parametrize(
    ("default", "inside", "traits"),
    [
        ("", "", set()),
        ('default="F"', "", {"default"}),
        ("", "<bpmn:conditionExpression>x</bpmn:conditionExpression>", {"conditional"}),
    ],
)
def test_default_and_conditional_flows_are_marked(default, inside, traits):
    found = document(FLOW.format(default=default, inside=inside), SHAPES + edge("F", (100, 40), (200, 40)))

    assert read_edge(drawn(found, "F"), outline_of).traits == traits


def test_a_condition_behind_a_gateway_is_not_marked():
    semantic = (
        '<bpmn:exclusiveGateway id="A"/><bpmn:task id="B"/><bpmn:sequenceFlow id="F" sourceRef="A" targetRef="B">'
        "<bpmn:conditionExpression>x</bpmn:conditionExpression></bpmn:sequenceFlow>"
    )
    found = document(semantic, SHAPES + edge("F", (100, 40), (200, 40)))

    assert read_edge(drawn(found, "F"), outline_of).traits == frozenset()


def test_flows_to_the_centers_of_shapes_are_cropped_in_the_picture_and_not_in_the_file():
    found = document(FLOW.format(default="", inside=""), SHAPES + edge("F", (50, 40), (250, 40)))
    before = found.to_bytes()

    points = read_edge(drawn(found, "F"), outline_of).points

    assert points == (Point(100, 40), Point(200, 40))
    assert found.to_bytes() == before


def test_data_associations_end_at_the_activity_around_them():
    semantic = (
        '<bpmn:dataObjectReference id="R"/><bpmn:task id="A"><bpmn:dataInputAssociation id="F">'
        "<bpmn:sourceRef>R</bpmn:sourceRef></bpmn:dataInputAssociation></bpmn:task>"
    )
    shapes = shape("A", 0, 0, 100, 80) + shape("R", 200, 15, 36, 50)
    found = document(semantic, shapes + edge("F", (218, 40), (50, 40)))

    edge_subject = read_edge(drawn(found, "F"), outline_of)

    assert edge_subject.points == (Point(200, 40), Point(100, 40))
    assert edge_subject.traits == {"to-target"}


def test_messages_have_envelopes():
    semantic = (
        '<bpmn:collaboration id="C"><bpmn:participant id="A"/><bpmn:participant id="B"/>'
        '<bpmn:messageFlow id="F" sourceRef="A" targetRef="B"/></bpmn:collaboration>' + process("")
    )
    kind = 'messageVisibleKind="non_initiating"'
    found = document(semantic, SHAPES + edge("F", (100, 40), (200, 40), attributes=kind))

    assert read_edge(drawn(found, "F"), outline_of).traits == {"non-initiating"}


@pytest.mark.parametrize(
    ("semantic", "kind"),
    [
        ('<bpmn:task id="X"/>', RectangleOutline),
        ('<bpmn:endEvent id="X"/>', EllipseOutline),
        ('<bpmn:inclusiveGateway id="X"/>', PolygonOutline),
        ('<bpmn:dataObjectReference id="X"/>', PolygonOutline),
        ('<bpmn:group id="X"/>', FrameOutline),
        ('<bpmn:textAnnotation id="X"/>', RectangleOutline),
    ],
)
def test_the_outline_of_a_shape_is_that_of_its_figure(semantic, kind):
    found = drawn(document(semantic, shape("X", 0, 0, 50, 50)), "X")

    assert isinstance(outline_of(found), kind)
    assert type(figure(found, LIGHT, PlainMetrics()).outline) is kind


# the side of a label


def side(points: tuple[tuple[float, float], ...], *, backwards: bool = False) -> str:
    ends = ("B", "E") if backwards else ("E", "B")
    semantic = '<bpmn:startEvent id="E" name="Start"/><bpmn:task id="B"/>'
    semantic += f'<bpmn:sequenceFlow id="F" sourceRef="{ends[0]}" targetRef="{ends[1]}"/>'
    shapes = shape("E", 0, 0, 36, 36) + shape("B", 200, 200, 100, 80)
    return read_shape(drawn(document(semantic, shapes + edge("F", *points)), "E")).side


def test_the_label_avoids_the_side_of_a_flow():
    assert side(((36, 18), (200, 18))) == "bottom"
    assert side(((18, 36), (18, 240), (200, 240))) == "top"
    assert side(((200, 240), (18, 240), (18, 36)), backwards=True) == "top"


def test_the_label_of_a_boundary_event_avoids_its_host():
    semantic = '<bpmn:task id="T"/><bpmn:boundaryEvent id="E" name="Late" attachedToRef="T"/>'
    bottom = document(semantic, shape("T", 0, 0, 100, 80) + shape("E", 32, 62, 36, 36))
    top = document(semantic, shape("T", 0, 0, 100, 80) + shape("E", 32, -18, 36, 36))

    assert read_shape(drawn(bottom, "E")).side == "bottom"
    assert read_shape(drawn(top, "E")).side == "top"


def test_a_label_without_a_free_side_goes_to_a_corner():
    semantic = (
        '<bpmn:task id="T"/><bpmn:boundaryEvent id="E" name="Late" attachedToRef="T"/><bpmn:task id="B"/>'
        '<bpmn:sequenceFlow id="F" sourceRef="E" targetRef="B"/>'
    )
    shapes = shape("T", 0, 0, 100, 80) + shape("E", 32, 62, 36, 36) + shape("B", 200, 200, 100, 80)
    found = document(semantic, shapes + edge("F", (50, 98), (50, 240), (200, 240)))

    assert read_shape(drawn(found, "E")).side == "below-left"


# order


def test_things_are_painted_in_the_order_of_the_reference():
    semantic = '<bpmn:collaboration id="C"><bpmn:participant id="Pool" processRef="P"/></bpmn:collaboration>' + process(
        '<bpmn:laneSet><bpmn:lane id="Lane"/></bpmn:laneSet><bpmn:subProcess id="S"><bpmn:task id="Inner"/>'
        '</bpmn:subProcess><bpmn:task id="T"/><bpmn:boundaryEvent id="B" attachedToRef="T"/>'
        '<bpmn:sequenceFlow id="F" sourceRef="T" targetRef="S"/><bpmn:group id="G"/><bpmn:textAnnotation id="N"/>'
        '<bpmn:association id="A" sourceRef="N" targetRef="T"/>'
    )
    ids = ["G", "F", "N", "A", "B", "Inner", "S", "T", "Lane", "Pool"]
    pieces = [edge(id, (0, 0), (9, 9)) if id in "FA" else shape(id, 0, 0, 100, 80) for id in ids]

    found = contents(document(semantic, "".join(pieces), "C").diagrams[0])

    assert [each.element.id for each in found] == ["Pool", "Lane", "T", "A", "S", "B", "F", "N", "G", "Inner"]


def test_what_is_drawn_in_an_expanded_call_activity_is_painted_over_it():
    semantic = process('<bpmn:callActivity id="C"/>') + '<bpmn:process id="Q"><bpmn:task id="T"/></bpmn:process>'
    shapes = shape("T", 20, 20, 50, 50) + shape("C", 0, 0, 300, 200, 'isExpanded="true"')

    found = contents(document(semantic, shapes).diagrams[0])

    assert [each.element.id for each in found] == ["C", "T"]


def test_a_diagram_is_called_by_its_name_or_by_what_it_shows():
    plain = document('<bpmn:task id="T"/>', "")

    assert title(plain.diagrams[0]) == "P"
    with plain.edit("Rename"):
        plain.diagrams[0].name = "Overview"
    assert title(plain.diagrams[0]) == "Overview"
