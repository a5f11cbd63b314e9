"""Figures of each family have the parts that the standard's figures show, inside the bounds that they announce."""

from __future__ import annotations

import pytest

from engine.bpmn.geometry import Bounds, Point
from modeler.drawing import (
    DARK,
    LIGHT,
    Band,
    Detail,
    EdgeSubject,
    Figure,
    Medium,
    Path,
    Picture,
    PlainMetrics,
    ShapeSubject,
    TextBox,
    edge_figure,
    shape_figure,
)
from modeler.drawing.figures import EDGES, SHAPES
from modeler.drawing.style import SHAPE_WIDTH, THICK_WIDTH, shaded

FULL = Medium(LIGHT, PlainMetrics())
BOX = Bounds(100, 100, 100, 80)
CIRCLE = Bounds(100, 100, 36, 36)
DIAMOND = Bounds(100, 100, 50, 50)
LINE = (Point(0, 0), Point(100, 0), Point(100, 60))


def shape(kind: str, *traits: str, bounds: Bounds = BOX, name: str = "Name", **more: object) -> Figure:
    return shape_figure(ShapeSubject(kind, bounds, name, frozenset(traits), **more), FULL)  # type: ignore[arg-type]


def edge(kind: str, *traits: str, name: str = "", points: tuple[Point, ...] = LINE) -> Figure:
    return edge_figure(EdgeSubject(kind, points, name, frozenset(traits)), FULL)


def paths(figure: Figure) -> list[Path]:
    return [item for item in figure.items if isinstance(item, Path)]


def text_of(figure: Figure) -> str:
    boxes = [item for item in figure.items if isinstance(item, TextBox)]
    return " ".join(line.text for box in boxes for line in box.lines)


def widths(figure: Figure) -> list[float]:
    return [path.pen.width for path in paths(figure) if path.pen is not None]


@pytest.mark.parametrize("detail", Detail)
@pytest.mark.parametrize("style", [LIGHT, DARK], ids=lambda style: style.name)
@pytest.mark.parametrize("kind", [*SHAPES, "vendorThing"])
def test_every_shape_stays_inside_the_bounds_it_announces(kind, style, detail):
    figure = shape_figure(ShapeSubject(kind, BOX, "A name of some length"), Medium(style, PlainMetrics(), detail))

    for path in paths(figure):
        assert path.x + path.geometry.box.x >= figure.bounds.x
        assert path.x + path.geometry.box.right <= figure.bounds.right
        assert path.y + path.geometry.box.bottom <= figure.bounds.bottom
    assert figure.items
    assert figure.outline.bounds == BOX


@pytest.mark.parametrize("kind", [*SHAPES, "vendorThing"])
@pytest.mark.parametrize(
    "bounds", [Bounds(0, 0, 0, 0), Bounds(5, 5, 1, 1), Bounds(0, 0, 5, 900), Bounds(-1e6, 0, 9e6, 3)]
)
def test_odd_sizes_are_drawn_too(kind, bounds):
    traits = frozenset(("expanded", "collapsed", "loop", "message", "top", "collection", "input"))

    assert shape_figure(ShapeSubject(kind, bounds, "A name", traits, "timer"), FULL).outline.bounds == bounds


@pytest.mark.parametrize("kind", [*EDGES, "vendorFlow"])
@pytest.mark.parametrize("points", [(), (Point(1, 1),), (Point(1, 1), Point(1, 1)), LINE, (*LINE, LINE[-1])])
@pytest.mark.parametrize("detail", Detail)
def test_every_edge_is_drawn_whatever_its_way_points(kind, points, detail):
    traits = frozenset(("default", "conditional", "to-source", "to-target", "initiating"))

    figure = edge_figure(EdgeSubject(kind, points, "Name", traits), Medium(LIGHT, PlainMetrics(), detail))

    assert bool(figure.items) == (len(points) > 1)


