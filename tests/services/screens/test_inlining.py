"""Style sheets of screens stand in the elements themselves, since mail programs drop sheets."""

from __future__ import annotations

import pytest

from modeler.services.screens.inlining import with_sheets
from tests.services.screens.test_page import item, rendered, text


@pytest.mark.parametrize(
    ("css", "markup", "styled"),
    [
        (".screen h4 { color: red }", "<h4>x</h4>", '<h4 style="color: red">x</h4>'),
        (".screen p.lead, .screen #q { a: b }", '<p class="big lead">x</p>', '<p class="big lead" style="a: b">x</p>'),
        ("[selector='a b'] > p { a: b }", '<div selector="a b"><p>x</p></div>',
         '<div selector="a b"><p style="a: b">x</p></div>'),
        ("div > p { a: b }", "<div><b><p>x</p></b></div>", "<div><b><p>x</p></b></div>"),
        ("p { a: b }", '<p style="a: c">x</p>', '<p style="a: c">x</p>'),
        ("p { a: b !important }", '<p style="a: c; d: e">x</p>', '<p style="d: e; a: b">x</p>'),
        (".x { a: 1 } p { a: 2; b: 3 }", '<p class="x">x</p>', '<p class="x" style="b: 3; a: 1">x</p>'),
        ("p { a: 1 } p { a: 2 }", "<p>x</p>", '<p style="a: 2">x</p>'),
        ('p { font: "A B" }', "<p>x</p>", '<p style="font: &quot;A B&quot;">x</p>'),
        ("li a { a: b }", "<ul><li><br><a>x</a></li></ul><a>y</a>",
         '<ul><li><br><a style="a: b">x</a></li></ul><a>y</a>'),
        ("img { width: 9px }", '<img src="x?a=1&amp;b=2">', '<img src="x?a=1&amp;b=2" style="width: 9px">'),
    ],
)  # fmt: skip
def test_an_element_carries_what_a_sheet_says_of_it(css, markup, styled):
    assert with_sheets(markup, css) == styled


@pytest.mark.parametrize(
    "css",
    ["", "p:hover { a: b }", "p::before { a: b }", "h1 + p { a: b }", "@media print { p { a: b } }", "p { }", "p"],
)
def test_what_depends_on_more_than_the_element_and_what_is_around_it_stays_in_the_sheet(css):
    assert with_sheets("<h1>x</h1><p>y</p>", css) == "<h1>x</h1><p>y</p>"


def test_selectors_without_measure_cost_little():
    markup = "<div>" * 200 + "<p>x</p>" + "</div>" * 200

    assert with_sheets(markup, f"{'div ' * 60}p {{ a: b }}") == markup


def test_a_screen_carries_its_custom_css_and_the_lines_of_its_tables():
    listed = item("FormRecordList", name="rows", fields={"jsonData": '[{"value": "n", "content": "Nr"}]'})

    page = rendered(text("<h4>Hi</h4>"), listed, style="h4 { color: teal }", data={"rows": [{"n": 1}]})

    assert '<h4 style="color: teal">Hi</h4>' in page
    assert '<td style="border: 1px solid #d1d5db; padding: 6px 8px; text-align: left">1</td>' in page
    assert ".screen h4 {" in page
