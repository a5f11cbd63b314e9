"""PDF Generator: a file that claims to be PDF/A keeps to it, or is not made."""

from __future__ import annotations

import base64
import io

import pypdf
import pytest
from PIL import Image

from connectors.sdk.connector import ConnectorError
from tests.connectors.test_pdf_generator import html, pango

__all__ = ["pango"]
pytestmark = [
    pytest.mark.filterwarnings("ignore:HarfBuzz-Subset:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning"),
]
VARIANTS = ["pdf/a-1b", "pdf/a-2b", "pdf/a-2u", "pdf/a-3b", "pdf/a-3u", "pdf/a-4u"]


def picture(mode: str, color, kind: str = "PNG") -> str:
    """An image element for a small picture of one color."""
    out = io.BytesIO()
    Image.new(mode, (20, 10), color).save(out, kind)
    return f'<img src="data:image/{kind.lower()};base64,{base64.b64encode(out.getvalue()).decode()}">'


CLEAR = picture("RGBA", (0, 0, 200, 0))


def images(reader: pypdf.PdfReader):
    return [each.get_object() for each in reader.pages[0]["/Resources"]["/XObject"].values()]


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("shown", [CLEAR, picture("CMYK", (0, 200, 0, 0), "JPEG")], ids=["clear", "inks"])
def test_pictures_are_neither_smoothed_nor_in_inks(variant, shown):
    (found,) = images(html(shown, pdfVariant=variant)[2])

    assert (found["/Interpolate"], found["/ColorSpace"]) == (False, "/DeviceRGB")


def test_pictures_that_one_can_see_through_get_a_white_ground_where_the_format_wants_it():
    (solid,) = images(html(CLEAR, pdfVariant="pdf/a-1b")[2])
    (clear,) = images(html(CLEAR, pdfVariant="pdf/a-2b")[2])

    assert "/SMask" not in solid
    assert set(solid.get_data()) == {255}
    assert "/SMask" in clear


@pytest.mark.parametrize(
    "page",
    [
        "<p style='opacity: .5'>x</p>",
        "<p style='background: rgba(0, 0, 0, .1)'>x</p>",
        "<p style='background: linear-gradient(red, transparent)'>x</p>",
    ],
)
def test_the_first_archive_format_refuses_what_one_can_see_through_and_says_so(page):
    with pytest.raises(ConnectorError, match="see through") as caught:
        html(page, pdfVariant="pdf/a-1b")

    assert caught.value.code == "pdf.archive"
    assert html(page, pdfVariant="pdf/a-2b")[2].pages


def test_letters_that_no_font_has_are_named():
    with pytest.raises(ConnectorError, match="“\U0010fffd”") as caught:
        html("<p>a\U0010fffd</p>", pdfVariant="pdf/a-2u")

    assert caught.value.code == "pdf.letters"
    assert html("<p>a\U0010fffd</p>")[2].pages


@pytest.mark.parametrize(
    ("variant", "part", "level"), [("pdf/a-1b", 1, "B"), ("pdf/a-3u", 3, "U"), ("pdf/a-4u", 4, None)]
)
def test_the_file_says_which_part_it_keeps_to_and_brings_its_colors_and_letters(variant, part, level):
    reader = html("<h1>Größe αβγ</h1>", pdfVariant=variant)[2]
    root = reader.trailer["/Root"]
    told = root["/Metadata"].get_object().get_data().decode()
    fonts = [font["/DescendantFonts"][0].get_object() for font in reader.pages[0]["/Resources"]["/Font"].values()]

    assert f'pdfaid:part="{part}"' in told
    assert (f'pdfaid:conformance="{level}"' in told) if level else ("conformance" not in told)
    assert root["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"
    assert fonts
    for font in fonts:
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"].get_object())
