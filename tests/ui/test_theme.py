"""The colors: readable in both themes, complete, and applied when the choice changes."""

from __future__ import annotations

import re

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from modeler.drawing import style
from modeler.ui.theme import DARK, LIGHT, RESOURCES, Appearance, Theme, style_sheet


def luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


PAIRS = [
    *((ink, paper) for ink in ("text", "muted") for paper in ("window", "surface", "raised", "sunken", "hover")),
    *((ink, "surface") for ink in ("accent", "error", "warning", "success")),
    *((ink, f"{ink}_soft") for ink in ("error", "warning", "success")),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("text", "accent_soft"),
]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), PAIRS)
def test_words_can_be_read(theme: Theme, ink: str, paper: str) -> None:
    assert contrast(getattr(theme, ink), getattr(theme, paper)) >= 4.5


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_style_sheet_names_no_unknown_color_and_no_missing_picture(theme: Theme, qapp: QApplication) -> None:
    sheet = style_sheet(theme)

    assert "@" not in sheet
    for name in re.findall(r"url\(stylesheets:([^)]+)\)", sheet):
        assert (RESOURCES / "stylesheets" / name).is_file()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_pictures_of_the_style_sheet_have_the_colors_of_the_theme(theme: Theme) -> None:
    for path in (RESOURCES / "stylesheets").glob(f"*-{theme.name}.svg"):
        marks = {"check": theme.on_accent, "minus": theme.accent, "switch-on": theme.accent}
        color = marks.get(path.stem.removesuffix(f"-{theme.name}"), theme.muted)
        assert f'stroke="{color}"'.lower() in path.read_text(encoding="utf-8").lower()


def test_changing_the_mode_recolors_the_application(qapp: QApplication) -> None:
    appearance = Appearance(qapp, "light")
    seen: list[Theme] = []
    appearance.changed.connect(seen.append)

    appearance.set_mode("dark")

    assert seen == [DARK]
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == DARK.surface
    appearance.set_mode("light")


@pytest.mark.parametrize(("theme", "canvas"), [(LIGHT, style.LIGHT), (DARK, style.DARK)], ids=["light", "dark"])
def test_window_and_canvas_share_their_colors(theme: Theme, canvas: style.Style) -> None:
    shared = (theme.text, theme.accent, theme.error, theme.success)

    assert shared == (canvas.text, canvas.selection, canvas.error, canvas.token)


def test_a_window_is_dressed_when_it_stands(qapp: QApplication) -> None:
    qapp.setStyleSheet("")
    appearance = Appearance(qapp, "dark", is_dressed=False)
    before = qapp.styleSheet()

    appearance.dress()

    assert before == ""
    assert "QToolButton" in qapp.styleSheet()
