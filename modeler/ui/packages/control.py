"""Connects the page of connectors with the packages of the user and with everything in the window that shows them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QWidget

from modeler.services.packages.errors import PackageError
from modeler.services.storage.file_errors import FileError
from modeler.ui.packages.dialog import PackagesDialog
from modeler.ui.packages.migration import MigrationDialog, PagePlan
from modeler.ui.packages.row import ConnectorRow, rows_of

if TYPE_CHECKING:
    from modeler.editing.connector_types import Example, Manifest
    from modeler.services.packages.registry import Installed
    from modeler.services.packages.store import Candidate, Packages
    from modeler.services.packages.where_used import Use
    from modeler.ui.shell import Shell

T = TypeVar("T")
INDEX = "connectors.index"


class PackageControl(QObject):
    """Looks at, installs, switches, upgrades and removes packages of one window's user, off the window's thread."""

    def __init__(self, window: Shell) -> None:
        super().__init__(window)
        self._window = window
        self._made: Packages | None = None
        self._dialog: PackagesDialog | None = None
        self._candidate: Candidate | None = None
        self.migration: MigrationDialog | None = None

    @property
    def dialog(self) -> PackagesDialog:
        """The page, made when it is first asked for."""
        if self._dialog is None:
            self._dialog = self._build()
        return self._dialog

    def open(self) -> None:
        """Show the page with what is installed now."""
        dialog = self.dialog
        self._show_rows()
        dialog.show()
        dialog.activateWindow()
        dialog.search.setFocus()

    def look_at(self, source: str, index: str = "") -> None:
        """Read a package and ask whether to install it."""
        self.open()
        self.dialog.show_waiting()
        refused = self.tr("“{}” was not installed. {}").format(Path(source).name, "{}")
        self._run(lambda packages: packages.look_at(source, index), self._offer, refused)

    def look_for_upgrade(self, package: str) -> None:
        """Look where a package came from for a newer version."""
        self.dialog.show_waiting()
        self._run(lambda packages: packages.look_for_upgrade(package), self._offer_upgrade)

    def refresh(self, keep: str = "") -> None:
        """Let everything in the window know the connectors that there are now."""
        window = self._window
        window.session.forget_catalog()
        window.connectors_changed()
        if self._dialog is not None:
            self._show_rows(keep)

    def set_theme(self) -> None:
        """Draw in other colors."""
        if self._dialog is not None:
            self._dialog.set_icons(self._window.appearance.theme, self._window.icons)
            self._show_rows()

    @property
    def _packages(self) -> Packages:
        if self._made is None:
            from modeler.services.packages.store import Packages

            self._made = Packages(self._window.session.profile)
        return self._made

    def _build(self) -> PackagesDialog:
        window = self._window
        dialog = PackagesDialog(window.appearance.theme, window.icons, self._picture, window)
        dialog.index_bar.index.setText(window.session.settings.get(INDEX, ""))
        dialog.file_wanted.connect(self._ask_file)
        dialog.folder_wanted.connect(self._ask_folder)
        dialog.dropped.connect(self.look_at)
        dialog.row_chosen.connect(self._show_detail)
        dialog.index_bar.wanted.connect(self._look_in_index)
        dialog.offer.accepted.connect(self._install)
        dialog.offer.rejected.connect(dialog.show_detail)
        window.package_icons.arrived.connect(dialog.redraw_pictures)
        detail = dialog.detail
        detail.switch_wanted.connect(self._switch)
        detail.uninstall_wanted.connect(self._uninstall)
        detail.upgrade_wanted.connect(self.look_for_upgrade)
        detail.use_chosen.connect(self._go_to)
        detail.language_wanted.connect(self._speak)
        detail.example_wanted.connect(self._use_example)
        detail.migration_wanted.connect(lambda id: self.offer_migration((id,), None, always=True))
        return dialog

    def _picture(self, row: ConnectorRow, size: int) -> QPixmap:
        ratio = self._window.devicePixelRatioF()
        if row.entry.state == "broken":
            return self._window.icons.pixmap("warning", size, "error", ratio)
        return self._window.entry_pictures().of_connector(row.entry.manifest, size, ratio)

    def _show_rows(self, keep: str = "") -> None:
        self.dialog.set_rows(rows_of(self._window.catalog, self._window.preview.faults), keep)

    def _show_detail(self, row: ConnectorRow) -> None:
        from modeler.services.packages.documentation import documentation_of
        from modeler.services.packages.installed import LANGUAGE

        manifest = row.entry.manifest
        detail = self.dialog.detail
        language = self._window.session.settings.get(LANGUAGE, "")
        detail.show_row(row, documentation_of(manifest) if manifest is not None else "", language)
        if manifest is None:
            return
        nowhere = self.tr("Nowhere in the open processes and the open folder.")

        def show(found: list[Use]) -> None:
            if detail.row is row:
                detail.show_uses(found, nowhere)

        show(self._open_uses([manifest]))
        self._find_uses([manifest], show)

    def _open_uses(self, manifests: list[Manifest]) -> list[Use]:
        """Where connectors are used in the open processes."""
        from modeler.services.packages.where_used import uses_in_document

        pages = self._window.documents.pages
        return [use for page in pages for use in uses_in_document(page.file.document, manifests, page.file.path)]

    def _find_uses(self, manifests: list[Manifest], found: Callable[[list[Use]], None]) -> None:
        """Tell where connectors are used in the open processes and, read by a worker, in the files of the folder."""
        from modeler.services.packages.where_used import uses_in_files

        here = self._open_uses(manifests)
        opened = {page.file.path for page in self._window.documents.pages}
        files = [path for path in self._window.session.workspace.files() if path not in opened]
        if not files:
            found(here)
            return
        work = self._window.background
        work.run(
            lambda: list(uses_in_files(files, manifests)), lambda more: found([*here, *more]), lambda _: found(here)
        )

    def _ask_file(self) -> None:
        kinds = self.tr("Connector packages (*.whl *.zip)")
        name, _ = QFileDialog.getOpenFileName(self.dialog, self.tr("Install a connector package"), "", kinds)
        if name:
            self.look_at(name)

    def _ask_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self.dialog, self.tr("Install a connector package"))
        if name:
            self.look_at(name)

    def _look_in_index(self, name: str, index: str) -> None:
        try:
            self._window.session.settings.set(INDEX, index)
        except FileError as error:
            self.dialog.say("warning", str(error))
        self.dialog.index_bar.hide()
        self.look_at(name, index)

    def _offer(self, candidate: Candidate) -> None:
        self._candidate = candidate
        self.dialog.show_offer(candidate)

    def _offer_upgrade(self, candidate: Candidate) -> None:
        if candidate.step == "upgrade":
            self._offer(candidate)
            return
        self.dialog.show_detail()
        words = self.tr("{} {} is the newest version that was found.")
        self.dialog.say("info", words.format(candidate.name, candidate.version))

    def _install(self) -> None:
        candidate = self._candidate
        if candidate is None:
            return
        self.dialog.show_waiting()
        self._run(lambda packages: packages.install(candidate, consent=True), lambda _: self._installed(candidate))

    def _installed(self, candidate: Candidate) -> None:
        self.refresh(candidate.connectors[0].id)
        done = self.tr("{} {} is installed and in the palette.")
        self.dialog.say("info", done.format(candidate.name, candidate.version))
        if candidate.replaces is not None:
            self.offer_migration([each.id for each in candidate.connectors], candidate.replaces.version)

    def _switch(self, id: str, on: bool) -> None:
        agreed = self._agreed(id) if on else True
        if agreed:
            self.dialog.clear_message()
            self._run(lambda packages: packages.switch(id, on, consent=True), lambda _: self.refresh(id))

    def _agreed(self, id: str) -> bool:
        """Whether the user agrees to what a connector from beside Processwright wants; others were asked for."""
        from modeler.services.packages.installed import not_agreed
        from modeler.ui.dialogs.message import ask
        from modeler.ui.dialogs.option import Option

        registry = self._packages.registry
        entry = next((each for each in self._window.catalog.entries if each.id == id), None)
        wanted = not_agreed(entry, registry) if entry is not None else ()
        if not wanted:
            return True
        title = self.tr("Enable")
        text = self.tr("Enable “{}” with these permissions?").format(id)
        options = [Option("enable", title), Option("keep", self.tr("Keep it off"), "reject")]
        return ask(self.dialog, title, text, "\n".join(wanted), options, "enable") == "enable"

    def _speak(self, language: str) -> None:
        """Show all connectors that have this language in it, now and from now on."""
        from modeler.services.packages.installed import LANGUAGE

        row = self.dialog.detail.row
        try:
            self._window.session.settings.set(LANGUAGE, language)
        except FileError as error:
            self.dialog.say("error", str(error))
        self.refresh(row.entry.id if row is not None else "")
        if self.dialog.detail.languages is not None:
            self.dialog.detail.languages.setFocus()

    def _uninstall(self, package: str) -> None:
        entries = self._window.catalog.entries
        manifests = [each.manifest for each in entries if each.package == package and each.manifest is not None]
        self._find_uses(manifests, lambda uses: self._ask_to_uninstall(package, uses))

    def _ask_to_uninstall(self, package: str, uses: list[Use]) -> None:
        from modeler.ui.dialogs.message import ask
        from modeler.ui.dialogs.option import Option
        from modeler.ui.packages.removal import loss

        title = self.tr("Uninstall")
        text = self.tr("Uninstall “{}”?").format(package)
        options = [Option("uninstall", title, "destroy"), Option("keep", self.tr("Keep it"), "reject")]
        if ask(self.dialog, title, text, loss(uses), options, "uninstall") == "uninstall":
            self._run(lambda packages: packages.uninstall(package), self._uninstalled)

    def _uninstalled(self, package: Installed) -> None:
        self.refresh()
        self.dialog.say("info", self.tr("{} {} is uninstalled.").format(package.name, package.version))

    def offer_migration(self, ids: list[str] | tuple[str, ...], since: str | None, always: bool = False) -> None:
        """Show what the new versions of connectors would change in the open documents."""
        from modeler.editing.migrating import migration_plans

        catalog = self._window.catalog
        manifests = [manifest for manifest in map(catalog.get, ids) if manifest is not None]
        found = []
        for page in self._window.documents.pages:
            plans = migration_plans(page.file.document, manifests, catalog.connector_of, since)
            if plans:
                found.append(PagePlan(page, tuple(plans)))
        if found:
            self._ask_to_migrate(found, self.dialog)
        elif always:
            self.dialog.say("info", self.tr("All elements in the open processes are up to date."))

    def update_plan(self) -> PagePlan | None:
        """What the newer version of the selected element's template would change, where there is one."""
        page = self._window.page
        selected = page.canvas.selected_elements if page is not None else ()
        if page is None or len(selected) != 1:
            return None
        catalog = self._window.catalog
        if not any(each.binding.version for each in catalog.connectors):
            return None
        from modeler.editing.migrating import update_plan

        plan = update_plan(selected[0], catalog.connectors, catalog.connector_of)
        return PagePlan(page, (plan,)) if plan is not None else None

    def offer_update(self) -> None:
        """Show what the newer version of the selected element's template would change, and ask."""
        self._window.finish_typing()
        plan = self.update_plan()
        if plan is not None:
            self._ask_to_migrate([plan], self._window)

    def _ask_to_migrate(self, found: list[PagePlan], parent: QWidget) -> None:
        self.migration = MigrationDialog(found, parent)
        self.migration.accepted.connect(self._migrate)
        self.migration.finished.connect(self._migration_done)
        self.migration.open()

    def _migrate(self) -> None:
        from modeler.editing.migrating import migrate

        if self.migration is not None:
            self._window.finish_typing()
            for each in self.migration.chosen():
                migrate(each.page.file.document, each.plans)

    def _migration_done(self) -> None:
        if self.migration is not None:
            self.migration.deleteLater()
            self.migration = None
            if self._dialog is not None:
                self._show_rows()

    def _use_example(self, example: Example) -> None:
        """Fill in the settings of the element that is selected, as one step."""
        from modeler.editing import binding, commands

        row, page = self.dialog.detail.row, self._window.page
        selected = page.canvas.selected_elements if page is not None else ()
        known = self._window.catalog.connector_of(selected[0]) if len(selected) == 1 else None
        if page is None or row is None or known is None or known.id != row.entry.id:
            words = self.tr("Select one “{}” element on the canvas first.")
            self.dialog.say("info", words.format(row.title if row is not None else ""))
            return
        before = binding.read(known, selected[0])
        if before.error:
            self.dialog.say("warning", before.error)
            return
        self._window.finish_typing()
        with page.file.document.edit(f"Use the example “{example.title}”"):
            commands.configure(page.file.document, selected[0], known, {**before.values, **example.settings})
        self.dialog.say("info", self.tr("“{}” is filled in.").format(example.title))

    def _go_to(self, use: Use) -> None:
        here = (page for page in self._window.documents.pages if page.file.path == use.path)
        page = next((page for page in here if page.file.document.find(use.element_id) is not None), None)
        if page is not None:
            self._window.tabs.setCurrentWidget(page)
        elif use.path is not None:
            self._window.open_path(Path(use.path))
        self._window.reveal(use.element_id)
        self._window.activateWindow()

    def _run(self, work: Callable[[Packages], T], done: Callable[[T], None], refused: str = "{}") -> None:
        """Work in the background; `refused` is what is said around the reason where that is refused."""
        packages = self._packages
        self._window.background.run(lambda: work(packages), done, lambda error: self._failed(error, refused))

    def _failed(self, error: Exception, refused: str) -> None:
        if not isinstance(error, PackageError | FileError):
            raise error
        self.dialog.show_detail()
        self.dialog.say("error", refused.replace("{}", str(error)))