@pytest.mark.parametrize("kind", [*SHAPES, "vendorThing"])
def test_far_away_a_shape_is_one_path_or_two_without_text(kind):
    figure = shape_figure(ShapeSubject(kind, BOX, "Name"), Medium(LIGHT, PlainMetrics(), Detail.BOXES))

    assert len(figure.items) == 1
    assert figure.label is None


@pytest.mark.parametrize(
    ("zoom", "detail"), [(1.0, Detail.FULL), (0.35, Detail.FULL), (0.3, Detail.NO_TEXT), (0.1, Detail.BOXES)]
)
def test_the_level_of_detail_follows_the_zoom(zoom, detail):
    assert Detail.at(zoom) is detail


# activities


def test_a_task_is_a_rounded_box_with_its_name():
    figure = shape("task")

    assert len(paths(figure)) == 1
    assert paths(figure)[0].geometry.radius > 0
    assert text_of(figure) == "Name"


@pytest.mark.parametrize(
    "kind", ["userTask", "serviceTask", "sendTask", "receiveTask", "manualTask", "scriptTask", "businessRuleTask"]
)
def test_the_type_of_a_task_stands_in_its_top_left_corner(kind):
    symbol = paths(shape(kind))[1:]

    assert symbol
    for path in symbol:
        assert path.x + path.geometry.box.right < BOX.x + 30
        assert path.y + path.geometry.box.bottom < BOX.y + 30


def test_the_icon_of_a_connector_replaces_the_symbol_of_the_type():
    figure = shape("serviceTask", icon="send-email")

    assert [item.reference for item in figure.items if isinstance(item, Picture)] == ["send-email"]
    assert len(paths(figure)) == 1


@pytest.mark.parametrize("marker", ["loop", "parallel", "sequential", "compensation", "collapsed", "ad-hoc"])
def test_markers_stand_at_the_bottom_in_the_middle(marker):
    found = paths(shape("subProcess", marker))[1:]

    assert found
    assert all(path.y + path.geometry.box.bottom <= BOX.bottom for path in found)
    assert all(path.y > BOX.bottom - 20 for path in found)


def test_several_markers_stand_side_by_side():
    places = {path.x for path in paths(shape("subProcess", "loop", "collapsed", "compensation"))[1:]}

    assert len(places) == 3


def test_a_call_activity_has_a_thick_border():
    assert widths(shape("callActivity"))[0] == THICK_WIDTH
    assert widths(shape("task"))[0] == SHAPE_WIDTH


def test_a_transaction_has_a_double_border():
    outer, inner = paths(shape("transaction", "expanded"))

    assert inner.geometry.box.width < outer.geometry.box.width
    assert inner.fill is None


def test_an_event_sub_process_has_a_dotted_border_and_shows_its_start_when_collapsed():
    figure = shape("subProcess", "event", "collapsed", symbol="timer")

    assert paths(figure)[0].pen.dash
    assert len(paths(figure)) > len(paths(shape("subProcess", "event", "collapsed")))


def test_the_name_of_an_expanded_sub_process_stands_on_top():
    figure = shape("subProcess", "expanded", bounds=Bounds(0, 0, 300, 200))

    (text,) = [item for item in figure.items if isinstance(item, TextBox)]
    assert text.y < 20


def test_a_name_makes_room_for_the_symbol_of_the_task():
    figure = shape("userTask", name="Check that all of it is there")

    (text,) = [item for item in figure.items if isinstance(item, TextBox)]
    assert text.y >= BOX.y + 21
    assert not text.is_cut


@pytest.mark.parametrize(
    "name",
    [
        "Call Activity calling a Global User Task",
        "getCustomerOrderHistoryByAccountNumber",
        "A considerably longer name " * 3,
    ],
)
def test_no_line_of_a_long_name_runs_into_the_symbol_of_the_task(name):
    figure = shape("userTask", name=name)

    (text,) = [item for item in figure.items if isinstance(item, TextBox)]
    tops = [text.y + line.y - text.lines[0].y for line in text.lines]
    beside = [line for line, top in zip(text.lines, tops, strict=True) if top < BOX.y + 21]
    assert all(text.x + line.x >= BOX.x + 23 for line in beside)
    assert all(text.x + line.x + line.width <= BOX.right for line in text.lines)
    assert text.y + text.height <= BOX.bottom


