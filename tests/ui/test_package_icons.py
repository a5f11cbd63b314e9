"""Icons of packages: plain shapes are drawn by a worker once; everything else is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from connectors.sdk.safe_svg import MAX_BYTES, UnsafeSvgError, check_svg
from modeler.ui.package_icons import drawn
from modeler.ui.theme import RESOURCES

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" viewBox="0 0 8 8">'
HOSTILE = {
    "use bomb": f"{HEAD}<defs><g id='a'><use x:href='#a'/></g></defs></svg>",
    "file": f"{HEAD}<image x:href='file:///etc/passwd'/></svg>",
    "outside reference": f"{HEAD}<rect fill='url(http://x/y)'/></svg>",
    "script": f"{HEAD}<script>1</script></svg>",
    "handler": f"{HEAD}<rect onload='1'/></svg>",
    "style sheet": f"{HEAD}<style>@import 'x'</style></svg>",
    "entities": "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>",
    "too many": f"{HEAD}{'<rect/>' * 600}</svg>",
    "too deep": f"{HEAD}{'<g>' * 40}{'</g>' * 40}</svg>",
    "no svg": "<html/>",
    "torn": "<svg>",
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_picture_is_refused(source: str) -> None:
    with pytest.raises(UnsafeSvgError):
        check_svg(source.encode())


@pytest.mark.parametrize("data", [b"\x1f\x8b\x08\x00", b" " * (MAX_BYTES + 1)])
def test_packed_and_huge_pictures_are_refused(data: bytes) -> None:
    with pytest.raises(UnsafeSvgError):
        check_svg(data)


def test_our_own_icons_would_pass() -> None:
    for path in (RESOURCES / "icons").glob("*.svg"):
        check_svg(path.read_bytes())


def test_an_icon_is_drawn_once_in_the_color_asked_for(tmp_path: Path) -> None:
    icon = tmp_path / "icon.svg"
    icon.write_text(f'{HEAD}<rect width="8" height="8" fill="currentColor"/></svg>')

    png = drawn(icon, "#ff0000", tmp_path / "kept")
    again = drawn(icon, "#ff0000", tmp_path / "kept")

    assert png == again
    image = QImage.fromData(png)
    assert image.pixelColor(48, 48).name() == "#ff0000"
    assert len(list((tmp_path / "kept").iterdir())) == 1
