"""The pages of a PDF as pictures, drawn by a process of its own; one that takes too long or dies is a message."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import IO

from connectors.sdk.values import JsonObject, as_list, as_object, as_text

SECONDS = 15.0
ROOT = Path(__file__).resolve().parents[3]
_WORKER = "modeler.services.preview.pdf_worker"
_WORDS = {
    "Failed to load document (PDFium: Incorrect password error).": "It is protected by a password.",
    "Failed to load document (PDFium: Data format error).": "It is no PDF, or it is damaged.",
}


class PdfError(Exception):
    """Why a file or a page cannot be shown, in words for the user."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page as a picture: RGB bytes, row after row."""

    width: int
    height: int
    stride: int
    pixels: bytes


class PdfPages:
    """One file at a time; may be used from any thread, one request after the other."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._open: bytes | None = None
        self._ending: Callable[[], object] | None = None

    def open(self, content: bytes) -> list[tuple[float, float]]:
        """Open a file; returns the sizes of its pages in points."""
        with self._lock:
            return self._load(content)

    def draw(self, content: bytes, page: int, scale: float) -> Sheet:
        """Draw a page of a file, so many pixels to a point; less where that would fill the memory."""
        with self._lock:
            facts, pixels = self._asked_of(content, {"do": "draw", "page": page, "scale": scale})
        width, height, stride = (_number(facts.get(name)) for name in ("width", "height", "stride"))
        if height * stride > len(pixels) or width * 3 > stride:
            raise PdfError("The page was drawn wrongly.")
        return Sheet(width, height, stride, pixels)

    def text(self, content: bytes) -> str:
        """The text of a file, page after page."""
        with self._lock:
            return self._asked_of(content, {"do": "text"})[1].decode("utf-8", "replace")

    def close(self) -> None:
        """End the process; whatever it is drawing is given up."""
        self._process = None
        self._open = None
        if self._ending is not None:
            self._ending()

    def _asked_of(self, content: bytes, request: JsonObject) -> tuple[JsonObject, bytes]:
        if self._open is not content or self._process is None or self._process.poll() is not None:
            self._load(content)
        return self._ask(request)

    def _load(self, content: bytes) -> list[tuple[float, float]]:
        self._open = None
        facts, _ = self._ask({"do": "open", "size": len(content)}, content)
        sizes = [as_list(pair) for pair in as_list(facts.get("pages"))]
        self._open = content
        return [(_length(pair[0]), _length(pair[1])) for pair in sizes if len(pair) == 2]

    def _ask(self, request: JsonObject, content: bytes = b"") -> tuple[JsonObject, bytes]:
        process = self._running()
        watch = threading.Timer(self._seconds, process.kill)
        watch.daemon = True
        watch.start()
        try:
            facts, answer = _exchange(process, json.dumps(request).encode("ascii") + b"\n" + content)
        except (OSError, ValueError):
            self.close()
            raise PdfError("It cannot be shown: drawing it took too long or broke down.") from None
        finally:
            watch.cancel()
        error = as_text(facts.get("error"))
        if error:
            raise PdfError(_WORDS.get(error, f"It cannot be shown: {error}"))
        return facts, answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            place = mkdtemp(prefix="processwright-")
            self._process = subprocess.Popen(
                [sys.executable, "-m", _WORKER, place],
                cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
            self._ending = weakref.finalize(self, _end, self._process, place)
        return self._process


def _exchange(process: subprocess.Popen[bytes], request: bytes) -> tuple[JsonObject, bytes]:
    """Ask and hear the answer; `OSError` or `ValueError` where the process is gone."""
    asked, answers = process.stdin, process.stdout
    assert asked is not None
    assert answers is not None
    asked.write(request)
    asked.flush()
    facts = as_object(json.loads(answers.readline()))
    return facts, _whole(answers, _number(facts.get("size")))


def _whole(answers: IO[bytes], size: int) -> bytes:
    content = answers.read(size)
    if len(content) != size:
        raise ValueError("the answer is cut off")
    return content


def _end(process: subprocess.Popen[bytes], place: str) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            try:
                pipe.close()
            except OSError:
                continue
    shutil.rmtree(place, ignore_errors=True)


def _number(value: object) -> int:
    return value if isinstance(value, int) and value >= 0 else 0


def _length(value: object) -> float:
    return float(value) if isinstance(value, int | float) and 0 < value < 20_000 else 612.0
