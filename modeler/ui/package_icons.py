"""Icons of connector packages: foreign pictures, so each is drawn once, by a process with limits, and kept as PNG.

`pixmap` answers at once: the icon, or None while it is being drawn or when it was refused; `arrived` says when to
ask again.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QPixmap

from modeler.ui.background import Background

PIXELS = 96
SECONDS = 5.0


class PackageIcons(QObject):
    """Draws and remembers the icons of packages."""

    arrived = Signal()

    def __init__(self, folder: Path, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._background = background
        self._known: dict[tuple[str, str], QPixmap | None] = {}

    def pixmap(self, icon: Path, color: str) -> QPixmap | None:
        """The icon in 96 pixels, its `currentColor` set to `color`."""
        key = (str(icon), color)
        if key not in self._known:
            self._known[key] = None
            self._background.run(lambda: drawn(icon, color, self._folder), lambda png: self._take(key, png), _refused)
        return self._known[key]

    def scaled(self, icon: Path, color: str, size: int, ratio: float) -> QPixmap | None:
        """The icon in `size` logical pixels."""
        large = self.pixmap(icon, color)
        if large is None:
            return None
        pixels = round(size * ratio)
        small = large.scaled(
            pixels, pixels, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        small.setDevicePixelRatio(ratio)
        return small

    def _take(self, key: tuple[str, str], png: bytes) -> None:
        picture = QPixmap()
        if picture.loadFromData(png):
            self._known[key] = picture
            self.arrived.emit()


def drawn(icon: Path, color: str, folder: Path) -> bytes:
    """The PNG of an icon, from the folder of those drawn before or from the worker. Raises `UnsafeSvgError`."""
    from modeler.services.safe_svg import MAX_BYTES, check_svg

    with icon.open("rb") as file:
        source = file.read(MAX_BYTES + 1)
    check_svg(source)
    source = source.replace(b"currentColor", color.encode())
    kept = folder / f"{hashlib.sha256(source).hexdigest()[:32]}-{PIXELS}.png"
    if kept.is_file():
        return kept.read_bytes()
    png = rasterized(source)
    folder.mkdir(parents=True, exist_ok=True)
    fresh = kept.with_suffix(f".{os.getpid()}.tmp")
    fresh.write_bytes(png)
    fresh.replace(kept)
    return png


def rasterized(source: bytes) -> bytes:
    """Draw `source` in a process with limits of time and memory. Raises `UnsafeSvgError` when it fails."""
    import subprocess

    from modeler.services.safe_svg import UnsafeSvgError

    command = [sys.executable, "-m", "modeler.ui.icon_worker", str(PIXELS)]
    try:
        run = subprocess.run(command, input=source, capture_output=True, timeout=SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise UnsafeSvgError("the picture takes too long to draw") from error
    if run.returncode or not run.stdout.startswith(b"\x89PNG"):
        raise UnsafeSvgError("the picture cannot be drawn")
    return run.stdout


def _refused(error: Exception) -> None:
    """A refused icon stays away; the generic one is shown in its place."""
