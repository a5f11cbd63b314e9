"""Rival engines behind one function each: None where they are not installed."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Callable


def spiff_run(text: str) -> Callable[[], object] | None:
    """One workflow of SpiffWorkflow on a model, its better way of running."""
    if importlib.util.find_spec("SpiffWorkflow") is None:
        return None
    from lxml import etree
    from SpiffWorkflow.bpmn.parser import BpmnParser
    from SpiffWorkflow.bpmn.workflow import BpmnWorkflow

    parser = BpmnParser()
    parser.add_bpmn_xml(etree.parse(io.BytesIO(text.encode())))
    specification, inner = parser.get_spec("P"), parser.get_subprocess_specs("P")

    def run() -> object:
        workflow = BpmnWorkflow(specification, inner)
        workflow.data["x"] = 0
        for task in workflow.get_tasks():
            task.data["x"] = 0
        workflow.run_all()
        return workflow

    return run
