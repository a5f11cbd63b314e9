"""Our icons: all drawable, all in the palette's colors."""

from __future__ import annotations

import pytest

from modeler.ui.icons import Icons
from modeler.ui.theme import DARK, RESOURCES

NAMES = sorted(path.stem for path in (RESOURCES / "icons").glob("*.svg"))


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_draws_something_inside_its_square(name: str, icons: Icons) -> None:
    picture = icons.pixmap(name, 24).toImage()

    inked = [(x, y) for x in range(24) for y in range(24) if picture.pixelColor(x, y).alpha() > 60]
    assert len(inked) > 8
    border = [(x, y) for x, y in inked if x in (0, 23) or y in (0, 23)]
    assert not border or name == "processwright"


def test_an_icon_takes_the_color_of_its_role(qapp: object) -> None:
    picture = Icons(DARK).pixmap("minus", 24, "error").toImage()

    drawn, wanted = picture.pixelColor(12, 12), DARK.color("error")
    assert abs(drawn.red() - wanted.red()) + abs(drawn.green() - wanted.green()) + abs(drawn.blue() - wanted.blue()) < 6
