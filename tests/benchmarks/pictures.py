"""Pictures of the measured canvas, and how much of them is ink."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from tests.benchmarks.window import settle

if TYPE_CHECKING:
    from modeler.ui.canvas.widget import CanvasWidget
    from tests.benchmarks.bench import Bench


def look_at(bench: Bench, canvas: CanvasWidget) -> None:
    """What was measured is there to be seen: fitted and at 100 %, how much of each is ink, and as pictures."""
    for name in ("fit", "full"):
        if name == "fit":
            canvas.fit()
        else:
            canvas.zoom_to(1.0)
        settle(canvas)
        bench.meter.checks[f"{name}_ink"] = ink(canvas)
        save_shot(bench, canvas, name)


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
