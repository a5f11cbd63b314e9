"""PDF Generator: pages from a screen, named after the settings, with nothing inside that was not given."""

from __future__ import annotations

import io

import pypdf
import pytest

from connectors.pdf_generator.run import PdfGenerator
from connectors.sdk.connector import ConnectorError
from connectors.sdk.ports import PortError
from connectors.sdk.testing import fake_ports

# Some systems have no HarfBuzz-Subset library yet, and WeasyPrint says so when it is imported.
pytestmark = pytest.mark.filterwarnings("ignore:HarfBuzz-Subset:DeprecationWarning")
PAGE = "<h1>Order {{n}}</h1><table><thead><tr><th>Item</thead>" + "<tr><td>Chair ✓ Zoë</td></tr>" * 40 + "</table>"


@pytest.fixture(autouse=True)
def pango() -> None:
    """The library that draws the letters; `dev.py` installs it where it may."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        pytest.skip("the Pango library is not installed")


def make(page=PAGE, data=None, **config):
    ports = fake_ports(pages={"7": page})
    outcome = PdfGenerator().run({"screenRef": 7, "fileName": None, **config}, {"n": 5, **(data or {})}, ports)
    ((name, file),) = ports.files.files.items()
    return outcome.data, name, pypdf.PdfReader(io.BytesIO(file.content)), file.content


def test_a_screen_becomes_pages_with_a_repeated_table_head_and_page_numbers():
    _, _, reader, _ = make()

    texts = [page.extract_text() for page in reader.pages]
    assert len(texts) > 1
    assert all("Item" in text and f"{number} / {len(texts)}" in text for number, text in enumerate(texts, 1))
    assert "Order 5" in texts[0]
    assert "Chair ✓ Zoë" in texts[0]


def test_the_variable_and_the_file_are_named_by_the_settings():
    data, name, _, _ = make(fileName="PO/{{n}}.pdf")

    assert (data, name) == ({"PO/5": "PO_5.pdf"}, "PO_5.pdf")


def test_without_a_name_the_title_of_the_screen_is_taken():
    data, name, reader, _ = make()

    assert (data, name) == ({"Screen 7": "Screen 7.pdf"}, "Screen 7.pdf")
    assert reader.metadata.title == "Screen 7"


def test_paper_and_orientation_can_be_chosen():
    box = make(pageSize="A5", orientation="landscape")[2].pages[0].mediabox

    assert (round(box.width), round(box.height)) == (595, 420)


def test_the_same_run_gives_the_same_bytes():
    assert make()[3] == make()[3]


def test_a_page_cannot_reach_files_or_the_network():
    holes = """
        <link rel="attachment" href="file:///etc/hostname"><img src="file:///etc/passwd">
        <link rel="stylesheet" href="http://127.0.0.1:1/x.css"><object data="file:///etc/passwd"></object>
        <style>@import url(file:///etc/passwd); p { background: url(file:///etc/passwd) }</style>"""

    _, _, reader, content = make(page=f"{holes}<p>Text</p>")

    assert "Text" in reader.pages[0].extract_text()
    assert dict(reader.attachments) == {}
    assert b"root:" not in content


def test_a_picture_inside_the_page_is_drawn():
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="

    assert len(make(page=f'<img src="{dot}" style="width:2cm">')[2].pages[0].images) == 1


def test_what_is_missing_is_named():
    with pytest.raises(ConnectorError, match="No screen is chosen"):
        make(screenRef=None)
    with pytest.raises(PortError, match="Screen 8 is not in the workspace"):
        make(screenRef=8)
    with pytest.raises(ConnectorError, match="one line"):
        make(fileName="a\nb")