def test_a_name_that_has_to_give_way_to_the_symbol_stays_as_near_to_the_middle_as_it_can():
    low = Bounds(BOX.x, BOX.y, BOX.width, 66)

    (text,) = [
        item
        for item in shape("serviceTask", bounds=low, name="A task of the service 4").items
        if isinstance(item, TextBox)
    ]

    assert text.y - BOX.y == pytest.approx(23, abs=0.5)


# events and gateways

DEFINITIONS = ["message", "timer", "error", "escalation", "cancel", "compensation", "conditional", "link", "signal"]
DEFINITIONS += ["multiple", "parallelMultiple", "terminate"]


@pytest.mark.parametrize("definition", DEFINITIONS)
@pytest.mark.parametrize("kind", ["startEvent", "intermediateCatchEvent", "intermediateThrowEvent", "endEvent"])
def test_every_definition_has_a_symbol_inside_the_ring(kind, definition):
    plain = paths(shape(kind, bounds=CIRCLE))

    found = paths(shape(kind, bounds=CIRCLE, symbol=definition))[len(plain) :]

    assert found
    for path in found:
        assert path.x + path.geometry.box.x > CIRCLE.x + 4
        assert path.x + path.geometry.box.right < CIRCLE.right - 4


def test_start_is_thin_end_is_thick_and_intermediate_is_double():
    assert widths(shape("startEvent", bounds=CIRCLE)) == [SHAPE_WIDTH]
    assert widths(shape("endEvent", bounds=CIRCLE)) == [THICK_WIDTH]
    assert len(widths(shape("intermediateCatchEvent", bounds=CIRCLE))) == 2


def test_a_non_interrupting_boundary_event_is_dashed_twice():
    rings = paths(shape("boundaryEvent", "non-interrupting", bounds=CIRCLE))

    assert [bool(ring.pen.dash) for ring in rings] == [True, True]


def test_a_catching_symbol_is_hollow_and_a_throwing_one_filled():
    catching = paths(shape("intermediateCatchEvent", bounds=CIRCLE, symbol="signal"))[-1]
    throwing = paths(shape("intermediateThrowEvent", bounds=CIRCLE, symbol="signal"))[-1]

    assert catching.fill == LIGHT.shape_fill
    assert throwing.fill == LIGHT.shape_stroke


def test_symbols_shrink_with_their_event():
    small = paths(shape("endEvent", bounds=Bounds(0, 0, 18, 18), symbol="signal"))[-1]
    large = paths(shape("endEvent", bounds=CIRCLE, symbol="signal"))[-1]

    assert small.geometry.box.width == pytest.approx(large.geometry.box.width / 2, abs=0.1)


@pytest.mark.parametrize(
    ("kind", "traits", "parts"),
    [
        ("exclusiveGateway", (), 0),
        ("exclusiveGateway", ("marked",), 1),
        ("parallelGateway", (), 1),
        ("inclusiveGateway", (), 1),
        ("complexGateway", (), 1),
        ("eventBasedGateway", (), 3),
        ("eventBasedGateway", ("instantiate",), 2),
        ("eventBasedGateway", ("instantiate", "parallel"), 2),
    ],
)
def test_gateways_show_their_kind_inside_the_diamond(kind, traits, parts):
    assert len(paths(shape(kind, *traits, bounds=DIAMOND))) == 1 + parts


# labels


def test_the_name_of_an_event_stands_below_it_in_the_middle():
    label = shape("startEvent", bounds=CIRCLE).label

    assert label is not None
    assert label.y >= CIRCLE.bottom
    assert label.x + label.width / 2 == pytest.approx(CIRCLE.center.x)


