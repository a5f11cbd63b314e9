"""Text is wrapped, balanced, cut and turned."""

from __future__ import annotations

import pytest

from engine.bpmn.geometry import Bounds
from modeler.drawing import labels
from modeler.drawing.metrics import EXTERNAL, LABEL, PlainMetrics

METRICS = PlainMetrics()


def texts(text: str, width: float, **options: object) -> list[str]:
    return [line for line, _ in labels.wrap(text, width, LABEL, METRICS, **options).lines]


def test_text_that_fits_stays_on_one_line():
    assert texts("Review order", 90) == ["Review order"]


def test_words_move_to_the_next_line_and_no_line_is_wider_than_allowed():
    wrapped = labels.wrap("Review the purchase order of the week", 70, LABEL, METRICS)

    assert [line for line, _ in wrapped.lines] == ["Review the", "purchase", "order of the", "week"]
    assert all(width <= 70 for _, width in wrapped.lines)


def test_line_breaks_of_the_name_are_kept():
    assert texts("Data\r\nObject\n\n[paid]", 90) == ["Data", "Object", "[paid]"]


def test_balanced_lines_leave_no_single_short_word():
    greedy = texts("End of the event none 1", 120)

    balanced = texts("End of the event none 1", 120, is_balanced=True)

    assert greedy[-1] == "1"
    assert len(balanced) == len(greedy)
    assert balanced[-1] != "1"


@pytest.mark.parametrize("width", [40, 57.5, 70, 88, 120])
@pytest.mark.parametrize(
    "text",
    ["Check the delivery note of the week again", "A b", "Sub-Process-With-A-Name of it", "顧客からの注文 is here"],
)
def test_balanced_lines_are_as_many_and_hold_the_same_words(text, width):
    plain, balanced = texts(text, width), labels.wrap(text, width, LABEL, METRICS, is_balanced=True)

    assert len(balanced.lines) == len(plain)
    assert "".join(line for line, _ in balanced.lines).replace(" ", "") == text.replace(" ", "")
    assert max(size for _, size in balanced.lines) <= max(METRICS.text_width(line, LABEL) for line in plain) + 1e-6


def test_a_name_that_is_cut_in_a_low_room_is_whole_in_a_high_one():
    low = labels.inside("One two three four five six seven", Bounds(0, 0, 50, 30), LABEL, "#000000", METRICS)
    high = labels.inside("One two three four five six seven", Bounds(0, 0, 50, 200), LABEL, "#000000", METRICS)

    assert low is not None
    assert high is not None
    assert (low.is_cut, high.is_cut) == (True, False)
    assert [line.text for line in high.lines][: len(low.lines) - 1] == [line.text for line in low.lines][:-1]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Sub-Process-With-A-Name", "Sub-Process-"),
        ("sendTheWelcomeMessageNow", "sendThe"),
        ("Donaudampfschifffahrtsgesellschaft", "Donaudampfs"),
    ],
)
def test_a_word_that_is_too_long_breaks_at_punctuation_humps_or_anywhere(text, first):
    lines = texts(text, 95)

    assert len(lines) > 1
    assert "".join(lines) == text
    assert lines[0].startswith(first)


def test_ideographs_break_between_any_two():
    lines = texts("顧客からの注文を確認して発送する", 60)

    assert "".join(lines) == "顧客からの注文を確認して発送する"
    assert len(lines) > 3


def test_what_does_not_fit_is_cut_with_an_ellipsis():
    box = labels.inside("One two three four five six seven", Bounds(0, 0, 50, 30), LABEL, "#000000", METRICS)

    assert box is not None
    assert box.is_cut
    assert len(box.lines) == 2
    assert box.lines[-1].text.endswith("…")
    assert all(line.width <= 50 for line in box.lines)


def test_text_inside_stands_in_the_middle_of_its_area():
    box = labels.inside("Task", Bounds(100, 100, 100, 80), LABEL, "#000000", METRICS)

    assert box is not None
    assert box.x + box.width / 2 == pytest.approx(150)
    assert box.y + box.height / 2 == pytest.approx(140)


def test_turned_text_reads_upward_inside_its_header():
    box = labels.turned("Sales", Bounds(10, 20, 30, 200), LABEL, "#000000", METRICS)

    assert box is not None
    assert box.rotation == -90
    assert box.box.x >= 10
    assert box.box.right <= 40
    assert box.box.center.y == pytest.approx(120)


def test_no_text_and_no_room_make_no_box():
    assert labels.inside("", Bounds(0, 0, 100, 100), LABEL, "#000000", METRICS) is None
    assert labels.inside("Task", Bounds(0, 0, 2, 2), LABEL, "#000000", METRICS) is None
    assert labels.external(" \n ", 0, 0, 90, EXTERNAL, "#000000", METRICS) is None


def test_widths_grow_with_the_size_and_bold_is_wider():
    small, large = METRICS.text_width("Order", EXTERNAL), METRICS.text_width("Order", LABEL)

    assert large == pytest.approx(small * 12 / 11)
    assert METRICS.text_width("Order", LABEL._replace(bold=True)) > large
    assert METRICS.text_width("é", LABEL) == METRICS.text_width("e", LABEL)
