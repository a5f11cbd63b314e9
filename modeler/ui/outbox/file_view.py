"""A file that a connector made: its text or picture where it is one, else what it is; and a button to open it."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from modeler.ui.icons import Icons
from modeler.ui.outbox.keeping import can_open
from modeler.ui.outbox.quiet_browser import decoded
from modeler.ui.panels.data_views import MOST_TEXT, code_view
from modeler.ui.panels.empty_state import EmptyState
from modeler.ui.plain_text import label

MARGIN = 16


class FileView(QWidget):
    """Shows one file; `open_wanted` asks for it in the system's program, for kinds that are only shown there."""

    open_wanted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._image: QImage | None = None
        self.size_words = label("", "muted")
        self.opener = QToolButton()
        self.opener.setText(self.tr("Open"))
        self.opener.setAccessibleName(self.tr("Open in the system's program"))
        self.opener.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.opener.setIconSize(QSize(16, 16))
        self.opener.clicked.connect(self.open_wanted)
        self.text = code_view(self.tr("Text of the file"))
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setMinimumSize(1, 1)
        self.unknown = EmptyState("file", self.tr("Neither text nor a picture"), self.tr("Save it to look into it."))
        self.views = QStackedWidget()
        for view in (self.text, self.picture, self.unknown):
            self.views.addWidget(view)
        line = QHBoxLayout()
        line.setContentsMargins(MARGIN, 0, 8, 0)
        line.addWidget(self.size_words, 1)
        line.addWidget(self.opener)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        column.addWidget(self.views, 1)
        self.set_icons(icons)

    def show_file(self, name: str, content: bytes) -> None:
        """Show another file."""
        self.size_words.setText(self.locale().formattedDataSize(len(content)))
        self.opener.setVisible(can_open(name))
        self._image = decoded(content)
        text = None if self._image is not None else text_of(content)
        if self._image is not None:
            self.picture.setAccessibleName(name)
            self.views.setCurrentWidget(self.picture)
            self._scale()
        elif text is not None:
            self.text.setPlainText(text)
            self.views.setCurrentWidget(self.text)
        else:
            self.views.setCurrentWidget(self.unknown)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self.opener.setIcon(icons.get("open"))
        self.unknown.set_icons(icons)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture fits."""
        super().resizeEvent(event)
        self._scale()

    def _scale(self) -> None:
        if self._image is None:
            return
        room = self.views.size() - QSize(2 * MARGIN, MARGIN)
        fits = self._image.width() <= room.width() and self._image.height() <= room.height()
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        self.picture.setPixmap(QPixmap.fromImage(self._image if fits else self._image.scaled(room, keep, smooth)))


def text_of(content: bytes) -> str | None:
    """The text that these bytes are; None where they are something else."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    if "\0" in text:
        return None
    return text if len(text) <= MOST_TEXT else f"{text[:MOST_TEXT]}\n…"
