"""What a designer can do about an incident, by its code."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

N = QT_TRANSLATE_NOOP
ADVICE = {
    "NO_FLOW_TAKEN": N(
        "Incidents", "Make one way out of the gateway the default flow, or change the data so that a condition holds."
    ),
    "EXPRESSION_FAILED": N("Incidents", "Correct the expression of the element, or give the variable that it reads."),
    "OUTPUT_MAPPING": N("Incidents", "Correct the output mapping of the element."),
    "ASSIGNMENT": N("Incidents", "Correct to whom the task is assigned."),
    "CALL_DEPTH": N("Incidents", "A process calls itself again and again: give it a condition to stop."),
    "RUNAWAY": N("Incidents", "The path never comes to rest: give the loop a condition to leave it."),
    "DATA_SIZE": N("Incidents", "The Request data grow too large: keep less in them."),
    "TIMER": N("Incidents", "Correct the time of the event, such as PT1H for an hour or P3D for three days."),
    "DECISION_MISSING": N("Incidents", "Put the decision's DMN file beside the process, or correct its name."),
    "NO_START": N("Incidents", "The process that is called needs a start event without a trigger."),
    "LINK": N("Incidents", "Give the link the name of a link event that catches it."),
    "TIMEOUT": N("Incidents", "Give the task more time in its error handling, answer it sooner, or pin an output."),
    "BROKEN_OFF": N("Incidents", "Try again, or pin the output of the task so that nothing of it is run."),
    "data.soap": N(
        "Incidents",
        "Press “Pin output…” and write what the service would answer, as the variables that the response mapping sets; "
        "then try again. The pin answers in every preview, until you take it off in the panel Inspect.",
    ),
    **dict.fromkeys(
        ("mail.sign-in", "mail.tls", "mail.unreachable", "mail.server"),
        N("Incidents", "Open Tools → Mail servers…, press Test there and correct what it tells; then try again."),
    ),
    "SCRIPT_TIMEOUT": N("Incidents", "The script took too long: look for a loop without end in it."),
}
FAMILIES = {
    "SCRIPT": N("Incidents", "Correct the script, or pin the output of the task."),
    "DECISION": N("Incidents", "Correct the rules of the decision or the data that it reads."),
    "mail": N("Incidents", "Correct the recipients and texts of the mail in the properties of the element."),
    "http": N(
        "Incidents", "Correct the address or the answer in the data connector, or catch the error at its border."
    ),
    "data": N("Incidents", "Correct the data connector or its use in the properties of the element."),
    "slack": N("Incidents", "Correct the channel or the message in the properties of the element."),
    "pdf": N("Incidents", "Correct the page or the file name in the properties of the element."),
    "screen": N("Incidents", "Put the screen into the folder screens beside the process, or choose another one."),
    "source": N("Incidents", "Put the data connector's file into the folder data-connectors beside the process."),
    "file": N("Incidents", "Let an earlier step make the file, or correct the variable that names it."),
    "template": N("Incidents", "Correct the {{…}} in the text."),
    "expression": N("Incidents", "Correct the expression of the element."),
    "connector": N("Incidents", "Look at the settings of the element; the connector itself may need an update."),
}


def advice(code: str) -> str:
    """One sentence for a code: its own, that of its family, or what always helps."""
    family = code.partition(".")[0] if "." in code else code.partition("_")[0]
    text = ADVICE.get(code) or FAMILIES.get(family)
    if text is None:
        text = "Change the element or the Request data, catch the error at its border, or pin an output."
    return QCoreApplication.translate("Incidents", str(text))
