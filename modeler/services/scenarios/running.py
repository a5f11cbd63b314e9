"""Runs scenarios of one process: the model is prepared once, each scenario gets a Request and an outbox of its own.

with Hosts() as hosts, Trials(document, catalog, hosts, folder) as trials:
    result = trials.run(scenario)
    result.differences, trials.coverage.totals
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from connectors.sdk.host import HostError, Hosts
from engine.bpmn import Document
from engine.expressions import ExpressionError
from engine.runtime.errors import IncidentError, RequestError
from modeler.services.catalog import Catalog
from modeler.services.preview.starting import PreparedPreview, PreviewOptions
from modeler.services.scenarios.coverage import Coverage
from modeler.services.scenarios.expectations import Difference, Outcome, differences, outcome_of
from modeler.services.scenarios.playing import play
from modeler.services.scenarios.scenario import Scenario


@dataclass(frozen=True)
class Trial:
    """One scenario that was run: what came out, and what of it was not expected.

    `problem` says why it could not be played to its end; what came out until then is there all the same.
    """

    outcome: Outcome
    differences: tuple[Difference, ...] = ()
    problem: str = ""
    seconds: float = 0.0
    coverage: Coverage = field(default_factory=Coverage)

    @property
    def passed(self) -> bool:
        """Whether all was as expected."""
        return not self.differences and not self.problem

    @property
    def reasons(self) -> list[str]:
        """Why it did not pass, one sentence each."""
        return [*([self.problem] if self.problem else []), *(each.text for each in self.differences)]


class Trials:
    """Runs scenarios of one document; `coverage` adds up what they pass."""

    def __init__(self, document: Document, catalog: Catalog, hosts: Hosts, folder: Path | None) -> None:
        """Reads the document once; it is not looked at again."""
        self._prepared = PreparedPreview(document, catalog, hosts, folder)
        self._folder = folder
        self.coverage = Coverage.of_graph(self._prepared.graph)

    def run(self, scenario: Scenario) -> Trial:
        """Play a scenario and compare; never raises for what a scenario or process may hold."""
        began = time.perf_counter()
        try:
            preview = self._prepared.start(options_of(scenario, self._folder))
        except (RequestError, IncidentError, ExpressionError) as error:
            return Trial(Outcome("error"), problem=f"it cannot start: {error}", seconds=time.perf_counter() - began)
        problem = ""
        try:
            play(preview.request, scenario)
        except (RequestError, IncidentError, ExpressionError, HostError) as error:
            problem = str(error)
        request = preview.request
        outcome = outcome_of(request, preview.effects)
        found = () if problem else tuple(differences(outcome, scenario.expect))
        passed = Coverage.of_graph(request.graph)
        passed.count(request)
        self.coverage.add(passed)
        spent = time.perf_counter() - began
        return Trial(outcome, found, problem, spent, passed)

    def close(self) -> None:
        """End what runs scripts."""
        self._prepared.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def options_of(scenario: Scenario, folder: Path | None) -> PreviewOptions:
    """How the Request of a scenario starts."""
    return PreviewOptions(
        scenario.data, scenario.start, scenario.seed, folder, scenario.pins, {}, scenario.clock, scenario.user
    )
