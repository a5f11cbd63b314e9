"""How often a failed call is tried again, as each vendor writes it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType

from engine.bpmn import Element
from engine.bpmn.namespaces import ACTIVITI, CAMUNDA, FLOWABLE, PROCESSMAKER, ZEEBE
from engine.runtime.clock import START
from engine.runtime.compiling.context import Context, extensions
from engine.runtime.graph import BY_MAIL, NO_RETRIES, RetryPolicy
from engine.runtime.times import parse_cycle

MOST_ATTEMPTS = 50
LONGEST = 3_600
"""ProcessMaker's own limits of attempts, and of waits and timeouts in seconds."""

WAYS: Mapping[str, str] = MappingProxyType({"inapp_notification": "in-app", "email_notification": BY_MAIL})
"""How ProcessMaker tells the process manager of a failure."""


def retries_of(context: Context, task: Element) -> RetryPolicy:
    """The policy of a task; one that cannot be read is a problem and counts as none."""
    raw = task.foreign(PROCESSMAKER, "errorHandling")
    if raw and raw.strip():
        return _processmaker(context, task, raw)
    for uri in (CAMUNDA, FLOWABLE, ACTIVITI):
        for cycle in extensions(task, uri, "failedJobRetryTimeCycle"):
            return _cycle(context, task, cycle.text.strip())
    for definition in extensions(task, ZEEBE, "taskDefinition"):
        retries = (definition.get("retries") or "").strip()
        if retries.isdigit():
            return RetryPolicy(max(0, min(int(retries), MOST_ATTEMPTS) - 1), technical=True)
    return NO_RETRIES


def _processmaker(context: Context, task: Element, raw: str) -> RetryPolicy:
    try:
        read = json.loads(raw)
    except (ValueError, RecursionError) as error:
        context.problem(task, "malformed-settings", f"{task.id}: the error handling is no JSON: {error}", "warning")
        return NO_RETRIES
    try:
        entries = read if isinstance(read, Mapping) else {}
        attempts, wait, timeout = (_number(entries, name) for name in ("retry_attempts", "retry_wait_time", "timeout"))
    except ValueError as error:
        context.problem(task, "configuration", f"{task.id}: the error handling cannot be read: {error}", "warning")
        return NO_RETRIES
    pause = timedelta(seconds=min(wait, LONGEST))
    ways = tuple(way for name, way in WAYS.items() if entries.get(name) in (True, "true"))
    return RetryPolicy(min(attempts, MOST_ATTEMPTS), pause, timeout=min(timeout, LONGEST) or None, notify=ways)


def _number(entries: Mapping[str, object], name: str) -> int:
    """A whole number that may be written as text; blank is none."""
    value = entries.get(name)
    if value is None or value == "":
        return 0
    if isinstance(value, bool) or not str(value).strip().isdigit():
        raise ValueError(f'"{name}" is {value!r}, not a whole number')
    return int(str(value))


def _cycle(context: Context, task: Element, text: str) -> RetryPolicy:
    """`R3/PT10M`: so many more attempts, each after so long; a list `PT1M,PT5M` by its number and first pause."""
    try:
        if text.startswith("R"):
            plan = parse_cycle(text, START)
            return RetryPolicy(min(max(plan.rounds, 0), MOST_ATTEMPTS), plan.first - START, technical=True)
        pauses = [parse_cycle(part.strip(), START).first - START for part in text.split(",") if part.strip()]
        return RetryPolicy(len(pauses), pauses[0], technical=True) if pauses else NO_RETRIES
    except ValueError as error:
        context.problem(task, "configuration", f"{task.id}: the retry cycle cannot be read: {error}", "warning")
        return NO_RETRIES
