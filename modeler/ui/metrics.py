"""Text measured by Qt, so that names wrap on screen exactly as they do in exported pictures."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from modeler.drawing.figure import Font

_MOST_WORDS = 50_000


class QtMetrics:
    """Measures in the system's user interface font; needs a QGuiApplication. Widths of words are kept."""

    def __init__(self, family: str | None = None) -> None:
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
        self._family = family or system
        self._fonts: dict[Font, QFont] = {}
        self._measures: dict[Font, QFontMetricsF] = {}
        self._widths: dict[tuple[str, Font], float] = {}

    @property
    def families(self) -> tuple[str, ...]:
        """Font families to name in a picture, best first."""
        return (self._family, "Arial", "Helvetica", "sans-serif")

    def font(self, font: Font) -> QFont:
        """The Qt font of a role; its pixel size is in diagram units, so a painter's scale does the zooming."""
        known = self._fonts.get(font)
        if known is None:
            known = self._fonts[font] = self._made(font)
        return known

    def text_width(self, text: str, font: Font) -> float:
        """How wide one line of text is, in diagram units."""
        key = (text, font)
        width = self._widths.get(key)
        if width is None:
            if len(self._widths) >= _MOST_WORDS:
                self._widths.clear()
            width = self._widths[key] = self._measure(font).horizontalAdvance(text)
        return width

    def line_height(self, font: Font) -> float:
        """From one baseline to the next."""
        return font.size * 1.2

    def ascent(self, font: Font) -> float:
        """From the top of a line to its baseline: capitals stand in the middle of the line."""
        return (self.line_height(font) + self._measure(font).capHeight()) / 2

    def _measure(self, font: Font) -> QFontMetricsF:
        known = self._measures.get(font)
        if known is None:
            known = self._measures[font] = QFontMetricsF(self.font(font))
        return known

    def _made(self, font: Font) -> QFont:
        made = QFont(self._family)
        made.setPixelSize(max(round(font.size), 1))
        made.setBold(font.bold)
        made.setItalic(font.italic)
        made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        made.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
        return made
