"""Paper, margins, running headers and footers: the settings of the page turned into CSS and HTML."""

from __future__ import annotations

import re
from collections.abc import Callable

from connectors.sdk.values import Json, JsonObject, as_object, as_text

PAPERS = ("A3", "A4", "A5", "B5", "letter", "legal")
VARIANTS = ("pdf/a-1b", "pdf/a-2b", "pdf/a-2u", "pdf/a-3b", "pdf/a-3u", "pdf/a-4u")
_MARGINS = (("top", 20.0), ("right", 18.0), ("bottom", 22.0), ("left", 18.0))
_WIDEST = 100.0
_COUNTERS = re.compile(r"(?<!\{)\{(page|pages)\}(?!\})")
_BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)
_NUMBERS = '@bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt; color: #64748b }'
_RUNNING = "@%(edge)s-center { content: element(pw-%(name)s); width: 100%%; vertical-align: %(align)s }"
_PAGE = "@page { size: %(size)s; margin: %(margin)s; font-family: %(font)s; %(boxes)s }"
_FONT = '"DejaVu Sans", "Helvetica", sans-serif'
_STYLE = """
body { margin: 0 }
html { font: 10pt/1.45 %(font)s; color: #0f172a }
h1 { font-size: 17pt; margin: 0 0 5mm } h2 { font-size: 13pt } h3 { font-size: 11pt }
h1, h2, h3, h4 { line-height: 1.2; break-after: avoid }
table { border-collapse: collapse; width: 100%% } thead { display: table-header-group } tr { break-inside: avoid }
tfoot { display: table-row-group }
th, td { border: 0.5pt solid #cbd5e1; padding: 1.5mm 2mm; text-align: left; vertical-align: top }
th { background: #f1f5f9 } img { max-width: 100%% } p { orphans: 2; widows: 2 }
.pw-header, .pw-footer { font-size: 8pt; line-height: 1.35; color: #475569 }
.pw-header { position: running(pw-header) } .pw-footer { position: running(pw-footer) }
.pw-page::before { content: counter(page) } .pw-pages::before { content: counter(pages) }
"""
Render = Callable[[str], str]


def page_css(config: JsonObject) -> str:
    """The style under the page's own: paper, margins, what stands in the margins, readable tables."""
    paper = as_text(config.get("pageSize"))
    size = paper if paper in PAPERS else "A4"
    turned = f"{size} landscape" if config.get("orientation") == "landscape" else size
    page = _PAGE % {"size": turned, "margin": _margins(config.get("margins")), "font": _FONT, "boxes": _boxes(config)}
    return page + _STYLE % {"font": _FONT}


def with_running(page: str, config: JsonObject, render: Render) -> str:
    """The page with its header and footer inside; `{page}` and `{pages}` in them count."""
    parts = [_running(name, as_text(config.get(name)), render) for name in ("header", "footer")]
    place = _BODY.search(page)
    at = place.end() if place else 0
    return page[:at] + "".join(parts) + page[at:]


def variant_of(config: JsonObject) -> str | None:
    """The PDF/A profile of the settings; none is an ordinary PDF."""
    chosen = as_text(config.get("pdfVariant"))
    return chosen if chosen in VARIANTS else None


def _running(name: str, template: str, render: Render) -> str:
    if not template.strip():
        return ""
    counted = _COUNTERS.sub(r'<span class="pw-\1"></span>', template)
    return f'<div class="pw-{name}">{render(counted)}</div>'


def _boxes(config: JsonObject) -> str:
    """What the margins hold; page numbers, unless the settings say something about the footer."""
    found = []
    if as_text(config.get("header")).strip():
        found.append(_RUNNING % {"edge": "top", "name": "header", "align": "middle"})
    if as_text(config.get("footer")).strip():
        found.append(_RUNNING % {"edge": "bottom", "name": "footer", "align": "middle"})
    elif not isinstance(config.get("footer"), str):
        found.append(_NUMBERS)
    return " ".join(found)


def _margins(value: Json) -> str:
    chosen = as_object(value)
    return " ".join(f"{_millimeters(chosen.get(side), usual):g}mm" for side, usual in _MARGINS)


def _millimeters(value: Json, usual: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return usual
    return min(max(float(value), 0.0), _WIDEST)
