"""A Request in which things go wrong at random, and a person who does anything that can be done about it."""

from __future__ import annotations

from contextlib import suppress
from random import Random

from engine.bpmn import Document
from engine.runtime import Outcome, ProcessGraph, RequestError, TaskCall, compile_graph, completed, error, start
from tests.properties.invariants import Follower, broken
from tests.properties.wider_models import WiderModel
from tests.runtime.builder import xml

PATIENCE = 300
ACTS = ("erase", "set", "cancel", "move", "go_back", "advance", "trigger", "trigger", "fail", "complete", "complete")


class StrictModel(WiderModel):
    """A model of ProcessMaker's profile, where a condition on a missing variable fails."""

    def graph(self) -> ProcessGraph:
        """The compiled model."""
        self.chains.append(f"start > {self.block(self.size)} > end")
        chains, roots = self._lines(self.chains), "".join(self.roots)
        text = xml(chains, profile="processmaker", inside=self.inside, roots=roots, **self.elements)
        return compile_graph(Document.from_bytes(text.encode(), "model.bpmn"))


class Unreliable:
    """Does the work of tasks, most of the time."""

    def __init__(self, chance: Random) -> None:
        """Fails by this chance."""
        self._chance = chance

    def run(self, call: TaskCall) -> Outcome:
        """Done, an error that the model may know, or an exception."""
        if self._chance.random() < 0.08:
            raise ValueError("out of order")
        return error("refused", "F") if self._chance.random() < 0.05 else completed()


class Mishaps:
    """One Request on its way; `lived` says how it ended."""

    def __init__(self, name: str) -> None:
        """The same name gives the same life."""
        self.chance = Random(name)
        self.graph = StrictModel(self.chance, self.chance.randint(3, 25)).graph()
        handlers = {"task": Unreliable(self.chance)}
        self.request = start(self.graph, {"x": 1}, seed=1, handlers=handlers)
        self.request.holds = self.chance.random() < 0.5
        self.follower = Follower(self.request)

    def live(self) -> list[str]:
        """Go on until nothing more happens; the promises that were broken."""
        for _ in range(PATIENCE):
            self.request.run()
            found = self.found("run")
            if found or self.request.status in ("completed", "canceled"):
                return found
            what = "repair" if self.request.status == "error" else self.chance.choice(ACTS)
            with suppress(RequestError):  # what was chosen cannot be done now, and that is said
                getattr(self, what)()
            if found := self.found(what):
                return found
        return []

    def found(self, what: str) -> list[str]:
        """The broken promises after an act."""
        promises = broken(self.request) + ([] if self.follower.is_there() else ["the fold is another state"])
        return [f"{what}: {promise}" for promise in promises]

    def at(self, *states: str) -> str:
        """Any element with a token in one of these states, or in any."""
        places = sorted({element for element, state in self.request.tokens if not states or state in states})
        return self.chance.choice(places or [""])

    def values(self) -> dict[str, object]:
        """What an answer brings, or nothing."""
        return {"x": self.chance.randint(0, 2)} if self.chance.random() < 0.7 else {}

    def repair(self) -> None:
        """Put the data right and try again, or get rid of the token."""
        failed = self.at("failed")
        if self.chance.random() < 0.8:
            self.request.set_data({"x": self.chance.randint(0, 2)})
            self.request.retry(failed)
        elif self.chance.random() < 0.5:
            self.request.cancel_token(failed)
        else:
            self.request.move(failed, failed)

    def erase(self) -> None:
        """Take away what conditions read."""
        self.request.set_data({}, ["x"])

    def set(self) -> None:
        """Change what conditions read."""
        self.request.set_data({"x": self.chance.randint(0, 2)})

    def cancel(self) -> None:
        """Take any token away."""
        if self.chance.random() < 0.3:
            self.request.cancel_token(self.at())

    def move(self) -> None:
        """Put any token anywhere in its scope."""
        place = self.at()
        if place and self.chance.random() < 0.3:
            scope = self.graph.node(place).scope
            self.request.move(place, self.chance.choice([node.id for node in self.graph.nodes if node.scope == scope]))

    def go_back(self) -> None:
        """Some steps back, or to a snapshot after a branch went on."""
        if self.chance.random() < 0.5:
            for _ in range(self.chance.randint(1, 5)):
                self.request.step_back()
            self.follower = Follower(self.request)
            return
        before = self.request.snapshot()
        self.request.branch().run()
        self.request.restore(before)

    def advance(self) -> None:
        """Let time pass to the next timer."""
        self.request.advance()

    def trigger(self) -> None:
        """Let an event happen."""
        armed = sorted({str(watch["element"]) for watch in self.request.watches})
        self.request.trigger(self.chance.choice(armed or [""]), self.values())

    def fail(self) -> None:
        """Answer with an error."""
        self.request.fail(self.at("waiting"), "wrong", self.chance.choice(["F", "G", None]))

    def complete(self) -> None:
        """Answer what waits."""
        self.request.complete(self.at("waiting"), self.values())
