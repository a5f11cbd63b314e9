"""HTML to PDF pages with WeasyPrint, which gets to read nothing but what is inside the page itself."""

from __future__ import annotations

import hashlib
import html
import os
from datetime import datetime
from typing import TYPE_CHECKING

from connectors.sdk.connector import ConnectorError

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

_STYLE = """
@page { size: %(size)s; margin: 20mm 18mm 22mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt "DejaVu Sans", sans-serif; color: #64748b } }
html { font: 10pt/1.45 "DejaVu Sans", "Helvetica", sans-serif; color: #0f172a }
h1 { font-size: 17pt; margin: 0 0 5mm } h2 { font-size: 13pt } h3 { font-size: 11pt }
h1, h2, h3, h4 { line-height: 1.2; break-after: avoid }
table { border-collapse: collapse; width: 100%% } thead { display: table-header-group } tr { break-inside: avoid }
th, td { border: 0.5pt solid #cbd5e1; padding: 1.5mm 2mm; text-align: left; vertical-align: top }
th { background: #f1f5f9 } img { max-width: 100%% } p { orphans: 2; widows: 2 }
"""
_SIZES = ("A4", "A5", "letter", "legal")


def page_css(size: str, orientation: str) -> str:
    """The style under the page's own: paper, margins, page numbers, readable tables."""
    paper = size if size in _SIZES else "A4"
    return _STYLE % {"size": f"{paper} landscape" if orientation == "landscape" else paper}


def pdf_of(page: str, css: str, title: str, identity: str, moment: datetime) -> bytes:
    """The PDF of an HTML page; the same page, identity and moment give the same bytes."""
    # fontTools stamps embedded fonts with the present time unless it finds this; the process is the connector's own.
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    html_class, css_class, fetcher = _renderer()
    text = page if "<title" in page.lower() else f"<title>{html.escape(title)}</title>{page}"
    document = html_class(string=text, url_fetcher=fetcher, base_url=None)
    style = css_class(string=css, url_fetcher=fetcher)
    identifier = hashlib.sha256(identity.encode("utf-8")).hexdigest()[:32].encode("ascii")
    content: bytes = document.write_pdf(stylesheets=[style], pdf_identifier=identifier)
    return content


def _renderer() -> tuple[type, type, URLFetcher]:
    try:
        from weasyprint import CSS, HTML  # type: ignore[import-untyped]
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        message = f"PDF files need WeasyPrint and the Pango library, which are not complete here: {error}"
        raise ConnectorError("pdf.renderer", message.partition("\n")[0]) from None
    return HTML, CSS, URLFetcher(allowed_protocols=("data",), allow_redirects=False)
