"""The files that a run of a Request leaves: its effects in a folder, its trace in a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from modeler.cli.terminal.documents import make_folder, writing
from modeler.cli.terminal.failures import PROBLEMS, WRONG_USE, Ended
from modeler.services.preview.outbox_folder import write_outbox
from modeler.services.profile import Profile
from modeler.services.storage.file_errors import explained

if TYPE_CHECKING:
    from modeler.services.preview.starting import Preview


@dataclass(frozen=True, slots=True)
class RunFiles:
    """Where the files of a run go; None for those that nobody asked for."""

    outbox: Path | None = None
    trace: Path | None = None

    def prepare(self) -> None:
        """Make their folders before anything runs; ends the command with status 2 where that cannot be."""
        if self.outbox is not None:
            make_folder(self.outbox)
        if self.trace is not None:
            make_folder(self.trace.absolute().parent)
            if self.trace.is_dir():
                raise Ended(WRONG_USE, f"Cannot write {self.trace}: it is a folder. Choose the name of a file.")

    def write(self, run: Preview) -> None:
        """Write them; ends the command with status 1 where that cannot be."""
        outbox, trace = self.outbox, self.trace
        if outbox is not None:
            writing(lambda: write_outbox(run.outbox, outbox, Profile.of_user()))
        if trace is not None:
            try:
                trace.write_text(run.trace_lines(), encoding="utf-8", errors="replace")
            except OSError as error:
                raise Ended(PROBLEMS, str(explained(error, "write", trace))) from error