@pytest.mark.parametrize(
    ("side", "is_there"),
    [
        ("top", lambda box: box.bottom <= CIRCLE.y),
        ("left", lambda box: box.right <= CIRCLE.x),
        ("right", lambda box: box.x >= CIRCLE.right),
        ("above-left", lambda box: box.bottom <= CIRCLE.y and box.right < CIRCLE.center.x),
        ("below-left", lambda box: box.y >= CIRCLE.bottom and box.right < CIRCLE.center.x),
    ],
)
def test_a_label_stands_on_the_side_that_is_free(side, is_there):
    label = shape("startEvent", bounds=CIRCLE, side=side, name="A rather long name of it").label

    assert label is not None
    assert is_there(label.box)


def test_the_place_of_a_label_in_the_file_counts():
    label = shape("startEvent", bounds=CIRCLE, label=Bounds(300, 50, 90, 14)).label

    assert label is not None
    assert label.y == 50
    assert label.x + label.width / 2 == pytest.approx(345)


def test_a_label_above_its_shape_grows_upward():
    label = shape("startEvent", bounds=CIRCLE, label=Bounds(80, 84, 60, 14), name="One two three four five six").label

    assert label is not None
    assert len(label.lines) == 2
    assert label.box.bottom <= CIRCLE.y + 4


# data, artifacts, pools


def test_data_objects_show_inputs_outputs_and_collections():
    counts = [len(paths(shape("dataObjectReference", *each))) for each in ((), ("input",), ("output", "collection"))]

    assert counts == [2, 3, 4]


def test_a_data_store_is_a_cylinder_with_rims():
    assert len(paths(shape("dataStoreReference", bounds=DIAMOND))) == 2


def test_the_text_of_an_annotation_is_never_cut():
    figure = shape(
        "textAnnotation", bounds=Bounds(0, 0, 60, 20), name="A remark that is longer than its bracket is high"
    )

    assert text_of(figure).split() == ["A", "remark", "that", "is", "longer", "than", "its", "bracket", "is", "high"]
    assert figure.bounds.bottom > 30


def test_a_group_is_a_frame_of_dashes_with_its_name_on_top():
    figure = shape("group", bounds=Bounds(0, 0, 300, 200))

    assert paths(figure)[0].fill is None
    assert paths(figure)[0].pen.dash
    assert figure.label.y < 20


def test_the_name_of_a_pool_reads_upward_and_that_of_a_vertical_one_across():
    def rotation(*traits: str) -> int:
        figure = shape("participant", *traits, bounds=Bounds(0, 0, 600, 250))
        return next(item.rotation for item in figure.items if isinstance(item, TextBox))

    assert rotation() == -90
    assert rotation("vertical") == 0
    assert rotation("black-box") == 0


def test_a_black_box_has_no_header():
    assert len(paths(shape("participant", "black-box"))) == 1
    assert len(paths(shape("participant"))) == 2
    assert len(paths(shape("participant", "multiple"))) == 3


def test_a_lane_has_no_fill_of_its_own():
    assert paths(shape("lane"))[0].fill is None


# choreographies, conversations, the unknown


def test_a_choreography_task_has_a_band_for_each_participant_and_shades_who_does_not_start():
    figure = shape("choreographyTask", bands=(Band("Customer", True), Band("Shop", False)))

    assert text_of(figure) == "Customer Shop Name"
    assert [path.fill for path in paths(figure)[1:]] == [LIGHT.shape_fill, shaded(LIGHT, 0.1)]


def test_a_band_with_a_visible_message_carries_an_envelope_outside():
    top = shape("participantBand", "top", "initiating", "message", bounds=Bounds(0, 100, 100, 20))
    bottom = shape("participantBand", "bottom", "message", bounds=Bounds(0, 180, 100, 20))

    assert top.bounds.y < 80
    assert bottom.bounds.bottom > 220


