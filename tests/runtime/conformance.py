"""Which construct of BPMN is executed, and the test that proves it: the source of `docs/engine.md`.

The table stands in `conformance.csv`. `python -m tests.runtime.conformance` writes the page; a test compares the two
and looks every proof up.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "engine.md"
TABLE = Path(__file__).with_name("conformance.csv")
Row = tuple[str, str, str, str]


def rows() -> list[Row]:
    """Construct, whether it is executed, and the module and test that prove it."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [(row["construct"], row["executed"], row["module"], row["test"]) for row in csv.DictReader(file)]


TEXT = r'''# What the engine executes

Written by `python -m tests.runtime.conformance` from the tests that prove it; do not edit by hand.

A construct that is not executed is a Problem when the document is compiled and an incident when a token gets there:
choreographies, a start quantity on a repeated activity, and expressions in languages other than FEEL, ProcessMaker's,
and `${...}`. Scripts in languages without a sandbox here wait for an answer.

## Where the standard leaves room

- Rounds of a loop or of instances in turn are undone in reverse order of their completion (BPMN 2.0.2, 13.5.5);
  instances at the same time may be undone together there, and are undone in reverse order here too.
- The cancel event on the boundary of a repeated transaction interrupts the activity, not an instance of it. So all its
  instances stop and all their work is undone, that of instances that were done already too: nobody could undo it
  later (10.7, 13.5.5).

- A sequence flow without a condition behind a complex gateway gets its token when the gateway fires; when it is reset,
  only conditions are looked at again (13.4.5), with `waitingForStart` as false.
- A scope whose last token a person takes away is taken away too; an instance of a repeated activity counts as done.
- Where a task has several input sets, none is waited for: data of a Request are there from its start, so it starts at
  once. Errors and escalations carry a code and no data. Both are warnings when the document is compiled.
- Compensation undoes what its own Request did; it does not reach into a called process, as in Camunda.
- A signal reaches the instance that throws it too, in ProcessMaker's files as well: its engine does so (the patterns
  `Signal_BoundaryEvent` and `EventBasedGateway_Signals`); only what its server tells other Requests leaves it out.

## As a library

Everything that `from engine import …` gives is for use by others: no window, no network, no Qt. A test runs this page.

```python
from datetime import timedelta

from engine import Document, Outcome, TaskCall, compile_graph, completed, json_lines, read_trace, retry, start

MODEL = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="shop">
  <process id="Order" isExecutable="true">
    <startEvent id="Begin"/>
    <serviceTask id="Price" implementation="price-list"/>
    <userTask id="Approve"/>
    <endEvent id="Done"/>
    <sequenceFlow id="f1" sourceRef="Begin" targetRef="Price"/>
    <sequenceFlow id="f2" sourceRef="Price" targetRef="Approve"/>
    <sequenceFlow id="f3" sourceRef="Approve" targetRef="Done"/>
  </process>
</definitions>"""


class PriceList:
    """Does the work of service tasks; the second attempt succeeds."""

    def run(self, call: TaskCall) -> Outcome:
        if call.attempt == 1:
            return retry("the price list is busy", timedelta(minutes=5))
        return completed({"price": 12 * call.data["amount"]})


graph = compile_graph(Document.from_bytes(MODEL))
assert not graph.problems

request = start(graph, {"amount": 3}, seed=1, handlers={"price-list": PriceList()}).run()
assert request.reasons == {"Price": "attempt 1 failed: the price list is busy"}

request.advance()  # the virtual clock goes to the next timer
assert (request.status, request.waiting, request.data["price"]) == ("waiting", ["Approve"], 36)

other = request.branch()  # a Request is a value: both go on by themselves
other.complete("Approve", {"approved": False})
request.complete("Approve", {"approved": True})
assert (request.status, other.data["approved"], request.data["approved"]) == ("completed", False, True)

for visit in request.history.visits("Price"):
    assert visit.duration == timedelta(minutes=5)

lines = json_lines(request.trace)  # one JSON object a line, the same for the same seed
again = read_trace(graph, lines)  # a Request again, here or in a later version
assert again.data == request.data
while again.step_back():
    pass
```

## Constructs

| construct | executed | proof |
| --- | --- | --- |
'''


def page() -> str:
    """The whole page."""
    lines = (f"| {name} | {support} | `{module}`: {test.replace('_', ' ')} |" for name, support, module, test in rows())
    return TEXT + "\n".join(lines) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE}\n")
