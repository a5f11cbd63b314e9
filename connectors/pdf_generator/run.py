"""PDF Generator: a screen with Request data becomes a PDF file of the Request."""

from __future__ import annotations

from collections.abc import Sequence

from connectors.pdf_generator.pages import page_css, pdf_of
from connectors.sdk.connector import ConnectorError, Finding, Outcome
from connectors.sdk.ports import File, Ports
from connectors.sdk.values import JsonObject, as_text

_FORBIDDEN = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))
_LONGEST = 150


class PdfGenerator:
    """The connector named by the manifest."""

    def check(self, config: JsonObject) -> Sequence[Finding]:
        """Nothing beyond the schema."""
        return []

    def run(self, config: JsonObject, data: JsonObject, ports: Ports) -> Outcome:
        """Render the screen, keep the file; the variable named like the file gets its number."""
        screen = config.get("screenRef")
        if screen is None or screen == "":
            raise ConnectorError("pdf.screen", "No screen is chosen for the PDF.")
        name = self._name(config, data, ports) or ports.screens.title(screen)
        page = ports.screens.render(screen, data)
        css = page_css(as_text(config.get("pageSize")), as_text(config.get("orientation")))
        task = ports.task
        identity = f"{task.request_id}/{task.element_id}/{task.loop_counter}"
        content = pdf_of(page, css, name, identity, ports.clock.now())
        reference = ports.files.write(File(f"{safe_name(name)}.pdf", "application/pdf", content))
        return Outcome({name: reference})

    def _name(self, config: JsonObject, data: JsonObject, ports: Ports) -> str:
        name = ports.templates.render(as_text(config.get("fileName")), data).strip().removesuffix(".pdf")
        if any(ord(letter) < 32 for letter in name):
            raise ConnectorError("pdf.name", "The file name must be one line without control characters.")
        return name


def safe_name(name: str) -> str:
    """The name as every file system takes it."""
    return name.translate(_FORBIDDEN).strip(". ")[:_LONGEST] or "document"
