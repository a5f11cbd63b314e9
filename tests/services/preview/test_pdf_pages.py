"""Pages of a PDF are drawn by a process that is shut in; a hostile or damaged file is a message."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from modeler.services.preview.pdf_pages import PdfError, PdfPages
from modeler.services.preview.pdf_worker import MOST_PIXELS
from tests.outbox.papers import paper, written


@pytest.fixture
def pages() -> Iterator[PdfPages]:
    made = PdfPages()
    yield made
    made.close()


def test_pages_have_sizes_pictures_and_text(pages: PdfPages) -> None:
    content = paper(3)

    assert pages.open(content) == [(300.0, 200.0)] * 3
    sheet = pages.draw(content, 1, 1.5)

    assert (sheet.width, sheet.height) == (450, 300)
    assert len(sheet.pixels) == sheet.stride * sheet.height
    assert min(sheet.pixels) < 60 < 250 < max(sheet.pixels)
    assert pages.text(content).split("\n\f\n") == ["Page 1", "Page 2", "Page 3"]


def test_another_file_takes_the_place_of_the_first_and_both_can_be_asked_for(pages: PdfPages) -> None:
    first, second = paper(1), paper(2)
    pages.open(first)

    assert len(pages.open(second)) == 2
    assert pages.text(first) == "Page 1"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"GIF89a", b"\x00" * 5_000, paper(1)[:200]])
def test_a_file_that_is_none_is_an_error_in_words_and_the_next_one_is_shown(content: bytes, pages: PdfPages) -> None:
    with pytest.raises(PdfError, match="no PDF, or it is damaged"):
        pages.open(content)

    assert len(pages.open(paper(1))) == 1


def test_a_page_of_a_thousand_meters_does_not_fill_the_memory(pages: PdfPages) -> None:
    content = paper(1, 14_000, 14_000)
    pages.open(content)

    sheet = pages.draw(content, 0, 8.0)

    assert sheet.width * sheet.height <= MOST_PIXELS * 1.01


def test_a_page_that_is_not_there_is_an_error(pages: PdfPages) -> None:
    with pytest.raises(PdfError):
        pages.draw(paper(1), 7, 1.0)


def test_a_file_that_refers_to_itself_ends(pages: PdfPages) -> None:
    content = written(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])

    with contextlib.suppress(PdfError):
        pages.open(content)
        pages.draw(content, 0, 1.0)

    assert len(pages.open(paper(1))) == 1


def test_a_process_that_dies_is_a_message_and_the_next_file_is_shown(pages: PdfPages) -> None:
    content = paper(1)
    pages.open(content)
    assert pages._process is not None
    pages._process.kill()
    pages._process.wait()

    assert pages.draw(content, 0, 1.0).width == 300


def test_what_takes_too_long_is_given_up() -> None:
    pages = PdfPages(seconds=0.0)

    with pytest.raises(PdfError, match="took too long"):
        pages.open(paper(1))

    pages.close()


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's walls are those of Linux")
def test_the_process_reads_no_file_of_the_user_and_reaches_no_network(tmp_path: Path) -> None:
    bait = tmp_path / "bait.txt"
    bait.write_text("secret")
    workplace = tmp_path / "work"
    workplace.mkdir()
    code = (
        "import socket, sys\nfrom modeler.services.preview import pdf_worker\n"
        f"pdf_worker._shut_in({str(workplace)!r})\n"
        f"for act in (lambda: open({str(bait)!r}), lambda: socket.create_connection(('127.0.0.1', 9)),"
        " lambda: __import__('os').system('true')):\n"
        "    try:\n        act()\n        print('reached')\n"
        "    except OSError as error:\n        print(type(error).__name__)\n"
    )

    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert run.stdout.split() == ["PermissionError"] * 3
