"""All about one connector: state and buttons on top, then permissions, settings, where it is used, documentation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from modeler.ui.packages.button_rows import ButtonRows
from modeler.ui.packages.languages import LanguageChoice
from modeler.ui.packages.page import DocumentationView, Page
from modeler.ui.packages.row import ConnectorRow
from modeler.ui.plain_text import label, tooltip, without_mnemonics, wrapped_label

if TYPE_CHECKING:
    from modeler.editing.connector_types import Example, Manifest
    from modeler.services.packages.where_used import Use

PICTURE = 48
MOST_USES = 200
LINK_PADDING = 7
ENGINES = {
    "processmaker": "ProcessMaker",
    "camunda-7": "Camunda 7",
    "camunda-8": "Camunda 8",
    "flowable": "Flowable",
}


class DetailPage(QWidget):
    """Shows one row; what is pressed comes out as signals."""

    switch_wanted = Signal(str, bool)
    uninstall_wanted = Signal(str)
    upgrade_wanted = Signal(str)
    use_chosen = Signal(object)
    migration_wanted = Signal(str)
    example_wanted = Signal(object)
    language_wanted = Signal(str)

    def __init__(self, pictures: Callable[[ConnectorRow, int], QPixmap]) -> None:
        super().__init__()
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._pictures = pictures
        self.row: ConnectorRow | None = None
        self.page = Page()
        self.buttons: dict[str, QPushButton] = {}
        self._picture: QLabel | None = None
        self._used: QVBoxLayout | None = None
        self._language = ""
        self.languages: LanguageChoice | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.page)

    def show_row(self, row: ConnectorRow, documentation: str, language: str = "") -> None:
        """Show a connector, with the language that forms are in now; where it is used comes later by `show_uses`."""
        self.row = row
        self._language, self.languages = language, None
        self.page.clear()
        self.buttons = {}
        self.page.column.addLayout(self._header(row))
        self.page.column.addSpacing(8)
        for trouble in row.troubles:
            self.page.words(trouble, "error")
        for finding in row.entry.findings if row.entry.manifest is not None else ():
            self.page.words(finding.message, "warning")
        if row.entry.manifest is not None:
            self._describe(row, row.entry.manifest, documentation)
        self.page.end()

    def redraw_picture(self) -> None:
        """The icon has been drawn meanwhile."""
        if self.row is not None and self._picture is not None:
            self._picture.setPixmap(self._pictures(self.row, PICTURE))

    def show_uses(self, uses: Sequence[Use], where: str) -> None:
        """Fill the part that says where the connector is used."""
        if self._used is None:
            return
        while (item := self._used.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        if not uses:
            nowhere = wrapped_label(where, "muted")
            nowhere.setContentsMargins(LINK_PADDING, 0, 0, 0)
            self._used.addWidget(nowhere)
        for use in uses[:MOST_USES]:
            self._used.addWidget(self._use_button(use))
        if len(uses) > MOST_USES:
            self._used.addWidget(label(self.tr("and {} more").format(len(uses) - MOST_USES), "muted"))

    def _header(self, row: ConnectorRow) -> QHBoxLayout:
        picture = self._picture = QLabel()
        picture.setPixmap(self._pictures(row, PICTURE))
        line = QHBoxLayout()
        line.setSpacing(16)
        line.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(wrapped_label(row.title, "empty-title"))
        facts = [row.version, row.entry.id, row.kind_words]
        words.addWidget(wrapped_label("   ·   ".join(fact for fact in facts if fact), "muted"))
        words.addWidget(label(row.state_word, row.state_role))
        words.addSpacing(4)
        words.addWidget(self._actions(row))
        line.addLayout(words, 1)
        return line

    def _actions(self, row: ConnectorRow) -> ButtonRows:
        line = ButtonRows()
        if row.entry.state in ("ready", "disabled"):
            is_off = row.entry.state == "disabled"
            text = self.tr("Enable") if is_off else self.tr("Disable")
            button = self._button("switch", text, lambda: self.switch_wanted.emit(row.entry.id, is_off))
            if is_off:
                button.setProperty("look", "primary")
            line.add(button)
        if row.entry.package:
            package = row.entry.package
            line.add(self._button("upgrade", self.tr("Look for upgrade"), lambda: self.upgrade_wanted.emit(package)))
            line.add(self._button("uninstall", self.tr("Uninstall…"), lambda: self.uninstall_wanted.emit(package)))
        manifest = row.entry.manifest
        if manifest is not None and manifest.migrations and row.entry.state == "ready":
            text = self.tr("Migrate open processes…")
            line.add(self._button("migrate", text, lambda: self.migration_wanted.emit(row.entry.id)))
        line.arrange()
        return line

    def _button(self, name: str, text: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: act())
        self.buttons[name] = button
        return button

    def _describe(self, row: ConnectorRow, manifest: Manifest, documentation: str) -> None:
        from modeler.services.packages.permissions import permissions_of

        page = self.page
        if manifest.description:
            page.words(manifest.description)
        page.heading(self.tr("Permissions"))
        wanted = list(permissions_of([manifest]).values())
        page.bullets(wanted or [self.tr("None: it has no code and reaches nothing.")])
        page.heading(self.tr("Where it is used"))
        self._used = QVBoxLayout()
        self._used.setSpacing(0)
        self._used.setContentsMargins(-LINK_PADDING, 0, 0, 0)
        page.column.addLayout(self._used)
        self._settings(manifest)
        self._more(manifest)
        page.heading(self.tr("Stands in BPMN as"))
        page.table(self._facts(row, manifest))
        if documentation or manifest.documentation:
            page.heading(self.tr("Documentation"))
        if manifest.documentation:
            page.link(manifest.documentation)
        if documentation:
            page.column.addWidget(DocumentationView(documentation))

    def _settings(self, manifest: Manifest) -> None:
        from modeler.editing import forms

        groups = forms.build(manifest, manifest.defaults).groups
        rows = [(field.label, field.name, field.help) for group in groups for field in group.fields]
        if rows:
            self.page.heading(self.tr("Settings"))
            self.page.table(rows, (3, 2, 5))

    def _more(self, manifest: Manifest) -> None:
        if manifest.examples:
            self.page.heading(self.tr("Examples"))
            for example in manifest.examples:
                self._example(example)
        if manifest.translations:
            self.page.heading(self.tr("Language"))
            self.languages = LanguageChoice(manifest.translations, self._language)
            self.languages.wanted.connect(self.language_wanted)
            self.page.column.addWidget(self.languages, 0, Qt.AlignmentFlag.AlignLeft)
        refusing = {name: each.unsupported for name, each in manifest.targets.items() if each.unsupported}
        if refusing:
            self.page.heading(self.tr("Engines that cannot run it"))
            self.page.table([(ENGINES.get(name, name), reason) for name, reason in refusing.items()])

    def _example(self, example: Example) -> None:
        button = QPushButton(self.tr("Use"))
        button.setAutoDefault(False)
        button.setAccessibleName(self.tr("Use the example “{}”").format(example.title))
        button.setToolTip(tooltip(self.tr("Fills in the settings of the selected element")))
        button.clicked.connect(lambda: self.example_wanted.emit(example))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(wrapped_label(example.title, "field"))
        if example.description:
            words.addWidget(wrapped_label(example.description, "muted"))
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addLayout(words, 1)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.page.column.addLayout(line)
        self.buttons[f"example/{example.title}"] = button

    def _facts(self, row: ConnectorRow, manifest: Manifest) -> list[tuple[str, str]]:
        binding = manifest.binding
        facts = [
            (self.tr("Element"), ", ".join(kind.removeprefix("bpmn:") for kind in manifest.applies_to)),
            (self.tr("Implementation"), binding.implementation or ""),
            (self.tr("Called element"), binding.called_element or ""),
            (self.tr("Category"), manifest.category),
            (self.tr("From"), row.entry.origin),
        ]
        return [(name, value) for name, value in facts if value]

    def _use_button(self, use: Use) -> QPushButton:
        place = use.path.name if use.path is not None else self.tr("not saved yet")
        button = QPushButton(without_mnemonics(f"{use.name}  –  {place}"))
        button.setProperty("look", "link")
        button.setAutoDefault(False)
        button.setToolTip(tooltip(str(use.path or use.element_id)))
        button.clicked.connect(lambda: self.use_chosen.emit(use))
        return button
