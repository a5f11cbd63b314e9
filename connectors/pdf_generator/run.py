"""PDF Generator: a screen or an HTML template, filled with Request data, becomes a PDF file of the Request."""

from __future__ import annotations

import re
from collections.abc import Sequence

from connectors.pdf_generator.layout import page_css, variant_of, with_running
from connectors.pdf_generator.pages import Stamp, pdf_of
from connectors.pdf_generator.pictures import with_pictures
from connectors.sdk.connector import ConnectorError, Finding, Outcome
from connectors.sdk.ports import File, Ports
from connectors.sdk.safe_names import safe_name
from connectors.sdk.values import JsonObject, as_text

_SLASHES = str.maketrans("/\\", "__")
_NUMBER_AS_DATA = re.compile(r"\{\{\{?\s*pages?\s*\}")


class PdfGenerator:
    """The connector named by the manifest."""

    def check(self, config: JsonObject) -> Sequence[Finding]:
        """A template may name pictures and styles elsewhere, which a PDF never gets, or mean the page number."""
        elsewhere = "Pictures and styles from elsewhere are not read; put them in as data: addresses."
        number = "{{page}} and {{pages}} are Request data; the numbers of pages are {page} and {pages}."
        texts = {name: as_text(config.get(name)) for name in ("template", "header", "footer")}
        is_html = config.get("source") == "html"
        found = [Finding("warning", (name,), elsewhere) for name in texts if is_html and _points_elsewhere(texts[name])]
        return found + [
            Finding("warning", (name,), number) for name in ("header", "footer") if _NUMBER_AS_DATA.search(texts[name])
        ]

    def run(self, config: JsonObject, data: JsonObject, ports: Ports) -> Outcome:
        """Make the pages, keep the file; the variable named like the file gets its number."""

        def filled(template: str) -> str:
            return with_pictures(ports.templates.render(template, data, "html"), ports)

        name, page = _content(config, data, ports)
        task = ports.task
        identity = f"{task.request_id}/{task.element_id}/{task.loop_counter}"
        stamp = Stamp(name, identity, ports.clock.now(), variant_of(config))
        content = pdf_of(with_running(page, config, filled), page_css(config), stamp)
        reference = ports.files.write(File(f"{_file_name(name)}.pdf", "application/pdf", content))
        return Outcome({name: reference})


def _content(config: JsonObject, data: JsonObject, ports: Ports) -> tuple[str, str]:
    """What the file is called, and its page as HTML."""
    name = _name(config, data, ports)
    if config.get("source") == "html":
        template = as_text(config.get("template"))
        if not template.strip():
            raise ConnectorError("pdf.template", "The template of the PDF is empty.")
        page = with_pictures(ports.templates.render(template, data, "html"), ports)
        return name or ports.task.name or "document", page
    screen = config.get("screenRef")
    if screen is None or screen == "":
        raise ConnectorError("pdf.screen", "No screen is chosen for the PDF.")
    return name or ports.screens.title(screen), ports.screens.render(screen, data)


def _name(config: JsonObject, data: JsonObject, ports: Ports) -> str:
    name = ports.templates.render(as_text(config.get("fileName")), data).strip().removesuffix(".pdf")
    if any(ord(letter) < 32 for letter in name):
        raise ConnectorError("pdf.name", "The file name must be one line without control characters.")
    return name


def _points_elsewhere(text: str) -> bool:
    lowered = text.lower().replace(" ", "").replace("'", '"')
    return any(sign in lowered for sign in ('src="http', 'src="file', 'src="/', "url(http", 'url("http', "@import"))


def _file_name(name: str) -> str:
    """The name as every file system takes it; slashes in it lead nowhere."""
    return safe_name(name.translate(_SLASHES), "document")
