"""What connectors themselves say about their settings, beyond what a schema can: asked of their processes, once each.

    questions = questions_of(document, catalog)          # where the document lives
    findings.ask(questions)                              # may take a while: off the window's thread
    list(findings.problems(questions))                   # what is known by now

Answers are kept by connector and settings, so that only what changed is asked again. A connector whose process fails
says nothing here; a run tells what is wrong with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from connectors.sdk.connector import ConnectorError, Finding
from connectors.sdk.host import Hosts
from connectors.sdk.manifest import Manifest
from connectors.sdk.schema import Issue
from connectors.sdk.values import JsonObject, JsonPath, compact
from engine.bpmn import Document, Element, Problem
from modeler.editing import binding, forms
from modeler.services.catalog import Catalog
from modeler.services.checks.checker import Checker, line_of

RULE = "connector-remark"
_MOST_KEPT = 5_000
_Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One element's settings, to be judged by its connector."""

    element: str
    manifest: Manifest
    config: JsonObject
    line: int | None = None

    @property
    def key(self) -> _Key:
        """Equal questions have equal answers."""
        return self.manifest.id, self.manifest.version, compact(self.config)


def questions_of(document: Document, catalog: Catalog) -> list[Question]:
    """Every element whose connector has code to ask."""
    found = (question_of(element, catalog) for element in document.called(catalog.kinds))
    return [question for question in found if question is not None]


def question_of(element: Element, catalog: Catalog) -> Question | None:
    """What is to be asked about an element; None where its connector has no code, or its settings cannot be read."""
    manifest = catalog.connector_of(element)
    if manifest is None or not manifest.run or not element.id:
        return None
    configuration = binding.read(manifest, element)
    return None if configuration.error else Question(element.id, manifest, configuration.values, line_of(element))


class Findings:
    """Asks connectors' processes, and remembers what they said; one thread asks at a time."""

    def __init__(self, hosts: Hosts | None = None) -> None:
        self._hosts = hosts or Hosts()
        self._known: dict[_Key, list[Finding]] = {}

    def missing(self, questions: Iterable[Question]) -> list[Question]:
        """The questions that were not asked yet, equal ones once."""
        return list({each.key: each for each in questions if each.key not in self._known}.values())

    def ask(self, questions: Iterable[Question]) -> None:
        """Ask what is not known yet."""
        for question in self.missing(questions):
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            self._known[question.key] = self._asked(question)

    def problems(
        self, questions: Iterable[Question], rule: Callable[[JsonPath], str] = lambda _: RULE
    ) -> Iterator[Problem]:
        """The remarks that are known, as problems of their elements; `rule` may lead to a setting."""
        for question in questions:
            for finding in self._known.get(question.key, ()):
                words = forms.worded(question.manifest, Issue(finding.path, finding.message))
                yield Problem(finding.severity, question.element, rule(finding.path), words, question.line)

    def close(self) -> None:
        """End the processes."""
        self._hosts.close()

    def _asked(self, question: Question) -> list[Finding]:
        try:
            return self._hosts.host(question.manifest).check(question.manifest, question.config)
        except ConnectorError:
            return []


def remark_checker(catalog: Catalog, findings: Findings) -> Checker:
    """A checker for `checks.document.check_document` that asks at once."""

    def look(element: Element) -> Iterator[Problem]:
        question = question_of(element, catalog)
        if question is not None:
            findings.ask((question,))
            yield from findings.problems((question,))

    return Checker(look, kinds=catalog.kinds)


class Unasked:
    """The same without asking: it tells what is known, and keeps the questions that somebody has to ask."""

    def __init__(self, catalog: Catalog, findings: Findings, rule: Callable[[JsonPath], str]) -> None:
        self._catalog, self._findings, self._rule = catalog, findings, rule
        self.questions: dict[Element, Question] = {}
        self.checker = Checker(self._look, kinds=catalog.kinds)

    def _look(self, element: Element) -> Iterator[Problem]:
        question = question_of(element, self._catalog)
        self.questions.pop(element, None)
        if question is None:
            return
        if self._findings.missing((question,)):
            self.questions[element] = question
        yield from self._findings.problems((question,), self._rule)
