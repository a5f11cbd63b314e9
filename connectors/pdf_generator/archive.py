"""What PDF/A forbids and WeasyPrint lets pass: a file that claims to be one keeps to it, or is not made.

Smoothed pictures, inks of printing presses and letters that no font has are forbidden in every part; in part 1 whatever
one can see through is too, so that pictures get a white ground there. Imported only where an archive format is chosen.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from PIL import Image
from weasyprint.urls import URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]

from connectors.sdk.connector import ConnectorError

_PREFIX = "pdf/a-"
_SEE_THROUGH = ("RGBA", "LA", "PA")
_SHOWN = 20


class SolidPictures(URLFetcher):  # type: ignore[misc]  # of a library without types
    """Gets what is inside the page; pictures come in colors that the archive format may hold."""

    def __init__(self, variant: str) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._is_opaque = part_of(variant) == 1

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """What stands at an address."""
        found = super().fetch(url, headers)
        content = found.read()
        kind = found.headers.get("Content-Type", "")
        solid = self._solid(content) if kind.startswith("image/") else None
        told = {"Content-Type": "image/png" if solid else kind}
        return URLFetcherResponse(url, solid or content, told)

    def _solid(self, content: bytes) -> bytes | None:
        """The picture anew where it must be; nothing where it may stay, or where another reader knows it."""
        try:
            picture = Image.open(io.BytesIO(content))
            has_alpha = picture.mode in _SEE_THROUGH or "transparency" in picture.info
            if picture.mode != "CMYK" and not (has_alpha and self._is_opaque):
                return None
            ground = Image.new("RGBA", picture.size, "white")
            ground.alpha_composite(picture.convert("RGBA"))
        except (OSError, ValueError, Image.DecompressionBombError):
            return None
        out = io.BytesIO()
        ground.convert("RGB").save(out, "PNG")
        return out.getvalue()


def part_of(variant: str) -> int:
    """The part of the standard that a variant such as `pdf/a-2b` belongs to."""
    return int(variant.removeprefix(_PREFIX)[0])


def keep_to(variant: str, document: Any, pdf: Any) -> None:
    """Mend what the file must not hold; raise `ConnectorError` for what only its author can mend."""
    _require_letters(document)
    parts = [part for each in pdf.objects for part in _parts(each)]
    for part in parts:
        if part.get("Subtype") == "/Image":
            part["Interpolate"] = "false"
    if part_of(variant) == 1:
        _require_opaque(parts)
    if part_of(variant) == 4:
        _name_plainly(pdf)


def _require_letters(document: Any) -> None:
    lacking = sorted({point for font in document.fonts.values() for point in font.missing})
    if lacking:
        letters = "".join(map(chr, lacking[:_SHOWN])) + ("…" if len(lacking) > _SHOWN else "")
        told = f"No font on this machine has “{letters}”, and PDF/A must show every letter. Install one, or embed it."
        raise ConnectorError("pdf.letters", told)


def _require_opaque(parts: list[Any]) -> None:
    for part in parts:
        weakest = min(_strength(part.get(name)) for name in ("ca", "CA"))
        if weakest < 1 or part.get("SMask", "/None") not in ("/None", None):
            told = "PDF/A-1 holds nothing that one can see through, such as opacity or colors with alpha."
            raise ConnectorError("pdf.archive", f"{told} Make it solid, or choose PDF/A-2b.")
    for part in parts:
        group = part.get("Group")
        if isinstance(group, dict) and group.get("S") == "/Transparency":
            del part["Group"]


def _strength(value: Any) -> float:
    return float(value) if isinstance(value, int | float) else 1.0


def _name_plainly(pdf: Any) -> None:
    """Part 4 has no levels B and U any more: it is named without one."""
    for each in pdf.objects:
        if getattr(each, "extra", {}).get("Type") == "/Metadata":
            each.stream = [text.replace(b' pdfaid:conformance="U"', b"") for text in each.stream]


def _parts(value: Any) -> Iterator[Any]:
    """The dictionaries in an object of the file, those inside others too."""
    here = getattr(value, "extra", value)
    if isinstance(here, dict):
        yield here
    for each in here.values() if isinstance(here, dict) else here if isinstance(here, list) else ():
        yield from _parts(each)
