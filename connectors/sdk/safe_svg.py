"""Which SVG pictures of packages may be drawn at all: plain shapes, few of them, with nothing that refers outside.

QtSvg hangs on nested `use`, opens local files for `image` and unpacks gzip bombs; none of these pass here.
"""

from __future__ import annotations

from xml.parsers import expat

MAX_BYTES = 100_000
MAX_ELEMENTS = 500
MAX_DEPTH = 16
ELEMENTS = frozenset(
    {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc", "defs"}
    | {"linearGradient", "radialGradient", "stop", "clipPath"}
)


class UnsafeSvgError(ValueError):
    """The picture is refused; the message says why."""


def check_svg(data: bytes) -> None:
    """Raise `UnsafeSvgError` unless the picture consists of plain shapes only."""
    if len(data) > MAX_BYTES:
        raise UnsafeSvgError(f"the picture is larger than {MAX_BYTES // 1000} kB")
    if data[:2] == b"\x1f\x8b":
        raise UnsafeSvgError("the picture is packed")
    _Inspection().run(data)


class _Inspection:
    """One walk over the tags."""

    def __init__(self) -> None:
        self._count = 0
        self._depth = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = self._doctype

    def run(self, data: bytes) -> None:
        """Walk; any error of the text is a reason to refuse."""
        try:
            self._parser.Parse(data, True)
        except expat.ExpatError as error:
            raise UnsafeSvgError(f"the picture is no SVG: {error}") from error

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        self._depth += 1
        local = name.rpartition(" ")[2]
        if self._count == 1 and local != "svg":
            raise UnsafeSvgError("the picture is no SVG")
        if self._count > MAX_ELEMENTS or self._depth > MAX_DEPTH:
            raise UnsafeSvgError("the picture has too many elements")
        if local not in ELEMENTS:
            raise UnsafeSvgError(f"the picture uses <{local}>")
        for key, value in attributes.items():
            self._check_attribute(key.rpartition(" ")[2].lower(), value)

    def _check_attribute(self, key: str, value: str) -> None:
        if key.startswith("on"):
            raise UnsafeSvgError("the picture holds a script")
        if key == "href" and not value.startswith("#"):
            raise UnsafeSvgError("the picture refers to another file")
        folded = value.lower().replace(" ", "")
        if "url(" in folded and "url(#" not in folded:
            raise UnsafeSvgError("the picture refers to another file")

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _doctype(self, *_: object) -> None:
        raise UnsafeSvgError("the picture declares a document type")
