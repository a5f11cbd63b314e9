"""HTML from screens and data made harmless: nothing in it can run, load a script or leave its place."""

from __future__ import annotations

import re
from html import escape

_TAGS = frozenset(
    {
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "center",
        "code",
        "col",
        "colgroup",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
    }
    | {"figure", "figcaption", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "label", "li", "ol", "p"}
    | {"pre", "s", "section", "small", "span", "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th"}
    | {"thead", "tr", "u", "ul"}
)
_ATTRIBUTES: dict[str, set[str]] = {
    "*": {"style", "class", "align", "valign", "bgcolor", "width", "height", "dir", "lang", "title"},
    "a": {"href", "target"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "table": {"border", "cellpadding", "cellspacing"},
    "col": {"span"},
    "font": {"color", "size", "face"},
    "ol": {"start", "type"},
}
_DECLARATION = re.compile(r"""(?:[^;"'(]|"[^"]*"|'[^']*'|\([^)]*\)|["'(])+""")
_ESCAPED = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_LOADS = re.compile(
    r"""(?:url|src|image(?:-set)?)\s*\(\s*(?!["']?data:image/)|expression\s*\(|behavior\s*:|-moz-binding""",
    re.IGNORECASE,
)
_SCHEMES = frozenset({"http", "https", "mailto", "tel", "data"})
_REMOVED_WHOLE = frozenset({"script", "style", "title", "noscript", "template", "xml"})


def harmless(text: str) -> str:
    """The HTML without anything that acts: scripts, events, frames, forms, foreign addresses."""
    import nh3

    return nh3.clean(
        text,
        tags=set(_TAGS),
        attributes={name: set(allowed) for name, allowed in _ATTRIBUTES.items()},
        url_schemes=set(_SCHEMES),
        clean_content_tags=set(_REMOVED_WHOLE),
        attribute_filter=_attribute,
        link_rel=None,
    )


def picture(source: object, alternative: str = "", size: str = "") -> str:
    """An image element for a picture in the data or on a server; nothing for anything else."""
    address = source.strip() if isinstance(source, str) else ""
    if not address.startswith(("data:image/", "https://", "http://")):
        return ""
    return f'<img src="{escape(address)}" alt="{escape(alternative)}"{size}>'


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Data addresses are for pictures only; styles load nothing."""
    if name == "style":
        return quiet_style(value)
    is_data = value.strip().lower().startswith("data:")
    is_picture = tag == "img" and name == "src" and value.strip().lower().startswith("data:image/")
    return None if is_data and not is_picture else value


def quiet_style(text: str) -> str:
    """Declarations of CSS without those that would load something or that old programs run."""
    return ";".join(each for each in declarations(text) if not _LOADS.search(_unescaped(each)))


def declarations(text: str) -> list[str]:
    """The declarations of CSS one by one; semicolons in quotes and brackets part none."""
    found: list[str] = _DECLARATION.findall(text)
    return found


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)) if int(match[1], 16) < 0x110000 else "", text)
