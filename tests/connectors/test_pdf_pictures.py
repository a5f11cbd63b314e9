"""PDF Generator: pictures that are files of the Request, and names that every system takes."""

from __future__ import annotations

import base64
import io

import pypdf
import pytest
from PIL import Image

from connectors.pdf_generator.pictures import with_pictures
from connectors.pdf_generator.run import PdfGenerator
from connectors.sdk.ports import File
from connectors.sdk.testing import fake_ports
from tests.connectors.test_pdf_generator import pango

__all__ = ["pango"]
pytestmark = pytest.mark.filterwarnings("ignore:HarfBuzz-Subset:DeprecationWarning")


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(out, "PNG")
    return out.getvalue()


PHOTO = File("photo.png", "image/png", png())
SHOWN = f'"data:image/png;base64,{base64.b64encode(PHOTO.content).decode()}"'
PORTS = fake_ports(
    files={
        "7": PHOTO,
        "{'id': 7}": PHOTO,
        "{'name': 'photo.png'}": PHOTO,
        "8": File("a.html", "text/html", b"<b>"),
        "9": File("a.svg", 'image/svg+xml" onload="x', b""),
    }
)


@pytest.mark.parametrize(
    "address", ["7", " 7 ", "photo.png", "{&quot;id&quot;:7}", "{&quot;file&quot;:7,&quot;id&quot;:&quot;row&quot;}"]
)
def test_a_picture_that_is_a_file_of_the_request_is_put_into_the_page(address):
    page = with_pictures(f'<p><img class="a" src="{address}" alt="x"><IMG SRC=\'{address}\'></p>', PORTS)

    assert page == f'<p><img class="a" src={SHOWN} alt="x"><IMG SRC={SHOWN}></p>'


@pytest.mark.parametrize(
    "address",
    [
        "",
        "8",
        "9",
        "10",
        "gone.png",
        "data:image/png;base64,AA",
        "https://example.org/7",
        "file:7",
        "/7",
        "{&quot;",
        "#7",
    ],
)
def test_what_is_no_picture_of_the_request_stays_as_it_is_written(address):
    page = f'<img src="{address}"><imgx src="7"><a src="7">'

    assert with_pictures(page, PORTS) == page


@pytest.mark.parametrize("place", ["template", "header", "footer"])
def test_a_template_shows_the_upload_of_a_variable(place):
    ports = fake_ports(files={"7": PHOTO})
    config = {"source": "html", "template": "<p>x</p>", "fileName": "out", place: '<img src="{{photo}}" width="4">'}

    PdfGenerator().run(config, {"photo": 7}, ports)

    (content,) = [file.content for name, file in ports.files.files.items() if name == "out.pdf"]
    assert len(pypdf.PdfReader(io.BytesIO(content)).pages[0].images) == 1


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("PO/5", "PO_5.pdf"),
        ("CON", "_CON.pdf"),
        ("报告" * 100, None),
        ("a\u202etxt", "atxt.pdf"),
        ("..", "document.pdf"),
    ],
)
def test_the_name_of_the_file_is_one_on_every_system(name, file):
    ports = fake_ports()

    outcome = PdfGenerator().run({"source": "html", "template": "<p>x</p>", "fileName": name}, {}, ports)

    ((reference, made),) = ports.files.files.items()
    assert outcome.data == {name: reference}
    assert len(made.name.encode()) < 200
    assert made.name.endswith(".pdf")
    assert file in (None, made.name)
