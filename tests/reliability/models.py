"""Random models on random paths: invariants after each step, replay equal, one hash per seed, steps can be undone."""

from __future__ import annotations

from hashlib import sha256
from random import Random

from engine.runtime import ProcessGraph, Request, Snapshot, json_lines, read_trace, replay, start
from tests.properties.invariants import Follower, broken
from tests.properties.wider_models import WiderModel
from tests.reliability.figures import Figures

LARGEST = 40
PATIENCE = 20_000
"""So many acts and no more; every model of blocks comes to its end long before."""
WILD = 100
"""So many acts may start more work beside the rest; after them only what waits goes on."""


def prove(count: int, seed: int) -> Figures:
    """Walk through `count` models, each along a path of its own."""
    figures = Figures()
    for number in range(count):
        walk(f"{seed}/{number}", figures)
    return figures


def walk(name: str, figures: Figures) -> None:
    """One model and one path; the same name gives both again."""
    graph = model(name)
    figures.check(not graph.problems, f"{name}: {graph.problems[:1]}")
    request = Walk(graph, name, figures).request
    figures.count("models")
    figures.count("events", len(request.events))
    figures.check((request.status, request.errors) == ("completed", []), f"{name}: {request.status} {request.errors}")
    left = tuple(map(len, (request.state.frames, request.state.watches, request.state.joins)))
    figures.check(left == (1, 0, 0), f"{name}: frames, watches, merges left behind: {left}")
    figures.check(request.path.count("end") == 1, f"{name}: its end was reached {request.path.count('end')} times")
    figures.check(replay(graph, request.events).state == request.state, f"{name}: the replay is another one")
    lines = json_lines(request.trace)
    figures.check(read_trace(graph, lines).state == request.state, f"{name}: its trace is read as another one")
    again = Walk(graph, name, Figures(), looks=False).request
    figures.check(digest(again) == digest(request), f"{name}: two hashes for one seed")


def model(name: str) -> ProcessGraph:
    """The model of a name."""
    chance = Random(name)
    return WiderModel(chance, chance.randint(3, LARGEST)).graph()


def digest(request: Request) -> str:
    """One hash for everything that happened."""
    return sha256(json_lines(request.trace).encode()).hexdigest()


class Walk:
    """A Request on a random path to its end, looked at after each step."""

    def __init__(self, graph: ProcessGraph, name: str, figures: Figures, looks: bool = True) -> None:
        """Go all the way."""
        self.name, self.figures, self.looks = name, figures, looks
        self.chance = Random(f"path {name}")
        self.request = start(graph, {"x": self.chance.randint(0, 2)}, seed=self.chance.randint(0, 9))
        self.request.holds = True
        self.follower = Follower(self.request)
        for self.acts in range(PATIENCE):
            while self.stepped():
                pass
            if self.request.status != "waiting":
                return
            self.act()
            self.look()

    def stepped(self) -> bool:
        """One step; now and then it is undone and done again, by one of three ways."""
        undo, way = self.chance.random() < 0.1, self.chance.choice(("step", "snapshot", "branch"))
        before = self.request.snapshot() if undo and self.looks else None
        branch = self.request.branch() if before is not None and way == "branch" else None
        if not self.request.step():
            return False
        self.look()
        if before is not None:
            self.undo(before, branch, way)
        return True

    def undo(self, before: Snapshot, branch: Request | None, way: str) -> None:
        """Go back by one step, and take it again."""
        if way == "step":
            self.figures.check(self.request.step_back(), f"{self.name}: no step back")
        elif branch is None:
            self.request.restore(before)
        else:
            branch.step()
            self.figures.check(branch.events == self.request.events, f"{self.name}: a branch takes another step")
            return
        self.figures.check(self.request.state == before.state, f"{self.name}: a {way} back leads to another state")
        self.figures.check(self.request.marks == before.marks, f"{self.name}: a {way} back leads to other marks")
        self.request.step()

    def look(self) -> None:
        """Check what must be true after every step."""
        if self.looks:
            self.figures.count("steps")
            for promise in broken(self.request):
                self.figures.check(False, f"{self.name}: {promise}")
            self.figures.check(self.follower.is_there(), f"{self.name}: the fold is another state")

    def act(self) -> None:
        """Answer, let an event happen, or let time pass."""
        request, chance = self.request, self.chance
        armed = [str(watch["element"]) for watch in request.watches]
        gateways = {node.id for node in request.graph.nodes if node.kind == "eventBasedGateway"}
        held = sorted({element for element, state in request.tokens if state == "waiting"} - gateways)
        choice = chance.choice(held if held and self.acts > WILD else sorted({*armed, *held}))
        if choice in held and (choice not in armed or self.acts > WILD or chance.random() < 0.5):
            request.complete(choice, {"x": chance.randint(0, 2)})
        elif request.next_due and chance.random() < 0.3:
            request.advance()
        else:
            request.trigger(choice, {"x": chance.randint(0, 2)})
