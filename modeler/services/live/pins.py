"""What an element of a live run gave, as a pin for previews: no secret that this user keeps is in it."""

from __future__ import annotations

from collections.abc import Iterable

from connectors.sdk.redaction import Redactor
from connectors.sdk.values import JsonObject, as_object
from engine.runtime.history import Visit
from modeler.services.live.runs import LiveRun
from modeler.services.preview.connector_tasks import plain


def live_pin(run: LiveRun, element: str, secrets: Iterable[str]) -> JsonObject | None:
    """The output of the element's last visit that gave any, or its error; None where there is neither.

    `secrets` are values to mask besides those that the run has used since the program was started.
    """
    visits = run.looked_at(lambda: run.request.history.visits(element))
    found = next((pin for visit in reversed(visits or []) if (pin := _given(run, visit)) is not None), None)
    if found is None:
        return None
    mask = Redactor()
    for value in secrets:
        mask.add(value)
    return as_object(mask.value(run.live.mask.value(found)))


def _given(run: LiveRun, visit: Visit) -> JsonObject | None:
    if visit.error:
        told = [error for error in run.request.errors if error.get("element") == visit.element]
        code = told[-1].get("code") if told else None
        return {"_error": {"code": str(code) if code else None, "message": visit.error}}
    return plain(visit.written) if visit.written or visit.end >= 0 else None
