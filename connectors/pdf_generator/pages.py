"""HTML to PDF pages with WeasyPrint, which gets to read nothing but what is inside the page itself."""

from __future__ import annotations

import hashlib
import html
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from connectors.sdk.connector import ConnectorError

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

Finish = Callable[[object, object], None]
"""Looks through a finished file before it is written: the document, and what will be in the file."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What makes a PDF file this one: its title, whose it is and of when; the same stamp gives the same bytes."""

    title: str
    identity: str
    moment: datetime
    variant: str | None = None


def pdf_of(page: str, css: str, stamp: Stamp) -> bytes:
    """The PDF of an HTML page; `variant` is a PDF/A profile."""
    # fontTools stamps embedded fonts with the present time unless it finds this; the process is the connector's own.
    os.environ["SOURCE_DATE_EPOCH"] = str(int(stamp.moment.timestamp()))
    html_class, css_class, fetcher, finish = _renderer(stamp.variant)
    text = page if "<title" in page.lower() else f"<title>{html.escape(stamp.title)}</title>{page}"
    document = html_class(string=text, url_fetcher=fetcher, base_url=None)
    style = css_class(string=css, url_fetcher=fetcher)
    identifier = hashlib.sha256(stamp.identity.encode("utf-8")).hexdigest()[:32].encode("ascii")
    try:
        content: bytes = document.write_pdf(
            stylesheets=[style], pdf_identifier=identifier, pdf_variant=stamp.variant, finisher=finish
        )
    except (ValueError, OSError) as error:
        raise ConnectorError("pdf.page", f"The page cannot be made into a PDF: {error}") from None
    return content


def _renderer(variant: str | None) -> tuple[type, type, URLFetcher, Finish | None]:
    try:
        from weasyprint import CSS, HTML  # type: ignore[import-untyped]
        from weasyprint.urls import URLFetcher
    except (ImportError, OSError) as error:
        message = f"PDF files need WeasyPrint and the Pango library, which are not complete here: {error}"
        raise ConnectorError("pdf.renderer", message.partition("\n")[0]) from None
    if variant is None:
        return HTML, CSS, URLFetcher(allowed_protocols=("data",), allow_redirects=False), None
    from connectors.pdf_generator.archive import SolidPictures, keep_to

    return HTML, CSS, SolidPictures(variant), partial(keep_to, variant)
