"""What ProcessMaker's expressions ask the server about the Request itself, answered from its state.

Another Request, and what only a server knows, is left to the host's functions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from types import MappingProxyType

from engine.expressions import ExpressionError
from engine.runtime.behaviors.failing import rescue
from engine.runtime.behaviors.messages import send_along
from engine.runtime.scheduler import LIMITS, Limits, Run
from engine.runtime.token import WAITING, Token

Function = Callable[..., object]


def equip(run: Run, limits: Limits = LIMITS) -> Run:
    """Give a new run all that it needs besides its graph and state."""
    run.rescue, run.send, run.limits, run.changed = rescue, send_along, limits, run.state.changed
    given = run.functions.given if isinstance(run.functions, Asked) else run.functions
    run.functions = Asked(run, given) if run.graph.profile == "processmaker" else given
    return run


class Asked(Mapping[str, Function]):
    """The host's functions and, where it gives none of the name, those that the Request answers itself."""

    __slots__ = ("_run", "given")

    def __init__(self, run: Run, given: Mapping[str, Function]) -> None:
        """For one run."""
        self._run = run
        self.given = given

    def __getitem__(self, name: str) -> Function:
        """The function of a name."""
        return self.given[name] if name in self.given else partial(_OWN[name], self._run)

    def __iter__(self) -> Iterator[str]:
        """Their names."""
        return iter({**self.given, **_OWN})

    def __len__(self) -> int:
        """How many there are."""
        return len({**self.given, **_OWN})


def _request(run: Run, id: object) -> object:
    known = run.state.magic.get("_request")
    if isinstance(known, Mapping) and str(known.get("id")) == str(id):
        return known
    raise ExpressionError(f"request({id}) asks for another Request, which is not there in a preview")


def _process(run: Run, id: object) -> object:
    known = run.state.magic.get("_request")
    if isinstance(known, Mapping) and str(known.get("process_id")) == str(id):
        return {"id": id, "name": known.get("name"), "status": "ACTIVE"}
    raise ExpressionError(f"process({id}) asks for another process, which is not there in a preview")


def _active_task(run: Run, element: object, request: object) -> object:
    """The task that waits at an element of this Request; null where none does."""
    _request(run, request)
    place = run.graph.by_id.get(str(element))
    token = next((token for token in _tasks(run) if token.node == place), None)
    if token is None:
        return None
    node = run.graph.nodes[token.node]
    task = {"id": token.id, "element_id": node.id, "element_name": node.name, "user_id": _assignee(run, token)}
    return {**task, "status": "ACTIVE", "process_request_id": request}


def _escalate(run: Run, task: object) -> None:
    token = _task(run, task)
    _give(run, token, _known(run, _assignee(run, token), "manager_id"), "escalated to the manager")


def _delegate(run: Run, task: object) -> None:
    token = _task(run, task)
    _give(run, token, _known(run, _assignee(run, token), "delegation_user_id"), "delegated")


def _reassign(run: Run, user: object, target: object) -> object:
    """Every waiting task of a user goes to another one."""
    for token in _tasks(run):
        if str(_assignee(run, token)) == str(user):
            _give(run, token, target, f"reassigned from {user}")
    return target


def _give(run: Run, token: Token, user: object, why: str) -> None:
    if user is None:
        raise ExpressionError(f"the task {run.graph.nodes[token.node].id} cannot be {why}: nobody is known for that")
    if user != _assignee(run, token):
        run.tell("assigned", token, assignee=user, why=f"{why} by an expression")


def _tasks(run: Run) -> list[Token]:
    return [token for token in run.state.tokens.values() if token.state is WAITING and _is_task(run, token)]


def _is_task(run: Run, token: Token) -> bool:
    return run.graph.nodes[token.node].kind in ("task", "userTask", "manualTask")


def _task(run: Run, id: object) -> Token:
    found = next((token for token in _tasks(run) if str(token.id) == str(id)), None)
    if found is None:
        raise ExpressionError(f"there is no waiting task {id} in this Request")
    return found


def _assignee(run: Run, token: Token) -> object:
    told = (event[3].get("assignee") for event in reversed(run.events) if _is_given(event, token))
    return next(told, None)


def _is_given(event: tuple[object, ...], token: Token) -> bool:
    return event[0] == "assigned" and event[1:3] == (token.id, token.node)


def _known(run: Run, user: object, name: str) -> object:
    ask = run.functions.get("user")
    record = ask(user) if ask is not None and user is not None else None
    return record.get(name) if isinstance(record, Mapping) else None


_OWN: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "request": _request,
        "process": _process,
        "getActiveTaskAt": _active_task,
        "escalateTask": _escalate,
        "delegateTask": _delegate,
        "reassignTasks": _reassign,
    }
)
