"""The sample processes that come with the product."""

from __future__ import annotations

import json

from modeler.ui.theme import RESOURCES
from modeler.ui.welcome import Sample

FOLDER = RESOURCES / "samples"


def samples() -> tuple[Sample, ...]:
    """What `samples.json` lists, as far as it is there."""
    listed = FOLDER / "samples.json"
    if not listed.is_file():
        return ()
    rows = json.loads(listed.read_text(encoding="utf-8"))
    found = (Sample(FOLDER / row["file"], row["title"], row["text"]) for row in rows)
    return tuple(sample for sample in found if sample.path.is_file())
