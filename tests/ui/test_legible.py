"""Words of screens stand out from what is behind them, in light and in dark."""

from __future__ import annotations

import re

import pytest

from modeler.drawing.colors import contrast
from modeler.ui.panels.task_form.legible import RATIO, legible
from modeler.ui.panels.task_form.places import MarkupText
from modeler.ui.panels.task_form.view import TaskFormView
from modeler.ui.theme import DARK, LIGHT
from tests.ui.test_task_form import Show, item
from tests.ui.test_task_form import show as show

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def adapted(markup: str, theme) -> str:
    return legible(markup, theme.text, theme.surface)


def color_of(markup: str) -> str:
    """The last color that stands in a markup."""
    return re.findall(r"[^-]color: (#\w+)", markup)[-1]


@THEMES
@pytest.mark.parametrize("color", ["#cc0000", "navy", "rgb(255, 255, 0)", "#dddddd", "white", "black"])
def test_a_color_of_its_own_is_moved_until_it_can_be_read(theme, color):
    made = adapted(f'<p style="color: {color}">x</p>', theme)

    shown = re.search(r"color: ([^\"]+)\"", made)
    assert shown is not None
    assert contrast(shown[1], theme.surface) >= RATIO


@THEMES
@pytest.mark.parametrize("ground", ['style="background-color: #fff3cd"', 'bgcolor="#fff3cd"', 'bgcolor="#102030"'])
def test_words_on_a_ground_of_its_own_stand_out_from_that(theme, ground):
    made = adapted(f"<table><tr><td {ground}>a<b>b</b></td></tr></table>", theme)

    behind = re.search(r"#fff3cd|#102030", made)
    assert behind is not None
    words = color_of(made) if "; color:" in made or ' style="color' in made else theme.text
    assert contrast(words, behind[0]) >= RATIO


@pytest.mark.parametrize(
    "markup",
    [
        "<p>x<br>y</p>",
        '<p style="color: #b00000">x</p>',
        '<p style="background-color: transparent">x</p>',
        '<p style="text-align: center">x</p></div>',
        '<font color="#b00000">x</font>',
    ],
)
def test_what_can_be_read_stays_as_it_is(markup):
    assert adapted(markup, LIGHT) == markup


def test_a_ground_ends_with_its_element():
    made = adapted('<div style="background-color: #ffffff"><p>a</p></div><p style="color: #eeeeee">b</p>', DARK)

    assert made.endswith('<p style="color: #eeeeee">b</p>')


def test_the_words_of_a_form_are_adapted(show: Show) -> None:
    view: TaskFormView = show([item("FormHtmlViewer", content="<p style='color: #ffff00'>x</p>")])

    (words,) = view.findChildren(MarkupText)
    assert contrast(color_of(words.toHtml().replace("color:#", " color: #")), LIGHT.surface) >= RATIO
