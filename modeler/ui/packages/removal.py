"""What a user is told before a package goes: which elements use it, and what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from modeler.services.packages.where_used import Use

MOST_NAMED = 5


def loss(uses: list[Use]) -> str:
    """The elements that will no longer run, and that nothing of theirs is lost."""
    kept = _tr("Processes that use it keep all their settings; they are shown as plain text.")
    if not uses:
        return _tr("No open process and none of the open folder uses it.") + " " + kept
    count = len(uses)
    head = _tr("{} elements use it and will no longer run:").format(count)
    if count == 1:
        head = _tr("1 element uses it and will no longer run:")
    named = [f"• {_named(use)}" for use in uses[:MOST_NAMED]]
    if count > MOST_NAMED:
        named.append(_tr("and {} more").format(count - MOST_NAMED))
    return "\n".join([head, *named, kept])


def _named(use: Use) -> str:
    return f"{use.name} – {use.path.name}" if use.path is not None else use.name


def _tr(text: str) -> str:
    return QCoreApplication.translate("Packages", text)
