"""What activities do and how often: implementations, scripts, mappings, loops, as each vendor writes them."""

from __future__ import annotations

import json
import re

from engine.bpmn import (
    Activity,
    AdHocSubProcess,
    CallActivity,
    Element,
    GlobalScriptTask,
    GlobalTask,
    MultiInstanceLoopCharacteristics,
    Process,
    ScriptTask,
    StandardLoopCharacteristics,
)
from engine.bpmn.namespaces import ACTIVITI, CAMUNDA, FLOWABLE, PROCESSMAKER, ZEEBE, clark
from engine.expressions import Expression
from engine.runtime.compiling.context import Context, extensions, has_extensions
from engine.runtime.compiling.data_flow import emptied_into, filled_from
from engine.runtime.compiling.retrying import retries_of
from engine.runtime.compiling.structured import structured
from engine.runtime.compiling.triggers import trigger_of, triggers_of
from engine.runtime.graph import NO_RETRIES, NO_WORK, Assignment, Loop, LoopEvent, Work
from engine.runtime.scripts.languages import language_of

JAVA = (CAMUNDA, FLOWABLE, ACTIVITI)
LISTENERS = ("executionListener", "taskListener", "executionListeners", "taskListeners")
IMPLEMENTATIONS = ("class", "delegateExpression", "expression", "type", "decisionRef")


def work_of(context: Context, task: Activity | GlobalTask) -> Work:
    """The implementation, script and settings of a task."""
    if isinstance(task, ScriptTask | GlobalScriptTask):
        return _script(context, task)
    if isinstance(task, AdHocSubProcess):
        return _adhoc(context, task)
    settings = {**headers_of(task), **settings_of(context, task)}
    implementation = _implementation(task)
    retries = retries_of(context, task)
    computed = _computed(context, task, implementation)
    if not implementation and not settings and retries is NO_RETRIES:
        return NO_WORK
    result = _java(task, "resultVariable") or ""
    for called in extensions(task, ZEEBE, "calledDecision"):
        result = called.get("resultVariable") or result
    decision, mapping = _decision(context, task)
    value = _java(task, "expression")
    expression = context.text(value, task, None, "juel") if value and implementation == value else None
    return Work(
        implementation,
        expression=expression,
        result=result,
        settings=settings,
        decision=decision,
        mapping=mapping,
        retries=retries,
        computed=computed,
    )


def _computed(context: Context, task: Element, implementation: str) -> Expression | None:
    """What gives the type of a job, or the topic of an external task, at run time."""
    is_job = implementation.startswith("=") or (implementation and implementation == _java(task, "topic"))
    return context.computed(implementation, task) if is_job else None


def _decision(context: Context, task: Element) -> tuple[Expression | None, str]:
    """The decision that a task calls, which may be an expression, and how Camunda 7 maps its result."""
    for called in extensions(task, ZEEBE, "calledDecision"):
        return context.value(called.get("decisionId") or "", task), ""
    reference = _java(task, "decisionRef")
    if reference:
        return context.value(reference, task), _java(task, "mapDecisionResult") or "resultList"
    return None, ""


def _adhoc(context: Context, task: AdHocSubProcess) -> Work:
    """Which activities of an ad-hoc sub-process start, as Camunda 8 names them."""
    for vendor in extensions(task, ZEEBE, "adHoc"):
        text = vendor.get("activeElementsCollection")
        return Work(expression=context.text(text, task, None, "feel")) if text else NO_WORK
    return NO_WORK


def settings_of(context: Context, element: Element) -> dict[str, object]:
    """The decoded `pm:config` of an element; one that is no JSON object is a problem."""
    raw = element.foreign(PROCESSMAKER, "config")
    if not raw or not raw.strip():
        return {}
    try:
        read = json.loads(raw)
    except (ValueError, RecursionError) as error:
        context.problem(
            element, "malformed-settings", f"{element.id}: the configuration is no JSON: {error}", "warning"
        )
        return {}
    return read if isinstance(read, dict) else {}


def note_listeners(context: Context, element: Element) -> None:
    """Listeners are code for another engine; they do not run here, and that is said."""
    if not has_extensions(element):
        return
    for uri in (*JAVA, ZEEBE):
        for name in LISTENERS:
            if extensions(element, uri, name):
                text = f"{element.id}: its {name} is code for another engine and does not run here"
                context.problem(element, "listener", text, "warning")


def headers_of(task: Element) -> dict[str, object]:
    """What a file tells the worker of a task beside its inputs: Camunda 8's headers, Camunda 7's fields."""
    found: dict[str, object] = {}
    for headers in extensions(task, ZEEBE, "taskHeaders"):
        found.update({header.get("key") or "": header.get("value") or "" for header in headers.children})
    for uri in JAVA:
        for given in extensions(task, uri, "field"):
            text = given.get("stringValue") or given.get("expression") or " ".join(each.text for each in given.children)
            found[given.get("name") or ""] = text.strip()
    return {name: text for name, text in found.items() if name}


