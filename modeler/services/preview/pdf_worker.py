"""Draws pages of a PDF in a process of its own, which reaches nothing else: a hostile file can at most end it.

Each request is a line of JSON, with the file behind it where one is opened; each answer a line of JSON with the picture
or text behind it. The process ends when its input does.
"""

from __future__ import annotations

import contextlib
import json
import sys
from typing import IO, Any

MOST_MEMORY = 1536 * 1024 * 1024
MOST_PAGES = 2_000
MOST_PIXELS = 24_000_000
MOST_TEXT = 400_000


def main() -> None:
    """Answer until nothing more is asked."""
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    import pypdfium2  # type: ignore[import-untyped]

    _shut_in(sys.argv[1])
    document: Any = None
    for line in iter(asked.readline, b""):
        request = json.loads(line)
        content = asked.read(request["size"]) if "size" in request else b""
        try:
            if request["do"] == "open":
                document = pypdfium2.PdfDocument(content)
                _answer(answers, {"pages": _sizes(document)})
            elif request["do"] == "draw":
                _answer(answers, *_drawn(document, int(request["page"]), float(request["scale"])))
            else:
                _answer(answers, {}, _text(document))
        except (pypdfium2.PdfiumError, ValueError, LookupError, TypeError, AttributeError, MemoryError) as error:
            _answer(answers, {"error": str(error) or type(error).__name__})


def _sizes(document: Any) -> list[tuple[float, float]]:
    return [document.get_page_size(number) for number in range(min(len(document), MOST_PAGES))]


def _drawn(document: Any, number: int, scale: float) -> tuple[dict[str, int], bytes]:
    page = document[number]
    try:
        width, height = page.get_size()
        scale = min(scale, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        bitmap = page.render(scale=scale, rev_byteorder=True, prefer_bgrx=False)
        facts = {"width": bitmap.width, "height": bitmap.height, "stride": bitmap.stride}
        return facts, bytes(bitmap.buffer)
    finally:
        page.close()


def _text(document: Any) -> bytes:
    found, length = [], 0
    for number in range(min(len(document), MOST_PAGES)):
        page = document[number]
        text = page.get_textpage().get_text_range().replace("\r\n", "\n")
        page.close()
        found.append(text)
        length += len(text)
        if length > MOST_TEXT:
            break
    return "\n\f\n".join(found)[:MOST_TEXT].encode("utf-8", "replace")


def _answer(out: IO[bytes], facts: dict[str, Any], content: bytes = b"") -> None:
    out.write(json.dumps({**facts, "size": len(content)}).encode("ascii") + b"\n" + content)
    out.flush()


def _shut_in(workplace: str) -> None:
    """No network, no files, no other programs; and no more memory than a page needs."""
    from connectors.sdk.walls import raise_walls

    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    raise_walls(workplace)


if __name__ == "__main__":
    main()
