"""One element tried out alone, with chosen data: the Request that it belongs to is left as it is."""

from __future__ import annotations

from collections.abc import Mapping

from modeler.services.preview.element_run import ElementRun, inspect, try_out
from modeler.services.preview.recorded_run import RecordedRun
from modeler.services.preview.starting import Preview


def try_alone(run: RecordedRun, preview: Preview, element: str, data: Mapping[str, object]) -> ElementRun:
    """What the element does with these data; its effects are in what is returned, not in the outbox of the run."""
    alone = run.aside()
    alone.take_over(preview.bench)
    try:
        tried = try_out(run.seen, element, data, preview.handlers)
        alone.request = tried
        tried.step()
    finally:
        run.take_over(preview.bench)
    return inspect(tried, element, None, preview.handlers.get(element), tuple(alone.outbox.effects), None)
