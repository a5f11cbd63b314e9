"""In which language connectors speak in the palette and in forms, out of those that a connector has."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QComboBox


class LanguageChoice(QComboBox):
    """Lists a connector's own language and its translations; `wanted` tells what a user chose, empty for its own."""

    wanted = Signal(str)

    def __init__(self, translations: Iterable[str], now: str) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Language of connectors"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.addItem(self.tr("The connector's own"), "")
        for name in sorted({*translations, *([now] if now else [])}):
            self.addItem(in_words(name), name)
        self.setCurrentIndex(self.findData(now))
        self.activated.connect(lambda index: self.wanted.emit(str(self.itemData(index))))


def in_words(name: str) -> str:
    """A language as those call it who speak it, where it is known, with its code."""
    locale = QLocale(name)
    words = locale.nativeLanguageName() if locale.language() is not QLocale.Language.C else ""
    return f"{words} ({name})" if words else name
