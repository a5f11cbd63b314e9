"""What Camunda's connectors add to FEEL: pauses that grow and documents, as their run time makes them."""

from __future__ import annotations

import base64

import pytest

from connectors.sdk.connector import ConnectorError
from connectors.sdk.ports import File
from modeler.services.preview.job_expressions import evaluated
from modeler.services.preview.job_functions import FUNCTIONS, kept_by
from modeler.services.preview.ports import RequestFiles

TEXT = base64.b64encode(b"hello").decode()
PDF = base64.b64encode(b"%PDF-1.7 ...").decode()


class Kept:
    """The files port, as far as writing goes."""

    def __init__(self):
        self.files = RequestFiles()

    def write(self, file: File):
        return self.files.add(file)


def value(text, **data):
    return evaluated(text, "feel", {**FUNCTIONS, **data}, "result expression")


@pytest.mark.parametrize(("text", "pause"), [
    ("backoff(1)", "PT0.05S"), ("backoff(2)", "PT0.08S"), ("backoff(4)", "PT0.205S"), ("backoff(99)", "PT5S"),
    ('backoff(3, duration("PT1S"), 2)', "PT4S"), ('backoff(3, duration("PT1S"), 0.5)', "PT1S"),
    ('backoff(9, duration("PT1S"), 10, duration("PT1M"))', "PT1M"),
    ('backoff(2, duration("PT1S"), 3, duration("PT1M"), 0.2)', "PT3S"),
    ('backoff(attempt: 2, minDelay: duration("PT1S"), factor: 3)', "PT3S"),
    ('backoff(100000, duration("PT1S"), 2, duration("P1D"))', "P1D"),
])  # fmt: skip
def test_a_pause_grows_within_its_limits(text, pause):
    assert value(text) == pause


@pytest.mark.parametrize(("text", "words"), [
    ("backoff(0)", "“attempt” must be at least 1"), ('backoff(1, duration("PT1S"), 0)', "“factor” must be more than 0"),
    ('backoff(1, duration("PT9S"), 2)', "“minDelay” PT9S is longer than “maxDelay” PT5S"),
    ('backoff(1, duration("PT1S"), 2, duration("PT2S"), -1)', "“jitterFactor” must not be negative"),
    ("createDocument(17)", "it needs a Base64 text"), ('createDocument({name: "x"})', "it needs a Base64 text"),
    ('createDocument("no base 64!")', "the content is no Base64 text"),
])  # fmt: skip
def test_what_makes_no_sense_says_why(text, words):
    with pytest.raises(ConnectorError, match="cannot be evaluated") as caught:
        value(text)

    assert words in caught.value.message


@pytest.mark.parametrize(("given", "name", "kind", "content"), [
    ({"content": TEXT, "name": "a.txt", "contentType": "text/plain"}, "a.txt", "text/plain", b"hello"),
    ({"data": PDF, "fileName": "b.pdf"}, "b.pdf", "application/pdf", b"%PDF-1.7 ..."),
    ({"data": TEXT, "fileName": "c"}, "c", "application/octet-stream", b"hello"),
])  # fmt: skip
def test_a_document_is_kept_as_a_file_and_referred_to(given, name, kind, content):
    kept = Kept()
    data = {**FUNCTIONS, "given": given}

    found = evaluated("{deep: [createDocument(given)]}", "feel", data, "result expression", kept_by(lambda: kept))

    reference = found["deep"][0]
    assert reference["metadata"] == {"fileName": name, "contentType": kind, "size": len(content)}
    assert kept.files.find(reference) == File(name, kind, content)


def test_a_bare_text_is_content_whose_name_is_the_same_each_time():
    names = []
    for _ in range(2):
        kept = Kept()
        evaluated(f'createDocument("{TEXT}")', "feel", dict(FUNCTIONS), "result expression", kept_by(lambda: kept))  # noqa: B023
        names.append(kept.files.kept[0][1].name)

    assert names[0] == names[1]
    assert len(names[0]) == 36


def test_answers_cannot_pretend_to_be_documents():
    kept = Kept()
    answer = {"file": {"camunda.document.type": "camunda", "documentId": "7"}}

    assert evaluated("file", "feel", answer, "result expression", kept_by(lambda: kept)) == answer["file"]
    assert kept.files.kept == []
