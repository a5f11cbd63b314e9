"""Files and signatures in a task's form."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from modeler.editing.connector_types import Json
from modeler.services.task_forms.nodes import Field, File
from modeler.ui.panels.task_form.places import picture_of
from modeler.ui.plain_text import label, wrapped_label
from modeler.ui.theme import set_look

LARGEST_FILE = 20_000_000
PAD = QSize(320, 120)

Attach = Callable[[File], Json]
"""Adds a file to the Request; gives what is stored in its place."""


class Boxed(QWidget):
    """A field that is no ordinary editor: label, content, help or error."""

    entered = Signal(object)

    def __init__(self, field: Field, content: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(wrapped_label(f"{field.label} *" if field.is_required else field.label, "field"))
        column.addWidget(content)
        self._note = wrapped_label("", "muted")
        column.addWidget(self._note)
        self.show_field(field)

    def show_field(self, field: Field) -> None:
        """Show a newer state."""
        set_look(self._note, "role", "error" if field.error else "muted")
        self._note.setText(field.error or field.help)
        self._note.setVisible(bool(field.error or field.help))


class FileBox(Boxed):
    """Chooses a file of this computer and adds it to the Request."""

    def __init__(self, field: Field, attach: Attach) -> None:
        self._attach = attach
        self._accepts, self._takes_many = field.accepts, field.takes_many
        self._held: list[Json] = _listed(field.value)
        self.name: QLabel = label("", "muted")
        self.button = QPushButton(self.tr("Choose a file…"))
        self.button.setAutoDefault(False)
        self.button.setAccessibleName(field.label)
        self.button.clicked.connect(self._choose)
        self.button.setVisible(field.kind == "file" and not field.is_readonly)
        content = QWidget()
        line = QHBoxLayout(content)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.button)
        line.addWidget(self.name, 1)
        super().__init__(field, content)

    def show_field(self, field: Field) -> None:
        """Name the file that is there."""
        super().show_field(field)
        self._held = _listed(field.value)
        empty = not self._held
        words = self.tr("No file") if empty else field.shown
        if words.isdecimal():
            words = self.tr("File {}").format(words)
        if not (self.name.text() and not empty):
            self.name.setText(words)

    def _choose(self) -> None:
        if self._takes_many:
            names, _ = QFileDialog.getOpenFileNames(self, self.tr("Choose files"), "", self._filter())
        else:
            name, _ = QFileDialog.getOpenFileName(self, self.tr("Choose a file"), "", self._filter())
            names = [name] if name else []
        for each in names:
            self.take(Path(each))

    def _filter(self) -> str:
        """What the file dialog offers: files of the kinds that the form takes."""
        suffixes = sorted(suffix for kind in self._accepts for suffix in _suffixes(kind))
        return f"({' '.join(f'*{suffix}' for suffix in suffixes)})" if suffixes else ""

    def take(self, path: Path) -> None:
        """Add this file to the Request."""
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        if self._accepts and not any(_fits(kind, path.suffix, each) for each in self._accepts):
            self.name.setText(self.tr("{} is none of {}.").format(path.name, ", ".join(self._accepts)))
            return
        try:
            if path.stat().st_size > LARGEST_FILE:
                self.name.setText(self.tr("{} is larger than 20 MB.").format(path.name))
                return
            content = path.read_bytes()
        except OSError as error:
            self.name.setText(f"{path.name}: {error.strerror}")
            return
        reference = self._attach(File(path.name, kind, content))
        if not self._takes_many:
            self.name.setText(path.name)
            self.entered.emit(reference)
            return
        self._held = [*self._held, {"file": reference, "id": reference, "name": path.name}]
        self.name.setText(_shown(self._held))
        self.entered.emit(self._held)


class SignatureBox(Boxed):
    """A pad to sign on with the mouse or a pen."""

    def __init__(self, field: Field) -> None:
        self.pad = Pad()
        self.pad.setAccessibleName(field.label)
        self.pad.setEnabled(not field.is_readonly)
        clear = QPushButton(self.tr("Clear"))
        clear.setAutoDefault(False)
        clear.clicked.connect(self._clear)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.pad, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(clear, 0, Qt.AlignmentFlag.AlignLeft)
        super().__init__(field, content)
        self.pad.signed.connect(lambda: self.entered.emit(self.pad.data_uri()))
        clear.setVisible(not field.is_readonly)

    def show_field(self, field: Field) -> None:
        """Show the signature that is in the data already."""
        super().show_field(field)
        self.pad.show_ink(str(field.value or ""))

    def _clear(self) -> None:
        self.pad.clear()
        self.entered.emit("")


class Pad(QWidget):
    """White paper and black ink."""

    signed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(PAD)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._ink = QImage(PAD, QImage.Format.Format_ARGB32_Premultiplied)
        self._last: QPointF | None = None
        self._shown = ""
        self.clear()

    def clear(self) -> None:
        """Empty paper."""
        self._ink.fill(QColor("white"))
        self.update()

    def show_ink(self, source: str) -> None:
        """Show the picture of a data URI, unless it is what this pad has made or shows already."""
        if source == self._shown:
            return
        self._shown = source
        picture = picture_of(source)
        self.clear()
        if not picture.isNull():
            scaled = picture.scaled(PAD, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
            painter = QPainter(self._ink)
            painter.drawPixmap((PAD.width() - scaled.width()) // 2, (PAD.height() - scaled.height()) // 2, scaled)
            painter.end()

    def data_uri(self) -> str:
        """The picture as a PNG."""
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self._ink.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs know no buffer
        self._shown = "data:image/png;base64," + base64.b64encode(content.data()).decode("ascii")
        return self._shown

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A line begins."""
        self._last = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Ink follows the pointer."""
        if self._last is None:
            return
        painter = QPainter(self._ink)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#1A2230"), 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawLine(self._last, event.position())
        painter.end()
        self._last = event.position()
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A line ends."""
        self._last = None
        self.signed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The paper with its frame."""
        painter = QPainter(self)
        painter.drawImage(0, 0, self._ink)
        painter.setPen(QColor("#9AA5B5"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


def _listed(value: Json) -> list[Json]:
    if isinstance(value, list):
        return value
    return [] if value in (None, "") else [value]


def _fits(kind: str, suffix: str, accepted: str) -> bool:
    """Whether a file is of a kind such as `image/png`, `image/*` or `.pdf`."""
    if accepted.startswith("."):
        return suffix.lower() == accepted.lower()
    family, _, rest = accepted.lower().partition("/")
    return accepted == "*" or (kind.startswith(f"{family}/") if rest == "*" else kind == accepted.lower())


def _suffixes(accepted: str) -> list[str]:
    if accepted.startswith("."):
        return [accepted]
    known = mimetypes.types_map.items()
    return [suffix for suffix, kind in known if _fits(kind, suffix, accepted)]


def _shown(value: Json) -> str:
    if isinstance(value, dict):
        return str(value.get("name") or value.get("file_name") or value.get("id") or "")
    return ", ".join(map(_shown, value)) if isinstance(value, list) else str(value)
