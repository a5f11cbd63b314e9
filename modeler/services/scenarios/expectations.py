"""What a run came to, beside what its scenario expects of it: every difference with both sides, to be shown and read.

`path` is a list that must be exactly so, or an object: `exact`, `contains` (all of these, in any order), `order`
(these, one after the other, others between them), `excludes`. `data` names values by their path (such as
`order.lines.0.price`) and ignores all others; `exactData` is the whole. An expected effect is one that has all that the
entry says of it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from connectors.sdk.values import JsonObject, as_object
from engine.runtime import Request
from modeler.services.preview.connector_tasks import RESERVED, plain
from modeler.services.preview.outbox import Effect

T = TypeVar("T")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to, as plain values."""

    status: str
    path: tuple[str, ...] = ()
    data: JsonObject | None = None
    waiting: tuple[str, ...] = ()
    effects: tuple[Mapping[str, object], ...] = ()
    errors: tuple[Mapping[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that came out otherwise: of which `part` of the expectations, in words, and both sides."""

    part: str
    text: str
    expected: object = None
    actual: object = None


def outcome_of(request: Request, effects: Iterable[Effect]) -> Outcome:
    """How a Request stands, in the words of expectations."""
    return Outcome(
        request.status,
        tuple(request.path),
        plain({name: value for name, value in request.data.items() if name not in RESERVED}),
        tuple(request.waiting),
        tuple(told_effect(effect) for effect in effects),
        tuple({name: each.get(name) for name in ("element", "code", "message")} for each in request.errors),
    )


def told_effect(effect: Effect) -> dict[str, object]:
    """An effect as expectations name it."""
    told: dict[str, object] = {"element": effect.element, "kind": effect.kind, "subject": effect.title}
    return {**told, "recipients": list(effect.recipients)} if effect.recipients else told


def expectations_of(outcome: Outcome) -> JsonObject:
    """Expectations that this outcome meets and that say all of it: what a recording starts from."""
    told: dict[str, object] = {"status": outcome.status, "path": list(outcome.path), "data": outcome.data or {}}
    if outcome.waiting:
        told["waiting"] = list(outcome.waiting)
    if outcome.effects:
        told["effects"] = _counted(outcome.effects)
        told["effectCounts"] = dict(Counter(str(each["kind"]) for each in outcome.effects))
    if outcome.errors:
        told["errors"] = [{name: value for name, value in each.items() if value} for each in outcome.errors]
    return as_object(json.loads(json.dumps(told, default=str)))


def differences(outcome: Outcome, expect: JsonObject) -> list[Difference]:
    """What came out otherwise than expected; a Request in error is one where no error is expected."""
    found = _status(outcome, expect)
    if "path" in expect:
        found += _path(outcome.path, expect["path"])
    found += _data(outcome.data or {}, expect)
    waiting = expect.get("waiting")
    if isinstance(waiting, list) and sorted(map(str, waiting)) != sorted(outcome.waiting):
        found.append(_differs("waiting", "waiting", waiting, list(outcome.waiting)))
    found += _effects(outcome.effects, expect)
    return found + _errors(outcome, expect)


def value_at(data: object, path: str) -> tuple[bool, object]:
    """Whether there is a value at a path, and the value; a variable may have the whole path as its name."""
    if isinstance(data, Mapping) and path in data:
        return True, data[path]
    head, dot, rest = path.partition(".")
    if isinstance(data, Mapping) and head in data:
        return value_at(data[head], rest) if dot else (True, data[head])
    if isinstance(data, Sequence) and not isinstance(data, str) and head.isdecimal() and int(head) < len(data):
        return value_at(data[int(head)], rest) if dot else (True, data[int(head)])
    return False, None


def _status(outcome: Outcome, expect: JsonObject) -> list[Difference]:
    wanted = expect.get("status")
    if wanted is None:
        wanted = outcome.status if outcome.status != "error" or "errors" in expect else "no error"
    if wanted == outcome.status:
        return []
    found = _differs("status", "status", wanted, outcome.status)
    why = next((each.get("message") for each in outcome.errors), None) if outcome.status == "error" else None
    return [Difference("status", f"{found.text}: {why}", wanted, outcome.status) if why else found]


def _path(path: tuple[str, ...], wanted: object) -> list[Difference]:
    forms: Mapping[str, object] = wanted if isinstance(wanted, Mapping) else {"exact": wanted}
    found: list[Difference] = []
    for form, value in forms.items():
        ids = [str(id) for id in value] if isinstance(value, list) else []
        text = _PATH_FORMS[form](path, ids) if form in _PATH_FORMS else ""
        if text:
            found.append(Difference("path", text, ids, list(path)))
    return found


def _exactly(path: tuple[str, ...], ids: list[str]) -> str:
    for place, (one, other) in enumerate(zip(path, ids, strict=False), 1):
        if one != other:
            return f"the path goes to {one} instead of {other} at step {place}"
    if len(path) > len(ids):
        return f"the path goes on to {path[len(ids)]} instead of ending after step {len(ids)}"
    if len(path) < len(ids):
        return f"the path ends after step {len(path)} instead of going on to {ids[len(path)]}"
    return ""


def _containing(path: tuple[str, ...], ids: list[str]) -> str:
    missing = list((Counter(ids) - Counter(path)).elements())
    return f"the path does not pass {', '.join(missing)}" if missing else ""


def _in_order(path: tuple[str, ...], ids: list[str]) -> str:
    left = iter(path)
    before = ""
    for id in ids:
        if id not in left:
            return f"the path does not pass {id}{f' after {before}' if before else ''}"
        before = id
    return ""


def _excluding(path: tuple[str, ...], ids: list[str]) -> str:
    passed = [id for id in ids if id in path]
    return f"the path passes {', '.join(passed)}" if passed else ""


_PATH_FORMS = {"exact": _exactly, "contains": _containing, "order": _in_order, "excludes": _excluding}


def _data(data: Mapping[str, object], expect: JsonObject) -> list[Difference]:
    found = []
    for path, value in as_object(expect.get("data") or {}).items():
        is_there, actual = value_at(data, path)
        if not is_there or not same(actual, value):
            found.append(_differs("data", path, value, actual if is_there else _MISSING))
    whole = expect.get("exactData")
    if isinstance(whole, dict):
        names = dict.fromkeys((*whole, *data))
        found += [
            _differs("data", name, whole.get(name, _MISSING), data.get(name, _MISSING))
            for name in names
            if name not in data or name not in whole or not same(data[name], whole[name])
        ]
    return found


def same(one: object, other: object) -> bool:
    """Whether two JSON values are equal; 1 and 1.0 are, 1 and true are not."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(same(a, b) for a, b in zip(one, other, strict=True))
    return one == other


def _effects(effects: Sequence[Mapping[str, object]], expect: JsonObject) -> list[Difference]:
    found = []
    wanted = expect.get("effects")
    for entry in map(as_object, wanted if isinstance(wanted, list) else ()):
        count = sum(_fits(effect, entry) for effect in effects)
        least = entry.get("count")
        if count != least if isinstance(least, int) else count == 0:
            instead = f"{least} times" if isinstance(least, int) else "at least once"
            text = f"the effect {_effect_words(entry)} happens {count} times instead of {instead}"
            found.append(Difference("effects", text, entry, list(effects)))
    for kind, number in as_object(expect.get("effectCounts") or {}).items():
        count = len(effects) if kind == "all" else sum(effect["kind"] == kind for effect in effects)
        if count != number:
            found.append(_differs("effects", f"the number of effects ({kind})", number, count))
    return found


def _fits(effect: Mapping[str, object], entry: Mapping[str, object]) -> bool:
    recipients = entry.get("recipients")
    if isinstance(recipients, list):
        given = effect.get("recipients") or []
        if sorted(map(str, recipients)) != sorted(map(str, given if isinstance(given, list) else ())):
            return False
    return all(entry[name] == effect.get(name) for name in ("element", "kind", "subject") if name in entry)


def _effect_words(entry: Mapping[str, object]) -> str:
    said = [f"{name} {_shown(value)}" for name, value in entry.items() if name != "count"]
    return f"({', '.join(said)})"


def _errors(outcome: Outcome, expect: JsonObject) -> list[Difference]:
    wanted = expect.get("errors")
    if not isinstance(wanted, list):
        return []
    found = []
    for entry in map(as_object, wanted):
        if not any(_is_error(error, entry) for error in outcome.errors):
            text = f"the error {_shown(entry)} does not happen"
            found.append(Difference("errors", text, entry, list(outcome.errors)))
    if not wanted and outcome.errors:
        found.append(_differs("errors", "errors", [], list(outcome.errors)))
    return found


def _is_error(error: Mapping[str, object], entry: Mapping[str, object]) -> bool:
    said = all(entry[name] == error.get(name) for name in ("element", "code") if name in entry)
    return said and str(entry.get("message", "")) in str(error.get("message", ""))


def _counted(effects: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    """Each different effect once, with how often it happened where that is not once."""
    found: list[dict[str, object]] = []
    for effect in effects:
        equal = next((each for each in found if _without_count(each) == effect), None)
        if equal is None:
            found.append(dict(effect))
        else:
            equal["count"] = _as_int(equal.get("count", 1)) + 1
    return found


def _without_count(effect: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in effect.items() if name != "count"}


def _as_int(value: object) -> int:
    return value if isinstance(value, int) else 1


class _Missing:
    """No value at all, which is not the same as null."""


_MISSING = _Missing()


def _differs(part: str, name: str, expected: object, actual: object) -> Difference:
    text = f"{name} is {_shown(actual)} instead of {_shown(expected)}"
    gone = (None if isinstance(each, _Missing) else each for each in (expected, actual))
    return Difference(part, text, *gone)


def _shown(value: object) -> str:
    text = "missing" if isinstance(value, _Missing) else json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