def _java(element: Element, name: str) -> str | None:
    return next((value for uri in JAVA if (value := element.foreign(uri, name))), None)


def _implementation(task: Element) -> str:
    declared = task.get("implementation") or ""
    if declared and not declared.startswith("##"):
        return declared
    for name in IMPLEMENTATIONS:
        value = _java(task, name)
        if value:
            return _java(task, "topic") or value if name == "type" else value
    for definition in extensions(task, ZEEBE, "taskDefinition"):
        return definition.get("type") or ""
    for decision in extensions(task, ZEEBE, "calledDecision"):
        return decision.get("decisionId") or ""
    return "connector" if extensions(task, CAMUNDA, "connector") else ""


def _script(context: Context, task: ScriptTask | GlobalScriptTask) -> Work:
    settings = settings_of(context, task)
    for inline in extensions(task, ZEEBE, "script"):
        text = inline.get("expression") or ""
        return Work("", text, "feel", context.text(text, task, None, "feel"), inline.get("resultVariable") or "")
    stored = task.foreign(PROCESSMAKER, "scriptRef") or ""
    format_ = task.script_format if isinstance(task, ScriptTask) else task.script_language
    language = (format_ or stored).strip()
    script = (task.script or "").strip()
    result = _java(task, "resultVariable") or ""
    if script and "feel" in language.lower():
        return Work("", script, language, context.text(script, task, None, "feel"), result)
    implementation = _implementation(task) or ("script" if stored else "")
    if _java(task, "autoStoreVariables") == "true":
        settings["autoStoreVariables"] = True
    if (script or implementation) and not (script and language_of(language)):
        _note_unrunnable(context, task, f"in {language or 'an unnamed language'}" if script else stored or language)
    return Work(implementation, script, language, None, result, settings, retries=retries_of(context, task))


def _note_unrunnable(context: Context, task: Element, what: str) -> None:
    """A script that nothing here can run waits for its answer; say so before it is reached."""
    text = f"{task.id}: the script {what} does not run here; answer it by hand, pin it or give a handler"
    context.problem(task, "script-language", text, "warning")


def inputs_of(context: Context, activity: Element) -> tuple[Assignment, ...]:
    """The input mappings of an activity."""
    return _zeebe_mappings(context, activity, "input") + _java_mappings(context, activity, "inputParameter", "in")


def outputs_of(context: Context, activity: Element) -> tuple[Assignment, ...]:
    """The output mappings of an activity or event."""
    return _zeebe_mappings(context, activity, "output") + _java_mappings(context, activity, "outputParameter", "out")


def _zeebe_mappings(context: Context, element: Element, name: str) -> tuple[Assignment, ...]:
    found = [
        (entry.get("target") or "", entry.get("source") or "")
        for mapping in extensions(element, ZEEBE, "ioMapping")
        for entry in mapping.children
        if entry.node.tag == clark(ZEEBE, name)
    ]
    return tuple(Assignment(target, _feel_or_text(context, element, source)) for target, source in found if target)


def _feel_or_text(context: Context, element: Element, source: str) -> Expression:
    return context.value(source, element)


def _java_mappings(context: Context, element: Element, parameter: str, variable: str) -> tuple[Assignment, ...]:
    found: list[Assignment] = []
    for uri in JAVA if has_extensions(element) else ():
        for mapping in extensions(element, uri, "inputOutput"):
            found.extend(
                Assignment(entry.get("name") or "", structured(context, element, entry))
                for entry in mapping.children
                if entry.tag == parameter and entry.get("name")
            )
        for entry in extensions(element, uri, variable):
            target, source = entry.get("target"), entry.get("source")
            expression = entry.get("sourceExpression")
            if target and (source or expression):
                text = expression or f"${{{source}}}"
                found.append(Assignment(target, context.text(text, element, None, "juel")))
    return tuple(found)


def call_settings(context: Context, call: CallActivity) -> dict[str, object]:
    """Whether only mapped variables go into a called process and come back; what is called, where that is computed."""
    found: dict[str, object] = {}
    for uri in JAVA:
        every = [entry.get("variables") for entry in extensions(call, uri, "in")]
        back = [entry.get("variables") for entry in extensions(call, uri, "out")]
        if every or back or (uri == CAMUNDA and _is_camunda(call)):
            found["inputs_only"] = "all" not in every
            found["outputs_only"] = "all" not in back
            found["outputs_too"] = "all" in back
    called_text = called_of(context, call)
    if called_text.startswith("=") or "${" in called_text or "#{" in called_text:
        found["called"] = context.value(called_text, call)
    for called in extensions(call, ZEEBE, "calledElement"):
        found["inputs_only"] = called.get("propagateAllParentVariables") == "false"
        found["outputs_only"] = called.get("propagateAllChildVariables") == "false"
    return found


def _is_camunda(call: CallActivity) -> bool:
    return getattr(call.document, "profile", "") == "camunda7"


