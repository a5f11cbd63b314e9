"""Draws one checked SVG into a PNG in a process of its own: `python -m modeler.ui.icon_worker SIZE < in > out`."""

from __future__ import annotations

import sys

MEGABYTES = 256


def main() -> int:
    """Read SVG, write PNG; the exit status tells whether it could be drawn."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSizeF, Qt
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    from modeler.services.safe_svg import MAX_BYTES, check_svg

    size = int(sys.argv[1])
    data = sys.stdin.buffer.read(MAX_BYTES + 1)
    check_svg(data)
    _limit_memory()
    renderer = QSvgRenderer(QByteArray(data))
    if not renderer.isValid():
        return 1
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    wanted = QSizeF(renderer.defaultSize()).scaled(QSizeF(size, size), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF((size - wanted.width()) / 2, (size - wanted.height()) / 2, wanted.width(), wanted.height())
    painter = QPainter(image)
    renderer.render(painter, place)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # Qt takes a str here
    sys.stdout.buffer.write(buffer.data().data())
    return 0


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_DATA, (MEGABYTES << 20, MEGABYTES << 20))


if __name__ == "__main__":
    sys.exit(main())
