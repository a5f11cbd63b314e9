"""Brings the panel of scenarios together with the preview, the canvas and the files beside the process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QInputDialog

from modeler.ui.dialogs.option import Option
from modeler.ui.panels.scenario_view import CoverageRow
from modeler.ui.questions import ask
from modeler.ui.scenarios.control import ScenarioControl

if TYPE_CHECKING:
    from modeler.services.scenarios.coverage import Coverage
    from modeler.ui.documents.page import DocumentPage
    from modeler.ui.shell import Shell

MOST_TOLD = 12


class ScenarioDesk(QObject):
    """Wires scenarios in one window; holds no state of theirs."""

    def __init__(self, window: Shell) -> None:
        super().__init__(window)
        self._window, self._panel, self._preview = window, window.scenarios_panel, window.preview
        self.control = ScenarioControl(window.background, lambda: window.catalog, lambda: self._can_record(), self)
        self._painted: DocumentPage | None = None
        self._connect()

    def watch(self, page: DocumentPage | None) -> None:
        """Another document is in front."""
        self.control.watch(page)

    def page_opened(self, page: DocumentPage) -> None:
        """A document is open: its edits make results old."""
        page.changed.connect(lambda: self.control.note_change(page))

    def _connect(self) -> None:
        panel, control = self._panel, self.control
        control.changed.connect(self._show)
        control.failed.connect(self._window.status.set_hint)
        self._preview.changed.connect(self._show)
        panel.record_wanted.connect(self._record)
        panel.run_wanted.connect(lambda file: control.run([file]))
        panel.run_all_wanted.connect(control.run)
        panel.cancel_wanted.connect(control.cancel)
        panel.open_wanted.connect(self._open)
        panel.update_wanted.connect(self._update)
        panel.rename_wanted.connect(self._rename)
        panel.duplicate_wanted.connect(lambda file: control.duplicate(file, self.free_name(control.name(file))))
        panel.delete_wanted.connect(control.delete)
        panel.undo_wanted.connect(control.bring_back)
        panel.selected.connect(control.select)
        panel.saved.connect(control.edit)
        panel.coverage_wanted.connect(self._paint)
        panel.element_chosen.connect(self._window.reveal)

    def _can_record(self) -> bool:
        here = self._preview.page is not None and self._preview.page is self.control.page
        return here and self._preview.has_run and not self._preview.is_busy

    def _show(self) -> None:
        coverage = self.control.coverage
        view = self.control.view()
        if coverage is not None:
            view = replace(view, coverage=tuple(self._rows(coverage)), coverage_words=self._words(coverage))
        self._panel.show_view(view)
        self._paint_canvas(coverage if self.control.is_coverage_shown else None)

    def _record(self) -> None:
        words = self.tr("What does this run show?")
        name, is_given = QInputDialog.getText(self._panel, self.tr("Record scenario"), words)
        if is_given and name.strip():
            self._preview.record(self.free_name(name.strip()), self.control.add)

    def _open(self, file: Path) -> None:
        scenario, page = self.control.scenario(file), self.control.page
        if scenario is not None and page is not None:
            self._window.bottom.bring(self._window.run_panel)
            self._preview.play(page, scenario)

    def _update(self, file: Path) -> None:
        """Show what came out otherwise, and expect that from now on if it is right."""
        from modeler.services.scenarios.recording import updated

        scenario, trial = self.control.scenario(file), self.control.trial(file)
        if scenario is None or trial is None or trial.problem:
            return
        title = self.tr("Expect what came out?")
        told = [f"•  {each}" for each in trial.reasons[:MOST_TOLD]]
        more = len(trial.reasons) - len(told)
        if more > 0:
            told.append(self.tr("… and {} more").format(more))
        options = (Option("update", self.tr("Update")), Option("keep", self.tr("Cancel"), "reject"))
        text = self.tr("“{}” expected otherwise").format(self.control.name(file))
        if ask(self._panel, title, text, "\n".join(told), options, "keep") == "update":
            self.control.write(file, updated(scenario, trial.outcome))

    def _rename(self, file: Path) -> None:
        title, words = self.tr("Rename scenario"), self.tr("Name")
        name, is_given = QInputDialog.getText(self._panel, title, words, text=self.control.name(file))
        if is_given and name.strip():
            self.control.rename(file, name.strip())

    def free_name(self, name: str) -> str:
        """The name, or one with a number that no scenario has yet."""
        taken, found, number = set(self.control.names()), name, 2
        while found in taken:
            found, number = f"{name} {number}", number + 1
        return found

    def _paint(self, is_wanted: bool) -> None:
        self.control.is_coverage_shown = is_wanted
        self._show()

    def _paint_canvas(self, coverage: Coverage | None) -> None:
        page = self.control.page
        if self._painted is not None and self._painted is not page and self._painted in self._window.documents.pages:
            self._painted.canvas.set_coverage({})
        self._painted = page
        if page is not None:
            page.canvas.set_coverage({**coverage.elements, **coverage.flows} if coverage is not None else {})

    def _rows(self, coverage: Coverage) -> Iterator[CoverageRow]:
        for kind, counts in ((self.tr("Element"), coverage.elements), (self.tr("Flow"), coverage.flows)):
            for id, count in counts.items():
                words = self.tr("{} times").format(count) if count else self.tr("never passed")
                yield CoverageRow(id, kind, self._name(id), words, not count)
        for (element, flow), (held, failed) in coverage.conditions.items():
            words = self.tr("true {} times, false {} times").format(held, failed)
            name = self._name(flow or element)
            yield CoverageRow(flow or element, self.tr("Condition"), name, words, not (held and failed))

    def _name(self, id: str) -> str:
        page = self.control.page
        element = page.file.document.find(id) if page is not None else None
        return (element.get("name") or id) if element is not None else id

    def _words(self, coverage: Coverage) -> str:
        totals = coverage.totals
        words = self.tr("coverage {:g} %: {} of {} elements, {} of {} flows")
        said = words.format(totals.percent, totals.elements, totals.all_elements, totals.flows, totals.all_flows)
        if not totals.all_conditions:
            return said
        return f"{said}, {self.tr('{} of {} conditions').format(totals.conditions, totals.all_conditions)}"