def called_of(context: Context, call: CallActivity) -> str:
    """The id of the process that a call activity calls; ProcessMaker writes `PROCESS-NUMBER`."""
    for called in extensions(call, ZEEBE, "calledElement"):
        return called.get("processId") or ""
    name = (call.called_element_ref or "").rpartition(":")[2]
    if context.profile != "processmaker" or context.document.find(name) is not None:
        return name
    id = name.partition("-")[0]
    return name if id != name and id == _own_process(call) else id


def _own_process(call: CallActivity) -> str:
    """The id of the process that a call stands in; with a number behind it, it means another one of that id."""
    around: Element | None = call
    while around is not None and not isinstance(around, Process):
        around = around.parent
    return (around.id or "") if around is not None else ""


def loop_of(context: Context, activity: Activity) -> Loop | None:
    """How often the activity runs."""
    loop = activity.loop_characteristics
    if isinstance(loop, StandardLoopCharacteristics):
        return _standard(context, activity, loop)
    if isinstance(loop, MultiInstanceLoopCharacteristics):
        return _multiple(context, activity, loop)
    return None


def _standard(context: Context, activity: Activity, loop: StandardLoopCharacteristics) -> Loop:
    raw = (loop.get("loopMaximum") or "").strip()
    maximum: Expression | int | None = None
    if raw:
        maximum = int(raw) if raw.isdigit() else context.text(raw, activity)
    condition = context.condition(loop.loop_condition, activity)
    exits = context.profile == "processmaker" and not loop.test_before
    return Loop("standard", condition, loop.test_before, exits, maximum)


def _multiple(context: Context, activity: Activity, loop: MultiInstanceLoopCharacteristics) -> Loop:
    form = "sequential" if loop.is_sequential else "parallel"
    condition = context.condition(loop.completion_condition, activity)
    cardinality = context.expression(loop.loop_cardinality, activity)
    for vendor in extensions(loop, ZEEBE, "loopCharacteristics"):
        return _zeebe_loop(context, activity, vendor, form, condition)
    collection = _java(loop, "collection")
    name = collection or _data_name(context, loop.loop_data_input_ref)
    item = _java(loop, "elementVariable") or _item_name(loop.input_data_item)
    filled = None if collection else filled_from(context, activity, loop.loop_data_input_ref)
    source = filled or (_collection(context, activity, name) if name else None)
    emptied = emptied_into(activity, loop.loop_data_output_ref)
    return Loop(
        form,
        condition,
        maximum=cardinality,
        collection=source,
        collection_name=name,
        item=item,
        output_collection=emptied or _data_name(context, loop.loop_data_output_ref),
        output_item=_item_name(loop.output_data_item),
        behavior=loop.behavior or "All",
        events=_loop_events(context, activity, loop),
    )


def _loop_events(context: Context, activity: Activity, loop: MultiInstanceLoopCharacteristics) -> tuple[LoopEvent, ...]:
    """What the rounds throw as they end: one event for all of them, or one under each condition."""
    behavior = loop.behavior or "All"
    if behavior in ("None", "One"):
        definition = loop.none_behavior_event if behavior == "None" else loop.one_behavior_event
        if definition is None:
            text = f'{activity.id}: the behavior "{behavior}" names no event definition'
            context.problem(activity, "loop", text, "warning")
            return ()
        return (LoopEvent(trigger_of(context, activity, definition), behavior == "One"),)
    if behavior != "Complex":
        return ()
    return tuple(
        LoopEvent(trigger, False, context.condition(entry.condition, activity))
        for entry in loop.complex_behavior_definitions
        if entry.event is not None
        for trigger in triggers_of(context, entry.event)
    )


def _collection(context: Context, activity: Activity, name: str) -> Expression:
    if "${" in name or "#{" in name:
        return context.text(name, activity, None, "juel")
    return context.text(name, activity, None, "tolerant")


def _item_name(item: Element | None) -> str:
    return "" if item is None else (item.get("name") or item.id or "")


def _data_name(context: Context, reference: str | None) -> str:
    """The variable behind a data reference: the name of what it refers to, else its id."""
    if not reference or not reference.strip():
        return ""
    wanted = reference.strip().rpartition(":")[2]
    found = context.document.find(wanted)
    if found is None:
        return wanted
    return found.get("name") or found.id or wanted


def _own_variable(output: str) -> str:
    """The variable of each instance that Camunda 8 makes for an output element which only names one, or part of it."""
    found = re.fullmatch(r"=\s*([^\W\d]\w*)(?:\.[^\W\d]\w*)*\s*", output)
    return found[1] if found else ""


def _zeebe_loop(context: Context, activity: Activity, vendor: Element, form: str, condition: Expression | None) -> Loop:
    output = vendor.get("outputElement")
    source = vendor.get("inputCollection") or ""
    return Loop(
        form,
        condition,
        collection=context.text(source, activity, None, "feel"),
        collection_name=source,
        item=vendor.get("inputElement") or "",
        output_item=_own_variable(output or ""),
        output_collection=vendor.get("outputCollection") or "",
        output_expression=context.text(output, activity, None, "feel") if output else None,
    )
