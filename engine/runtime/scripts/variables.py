"""Which variables a script may have set: read off its text, as candidates to ask the sandbox for."""

from __future__ import annotations

import re
from collections.abc import Iterable

MAX_NAMES = 200
ASSIGNED = re.compile(
    r"(?:^|;)[ \t]*(?:(?:var|let|const)[ \t]+)?([A-Za-z_]\w*)"
    r"(?:[ \t]*:[^=\n;]{1,80})?[ \t]*[-+*/|&^%@<>?]{0,3}=(?![=>])",
    re.MULTILINE,
)
WORD = re.compile(r"[A-Za-z_]\w*")


def candidates(code: str, inputs: Iterable[str]) -> tuple[str, ...]:
    """The names that a line or statement begins by assigning, and the inputs that the text mentions."""
    words = set(WORD.findall(code))
    assigned = dict.fromkeys(ASSIGNED.findall(code))
    names = [*assigned, *(name for name in inputs if name in words and name not in assigned)]
    return tuple(name for name in names if not name.startswith("__"))[:MAX_NAMES]


def changes(before: dict[str, object], after: dict[str, object]) -> dict[str, object]:
    """What is new or different."""
    return {name: value for name, value in after.items() if name not in before or before[name] != value}
