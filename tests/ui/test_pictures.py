"""Diagrams become PNG, PDF and printed pages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QGuiApplication, QImage, QPageLayout
from PySide6.QtPrintSupport import QPrinter

from modeler.drawing import DARK
from modeler.drawing.sheet import Sheet
from modeler.ui.pictures import fitting_scale, image, page_layout_for, pdf, png, print_sheet, qt_sheet
from tests.drawing.small_diagrams import document, shape


@pytest.fixture
def drawn(qapp: QGuiApplication) -> Sheet:
    found = document('<bpmn:task id="T" name="Check"/>', shape("T", 500, 500, 100, 80))
    return qt_sheet(found.diagrams[0])


def test_a_png_is_as_large_as_what_is_drawn_times_the_scale(drawn):
    once, twice = image(drawn), image(drawn, 2)

    assert 120 <= once.width() < 140
    assert twice.width() == pytest.approx(2 * once.width(), abs=1)


def test_png_bytes_are_a_picture(drawn):
    found = QImage.fromData(png(drawn))

    assert found.size() == image(drawn).size()
    assert found.pixelColor(0, 0).name() == "#ffffff"


def test_the_dark_theme_has_dark_paper(qapp):
    found = document('<bpmn:task id="T"/>', shape("T", 0, 0, 100, 80))

    assert image(qt_sheet(found.diagrams[0], DARK)).pixelColor(0, 0).name() == DARK.paper


def test_a_pdf_has_one_page_as_large_as_the_diagram(drawn):
    data = pdf(drawn)

    assert data.startswith(b"%PDF")
    assert data.count(b"/Type /Page\n") == 1


def test_printing_fills_a_page(drawn, tmp_path):
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "page.pdf"))
    printer.setPageMargins(QMarginsF(10, 10, 10, 10))
    printer.setPageOrientation(page_layout_for(drawn))

    print_sheet(drawn, printer)

    assert (tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    assert page_layout_for(drawn) is QPageLayout.Orientation.Landscape


def test_a_scale_that_needs_too_much_memory_is_made_smaller():
    assert fitting_scale(100, 100, 2) == 2
    assert fitting_scale(20_000, 10_000, 20) * 20_000 <= 30_000
    assert fitting_scale(1e7, 1e7, 1) * 1e7 <= 30_000


def test_an_empty_diagram_is_an_empty_picture(qapp):
    assert not image(qt_sheet(document("", "").diagrams[0])).isNull()
