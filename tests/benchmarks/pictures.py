"""Pictures of the measured canvas, and how much of them is ink."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from tests.benchmarks.bench import Bench

NEARLY_WHITE = 250


def ink(widget: QWidget) -> float:
    """The share of pixels that are not white."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = (bytes(image.constScanLine(row))[: image.width()] for row in range(image.height()))
    dark = sum(sum(1 for value in row if value < NEARLY_WHITE) for row in rows)
    return round(dark / (image.width() * image.height()), 4)


def save_shot(bench: Bench, widget: QWidget, name: str) -> None:
    """Keep a picture where the caller asked for them."""
    if bench.shots is not None:
        bench.shots.mkdir(parents=True, exist_ok=True)
        widget.grab().save(str(bench.shots / f"{name}.png"))
