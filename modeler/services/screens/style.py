"""The look of a rendered screen: our own base style, and the screen's custom CSS kept within it."""

from __future__ import annotations

import re
from collections.abc import Iterator

SCOPE = ".screen"
BASE = """
.screen { font-family: "Helvetica Neue", Arial, sans-serif; font-size: 14px; line-height: 1.45; color: #1f2937 }
.screen table.row { width: 100%; border-collapse: collapse } .screen table.row > tbody > tr > td { vertical-align: top }
.screen table.list { width: 100%; border-collapse: collapse; margin: 8px 0 }
.screen table.list th, .screen table.list td { border: 1px solid #d1d5db; padding: 6px 8px; text-align: left }
.screen table.list th { background: #f3f4f6 } .screen .field { margin: 6px 0 }
.screen .label { color: #6b7280; font-size: 12px } .screen .hint { color: #6b7280; font-size: 12px }
.screen img { max-width: 100% } .screen hr.pagebreak { border: 0; break-after: page }
.screen .alert { padding: 8px 12px; border-radius: 4px } .screen .text-center { text-align: center }
.screen .text-primary { color: #1d4ed8 } .screen .text-secondary, .screen .text-muted { color: #6b7280 }
.screen .text-success { color: #15803d } .screen .text-danger { color: #b91c1c }
.screen .text-warning { color: #b45309 } .screen .text-info { color: #0f766e } .screen .text-light { color: #f3f4f6 }
.screen .text-dark { color: #111827 }
.screen .alert-primary { background: #dbeafe } .screen .alert-secondary { background: #e5e7eb }
.screen .alert-success { background: #dcfce7 } .screen .alert-danger { background: #fee2e2 }
.screen .alert-warning { background: #fef9c3 } .screen .alert-info { background: #ccfbf1 }
.screen .alert-light { background: #f9fafb } .screen .alert-dark, .screen .bg-dark { background: #374151; color: #fff }
.screen .bg-primary { background: #1d4ed8 } .screen .bg-light { background: #f3f4f6 }
.screen .p-2 { padding: 8px } .screen .p-3 { padding: 16px } .screen .mb-4 { margin-bottom: 24px }
.screen .mb-5 { margin-bottom: 48px } .screen .small { font-size: 85% }
"""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def scoped(css: str) -> str:
    """Custom CSS that reaches nothing outside the screen; CSS that is malformed is dropped."""
    text = _COMMENT.sub("", css)
    if "<" in text or text.count("{") != text.count("}"):
        return ""
    return "\n".join(_rules(text))


def _rules(text: str) -> Iterator[str]:
    at = 0
    while (opening := text.find("{", at)) >= 0:
        closing = _matching(text, opening)
        prelude, body = text[at:opening].strip(), text[opening + 1 : closing]
        prelude = prelude.rpartition(";")[2].strip()
        if prelude.startswith("@media"):
            yield f"{prelude} {{ {' '.join(_rules(body))} }}"
        elif prelude and not prelude.startswith("@"):
            yield f"{', '.join(f'{SCOPE} {part.strip()}' for part in prelude.split(','))} {{{body}}}"
        at = closing + 1


def _matching(text: str, opening: int) -> int:
    depth = 0
    for at in range(opening, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return len(text)
