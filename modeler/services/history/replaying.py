"""A past run as something that can be done again: a scenario without expectations."""

from __future__ import annotations

from datetime import datetime

from modeler.services.history.rows import RunDetails
from modeler.services.scenarios.scenario import Scenario


def scenario_of(details: RunDetails) -> Scenario:
    """Start as the run was started, and do what was done to it, in the same order."""
    return Scenario(
        data=dict(details.data),
        start=details.start,
        seed=details.seed,
        pins=dict(details.pins),
        events=tuple(act for _, act in details.acts),
        clock=datetime.fromisoformat(details.clock) if details.clock else None,
        user=details.user,
    )
