"""Runs the scenarios of many processes, here or in several processes of the machine, always in the same order.

The work begins here; what is left after a while is shared out to workers, which costs a second each to start.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from connectors.sdk.host import Hosts
from engine.bpmn import DocumentError
from modeler.services.catalog import Catalog
from modeler.services.packages.installed import installed_catalog
from modeler.services.profile import Profile
from modeler.services.scenarios.coverage import Coverage, CoverageTotals, summed
from modeler.services.scenarios.places import ProcessScenarios, name_of
from modeler.services.scenarios.running import Trial, Trials
from modeler.services.scenarios.scenario import MAX_BYTES, Scenario, read_scenario
from modeler.services.storage.file_errors import FileError
from modeler.services.storage.files import Files

ALONE_SECONDS = 3.0
"""How long one process works alone; a worker needs a second to start, so less would not pay."""
MOST_WORKERS = 8


@dataclass(frozen=True)
class ScenarioRun:
    """One scenario file: the scenario that it holds and how it came out, or why it could not be read."""

    file: Path
    name: str
    trial: Trial | None = None
    refusal: str = ""

    @property
    def passed(self) -> bool:
        """Whether it was run and all was as expected."""
        return self.trial is not None and self.trial.passed


@dataclass(frozen=True)
class ProcessRun:
    """The scenarios of one process and what they pass of it; `refusal` says why the process cannot be read."""

    process: Path
    runs: tuple[ScenarioRun, ...] = ()
    coverage: Coverage | None = None
    refusal: str = ""

    @property
    def totals(self) -> CoverageTotals:
        """How much of the process was passed."""
        return self.coverage.totals if self.coverage is not None else CoverageTotals()


@dataclass(frozen=True)
class SuiteRun:
    """Everything that was run, in the order of processes and scenarios."""

    processes: tuple[ProcessRun, ...]

    @property
    def runs(self) -> list[ScenarioRun]:
        """All scenarios."""
        return [run for process in self.processes for run in process.runs]

    @property
    def totals(self) -> CoverageTotals:
        """How much of all processes was passed."""
        return summed(process.totals for process in self.processes)

    @property
    def is_refused(self) -> bool:
        """Whether a file could not be read."""
        return any(process.refusal for process in self.processes) or any(run.refusal for run in self.runs)

    @property
    def passed(self) -> bool:
        """Whether all scenarios were run and came out as expected."""
        return not self.is_refused and all(run.passed for run in self.runs)


def run_suite(
    found: Sequence[ProcessScenarios], wanted: str = "", told: Callable[[ProcessRun], None] = lambda _: None
) -> SuiteRun:
    """Run all scenarios whose name or file holds `wanted`; `told` is called for each process, in their order."""
    done: list[ProcessRun] = []
    for run in _runs(found, wanted):
        if run.runs or run.refusal:
            done.append(run)
            told(run)
    return SuiteRun(tuple(done))


def run_process(found: ProcessScenarios, wanted: str, catalog: Catalog, hosts: Hosts) -> ProcessRun:
    """Run the scenarios of one process; what cannot be read is told, never raised."""
    read = [run for run in (_read(file, found.process) for file in found.files) if _is_wanted(run[0], wanted)]
    if not read:
        return ProcessRun(found.process)
    try:
        document = Files(Profile.of_user()).open(found.process, to_write=False).document
    except DocumentError as error:
        return ProcessRun(found.process, refusal=" ".join(str(error).split()))
    except FileError as error:
        return ProcessRun(found.process, refusal=str(error))
    with Trials(document, catalog, hosts, found.process.absolute().parent) as trials:
        runs = [run if scenario is None else replace(run, trial=trials.run(scenario)) for run, scenario in read]
        return ProcessRun(found.process, tuple(runs), trials.coverage)


def read_file(file: Path) -> Scenario:
    """The scenario of a file; raises `ValueError` with one sentence."""
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise ValueError(f"The scenario is larger than {MAX_BYTES // 1024 // 1024} MB.")
        return read_scenario(data.decode("utf-8-sig"))
    except OSError as error:
        raise ValueError(f"The scenario cannot be read: {error.strerror or error}.") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"The scenario is no UTF-8 text (byte {error.start}).") from None


def _read(file: Path, process: Path) -> tuple[ScenarioRun, Scenario | None]:
    try:
        scenario = read_file(file)
    except ValueError as error:
        return ScenarioRun(file, name_of(file, process), refusal=str(error)), None
    return ScenarioRun(file, scenario.name or name_of(file, process)), scenario


def _is_wanted(run: ScenarioRun, wanted: str) -> bool:
    return wanted.casefold() in run.name.casefold() or wanted.casefold() in run.file.name.casefold()


def _runs(found: Sequence[ProcessScenarios], wanted: str) -> Iterator[ProcessRun]:
    began = time.perf_counter()
    catalog = installed_catalog()
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    with Hosts() as hosts:
        for number, each in enumerate(found):
            left = len(found) - number
            if workers > 1 and left >= 2 * workers and time.perf_counter() - began > ALONE_SECONDS:
                yield from _shared_out(found[number:], wanted, workers)
                return
            yield run_process(each, wanted, catalog, hosts)


def _shared_out(found: Sequence[ProcessScenarios], wanted: str, workers: int) -> Iterator[ProcessRun]:
    size = max(1, len(found) // (4 * workers))
    chunks = [found[start : start + size] for start in range(0, len(found), size)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for runs in pool.map(_run_chunk, chunks, [wanted] * len(chunks)):
            yield from runs


def _run_chunk(found: Sequence[ProcessScenarios], wanted: str) -> list[ProcessRun]:
    """The work of one worker; called in its process."""
    catalog = installed_catalog()
    with Hosts() as hosts:
        return [run_process(each, wanted, catalog, hosts) for each in found]
