"""What came out of a suite as JUnit XML, which build servers show."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from engine.bpmn.letters import UNWRITABLE
from modeler.services.scenarios.suite import ProcessRun, ScenarioRun, SuiteRun


def junit_xml(suite: SuiteRun) -> bytes:
    """One test suite for each process, one test case for each scenario."""
    root = Element("testsuites", _counts(suite.runs, sum(bool(each.refusal) for each in suite.processes)))
    for process in suite.processes:
        _add_process(root, process)
    indent(root)
    text: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _add_process(root: Element, process: ProcessRun) -> None:
    name = _clean(str(process.process))
    suite = SubElement(root, "testsuite", {"name": name, **_counts(process.runs, bool(process.refusal))})
    totals = process.totals
    properties = SubElement(suite, "properties")
    for label, value in (
        ("coverage", f"{totals.percent:g}"),
        ("elements", f"{totals.elements}/{totals.all_elements}"),
        ("flows", f"{totals.flows}/{totals.all_flows}"),
        ("conditions", f"{totals.conditions}/{totals.all_conditions}"),
    ):
        SubElement(properties, "property", {"name": label, "value": value})
    if process.refusal:
        case = SubElement(suite, "testcase", {"classname": name, "name": "the process can be read", "time": "0"})
        SubElement(case, "error", {"message": _clean(process.refusal)})
    for run in process.runs:
        _add_case(suite, name, run)


def _add_case(suite: Element, process: str, run: ScenarioRun) -> None:
    seconds = f"{run.trial.seconds:.3f}" if run.trial is not None else "0"
    names = {"classname": process, "name": _clean(run.name), "file": _clean(str(run.file))}
    case = SubElement(suite, "testcase", {**names, "time": seconds})
    if run.refusal:
        SubElement(case, "error", {"message": _clean(run.refusal)})
    elif run.trial is not None and not run.trial.passed:
        reasons = [_clean(each) for each in run.trial.reasons]
        failure = SubElement(case, "failure", {"message": reasons[0]})
        failure.text = "\n".join(reasons)


def _counts(runs: list[ScenarioRun] | tuple[ScenarioRun, ...], refused: int) -> dict[str, str]:
    errors = refused + sum(bool(run.refusal) for run in runs)
    seconds = sum(run.trial.seconds for run in runs if run.trial is not None)
    return {
        "tests": str(len(runs) + refused),
        "failures": str(sum(run.trial is not None and not run.trial.passed for run in runs)),
        "errors": str(errors),
        "time": f"{seconds:.3f}",
    }


def _clean(text: str) -> str:
    """Text without what XML cannot hold."""
    return UNWRITABLE.sub("�", text)
