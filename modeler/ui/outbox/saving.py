"""Keeps effects of the outbox as files: one where the user says, or all of them in a folder of their own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from modeler.ui.outbox.keeping import write_file

if TYPE_CHECKING:
    from modeler.services.preview.outbox_saving import Part
    from modeler.ui.outbox.rows import EffectRow
    from modeler.ui.shell import Shell


class OutboxSaving(QObject):
    """Asks where, and writes; many files are written off the window's thread."""

    def __init__(self, window: Shell) -> None:
        super().__init__(window)
        self._window = window
        window.outbox_panel.save_wanted.connect(self.save)
        window.outbox_panel.save_all_wanted.connect(self.save_all)

    def save(self, row: EffectRow) -> None:
        """Keep one effect; a call can be kept as it went over the wire or as JSON."""
        from modeler.services.preview.outbox_saving import parts_of, stem_of

        parts = {part.suffix: part for part in parts_of(row.source)} if row.source is not None else {}
        if row.source is None or not parts:
            return
        first = next(iter(parts))
        filters = {self._words(suffix): suffix for suffix in parts}
        chosen, wanted = QFileDialog.getSaveFileName(
            self._window, self.tr("Save effect"), f"{stem_of(row.source)}{first}", ";;".join(filters)
        )
        if chosen:
            path = Path(chosen)
            part = parts.get(path.suffix.lower()) or parts[filters.get(wanted, first)]
            self._write(path if path.suffix else _with_ending(path, part.suffix), part)

    def save_all(self, rows: list[EffectRow]) -> None:
        """Keep everything that is listed in a new folder."""
        from modeler.services.preview.outbox_saving import save_all

        window = self._window
        chosen = QFileDialog.getExistingDirectory(window, self.tr("Save the outbox into a folder"))
        if not chosen:
            return
        sources = [row.source for row in rows if row.source is not None]
        names = {row.element_id: row.element for row in rows}
        page = window.preview.page or window.page
        title = self.tr("Outbox of {}").format(Path(page.title).stem) if page is not None else self.tr("Outbox")
        window.status.set_hint(self.tr("Saving the outbox…"))
        window.background.run(
            lambda: save_all(Path(chosen), title, sources, names),
            lambda made: window.status.set_hint(self.tr("Saved {} effects in {}").format(len(sources), made)),
            self._failed,
        )

    def _write(self, path: Path, part: Part) -> None:
        if write_file(self._window, path, part.content):
            self._window.status.set_hint(self.tr("Saved {}").format(path))

    def _words(self, suffix: str) -> str:
        words = {
            ".eml": self.tr("Mail (*.eml)"),
            ".http": self.tr("Call and answer (*.http)"),
            ".json": self.tr("JSON (*.json)"),
            ".html": self.tr("Page (*.html)"),
            ".pdf": self.tr("PDF (*.pdf)"),
            ".txt": self.tr("Text (*.txt)"),
        }
        return words.get(suffix, f"*{suffix}")

    def _failed(self, error: Exception) -> None:
        from modeler.ui.questions import tell_error

        self._window.status.set_hint("")
        tell_error(self._window, self.tr("Save all"), self.tr("The outbox was not saved."), str(error))


def _with_ending(path: Path, suffix: str) -> Path:
    """A name that the dialog has not asked about, so it must be free."""
    from modeler.services.safe_names import unique_name

    named = path.with_name(path.name + suffix)
    return named.with_name(unique_name(named.name, [each.name for each in path.parent.iterdir()]))
