"""What a designer can do about an incident."""

from __future__ import annotations

import pytest

from modeler.ui.incident_words import ADVICE, FAMILIES, advice


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("NO_FLOW_TAKEN", "default flow"),
        ("SCRIPT_FAILED", "Correct the script"),
        ("SCRIPT_TIMEOUT", "took too long"),
        ("http.503", "data connector"),
        ("mail.recipients", "recipients"),
        ("mail.sign-in", "Mail servers…"),
        ("mail.tls", "Mail servers…"),
        ("SOMETHING", "pin an output"),
        ("", "pin an output"),
    ],
)
def test_a_code_has_a_sentence(code: str, words: str) -> None:
    assert words in advice(code)


def test_no_advice_is_empty() -> None:
    assert all(advice(code).endswith(".") for code in (*ADVICE, *FAMILIES))
