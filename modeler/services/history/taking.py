"""Makes of a snapshot what the history stores: the lines of its trace, its effects and words to be found by.

No secret gets through: those that a live run used, and those that stand in the process in clear text, are masked in
everything that is stored, in the process too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from hashlib import sha256

from connectors.sdk.redaction import MASK, Redactor
from connectors.sdk.values import as_object, as_text, value_at
from engine.bpmn import Document, Element
from engine.runtime.graph import Node
from engine.runtime.trace import ID_FIELDS, PATH_KINDS, TIMES, trace_events
from engine.runtime.typed import revived, to_json
from modeler.editing import binding
from modeler.services.catalog import Catalog
from modeler.services.history.rows import RunDetails, RunHead, StoredEffect, StoredFile, StoredModel, TakenRun
from modeler.services.preview.connector_tasks import RESERVED, plain
from modeler.services.preview.library import lent_to
from modeler.services.preview.outbox import Attachment, Effect
from modeler.services.preview.run_snapshot import RunSnapshot
from modeler.services.secrets.fields import plain_secrets

LONGEST_SUMMARY, MOST_WORDS, MOST_CONTENT, MOST_FILES = 160, 20_000, 50_000_000, 25_000_000
STRUCTURE = frozenset(
    ("n", "kind", "element", "token", "version", "seed", "scope", "flow", "flows", "trigger", "status", "key")
) | {*ID_FIELDS, *TIMES}  # fmt: skip
"""What a trace needs to be read again; no value that a process knows stands there."""
FAILED = ("error", "canceled")
"""How a run that had an incident may have ended."""
STATUS_WORDS = {
    "running": "running unfinished paused",
    "waiting": "waiting waits",
    "completed": "completed done",
    "error": "error failed",
    "canceled": "canceled stopped",
}


class RunTaker:
    """Makes `TakenRun`s, one after the other; what it has found out about a process is kept for the next one."""

    def __init__(self, catalog: Callable[[], Catalog]) -> None:
        self._catalog = catalog
        self._known: dict[str, _Known] = {}

    def take(self, run: RunSnapshot) -> TakenRun:
        """What is to be stored of a run as it stood."""
        known = self._look(run)
        mask = _Mask((known.hidden, run.mask))
        head = _head(run, known.models[0].hash, mask)
        effects = tuple(_effect(number, effect, mask) for number, effect in enumerate(run.effects))
        files = tuple(_files(run, mask))
        return TakenRun(
            head, _details(run, mask, files), lambda done: _lines(run, done, mask), effects, known.models,
            files, _words(run, head, mask),
        )  # fmt: skip

    def _look(self, run: RunSnapshot) -> _Known:
        """What is known of the process of a run; looked for once as long as runs of the same one are taken."""
        hash = model_hash(run.model.content)
        if hash not in self._known:
            document = run.model.open()
            hidden = Redactor()
            for secret in _secrets_in(document, self._catalog()):
                hidden.add(secret)
            own = StoredModel(hash, _without(hidden, run.model.content), run.model.name, run.model.profile)
            lent = lent_to(document, run.options.workspace)
            self._known = {hash: _Known((own, *map(_stored, lent)), hidden)}
        return self._known[hash]


@dataclass(frozen=True, slots=True)
class _Known:
    """A process with those that it calls, and the secrets that stand in it."""

    models: tuple[StoredModel, ...]
    hidden: Redactor


def model_hash(content: bytes) -> str:
    """What tells one state of a process from another."""
    return sha256(content).hexdigest()


class _Mask:
    """Several redactors as one."""

    def __init__(self, redactors: tuple[Redactor, ...]) -> None:
        self._redactors = [each for each in redactors if not each.is_empty]

    @property
    def is_empty(self) -> bool:
        return not self._redactors

    def text(self, text: str) -> str:
        for redactor in self._redactors:
            text = redactor.text(text)
        return text

    def bytes(self, content: bytes) -> bytes:
        for redactor in self._redactors:
            content = redactor.bytes(content)
        return content

    def mapping(self, value: object) -> dict[str, object]:
        """A JSON object with everything in it masked."""
        return {self.text(name): self._value(inner) for name, inner in as_object(value).items()}

    def _value(self, value: object) -> object:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self._value(each) for each in value]
        return self.mapping(value) if isinstance(value, dict) else value

    def entry(self, entry: Mapping[str, object]) -> dict[str, object]:
        """A line of a trace with what stands in it masked, so that it can still be read."""
        return {name: value if name in STRUCTURE else self._value(value) for name, value in entry.items()}


def _secrets_in(document: Document, catalog: Catalog) -> Iterator[str]:
    """The secrets that stand in a process in clear text, which is an error that its author is told."""
    for element in document.elements(Element):
        manifest = catalog.connector_of(element)
        if manifest is not None:
            values = binding.read(manifest, element).values
            yield from (as_text(value_at(values, path)) for path in plain_secrets(manifest, values))


def _without(hidden: Redactor, content: bytes) -> bytes:
    """A process without its secrets, in letters that every encoding has."""
    masked = hidden.bytes(content)
    return masked if masked == content else masked.replace(MASK.encode(), b"***")


def _stored(lent: Document) -> StoredModel:
    return StoredModel(model_hash(lent.original), lent.original, lent.name, lent.profile)


def _head(run: RunSnapshot, model: str, mask: _Mask) -> RunHead:
    first = next((run.graph.nodes[event[2]] for event in run.events if event[0] in PATH_KINDS), None)
    problem = as_text(run.errors[-1].get("message")) if run.errors and run.status in FAILED else ""
    return RunHead(
        id=run.id,
        is_live=run.is_live,
        status=run.status,
        born=run.born,
        real=max(run.moved - run.born, run.moved - run.moved),
        virtual=run.now - run.begun,
        steps=len(run.marks),
        effects=len(run.effects),
        process=_process_of(run, first),
        start=first.id if first is not None else "",
        start_name=(first.name or "") if first is not None else "",
        summary=mask.text(_summary(run.options.data)),
        problem=mask.text(problem)[:1_000],
        model=model,
        parent=run.parent,
        at_step=run.at_step,
    )


def _process_of(run: RunSnapshot, first: Node | None) -> str:
    if first is None:
        return run.graph.name
    process = run.graph.process_of(first)
    return process.name or process.id


def _summary(data: Mapping[str, object]) -> str:
    """The start data in a few words: `amount 1200 · item Desk`."""
    told: list[str] = []
    for name, value in data.items():
        if isinstance(value, dict):
            value = next((inner for inner in value.values() if isinstance(inner, str | int | float)), None)
        if isinstance(value, str | int | float) and value != "":
            told.append(f"{name} {' '.join(str(value).split())[:40]}")
    return " · ".join(told)[:LONGEST_SUMMARY]


def _files(run: RunSnapshot, mask: _Mask) -> Iterator[StoredFile]:
    """The files of a run, the first ones whole as long as they are not too large together."""
    room = MOST_FILES
    for position, file in run.files:
        size = len(file.content)
        is_whole = size <= room
        room -= size if is_whole else 0
        content = mask.bytes(file.content) if is_whole else b""
        yield StoredFile(position, mask.text(file.name), file.media_type, size, is_whole, content)


def _details(run: RunSnapshot, mask: _Mask, files: tuple[StoredFile, ...]) -> RunDetails:
    options = run.options
    clock = options.clock.isoformat() if options.clock is not None else None
    user = as_object(mask.mapping(plain(options.user))) if options.user is not None else None
    return RunDetails(
        as_object(mask.mapping(plain({name: value for name, value in options.data.items() if name not in RESERVED}))),
        options.start,
        options.seed,
        clock,
        user,
        {element: as_object(mask.mapping(plain(pin))) for element, pin in run.pins.items()},
        tuple((at, as_object(mask.entry(act))) for at, act in run.acts),
        tuple(run.marks),
        tuple({"name": file.name, "size": file.size, "whole": file.is_whole} for file in files),
    )


def _lines(run: RunSnapshot, known: int, mask: _Mask) -> Iterator[str]:
    for event in trace_events(run.events, run.graph, run.begun, run.seed, known):
        text = to_json(event.as_dict(), str)
        yield (text if mask.is_empty else json.dumps(mask.entry(json.loads(text)), ensure_ascii=False)) + "\n"


def _effect(number: int, effect: Effect, mask: _Mask) -> StoredEffect:
    facts = {each.name: getattr(effect, each.name) for each in fields(effect) if each.name != "files"}
    known = [{"name": file.name, "type": file.media_type, "size": len(file.content)} for file in effect.files]
    contents = [mask.bytes(file.content) for file in effect.files]
    if sum(map(len, contents)) > MOST_CONTENT:
        contents = [b"" for _ in contents]
    for file, content in zip(known, contents, strict=True):
        file["size"] = len(content)
    text = to_json({**facts, "files": known}, str)
    masked = text if mask.is_empty else json.dumps(mask.mapping(json.loads(text)), ensure_ascii=False)
    return StoredEffect(number, masked, b"".join(contents))


def effect_of(stored: StoredEffect) -> Effect:
    """The effect as it was; raises `ValueError`, `TypeError` or `KeyError` where it is no such thing."""
    facts = json.loads(stored.facts, object_hook=revived)
    files, at = [], 0
    for file in facts.pop("files", ()):
        size = int(file["size"])
        files.append(Attachment(str(file["name"]), str(file["type"]), stored.content[at : at + size]))
        at += size
    known = {each.name for each in fields(Effect)}
    facts["recipients"] = tuple(map(str, facts.get("recipients", ())))
    return Effect(**{name: value for name, value in facts.items() if name in known}, files=tuple(files))


def _words(run: RunSnapshot, head: RunHead, mask: _Mask) -> str:
    """Everything that a search finds: names and ids on the path, data, effects, how it came out."""
    places = dict.fromkeys(event[2] for event in run.events if event[0] in PATH_KINDS)
    named = [f"{run.graph.nodes[place].name or ''} {run.graph.nodes[place].id}" for place in places]
    effects = [f"{effect.title} {' '.join(effect.recipients)}" for effect in run.effects]
    data = [json.dumps(plain(each), ensure_ascii=False, default=str) for each in (run.options.data, run.data)]
    acts = [json.dumps(act, ensure_ascii=False, default=str) for _, act in run.acts]
    told = (STATUS_WORDS.get(run.status, ""), head.process, head.problem, *named, *effects, *data, *acts)
    return mask.text(" ".join(told))[:MOST_WORDS].casefold() + (" live" if run.is_live else "")
