"""A view for cleaned HTML on white paper, as mail readers show it; it fetches and opens nothing."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QUrl
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QTextBrowser

PAPER = "<body style='background-color:#ffffff;color:#1a2230'>"
FORMATS = frozenset((b"png", b"jpeg", b"jpg", b"gif", b"webp", b"bmp"))
MOST_BYTES, MOST_PIXELS = 8_000_000, 16_000_000


class QuietBrowser(QTextBrowser):
    """Shows a page; the only pictures in it are those that the page brings itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setProperty("look", "paper")
        self._pictures: Mapping[str, bytes] = {}

    def show_page(self, page: str, pictures: Mapping[str, bytes] | None = None) -> None:
        """Show cleaned HTML with its pictures."""
        self._pictures = pictures or {}
        self.setHtml(PAPER + page + "</body>" if page else "")

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Nothing is ever loaded; a picture of the page is decoded, if it is small and of a common kind."""
        address = name.toString() if isinstance(name, QUrl) else name
        content = self._pictures.get(address)
        return decoded(content) if content is not None else None


def decoded(content: bytes) -> QImage | None:
    """The picture in these bytes; None where it is none, is of an odd kind, or would fill the memory."""
    if len(content) > MOST_BYTES:
        return None
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if reader.format().data() not in FORMATS or not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        return None
    image = reader.read()
    return None if image.isNull() else image
