"""How the pages look that a browser gets from this machine, and the headers that keep them harmless."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass, field

PAGE_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}
STYLE = """
:root { color-scheme: light dark; --page: #f5f6f8; --card: #fff; --text: #1d2430; --muted: #5b6675; --line: #d5dae1;
  --accent: #2458d3; --on-accent: #fff; --error: #b42318; }
@media (prefers-color-scheme: dark) { :root { --page: #15181d; --card: #1f242b; --text: #e8ebf0; --muted: #a3adba;
  --line: #3a424d; --accent: #7aa2ff; --on-accent: #10151d; --error: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 24px; min-height: 100vh; display: grid; place-items: center; background: var(--page);
  color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 520px; padding: 32px; background: var(--card); border: 1px solid var(--line);
  border-radius: 12px; }
h1 { margin: 0 0 4px; font-size: 20px; line-height: 1.3; overflow-wrap: anywhere; }
main > :last-child { margin-bottom: 0; }
p { margin: 0 0 20px; color: var(--muted); overflow-wrap: anywhere; }
.answer { margin: 0 0 20px; padding: 12px 16px; border-left: 4px solid var(--accent); background: var(--page);
  border-radius: 4px; color: var(--text); font-weight: 600; overflow-wrap: anywhere; }
input { width: 100%; padding: 8px 12px; font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--muted); border-radius: 6px; }
.error { color: var(--error); }
.link { color: var(--accent); background: none; padding: 10px 0; }
label { display: block; margin: 0 0 6px; font-size: 14px; font-weight: 600; }
textarea { width: 100%; min-height: 96px; padding: 8px 12px; font: inherit; color: inherit; background: var(--card);
  border: 1px solid var(--muted); border-radius: 6px; resize: vertical; }
button { margin-top: 20px; padding: 10px 24px; font: inherit; font-weight: 600; color: var(--on-accent);
  background: var(--accent); border: 0; border-radius: 6px; cursor: pointer; }
@media (max-width: 480px) { body { padding: 12px; } main { padding: 24px 20px; } }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
"""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a browser gets: a whole page, and headers beside the usual ones."""

    status: int
    page: str
    headers: Mapping[str, str] = field(default_factory=dict)


def web_page(title: str, text: str, more: str = "") -> str:
    """A page with a heading, a sentence and whatever HTML shall stand below."""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{STYLE}</style></head><body><main>"
        f"<h1>{html.escape(title)}</h1><p>{html.escape(text)}</p>{more}</main></body></html>"
    )
