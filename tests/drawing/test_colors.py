"""Colors are parsed as files write them, and stay readable in both themes."""

from __future__ import annotations

import pytest

from modeler.drawing.colors import contrast, mix, parse, readable
from modeler.drawing.style import DARK, LIGHT, THEMES, FileColors, ink, label_color, printed, theme

OF_FILES = ["#fff", "#000000", "#BBDEFB", "#0D4372", "#FFE0B2", "#6B3C00", "#C8E6C9", "#831311", "yellow", "#0000FF"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#1e88e5", "#1e88e5"),
        ("1E88E5", "#1e88e5"),
        ("#abc", "#aabbcc"),
        ("#1e88e5ff", "#1e88e5"),
        (" LightGoldenrodYellow ", "#fafad2"),
        ("rgb(255, 0, 128)", "#ff0080"),
        ("rgba(100%, 0%, 0%, 0.5)", "#ff0000"),
    ],
)
def test_colors_are_understood_as_hex_names_and_functions(text, expected):
    color = parse(text)

    assert color is not None
    assert color.hex == expected


@pytest.mark.parametrize("text", [None, "", "none", "inherit", "#12", "url(#x)", "javascript:1"])
def test_what_is_no_color_is_none(text):
    assert parse(text) is None


@pytest.mark.parametrize("style", THEMES, ids=lambda style: style.name)
def test_the_colors_of_a_theme_can_be_told_from_what_they_stand_on(style):
    for role in ("shape_stroke", "pool_stroke", "flow", "association", "unknown", "selection", "error", "warning"):
        assert contrast(getattr(style, role), style.canvas) >= 3, role
    for ground in (style.canvas, style.shape_fill, style.container_fill, style.pool_fill, style.header_fill):
        assert contrast(style.text, ground) >= 7
        assert contrast(style.muted, ground) >= 4


@pytest.mark.parametrize("style", THEMES, ids=lambda style: style.name)
@pytest.mark.parametrize("fill", OF_FILES)
def test_names_and_symbols_are_readable_on_every_fill(style, fill):
    found = ink(style, FileColors(fill=fill), style.shape_stroke, style.shape_fill)

    assert contrast(found.text, found.fill) >= 4.5
    assert contrast(found.mark, found.fill) >= 2.5


@pytest.mark.parametrize("stroke", OF_FILES)
def test_lines_of_files_can_be_seen_on_the_dark_canvas(stroke):
    found = ink(DARK, FileColors(stroke=stroke), DARK.shape_stroke, DARK.shape_fill)

    assert contrast(found.stroke, DARK.canvas) >= 3
    assert contrast(label_color(DARK, FileColors(label=stroke)), DARK.canvas) >= 4.5


def test_a_light_file_color_is_used_as_it_is_on_the_light_canvas():
    found = ink(LIGHT, FileColors("#BBDEFB", "#0D4372"), LIGHT.shape_stroke, LIGHT.shape_fill)

    assert (found.fill, found.stroke, found.text) == ("#bbdefb", "#0d4372", "#0d4372")


def test_light_fills_become_dark_ones_on_the_dark_canvas():
    found = ink(DARK, FileColors("#BBDEFB"), DARK.shape_stroke, DARK.shape_fill)

    assert (parse(found.fill) or (1, 1, 1)).luminance < 0.1


def test_white_paper_is_the_usual_fill_on_the_dark_canvas():
    assert ink(DARK, FileColors("white"), DARK.shape_stroke, DARK.shape_fill).fill == DARK.shape_fill


def test_no_color_of_the_file_means_the_color_of_the_theme():
    assert ink(LIGHT, None, "#111111", "#ffffff") == ("#111111", "#ffffff", LIGHT.text, "#111111")


def test_readable_leaves_what_is_readable_alone():
    assert readable("#000000", "#ffffff", 4.5) == "#000000"
    assert mix("#000000", "#ffffff", 0.5) == "#808080"


def test_themes_have_names_and_a_paper_for_export():
    assert theme("dark") is DARK
    assert theme("anything") is LIGHT
    assert printed(LIGHT).canvas == LIGHT.paper == "#ffffff"
