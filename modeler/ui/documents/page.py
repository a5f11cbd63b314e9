"""One open document: its canvas, what is to be said about it, and a selector when it has several diagrams."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from engine.bpmn import BPMNDiagram, ChangeSet, Element
from modeler.services.storage.files import OpenFile
from modeler.ui.banner import Banner, Severity
from modeler.ui.canvas.painter import PictureSource, no_pictures
from modeler.ui.canvas.widget import CanvasWidget
from modeler.ui.forms.drafts import Drafts
from modeler.ui.forms.element_kinds import diagram_name
from modeler.ui.icons import Icons
from modeler.ui.panels.fields.choice import QuietComboBox
from modeler.ui.plain_text import label

if TYPE_CHECKING:
    from modeler.ui.documents.page_findings import PageFindings

SPARE_MOMENT = 15


class DocumentPage(QWidget):
    """Holds an `OpenFile` for as long as its tab is open."""

    changed = Signal()

    def __init__(
        self, file: OpenFile, icons: Icons, pictures: PictureSource = no_pictures, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.file = file
        self.findings: PageFindings | None = None
        self._new_drafts()
        self._icons = icons
        self._was_shown = False
        self._diagrams: list[BPMNDiagram] = []
        self.canvas = CanvasWidget(self, pictures)
        self.canvas.diagram_requested.connect(self.show_diagram)
        self._banners = QVBoxLayout()
        self._banners.setSpacing(0)
        self._selector = QuietComboBox()
        self._selector_bar = self._build_selector()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._banners)
        column.addWidget(self._selector_bar)
        column.addWidget(self.canvas, 1)
        self.is_prepared = False
        self._spare = QTimer(self)
        self._spare.setInterval(SPARE_MOMENT)
        self._spare.timeout.connect(self._use_spare_moment)
        self.canvas.painted.connect(self._painted)
        self._show_document()

    @property
    def title(self) -> str:
        """What the tab says."""
        return self.file.document.name or self.tr("New process")

    @property
    def tip(self) -> str:
        """Where the document is."""
        return str(self.file.path) if self.file.path is not None else self.tr("Not saved yet")

    @property
    def has_unsaved_work(self) -> bool:
        """Whether closing it would lose something; a new process that nobody touched holds nothing."""
        if not self.file.is_modified:
            return False
        document = self.file.document
        is_untouched = self.file.path is None and not document.history.can_undo
        return not (is_untouched and document.to_bytes() == document.original)

    @property
    def diagram(self) -> BPMNDiagram | None:
        """The diagram on the canvas."""
        index = self._selector.currentIndex()
        return self._diagrams[index] if 0 <= index < len(self._diagrams) else None

    def showEvent(self, event: QShowEvent) -> None:
        """The first time, show the whole diagram in the room that there really is."""
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            self.canvas.setFocus()
            QTimer.singleShot(0, self, self.canvas.fit)

    def reload(self, file: OpenFile) -> None:
        """Show another reading of the same file, where somebody was looking at the one before."""
        self._unsubscribe()
        self.file = file
        self._new_drafts()
        index, view = self._selector.currentIndex(), self.canvas.stage.viewport
        self._show_document()
        self._selector.setCurrentIndex(min(index, len(self._diagrams) - 1))
        self.canvas.stage.viewport = view
        self.changed.emit()

    def _new_drafts(self) -> None:
        """What was typed into forms of this reading of the file and waits; after a crash that is something already."""
        self.drafts = Drafts(self.file.note_text)
        self.drafts.restore(self.file.document, self.file.texts)

    def leave(self) -> None:
        """The page goes: stop listening and let the canvas go."""
        self._unsubscribe()
        self._spare.stop()
        self.is_prepared = True
        self.canvas.set_document(None, None)

    def say(
        self,
        severity: Severity,
        text: str,
        button: str = "",
        act: Callable[[], None] | None = None,
        more: Sequence[tuple[str, Callable[[], None]]] = (),
    ) -> None:
        """Put a strip with `text` above the canvas, once."""
        if not any(banner.text == text for banner in self.findChildren(Banner)):
            self._banners.addWidget(Banner(self._icons, severity, text, button, act, more))

    def put_above(self, strip: QWidget) -> None:
        """Put a strip of another kind above the canvas and above what is said."""
        self._banners.insertWidget(0, strip)

    def unsay(self, text: str) -> None:
        """Take a strip away when what it says is no longer so."""
        for banner in self.findChildren(Banner):
            if banner.text == text:
                banner.hide()
                banner.deleteLater()
                banner.text = ""

    def show_element(self, element: Element) -> bool:
        """Show the diagram that shows an element and scroll to it, without selecting it."""
        diagrams = [self.diagram, *self._diagrams]
        document = self.file.document
        shown = (diagram for diagram in diagrams if diagram is not None)
        where = next((each for each in shown if document.shape_of(element, each) is not None), None)
        if where is None:
            return False
        self.show_diagram(where)
        item = self.canvas.stage.scene.item(element)
        if item is not None:
            self.canvas.stage.show_rect(item.box)
        return item is not None

    def set_icons(self, icons: Icons) -> None:
        """Draw what is said, and what will be, in other colors."""
        self._icons = icons
        for banner in self.findChildren(Banner):
            banner.set_icons(icons)

    def reveal(self, element: Element) -> bool:
        """Bring an element into view, in whichever diagram shows it."""
        if self.canvas.reveal(element):
            return True
        for index, diagram in enumerate(self._diagrams):
            document = self.file.document
            shown = document.shape_of(element, diagram) or document.edge_of(element, diagram)
            if shown is not None:
                self._selector.setCurrentIndex(index)
                return bool(self.canvas.reveal(element))
        return False

    def show_diagram(self, diagram: BPMNDiagram) -> None:
        """Show another diagram of the file."""
        if diagram in self._diagrams:
            self._selector.setCurrentIndex(self._diagrams.index(diagram))

    def _show_document(self) -> None:
        self._unsubscribe: Callable[[], None] = self.file.document.subscribe(self._document_changed)
        self._list_diagrams()
        self.is_prepared = False
        self.canvas.set_document(self.file.document, self.diagram)

    def _painted(self, is_complete: bool) -> None:
        if is_complete and not self.is_prepared:
            self._spare.start()

    def _use_spare_moment(self) -> None:
        """While the picture is complete and nothing moves, do some of what the first edit or save would wait for."""
        if not self.canvas.is_complete:
            self._spare.stop()  # the view has moved since; the next complete picture starts it again
            return
        self.is_prepared = self.file.document.prepare()
        if self.is_prepared:
            self._spare.stop()

    def _document_changed(self, changes: ChangeSet) -> None:
        if self._tells_of_diagrams(changes):
            self._list_diagrams()
        self.changed.emit()

    def _tells_of_diagrams(self, changes: ChangeSet) -> bool:
        """Whether diagrams came, went or have other names now; those without an id are only told as changed."""
        touched = changes.added | changes.changed | changes.removed
        if any(isinstance(element, BPMNDiagram) for element in touched):
            return True
        planes = [diagram.plane for diagram in self._diagrams if len(self._diagrams) > 1]
        return any(plane is not None and plane.element in touched for plane in planes)

    def _list_diagrams(self) -> None:
        current = self.diagram
        self._diagrams = self.file.document.diagrams
        blocked = self._selector.blockSignals(True)
        self._selector.clear()
        self._selector.addItems([diagram_name(diagram, index) for index, diagram in enumerate(self._diagrams)])
        if current in self._diagrams:
            self._selector.setCurrentIndex(self._diagrams.index(current))
        self._selector.blockSignals(blocked)
        self._selector_bar.setVisible(len(self._diagrams) > 1)
        if current not in self._diagrams and (current is not None or self._diagrams):
            self._diagram_chosen()

    def _build_selector(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("surface", "header")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = QHBoxLayout(bar)
        line.setContentsMargins(12, 6, 12, 6)
        line.setSpacing(8)
        words = label(self.tr("Diagram"), "muted")
        words.setBuddy(self._selector)
        self._selector.setAccessibleName(self.tr("Diagram"))
        self._selector.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._selector.setMaximumWidth(360)
        self._selector.currentIndexChanged.connect(self._diagram_chosen)
        line.addWidget(words)
        line.addWidget(self._selector)
        line.addStretch(1)
        return bar

    def _diagram_chosen(self) -> None:
        self.canvas.set_document(self.file.document, self.diagram)
