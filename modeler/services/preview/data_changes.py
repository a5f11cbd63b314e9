"""How two states of Request data differ, by path: what was added, changed and removed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

MOST = 2_000
ChangeKind = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class DataChange:
    """One difference: the path of a value, such as `order.lines.2.price`, and what it was and is."""

    path: str
    kind: ChangeKind
    before: object = None
    after: object = None


def data_changes(before: object, after: object) -> list[DataChange]:
    """All differences in the order of the newer data, removed values last in their object; at most `MOST`."""
    found: list[DataChange] = []
    for change in _differences("", before, after):
        if len(found) == MOST:
            break
        found.append(change)
    return found


def _differences(path: str, before: object, after: object) -> Iterator[DataChange]:
    old, new = _inside(before), _inside(after)
    if old is None or new is None or isinstance(before, Mapping) != isinstance(after, Mapping):
        if before != after or type(before) is not type(after):
            yield DataChange(path, "changed", before, after)
        return
    for name, value in new.items():
        place = f"{path}.{name}" if path else name
        if name in old:
            yield from _differences(place, old[name], value)
        else:
            yield DataChange(place, "added", None, value)
    for name, value in old.items():
        if name not in new:
            yield DataChange(f"{path}.{name}" if path else name, "removed", value)


def _inside(value: object) -> Mapping[str, object] | None:
    """The values inside an object or list by name or index; None where there is nothing inside."""
    if isinstance(value, Mapping):
        return {str(name): item for name, item in value.items()}
    if isinstance(value, list | tuple):
        return {str(index): item for index, item in enumerate(value)}
    return None
