"""Keeps the properties panel and the document in step: selection to form, finished field to edit."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QPixmap

from modeler.ui.panels.form_model import Field, Form
from modeler.ui.panels.properties import ICON, PropertiesPanel

if TYPE_CHECKING:
    from engine.bpmn import Element
    from modeler.services.catalog import Catalog
    from modeler.ui.documents.page import DocumentPage
    from modeler.ui.forms.entry_pictures import EntryPictures
    from modeler.ui.forms.variables import FormVariables
    from modeler.ui.loaded_choices import LoadedChoices


class Inspector(QObject):
    """Shows what is selected on the current page; `refused` tells why a value was not taken."""

    refused = Signal(str)

    def __init__(
        self,
        panel: PropertiesPanel,
        catalog: Callable[[], Catalog],
        pictures: Callable[[], EntryPictures],
        variables: FormVariables | None = None,
        loaded: LoadedChoices | None = None,
    ) -> None:
        super().__init__(panel)
        self._variables = variables
        self._loaded = loaded
        self._panel = panel
        self._catalog = catalog
        self._pictures = pictures
        self._page: DocumentPage | None = None
        self._shown: Element | None = None
        self._targets: dict[str, tuple[Element, ...]] = {}
        self._findings: dict[str, dict[str, str]] = {}
        self._is_showing = False
        self._asked = ""
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.show_selection)
        panel.edited.connect(self._judge)
        panel.finished.connect(self._write)
        panel.drafted.connect(self._draft)
        panel.reload_wanted.connect(self.refresh)
        panel.load_wanted.connect(self._load)
        if loaded is not None:
            loaded.changed.connect(self._show_loaded)

    def watch(self, page: DocumentPage | None) -> None:
        """Follow the selection of another page, or of none."""
        self._panel.leave()
        self._page = page
        self._targets = {}
        self.show_selection()

    def show_findings(self, findings: dict[str, dict[str, str]]) -> None:
        """What checks have found, by element: field key to message. It stands there until one of the fields changes."""
        if findings != self._findings:
            self._findings = findings
            self.refresh()

    def refresh(self) -> None:
        """Show the form anew when the current work is done."""
        self._soon.start()

    def follow_selection(self) -> None:
        """Something else is selected: finish what is being typed now, and show its form once the canvas is painted."""
        self._panel.expect(self.show_selection)
        self._soon.start()

    def show_selection(self) -> None:
        """Show the form of what is selected now."""
        self._soon.stop()
        page = self._page
        if page is None:
            self._shown = None
            self._panel.show_form(None)
            return
        from modeler.services.workspace.choices import workspace_choices
        from modeler.ui.forms.element_form import element_form
        from modeler.ui.forms.findings import with_findings

        elements = page.canvas.selected_elements
        folder = page.file.path.parent if page.file.path is not None else None
        form = element_form(elements, page.file.document, self._catalog(), workspace_choices(folder))
        single = elements[0] if len(elements) == 1 else None
        self._shown = single or self._main(form.subject if form is not None and not elements else None)
        if form is not None:
            form = with_findings(form, self._findings.get(form.subject, {}))
            form = page.drafts.shown_in(form, elements or ([self._shown] if self._shown is not None else []))
            form = self._with_loaded(form, single) if single is not None else form
        picture = self._picture(single) if single is not None else None
        if form is not None and self._targets.get(form.subject) != tuple(elements):
            before = [each for each in self._targets.items() if each[0] != form.subject][-1:]
            self._targets = {**dict(before), form.subject: tuple(elements)}
        if self._variables is not None:
            self._variables.watch(page.file.document, self._shown, folder)
        self._is_showing = True
        try:
            self._panel.show_form(form, picture)
        finally:
            self._is_showing = False

    def _with_loaded(self, form: Form, element: Element) -> Form:
        """The form with what its connector has loaded for its fields."""
        from modeler.editing import binding

        manifest = self._catalog().connector_of(element)
        if self._loaded is None or manifest is None:
            return form
        return self._loaded.shown_in(form, manifest, binding.read(manifest, element).values)

    def _show_loaded(self) -> None:
        """Show how loading stands; who waits for it at its field keeps the keyboard there."""
        key = self._asked
        is_waiting = self._panel.has_focus(key)
        self.show_selection()
        if is_waiting and not self._panel.has_focus(key):
            self._panel.reveal(key)

    def _load(self, key: str) -> None:
        """Somebody wants the choices of a field from the world outside."""
        from modeler.editing import binding
        from modeler.ui.forms.element_form import path_of

        self._panel.commit()
        self._asked = key
        element, field, path = self._shown, self._field(key), path_of(key)
        manifest = self._catalog().connector_of(element) if element is not None else None
        if self._loaded is None or element is None or manifest is None or field is None or not path:
            return
        self._loaded.load(manifest, field, str(path[-1]), binding.read(manifest, element).values)

    def _main(self, subject: str | None) -> Element | None:
        if subject is None or self._page is None:
            return None
        return self._page.file.document.find(subject)

    def _picture(self, element: Element) -> QPixmap:
        ratio = self._panel.devicePixelRatioF()
        manifest = self._catalog().connector_of(element)
        if manifest is not None:
            return self._pictures().of_connector(manifest, ICON, ratio)
        return self._pictures().of_element(element, ICON, ratio)

    def _element(self, subject: str) -> Element | None:
        if self._page is None:
            return None
        found = self._page.file.document.find(subject)
        return found if found is not None else self._shown

    def _standing(self, subject: str) -> list[Element]:
        """The elements that a form was shown for, as far as they are still in the file."""
        several = self._targets.get(subject, ())
        found = several if len(several) > 1 else (self._element(subject),)
        return [element for element in found if element is not None and element.parent is not None]

    def _judge(self, subject: str, key: str, value: object) -> None:
        from modeler.ui.forms.element_form import companion_of, errors_of, path_of
        from modeler.ui.forms.element_writer import judged, manifest_of

        elements = self._standing(subject)
        path, element = path_of(key), elements[0] if elements else None
        manifest = manifest_of(element, key, self._catalog()) if element is not None else None
        if path is not None and element is not None and manifest is not None:
            self._panel.set_errors(errors_of(judged(element, manifest, key, value), companion_of(key)))

    def _draft(self, subject: str, key: str, text: object, error: str = "") -> None:
        """Keep what cannot be stored for the elements that it was typed at; None says that it was given up."""
        elements, field = self._standing(subject), self._field(key)
        if self._page is None or not elements:
            return
        if text is None:
            self._page.drafts.drop(elements, key)
            self.refresh()
        elif field is not None:
            self._page.drafts.keep(elements, field, text, error)

    def _field(self, key: str) -> Field | None:
        """The field of the shown form that a key means."""
        form = self._panel.form
        found = (field for group in form.groups for top in group.fields for field in top.walk()) if form else ()
        return next((each for each in found if each.key == key), None)

    def _write(self, subject: str, key: str, value: object) -> None:
        elements = self._standing(subject)
        if not elements or self._page is None:
            return  # the elements have just gone: a field that loses the keyboard has nothing to say any more
        from modeler.editing.refusals import CommandRefused
        from modeler.ui.forms.element_writer import write_field, write_to_all

        document = self._page.file.document
        self._findings.pop(subject, None)
        try:
            if len(elements) > 1:
                write_to_all(document, elements, key, value, self._catalog())
            else:
                write_field(document, elements[0], key, value, self._catalog())
        except CommandRefused as refusal:
            self.refused.emit(refusal.reason)
            self._draft(subject, key, value, refusal.reason)
        if self._is_showing:
            self.refresh()
        else:
            self.show_selection()
