"""Runs several scenarios of one process, one after the other, telling how each came out; for the window's worker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from connectors.sdk.host import Hosts
from modeler.services.catalog import Catalog
from modeler.services.preview.model_copy import ModelCopy
from modeler.services.scenarios.running import Trial, Trials
from modeler.services.scenarios.scenario import Scenario


def run_all(
    model: ModelCopy,
    catalog: Catalog,
    folder: Path | None,
    scenarios: Sequence[tuple[Path, Scenario]],
    tell: Callable[[Path, Trial], object],
    is_canceled: Callable[[], bool],
) -> None:
    """Run scenarios of a model; after a cancel no further one begins."""
    with Hosts() as hosts, Trials(model.open(), catalog, hosts, folder) as trials:
        for file, scenario in scenarios:
            if is_canceled():
                return
            tell(file, trials.run(scenario))
