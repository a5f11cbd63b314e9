"""The strip over a called file: by which calls a Request came into it, each a way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from modeler.ui.icons import Icons
from modeler.ui.plain_text import ElidedLabel, tooltip, without_mnemonics

LONGEST = 40


@dataclass(frozen=True, slots=True)
class Crumb:
    """One file on the way: what it is called, and the element in it that calls the next one."""

    title: str
    place: str


class Breadcrumb(QWidget):
    """`go` is called with the place of the crumb that was pressed; the last title is where one is."""

    def __init__(self, icons: Icons, go: Callable[[str], object]) -> None:
        super().__init__()
        self._icons, self._go = icons, go
        self._crumbs: tuple[Crumb, ...] = ()
        self._here = ""
        self.setProperty("surface", "banner-info")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(8, 4, 12, 4)
        self._line.setSpacing(2)
        self.setAccessibleName(self.tr("Where the Request is"))

    def show_way(self, crumbs: Sequence[Crumb], here: str) -> None:
        """The files from the Request's own to this one."""
        if (tuple(crumbs), here) == (self._crumbs, self._here):
            return
        self._crumbs, self._here = tuple(crumbs), here
        while (item := self._line.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._line.addWidget(self._back())
        for crumb in self._crumbs:
            self._line.addWidget(self._button(crumb))
            arrow = QLabel()
            arrow.setPixmap(self._icons.pixmap("chevron-right", 14, "muted", self.devicePixelRatioF()))
            self._line.addWidget(arrow)
        place = ElidedLabel("heading")
        place.set_full_text(here)
        place.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._line.addWidget(place, 1)

    def set_icons(self, icons: Icons) -> None:
        """Draw in other colors."""
        self._icons = icons
        crumbs, here, self._here = self._crumbs, self._here, ""
        self.show_way(crumbs, here)

    def go_back(self) -> None:
        """To the element that calls what is shown."""
        if self._crumbs:
            self._go(self._crumbs[-1].place)

    def _back(self) -> QToolButton:
        back = QToolButton()
        back.setIcon(self._icons.get("up"))
        back.setIconSize(QSize(16, 16))
        back.setToolTip(self.tr("Back to the process that calls this one"))
        back.setAccessibleName(back.toolTip())
        back.clicked.connect(self.go_back)
        return back

    def _button(self, crumb: Crumb) -> QPushButton:
        title = crumb.title if len(crumb.title) <= LONGEST else f"{crumb.title[:LONGEST]}…"
        button = QPushButton(without_mnemonics(title))
        button.setProperty("look", "link")
        button.setToolTip(tooltip(crumb.title))
        button.setAccessibleName(self.tr("Back to {}").format(crumb.title))
        button.clicked.connect(lambda: self._go(crumb.place))
        return button
