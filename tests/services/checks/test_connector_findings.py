"""What connectors say about their settings becomes problems of their elements, each asked once."""

from __future__ import annotations

import pytest

from connectors.sdk.connector import Finding
from connectors.sdk.host import HostError, Hosts
from modeler.services.catalog import discover
from modeler.services.checks.findings import Findings, questions_of, remark_checker
from tests.services.connector_processes import MAIL, PDF, SERVICE, SLACK, connector_task, document

WORD = {"dataSource": 1, "endpoint": "List", "outboundConfig": [{"type": "BODY", "key": "who", "value": "who"}]}


class Counting:
    """A host that remembers what it was asked."""

    def __init__(self, answer):
        self.answer = answer
        self.asked = []

    def host(self, manifest):
        return self

    def check(self, manifest, config):
        self.asked.append(config)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def close(self):
        self.asked.clear()


def test_a_word_without_braces_is_a_warning_at_its_row():
    with Hosts() as hosts:
        (problem,) = remark_checker(discover(), Findings(hosts))(document(connector_task("call", SERVICE, WORD)))

    assert (problem.severity, problem.element_id, problem.rule) == ("warning", "call", "connector-remark")
    assert problem.message.startswith("Inputs 1: This sends the word “who”")


@pytest.mark.parametrize(
    ("implementation", "config", "words"),
    [
        (SLACK, {"messageType": "blocks", "blocks": '[{"type": "header"}]'}, "the text of a header"),
        (MAIL, {"template": "welcome"}, "server template of version 4.0"),
        (PDF, {"source": "html", "template": '<img src="https://x.org/a.png">'}, "not read"),
    ],
)
def test_each_connector_says_what_its_schema_cannot(implementation, config, words):
    with Hosts() as hosts:
        found = list(remark_checker(discover(), Findings(hosts))(document(connector_task("t", implementation, config))))

    assert any(words in problem.message for problem in found)


def test_equal_settings_are_asked_once():
    host = Counting([Finding("info", (), "Hm.")])
    findings, catalog = Findings(host), discover()
    tasks = [connector_task(id, SERVICE, WORD) for id in ("a", "b")]

    questions = questions_of(document(*tasks), catalog)
    assert list(findings.problems(questions)) == []
    assert len(findings.missing(questions)) == 1
    findings.ask(questions)
    findings.ask(questions_of(document(*tasks), catalog))

    assert len(host.asked) == 1
    assert [problem.element_id for problem in findings.problems(questions)] == ["a", "b"]
    assert findings.missing(questions_of(document(connector_task("a", SERVICE, {**WORD, "x": 1})), catalog))


def test_a_connector_that_crashes_says_nothing():
    findings = Findings(Counting(HostError("connector.crashed", "gone")))
    questions = questions_of(document(connector_task("a", SERVICE, WORD)), discover())

    findings.ask(questions)

    assert list(findings.problems(questions)) == []
    assert findings.missing(questions) == []


def test_settings_that_cannot_be_read_are_not_asked_about():
    assert questions_of(document(connector_task("a", SERVICE, "{")), discover()) == []
