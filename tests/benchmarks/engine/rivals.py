"""SpiffWorkflow on the same models, where it is installed: only runs that reach the end of the model count."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Callable
from typing import Any

Run = Callable[[], Any]
TASKS = ("NoneTask", "ScriptTask")


def spiff_runs(text: str) -> list[Run]:
    """Its two ways of running a model, each a function that makes a new workflow and runs it; none if not there."""
    if importlib.util.find_spec("SpiffWorkflow") is None:
        return []
    from lxml import etree
    from SpiffWorkflow.bpmn.parser import BpmnParser
    from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(io.BytesIO(text.encode())))
    specification, inner = parser.get_spec("P"), parser.get_subprocess_specs("P")

    def by(way: Callable[[Any], None]) -> Run:
        def run() -> Any:
            workflow = BpmnWorkflow(specification, inner)
            for task in workflow.get_tasks():
                task.data["x"] = 0
            way(workflow)
            return workflow

        return run

    return [by(_run_all), by(_engine_steps)]


def _run_all(workflow: Any) -> None:
    """One task after the other; plain tasks count as manual there and must not halt it."""
    workflow.run_all(halt_on_manual=False)


def _engine_steps(workflow: Any) -> None:
    """Whole rounds of all tasks that are ready, and the plain tasks in between."""
    from SpiffWorkflow import TaskState

    workflow.do_engine_steps()
    while ready := workflow.get_tasks(state=TaskState.READY):
        for task in ready:
            task.run()
        workflow.do_engine_steps()


def completed_tasks(workflow: Any) -> int:
    """How many plain and script tasks it has completed, in sub-workflows too; -1 where it has not reached its end."""
    from SpiffWorkflow import TaskState

    if not workflow.is_completed():
        return -1
    inside = [task for each in (workflow, *workflow.subprocesses.values()) for task in each.tasks.values()]
    done = (task for task in inside if task.state == TaskState.COMPLETED)
    return sum(type(task.task_spec).__name__ in TASKS for task in done)
