"""The documentation that comes with a connector, as Markdown text: to be shown, never to be run or fetched."""

from __future__ import annotations

import email.parser
from pathlib import Path

from connectors.sdk.manifest import Manifest

_NAMES = ("README.md", "README.markdown", "README.txt", "README", "docs.md")
_MOST_BYTES = 200_000


def documentation_of(manifest: Manifest) -> str:
    """What stands beside the manifest, at the root of its package or in a wheel's own description; else nothing."""
    roots = [root for root in manifest.roots if manifest.folder.is_relative_to(root)]
    for folder in dict.fromkeys([manifest.folder, *roots]):
        for name in _NAMES:
            text = _text(folder / name)
            if text:
                return text
    infos = [info for root in roots for info in sorted(root.glob("*.dist-info/METADATA"))]
    return next((text for text in map(_description, infos) if text), "")


def _description(path: Path) -> str:
    message = email.parser.Parser().parsestr(_text(path))
    body = message.get_payload()
    return body.strip() if isinstance(body, str) else ""


def _text(path: Path) -> str:
    if not path.is_file() or path.is_symlink():
        return ""
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES).decode("utf-8", "replace").strip()
    except OSError:
        return ""
