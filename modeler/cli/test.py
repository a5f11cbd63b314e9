"""`test PATH...`: run the scenarios beside processes: which fail and why, and how much of each process they pass."""

from __future__ import annotations

import os
from pathlib import Path

import click

from modeler.cli.terminal.documents import writing
from modeler.cli.terminal.failures import PROBLEMS, WRONG_USE, Ended
from modeler.cli.terminal.output import format_option, print_result, printable
from modeler.services.scenarios.coverage import Condition, CoverageTotals, percent_of
from modeler.services.scenarios.junit import junit_xml
from modeler.services.scenarios.places import NoScenarios, found_scenarios
from modeler.services.scenarios.suite import ProcessRun, ScenarioRun, SuiteRun, run_suite
from modeler.services.storage.json_file import write_whole
from modeler.services.storage.operating_system import OperatingSystem

MOST_MISSED = 12


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("-k", "wanted", default="", metavar="TEXT", help="Only scenarios with this text in their name or file.")
@click.option("--junit", type=click.Path(path_type=Path, dir_okay=False), help="Write the results as JUnit XML.")
@click.option(
    "--coverage-min",
    type=click.FloatRange(0, 100),
    metavar="PERCENT",
    help="Fail when less of all elements and flows together is passed.",
)
@format_option
def command(
    paths: tuple[Path, ...], wanted: str, junit: Path | None, coverage_min: float | None, as_json: bool
) -> None:
    """Run the scenarios (NAME.scenario.json, NAME.SOMETHING.scenario.json) of each PATH: a file, a process or a folder.

    Ends with status 1 when a scenario fails or coverage is too low, and with 2 when a file is refused or none is found.
    """
    try:
        found = found_scenarios(paths)
    except NoScenarios as error:
        raise Ended(WRONG_USE, str(error)) from error
    suite = run_suite(found, wanted, (lambda _: None) if as_json else _tell)
    if not suite.processes:
        raise Ended(WRONG_USE, f"No scenario has “{wanted}” in its name.")
    print_result(as_json, _as_json(suite), _summary(suite))
    if junit is not None:
        writing(lambda: write_whole(OperatingSystem(), junit, junit_xml(suite)))
    _end(suite, coverage_min)


def _end(suite: SuiteRun, coverage_min: float | None) -> None:
    if suite.is_refused:
        raise Ended(WRONG_USE, "Some files could not be read.")
    if not suite.passed:
        raise Ended(PROBLEMS)
    percent = suite.totals.percent
    if coverage_min is not None and percent < coverage_min:
        raise Ended(PROBLEMS, f"Coverage is {percent:g} %, which is less than {coverage_min:g} %.")


def _tell(process: ProcessRun) -> None:
    lines = [str(process.process)]
    if process.refusal:
        lines.append(f"  refused  {process.refusal}")
    for run in process.runs:
        lines += _lines(run)
    if process.coverage is not None:
        lines.append(f"  coverage {_words(process.totals)}")
        missed = [*process.coverage.missed, *map(_side, process.coverage.half_seen)]
        rest = f" and {len(missed) - MOST_MISSED} more" if len(missed) > MOST_MISSED else ""
        lines += [f"  never    {', '.join(missed[:MOST_MISSED])}{rest}"] if missed else []
    click.echo(printable("\n".join(lines)))


def _lines(run: ScenarioRun) -> list[str]:
    if run.refusal:
        return [f"  refused  {run.name} ({run.file.name}): {run.refusal}"]
    if run.passed or run.trial is None:
        return [f"  ok       {run.name}"]
    return [f"  FAILED   {run.name} ({run.file.name})", *(f"           {each}" for each in run.trial.reasons)]


def _words(totals: CoverageTotals) -> str:
    return (
        f"{totals.percent:g} %: {totals.elements} of {totals.all_elements} elements, {totals.flows} of "
        f"{totals.all_flows} flows; conditions {totals.conditions} of {totals.all_conditions}"
    )


def _side(missing: tuple[Condition, bool]) -> str:
    (element, flow), side = missing
    return f"{flow or element} {'true' if side else 'false'}"


def _summary(suite: SuiteRun) -> str:
    failed = sum(not run.passed for run in suite.runs)
    unread = sum(bool(process.refusal) for process in suite.processes)
    count = len(suite.runs)
    scenarios = "1 scenario" if count == 1 else f"{count} scenarios"
    result = f"{failed} failed" if failed else "all passed" if count or not unread else "none was run"
    result += f", {unread} {'process' if unread == 1 else 'processes'} refused" if unread else ""
    return f"{scenarios}, {result}; coverage {_words(suite.totals)}"


def _as_json(suite: SuiteRun) -> dict[str, object]:
    return {
        "passed": suite.passed,
        "scenarios": [_run_json(process, run) for process in suite.processes for run in process.runs],
        "processes": [
            {
                "file": _name(process.process),
                "refusal": process.refusal,
                "coverage": _totals_json(process.totals),
                "missed": process.coverage.missed if process.coverage is not None else [],
                "conditionsMissed": [
                    {"element": element, "flow": flow or None, "result": side}
                    for (element, flow), side in (process.coverage.half_seen if process.coverage is not None else ())
                ],
            }
            for process in suite.processes
        ],
        "coverage": _totals_json(suite.totals),
    }


def _run_json(process: ProcessRun, run: ScenarioRun) -> dict[str, object]:
    trial = run.trial
    return {
        "process": _name(process.process),
        "file": _name(run.file),
        "name": run.name,
        "passed": run.passed,
        "refusal": run.refusal,
        "problem": trial.problem if trial is not None else "",
        "differences": [
            {"part": each.part, "text": each.text, "expected": each.expected, "actual": each.actual}
            for each in (trial.differences if trial is not None else ())
        ],
    }


def _totals_json(totals: CoverageTotals) -> dict[str, object]:
    return {
        "percent": totals.percent,
        "elements": [totals.elements, totals.all_elements],
        "flows": [totals.flows, totals.all_flows],
        "conditions": [totals.conditions, totals.all_conditions],
        "conditionPercent": percent_of(totals.conditions, totals.all_conditions),
    }


def _name(path: Path) -> str:
    return os.fspath(path)
