"""The colors of the window, light and dark, and how they reach Qt: a palette and one style sheet.

What window and canvas share (accent, text, errors) is the same as in `modeler.drawing.style`: a test watches it, for
importing that here would make the window load all drawing before it shows. Another test checks contrast.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QDir, QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

RESOURCES = Path(__file__).resolve().parents[2] / "resources"

Mode = Literal["system", "light", "dark"]
HALF = 128
MODES: tuple[Mode, ...] = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Theme:
    """Colors by role, as `#rrggbb`."""

    name: Literal["light", "dark"]
    window: str
    surface: str
    raised: str
    sunken: str
    hover: str
    border: str
    outline: str
    text: str
    muted: str
    disabled: str
    accent: str
    on_accent: str
    accent_hover: str
    accent_soft: str
    error: str
    error_soft: str
    warning: str
    warning_soft: str
    success: str
    success_soft: str
    scrollbar: str

    def color(self, role: str) -> QColor:
        """The color of `role` as Qt wants it."""
        return QColor(str(getattr(self, role)))


LIGHT = Theme(
    name="light",
    window="#F5F6F8",
    surface="#FFFFFF",
    raised="#FFFFFF",
    sunken="#EEF0F4",
    hover="#EDF0F5",
    border="#E1E5EB",
    outline="#C2C9D4",
    text="#1b2129",
    muted="#586477",
    disabled="#A3ACBA",
    accent="#1f6feb",
    on_accent="#FFFFFF",
    accent_hover="#1A5AC4",
    accent_soft="#E4EEFD",
    error="#cf222e",
    error_soft="#FCEBED",
    warning="#8F5400",
    warning_soft="#FDF3E1",
    success="#0a7d5c",
    success_soft="#E5F5EC",
    scrollbar="#C8CED8",
)

DARK = Theme(
    name="dark",
    window="#15181D",
    surface="#1C2027",
    raised="#252A33",
    sunken="#12151A",
    hover="#2A303A",
    border="#2C323C",
    outline="#454E5C",
    text="#e7ebf0",
    muted="#9BA6B6",
    disabled="#5D6776",
    accent="#5b9dff",
    on_accent="#0E1626",
    accent_hover="#86B7FF",
    accent_soft="#1E355A",
    error="#ff6b66",
    error_soft="#3B2228",
    warning="#f0a63c",
    warning_soft="#382C19",
    success="#3ddbab",
    success_soft="#1B3328",
    scrollbar="#414956",
)


def palette(theme: Theme) -> QPalette:
    """Qt's palette for `theme`, used by Fusion for everything that the style sheet leaves alone."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.Base: theme.surface,
        QPalette.ColorRole.AlternateBase: theme.sunken,
        QPalette.ColorRole.Button: theme.raised,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.Accent: theme.accent,
        QPalette.ColorRole.Mid: theme.border,
        QPalette.ColorRole.Midlight: theme.hover,
        QPalette.ColorRole.Dark: theme.outline,
        QPalette.ColorRole.Shadow: theme.outline,
        QPalette.ColorRole.Light: theme.raised,
    }
    texts = ("WindowText", "Text", "ButtonText", "ToolTipText", "BrightText")
    roles |= {getattr(QPalette.ColorRole, name): theme.text for name in texts}
    for role, color in roles.items():
        result.setColor(role, QColor(color))
    for name in ("WindowText", "Text", "ButtonText", "HighlightedText"):
        role = getattr(QPalette.ColorRole, name)
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.disabled))
    return result


def style_sheet(theme: Theme) -> str:
    """The style sheet of the window with the colors of `theme` filled in."""
    colors = dataclasses.asdict(theme)
    return re.sub(r"@(\w+)", lambda match: colors[match[1]], _template())


@cache
def _template() -> str:
    QDir.setSearchPaths("stylesheets", [str(RESOURCES / "stylesheets")])
    return (RESOURCES / "stylesheets" / "window.qss").read_text(encoding="utf-8")


def theme_of(widget: QWidget) -> Theme:
    """The theme that a widget is shown in."""
    return DARK if widget.palette().color(QPalette.ColorRole.Window).lightness() < HALF else LIGHT


def set_look(widget: QWidget, name: str, value: str) -> None:
    """Give a widget another look of the style sheet, which is read again only then."""
    if (widget.property(name) or "") == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)


class Appearance(QObject):
    """Holds the chosen mode and applies its theme to the application; follows the system when asked to."""

    changed = Signal(object)

    def __init__(self, application: QApplication, mode: Mode = "system", is_dressed: bool = True) -> None:
        """One that is not dressed yet leaves the style sheet to `dress`, when the window stands.

        Each widget that is put into a dressed window is styled again with all that is in it, which takes longer than
        to build them.
        """
        super().__init__(application)
        self._is_dressed = is_dressed
        self._application = application
        self._mode = mode
        application.setStyle(QStyleFactory.create("Fusion"))
        application.styleHints().colorSchemeChanged.connect(self._system_changed)
        self._theme = self._wanted()
        self._apply()

    @property
    def mode(self) -> Mode:
        """What the user chose: `system`, `light` or `dark`."""
        return self._mode

    @property
    def theme(self) -> Theme:
        """The theme shown now."""
        return self._theme

    def dress(self) -> None:
        """Apply the style sheet from now on."""
        if not self._is_dressed:
            self._is_dressed = True
            self._apply()

    def set_mode(self, mode: Mode) -> None:
        """Choose how to look, at once and for every window."""
        self._mode = mode
        self._refresh()

    def _system_changed(self) -> None:
        self._refresh()

    def _refresh(self) -> None:
        wanted = self._wanted()
        if wanted is self._theme:
            return
        self._theme = wanted
        self._apply()
        self.changed.emit(wanted)

    def _wanted(self) -> Theme:
        if self._mode == "system":
            scheme = self._application.styleHints().colorScheme()
            return DARK if scheme == Qt.ColorScheme.Dark else LIGHT
        return DARK if self._mode == "dark" else LIGHT

    def _apply(self) -> None:
        self._application.setPalette(palette(self._theme))
        if self._is_dressed:
            self._application.setStyleSheet(style_sheet(self._theme))
