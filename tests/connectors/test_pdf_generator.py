"""PDF Generator: pages from a screen, named after the settings, with nothing inside that was not given."""

from __future__ import annotations

import io
import re

import pypdf
import pytest

from connectors.pdf_generator.run import PdfGenerator
from connectors.sdk.connector import ConnectorError
from connectors.sdk.ports import PortError
from connectors.sdk.testing import fake_ports

# Some systems have no HarfBuzz-Subset library yet, and WeasyPrint says so when it is imported.
# For PDF/A it leaves its own color profile open.
pytestmark = [
    pytest.mark.filterwarnings("ignore:HarfBuzz-Subset:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014:ResourceWarning"),
]
PAGE = "<h1>Order {{n}}</h1><table><thead><tr><th>Item</thead>" + "<tr><td>Chair ✓ Zoë</td></tr>" * 40 + "</table>"


@pytest.fixture(autouse=True)
def pango() -> None:
    """The library that draws the letters; `dev.py` installs it where it may."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        # It comes from the system and not from a package; without it the connector itself says so.
        pytest.skip("the Pango library is not installed")


def make(page=PAGE, data=None, **config):
    """Make one file; returns the outputs, the file's name, its reader and its bytes."""
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


def html(template, data=None, **config):
    return make(data=data, source="html", template=template, **config)


def test_a_template_becomes_the_page_and_values_in_it_are_text():
    data, name, reader, _ = html("<h1>Offer {{n}}</h1>{{who}}", {"who": "<b>A & B</b>"}, fileName="Offer_{{n}}")

    assert (data, name) == ({"Offer_5": "Offer_5.pdf"}, "Offer_5.pdf")
    assert "<b>A & B</b>" in reader.pages[0].extract_text()


def test_a_template_without_a_file_name_is_called_like_its_task():
    assert html("<p>x</p>")[1] == "Task.pdf"
    with pytest.raises(ConnectorError, match="template of the PDF is empty"):
        html(" ")


def test_header_and_footer_stand_on_every_page_and_count():
    rows = "<tr><td>Chair" * 90

    _, _, reader, _ = html(
        f"<table>{rows}</table>", header="<b>Order {{n}}</b>", footer="Page {page} of {pages} {{page}}"
    )

    texts = [page.extract_text() for page in reader.pages]
    assert len(texts) > 1
    assert all("Order 5" in text and f"Page {number} of {len(texts)}" in text for number, text in enumerate(texts, 1))


def test_an_empty_footer_leaves_the_page_numbers_out():
    assert "1 / 1" in html("<p>x</p>")[2].pages[0].extract_text()
    assert "1 / 1" not in html("<p>x</p>", footer="")[2].pages[0].extract_text()


def test_data_cannot_add_a_header_or_break_out_of_it():
    _, _, reader, _ = html("<p>x</p>", {"evil": "</div><h1>{page}"}, header="{{evil}}")

    assert "</div><h1>{page}" in reader.pages[0].extract_text()


@pytest.mark.parametrize("margin", [0, 60])
def test_margins_move_the_text(margin):
    _, _, reader, _ = html("<p style='margin: 0'>Text</p>", margins={"left": margin, "top": 500, "right": "wide"})

    places = []

    def note(text, page, at, *_):
        if "Text" in text:
            places.append(page[0] * at[4] + page[4])

    reader.pages[0].extract_text(visitor_text=note)
    assert abs(places[0] - margin * 72 / 25.4) < 2


@pytest.mark.parametrize(
    ("variant", "part", "level"), [("pdf/a-2b", "2", "B"), ("pdf/a-3u", "3", "U"), ("pdf/a-1b", "1", "B")]
)
def test_an_archive_format_says_so_in_the_file(variant, part, level):
    _, _, reader, content = html("<h1>Kept</h1>", pdfVariant=variant)

    metadata = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    assert re.search(rf"part(=\"|>){part}", metadata)
    assert re.search(rf"conformance(=\"|>){level}", metadata)
    assert "/OutputIntents" in reader.trailer["/Root"]
    assert html("<h1>Kept</h1>", pdfVariant=variant)[3] == content
    assert "/OutputIntents" not in html("<h1>Kept</h1>", pdfVariant="nonsense")[2].trailer["/Root"]


HOLES = [
    '<img src="{place}">',
    '<link rel="attachment" href="{place}">',
    '<link rel="stylesheet" href="{place}">',
    '<a rel="attachment" href="{place}">x</a>',
    '<object data="{place}"></object>',
    '<embed src="{place}">',
    '<style>@import url({place});</style>',
    '<style>@font-face {{ font-family: f; src: url({place}) }} p {{ font-family: f }}</style>',
    '<p style="background: url({place})">x</p>',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{place}" width="9" height="9"/></svg>',
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="{place}#a"/></svg>',
    '<p style="list-style: url({place}); content: url({place})">x</p>',
    '<base href="{place}"><img src="etc/passwd">',
]  # fmt: skip


@pytest.mark.parametrize("where", ["template", "header", "footer", "screen"])
def test_nothing_local_is_read_wherever_it_is_named(where, tmp_path):
    secret = tmp_path / "secret.svg"
    secret.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text y="9">TOP-SECRET</text></svg>')
    text = "<p>Text</p>" + "".join(HOLES).format(place=secret.as_uri())

    if where == "screen":
        _, _, reader, content = make(page=text)
    else:
        _, _, reader, content = html(**{"template": "<p>Text</p>", where: text})

    assert "TOP-SECRET" not in reader.pages[0].extract_text()
    assert "Text" in reader.pages[0].extract_text()
    assert dict(reader.attachments) == {}
    assert b"TOP-SECRET" not in content


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "..", "a\\b", "C:x", "x" * 400, " . ", "{{evil}}"])
def test_a_file_name_never_leaves_the_folder(name):
    _, made, _, _ = html("<p>x</p>", {"evil": "../../../home"}, fileName=name)

    assert not set(made) & set('/\\:*?"<>|')
    assert made.endswith(".pdf")
    assert len(made) <= 154


def test_pictures_from_elsewhere_are_remarked():
    check = PdfGenerator().check

    (finding,) = check({"source": "html", "template": "<img src='https://example.org/a.png'>", "header": "x"})

    assert finding.path == ("template",)
    assert check({"source": "html", "template": '<img src="data:image/gif;base64,R0">'}) == []
    assert check({"template": "<img src='https://example.org/a.png'>"}) == []


@pytest.mark.parametrize("footer", ["{{page}} of {pages}", "{page} of {{ pages }}", "{{{page}}}"])
def test_a_page_number_that_is_written_as_data_is_a_remark(footer):
    (finding,) = PdfGenerator().check({"screenRef": 7, "footer": footer})

    assert (finding.path, finding.message[-19:]) == (("footer",), "{page} and {pages}.")
    assert PdfGenerator().check({"screenRef": 7, "footer": "{page} of {pages}"}) == []