def test_conversations_are_hexagons_and_sub_conversations_have_a_marker():
    assert len(paths(shape("conversation"))) == 1
    assert len(paths(shape("subConversation", "collapsed"))) == 3
    assert widths(shape("callConversation"))[0] == THICK_WIDTH


def test_what_has_no_figure_is_a_visible_box_with_its_kind():
    figure = shape("{urn:vendor}thing", name="")

    assert text_of(figure).replace(" ", "") == "{urn:vendor}thing"
    assert paths(figure)[0].pen.color == LIGHT.unknown


# flows


def test_a_sequence_flow_ends_in_a_filled_arrow_head():
    line, head = paths(edge("sequenceFlow"))

    assert head.fill == head.pen.color
    assert (head.x, head.y) == (100, 60)
    assert (0, 0) in [command[1:] for command in head.geometry.commands]
    x, y = line.geometry.commands[-1][1:]
    assert (line.x + x, line.y + y) == (100, 52)


def test_lines_of_one_form_share_their_geometries():
    here = paths(edge("sequenceFlow"))
    there = paths(edge("sequenceFlow", points=tuple(Point(at.x + 7, at.y - 3) for at in LINE)))

    assert [path.geometry for path in here] == [path.geometry for path in there]
    assert [(path.x + 7, path.y - 3) for path in here] == [(path.x, path.y) for path in there]


def test_default_and_conditional_flows_are_marked_at_their_start():
    slash = paths(edge("sequenceFlow", "default"))[-1]
    diamond = paths(edge("sequenceFlow", "conditional"))[-1]

    assert slash.geometry.box.right < 20
    assert diamond.geometry.box.right == pytest.approx(16)
    assert diamond.fill == LIGHT.canvas


def test_a_message_flow_is_dashed_with_a_circle_and_a_hollow_head():
    line, circle, head = paths(edge("messageFlow"))

    assert line.pen.dash
    assert circle.fill == head.fill == LIGHT.canvas


def test_the_envelope_of_a_message_stands_in_the_middle_and_is_dark_if_it_answers():
    initiating = paths(edge("messageFlow", "initiating"))[3]
    answering = paths(edge("messageFlow", "non-initiating"))[3]

    assert initiating.x + 12 == pytest.approx(80)
    assert initiating.fill != answering.fill


def test_associations_show_their_directions():
    counts = [len(paths(edge("association", *each))) for each in ((), ("to-target",), ("to-target", "to-source"))]

    assert counts == [1, 2, 3]


def test_a_conversation_link_is_a_double_line():
    outer, inner = paths(edge("conversationLink"))

    assert outer.geometry is inner.geometry
    assert outer.pen.width > inner.pen.width


def test_the_label_of_a_flow_stands_above_a_level_line_and_right_of_an_upright_one():
    level = edge("sequenceFlow", name="yes", points=(Point(0, 100), Point(200, 100))).label
    upright = edge("sequenceFlow", name="yes", points=(Point(100, 0), Point(100, 200))).label

    assert level.box.bottom <= 100
    assert level.box.center.x == pytest.approx(100)
    assert upright.x > 100
    assert upright.box.center.y == pytest.approx(100)


def test_bends_are_rounded_unless_the_segments_are_too_short():
    rounded = paths(edge("sequenceFlow"))[0]
    short = paths(edge("sequenceFlow", points=(Point(0, 0), Point(0.5, 0), Point(0.5, 0.5))))[0]

    assert "C" in [command[0] for command in rounded.geometry.commands]
    assert "C" not in [command[0] for command in short.geometry.commands]


def test_shapes_of_one_size_share_their_geometry():
    one, other = paths(shape("userTask")), paths(shape("userTask", bounds=Bounds(500, 0, 100, 80)))

    assert [path.geometry for path in one] == [path.geometry for path in other]
