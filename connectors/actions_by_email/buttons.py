"""The buttons under the mail: links that every mail program draws, in the eight styles of the settings."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

_STYLES = MappingProxyType(
    {
        "btn-primary": ("#1d4ed8", "#ffffff"),
        "btn-secondary": ("#4b5563", "#ffffff"),
        "btn-success": ("#15803d", "#ffffff"),
        "btn-info": ("#0f766e", "#ffffff"),
        "btn-warning": ("#facc15", "#111827"),
        "btn-danger": ("#b91c1c", "#ffffff"),
        "btn-dark": ("#111827", "#ffffff"),
        "btn-light": ("#ffffff", "#111827"),
    }
)

_DARK = "#111827"
_SHAPE = (
    "display: inline-block; margin: 0 8px 8px 0; padding: 10px 18px; border-radius: 6px; "
    "font: 600 14px sans-serif; text-decoration: none"
)


@dataclass(frozen=True, slots=True)
class Button:
    """One answer: what it says, what it means, how it looks and where it leads."""

    text: str
    value: str
    style: str
    link: str


def as_html(buttons: Sequence[Button]) -> str:
    """All buttons in one row that wraps."""
    return f'<p style="margin: 24px 0">{" ".join(_button(button) for button in buttons)}</p>'


def with_buttons(page: str, buttons: Sequence[Button]) -> str:
    """The page with the buttons at its end, inside its body where it has one."""
    at = page.lower().rfind("</body>")
    place = at if at >= 0 else len(page)
    return page[:place] + as_html(buttons) + page[place:]


def as_text(buttons: Sequence[Button]) -> str:
    """The same for readers without HTML."""
    return "\n".join(f"{button.text}: {button.link}" for button in buttons) + "\n"


def _button(button: Button) -> str:
    background, color = _STYLES.get(button.style, _STYLES["btn-primary"])
    border = "#9ca3af" if color == _DARK else background
    style = f"{_SHAPE}; background: {background}; color: {color}; border: 1px solid {border}"
    return f'<a href="{html.escape(button.link)}" style="{style}">{html.escape(button.text)}</a>'
