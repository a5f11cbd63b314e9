"""The conformance page says what the tests prove, and every proof is there."""

from __future__ import annotations

from importlib import import_module

import pytest

from tests.runtime.conformance import PAGE, page, rows


def test_the_page_is_what_the_table_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m tests.runtime.conformance"


@pytest.mark.parametrize(("construct", "support", "module", "test"), rows())
def test_every_construct_has_its_proof(construct: str, support: str, module: str, test: str) -> None:
    assert callable(getattr(import_module(f"tests.runtime.{module}"), f"test_{test}", None)), construct
