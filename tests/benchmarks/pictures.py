"""Pictures of the measured canvas, and how much of them is ink."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from tests.benchmarks.bench import Bench


def ink(widget: QWidget) -> float:
    """The share of pixels that are not the background."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    rows = [bytes(image.constScanLine(row))[: image.width()] for row in range(image.height())]
    shades = Counter(b"".join(rows))
    return round(1 - shades.most_common(1)[0][1] / (image.width() * image.height()), 4)


def save_shot(bench: Bench, widget: QWidget, name: str) -> None:
    """Keep a picture where the caller asked for them."""
    if bench.shots is not None:
        bench.shots.mkdir(parents=True, exist_ok=True)
        widget.grab().save(str(bench.shots / f"{name}.png"))
