"""Opening, saving and closing documents, with the questions that go with it. The tabs show the result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget

from modeler.services.collection import paused_collection, thaw_collection
from modeler.services.storage.file_errors import FileChanged, FileError, ReadOnlyFile
from modeler.ui import questions
from modeler.ui.background import Background
from modeler.ui.documents.problem_row import ProblemRow
from modeler.ui.documents.tabs import DocumentTabs
from modeler.ui.icons import Icons
from modeler.ui.long_work import LongWork

if TYPE_CHECKING:
    from modeler.services.storage.files import OpenFile
    from modeler.services.storage.recovery import UnsavedWork
    from modeler.ui.canvas.painter import PictureSource
    from modeler.ui.documents.page import DocumentPage
    from modeler.ui.session import Session

SUFFIX = ".bpmn"
PACKAGE_SUFFIX = ".json"
LARGE = 1_500_000
"""Bytes from which opening takes long enough to be watched and canceled."""


class OpenDocuments(QObject):
    """The pages of one window. `opened` and `closed` carry a page, `package_wanted` the path of a package.

    `field_wanted` carries the row of a field to show in the page that was opened last.
    """

    opened = Signal(object)
    closed = Signal(object)
    saving = Signal()
    package_wanted = Signal(object)
    field_wanted = Signal(object)

    def __init__(
        self,
        session: Session,
        tabs: DocumentTabs,
        icons: Icons,
        pictures: PictureSource,
        background: Background,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._background = background
        self._session = session
        self._tabs = tabs
        self._icons = icons
        self._pictures = pictures
        self._window = window
        self._pages: list[DocumentPage] = []
        self._closed: list[Path] = []
        tabs.close_wanted.connect(lambda page: self.close(page))
        tabs.menu_wanted.connect(lambda page, at: self.menu_of(page).popup(at))

    @property
    def pages(self) -> list[DocumentPage]:
        """All open pages, in the order of their tabs."""
        return sorted(self._pages, key=self._tabs.indexOf)

    @property
    def current(self) -> DocumentPage | None:
        """The page in front."""
        shown = self._tabs.currentWidget()
        return next((page for page in self._pages if page is shown), None)

    @property
    def can_reopen(self) -> bool:
        """Whether a closed tab can come back."""
        return bool(self._closed)

    def set_icons(self, icons: Icons) -> None:
        """Icons of later pages."""
        self._icons = icons
        for page in self.pages:
            page.set_icons(icons)

    def new(self) -> DocumentPage:
        """An empty process in a new tab."""
        title, number = self.tr("New process"), 1
        while any(page.title == (title if number == 1 else f"{title} {number}") for page in self._pages):
            number += 1
        return self._show(self._session.files.new(title if number == 1 else f"{title} {number}"))

    def ask_and_open(self) -> None:
        """Let the user choose files and open them."""
        folder = str(self.current.file.path.parent) if self.current and self.current.file.path else ""
        filters = self.tr("BPMN files (*.bpmn *.bpmn2 *.xml);;ProcessMaker packages (*.json);;All files (*)")
        names, _ = QFileDialog.getOpenFileNames(self._window, self.tr("Open"), folder, filters)
        self.open_all([Path(name) for name in names])

    def open_all(self, paths: Sequence[Path]) -> None:
        """Open files, one after the other."""
        for path in paths:
            self.open(path)

    def open(self, path: Path) -> DocumentPage | None:
        """Open a file in a new tab, or bring the tab that shows it already to the front."""
        from engine.bpmn import DocumentError

        path = path.absolute()
        if path.suffix.lower() == PACKAGE_SUFFIX:
            self.package_wanted.emit(path)
            return None
        for page in self.pages:
            if page.file.path == path:
                self._tabs.setCurrentWidget(page)
                return page
        try:
            with _while_loading():
                file = self._load(path)
                if file is None:
                    return None
                page = self._show(file)
        except (DocumentError, FileError) as error:
            self._session.workspace.forget(path)
            questions.tell_error(self._window, self.tr("The file cannot be opened"), path.name, str(error))
            return None
        self._note_opened(path)
        return page

    def _load(self, path: Path) -> OpenFile | None:
        """A file with its document; a large one is read by a worker, and the user may cancel it."""
        files = self._session.files
        if size_of(path) < LARGE:
            return files.open(path)
        text = self.tr("Opening {}…").format(path.name)
        return LongWork["OpenFile"](self._window, self._background, text, lambda file: file.close()).wait(
            lambda: files.open(path)
        )

    def open_sample(self, path: Path) -> DocumentPage | None:
        """Open a sample as a new process, so that nobody saves over it."""
        page = self.open(path)
        if page is not None:
            page.file.read_only = page.file.read_only or self.tr("it is a sample of Processwright")
            words = self.tr("This is a sample. Try anything; save it under another name to keep your changes.")
            page.say("info", words, self.tr("Save as…"), lambda: _ignore(self.save_as(page)))
        return page

    def recover(self, works: Sequence[UnsavedWork]) -> None:
        """Open unsaved work of a crash."""
        from engine.bpmn import DocumentError

        for work in works:
            try:
                page = self._show(self._session.files.recover(work))
            except (DocumentError, FileError) as error:
                questions.tell_error(self._window, self.tr("Unsaved work cannot be opened"), work.name, str(error))
                continue
            if work.steps:
                page.say("info", self.tr("This is unsaved work from last time. Save it to keep it."))
            if labels := page.drafts.labels():
                self._tell_of_texts(page, labels)

    def _tell_of_texts(self, page: DocumentPage, labels: Sequence[str]) -> None:
        """Say which fields hold something that a crash left there, and lead to the first of them."""
        words = self.tr("Something typed in a form last time is not stored yet: {}.")
        document = page.file.document
        first = next(each for each in page.file.texts if all(map(document.find, each.elements)))
        row = ProblemRow("warning", "", first.elements[0], field=first.key)
        named = ", ".join(f"“{each}”" for each in dict.fromkeys(labels))
        page.say("warning", words.format(named), self.tr("Show"), lambda: self.field_wanted.emit(row))

    def save(self, page: DocumentPage) -> bool:
        """Save in place; asks where needed. False when it was not saved."""
        self.saving.emit()
        if page.file.path is None or page.file.read_only:
            return self.save_as(page)
        try:
            page.file.save()
        except FileChanged as changed:
            return self._settle(page, changed)
        except FileError as error:
            questions.tell_error(self._window, self.tr("Not saved"), page.title, str(error))
            return False
        self._saved(page)
        return True

    def save_as(self, page: DocumentPage) -> bool:
        """Ask for a name and save there."""
        self.saving.emit()
        path = self._ask_path(page, self.tr("Save as"))
        if path is None:
            return False
        try:
            page.file.save_as(path)
        except ReadOnlyFile as error:
            questions.tell_error(self._window, self.tr("Not saved"), path.name, str(error))
            return False
        except FileError as error:
            questions.tell_error(self._window, self.tr("Not saved"), path.name, str(error))
            return False
        self._note_opened(path)
        self._saved(page)
        return True

    def save_all(self) -> bool:
        """Save every page that has unsaved work; stops at the first that is not saved."""
        return all(self.save(page) for page in self.pages if page.has_unsaved_work)

    def close(self, page: DocumentPage) -> bool:
        """Close a tab, asking about unsaved work. False when it stays."""
        self.saving.emit()
        if not self._may_drop_drafts(page) or (page.has_unsaved_work and not self._may_close(page)):
            return False
        if page.file.path is not None:
            self._closed.append(page.file.path)
        self._drop(page)
        return True

    def close_all(self) -> bool:
        """Close everything, asking where needed; false as soon as one stays."""
        return self.close_these(self.pages)

    def close_these(self, pages: Sequence[DocumentPage]) -> bool:
        """Close some pages, the last first; false as soon as one stays."""
        return all(self.close(page) for page in reversed(pages))

    def reopen(self) -> None:
        """Bring back the tab closed last."""
        if self._closed:
            self.open(self._closed.pop())

    def leave_all(self) -> None:
        """The program ends without asking: journals stay for the next start."""
        for page in self.pages:
            page.file.leave()

    def check_outside(self) -> None:
        """The window came to the front: say where files changed meanwhile."""
        for page in self.pages:
            if not page.file.has_changed_outside():
                continue
            if page.file.is_gone():
                page.say("warning", self._gone_words(), self.tr("Save"), lambda page=page: _ignore(self.save(page)))  # type: ignore[misc]
            else:
                page.say("warning", self._changed_words(), self.tr("Reload"), lambda page=page: self._reload(page))  # type: ignore[misc]

    def describe(self, page: DocumentPage) -> None:
        """Show the page's name and whether it has unsaved work on its tab."""
        self._tabs.describe(page, page.title, page.tip, page.has_unsaved_work)

    def menu_of(self, page: DocumentPage) -> QMenu:
        """The menu of a page's tab."""
        from modeler.ui.documents.tab_menu import tab_menu

        others = [each for each in self.pages if each is not page]
        close_others = (lambda: self.close_these(others)) if others else None
        return tab_menu(self._window, page.file.path, lambda: self.close(page), close_others, self.close_all)

    def _show(self, file: OpenFile) -> DocumentPage:
        from modeler.ui.documents.page import DocumentPage

        page = DocumentPage(file, self._icons, self._pictures)
        self._pages.append(page)
        page.changed.connect(lambda: self.describe(page))
        self.opened.emit(page)
        self._tabs.add(page, page.title, page.tip)
        self.describe(page)
        for note in file.notes:
            page.say("warning", note)
        if file.read_only:
            words = self.tr("Read only: {}. Save it under another name to change it.").format(file.read_only)
            page.say("info", words, self.tr("Save as…"), lambda: _ignore(self.save_as(page)))
        return page

    def _drop(self, page: DocumentPage) -> None:
        self._pages.remove(page)
        self._tabs.remove(page)
        self.closed.emit(page)
        page.leave()
        page.file.close()
        page.deleteLater()
        thaw_collection()

    def _may_drop_drafts(self, page: DocumentPage) -> bool:
        labels = page.drafts.labels()
        if labels:
            self._tabs.setCurrentWidget(page)
        return not labels or questions.ask_about_drafts(self._window, page.title, labels) == "drop"

    def _may_close(self, page: DocumentPage) -> bool:
        self._tabs.setCurrentWidget(page)
        answer = questions.ask_to_save(self._window, page.title)
        return answer == "discard" or (answer == "save" and self.save(page))

    def _changed_words(self) -> str:
        return self.tr("This file was changed outside of Processwright.")

    def _gone_words(self) -> str:
        return self.tr("This file is gone: another program removed or moved it. Saving writes it again.")

    def _settle(self, page: DocumentPage, changed: FileChanged) -> bool:
        if changed.kind == "removed":
            return self._overwrite(page)
        answer = questions.ask_about_change(self._window, page.title, changed.cause)
        if answer == "theirs":
            self._reload(page)
            return True
        if answer == "copy":
            return self.save_as(page)
        return answer == "mine" and self._overwrite(page)

    def _overwrite(self, page: DocumentPage) -> bool:
        """Write it whatever is there now, of which a backup is kept."""
        try:
            page.file.overwrite()
        except FileError as error:
            questions.tell_error(self._window, self.tr("Not saved"), page.title, str(error))
            return False
        self._saved(page)
        return True

    def _reload(self, page: DocumentPage) -> None:
        from engine.bpmn import DocumentError

        try:
            page.reload(self._session.files.reopen(page.file))
            self._unsay_outside(page)
        except (DocumentError, FileError) as error:
            questions.tell_error(self._window, self.tr("The file cannot be opened"), page.title, str(error))

    def _saved(self, page: DocumentPage) -> None:
        self._unsay_outside(page)
        self.describe(page)
        page.changed.emit()

    def _unsay_outside(self, page: DocumentPage) -> None:
        for words in (self._changed_words(), self._gone_words()):
            page.unsay(words)

    def _ask_path(self, page: DocumentPage, title: str) -> Path | None:
        start = page.file.path or Path(page.title).with_suffix(SUFFIX)
        name, _ = QFileDialog.getSaveFileName(self._window, title, str(start), self.tr("BPMN files (*.bpmn)"))
        if not name:
            return None
        path = Path(name)
        return path if path.suffix else path.with_suffix(SUFFIX)

    def _note_opened(self, path: Path) -> None:
        try:
            self._session.workspace.note_opened(path)
        except FileError:
            return


def size_of(path: Path) -> int:
    """The size of a file in bytes; 0 where it cannot be told."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


@contextmanager
def _while_loading() -> Iterator[None]:
    """Show that it takes a moment; the garbage collector would cost more than parsing, and finds nothing here."""
    QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
    try:
        with paused_collection():
            yield
    finally:
        QApplication.restoreOverrideCursor()


def _ignore(_: object) -> None:
    """A button does not care for the answer."""
