"""What Camunda 7 makes of a decision's result before it puts it into the result variable."""

from __future__ import annotations

from engine.runtime.decisions.model import DecisionModelError


def mapped(value: object, mapping: str, output: str) -> object:
    """The result as `mapDecisionResult` names it; `output` is the name of a single output. Raises where it cannot be.

    Every matching rule counts as one result, a context of its outputs, as in Camunda's own list of results.
    """
    results = [_context(each, output) for each in _results(value)]
    if mapping == "resultList":
        return results
    if mapping == "collectEntries":
        return [_entry(each) for each in results]
    if len(results) > 1:
        raise DecisionModelError(f"{mapping} wants one result, the decision gives {len(results)}")
    if not results:
        return None
    return results[0] if mapping == "singleResult" else _entry(results[0])


def _results(value: object) -> list[object]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _context(value: object, output: str) -> dict[str, object]:
    return dict(value) if isinstance(value, dict) else {output: value}


def _entry(result: dict[str, object]) -> object:
    if len(result) != 1:
        raise DecisionModelError(f"one output is wanted, the decision gives {', '.join(result) or 'none'}")
    return next(iter(result.values()))
