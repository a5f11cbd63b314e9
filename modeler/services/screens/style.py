"""The look of a rendered screen: our own base style, and the screen's custom CSS kept within it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from modeler.services.screens.inlining import with_sheets
from modeler.services.screens.markup import quiet_style

SCOPE = ".screen"
_LISTS = """
.screen table.list { width: 100%; border-collapse: collapse; margin: 8px 0 }
.screen table.list th, .screen table.list td { border: 1px solid #d1d5db; padding: 6px 8px; text-align: left }
.screen table.list th { background: #f3f4f6 } .screen .field { margin: 6px 0 }
.screen .label { color: #6b7280; font-size: 12px } .screen .hint { color: #6b7280; font-size: 12px }
"""
BASE = f"""
.screen {{ font-family: "Helvetica Neue", Arial, sans-serif; font-size: 14px; line-height: 1.45; color: #1f2937 }}
.screen table.row {{ width: 100%; border-collapse: collapse }} .screen table.row > tbody > tr > td {{
  vertical-align: top; border: 0; padding: 0 8px 0 0; background: none }}
{_LISTS}@media (max-width: 575px) {{ .screen table.row, .screen table.row > tbody, .screen table.row > tbody > tr,
  .screen table.row > tbody > tr > td {{ display: block; width: 100% !important; padding-right: 0 }} }}
.screen img {{ max-width: 100% }} .screen hr.pagebreak {{ border: 0; break-after: page }}
"""
_INLINE: Mapping[str, str] = {
    "alert": "padding: 8px 12px; border-radius: 4px",
    "alert-primary": "background-color: #dbeafe",
    "alert-secondary": "background-color: #e5e7eb",
    "alert-success": "background-color: #dcfce7",
    "alert-danger": "background-color: #fee2e2",
    "alert-warning": "background-color: #fef9c3",
    "alert-info": "background-color: #ccfbf1",
    "alert-light": "background-color: #f9fafb",
    "alert-dark": "background-color: #374151; color: #ffffff",
    "bg-primary": "background-color: #1d4ed8",
    "bg-secondary": "background-color: #6b7280",
    "bg-success": "background-color: #15803d",
    "bg-danger": "background-color: #b91c1c",
    "bg-warning": "background-color: #facc15",
    "bg-info": "background-color: #0f766e",
    "bg-light": "background-color: #f3f4f6",
    "bg-dark": "background-color: #374151",
    "text-primary": "color: #1d4ed8",
    "text-secondary": "color: #6b7280",
    "text-muted": "color: #6b7280",
    "text-success": "color: #15803d",
    "text-danger": "color: #b91c1c",
    "text-warning": "color: #b45309",
    "text-info": "color: #0f766e",
    "text-light": "color: #f3f4f6",
    "text-dark": "color: #111827",
    "text-white": "color: #ffffff",
    "text-center": "text-align: center",
    "text-right": "text-align: right",
    "p-2": "padding: 8px",
    "p-3": "padding: 16px",
    "mb-4": "margin-bottom: 24px",
    "mb-5": "margin-bottom: 48px",
    "small": "font-size: 85%",
}
_TAG = re.compile(r'<([a-z][a-z0-9]*)((?:\s+[a-z:-]+="[^"]*")*)\s*>')
_CLASS = re.compile(r'\sclass="([^"]*)"')
_STYLE = re.compile(r'\sstyle="([^"]*)"')
_COMMA = re.compile(r""",(?![^(\[]*[)\]])""")
_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_SHEET = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.DOTALL | re.IGNORECASE)


def inlined(markup: str, css: str = "") -> str:
    """Clean HTML in which usual classes, and what `css` says, are styles of the elements: mail programs drop sheets."""
    return with_sheets(_TAG.sub(_with_style, markup), f"{_LISTS}\n{css}" if css or "class=" in markup else "")


def _with_style(match: re.Match[str]) -> str:
    tag, attributes = match[1], match[2]
    named = _CLASS.search(attributes)
    looks = [_INLINE[name] for name in named[1].split() if name in _INLINE] if named else []
    if not looks:
        return match[0]
    own = _STYLE.search(attributes)
    rest = _STYLE.sub("", attributes)
    style = "; ".join([*looks, *([own[1].strip("; ")] if own and own[1].strip("; ") else [])])
    return f'<{tag}{rest} style="{style}">'


def without_styles(markup: str) -> tuple[str, list[str]]:
    """HTML without the style sheets in it, and those sheets; they are for `scoped`."""
    return _SHEET.sub("", markup), _SHEET.findall(markup)


def scoped(css: str) -> str:
    """Custom CSS that reaches nothing outside the screen but its paper; CSS that is malformed is dropped."""
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
        elif prelude.startswith("@page"):
            yield f"{prelude} {{ {_paper(body)} }}"
        elif prelude and not prelude.startswith("@"):
            yield f"{', '.join(f'{SCOPE} {part.strip()}' for part in _COMMA.split(prelude))} {{{quiet_style(body)}}}"
        at = closing + 1


def _paper(body: str) -> str:
    """What a page rule says of the paper, and of what stands in its margins."""
    found, at = "", 0
    while (opening := body.find("{", at)) >= 0:
        closing = _matching(body, opening)
        before, _, box = body[at:opening].rpartition(";")
        found += f"{quiet_style(before)}; {box.strip()} {{{quiet_style(body[opening + 1 : closing])}}} "
        at = closing + 1
    return found + quiet_style(body[at:])


def _matching(text: str, opening: int) -> int:
    depth = 0
    for at in range(opening, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
    return len(text)
