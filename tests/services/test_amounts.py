"""Amounts of money and percentages: how they are written for people, and what people write."""

from __future__ import annotations

import pytest

from modeler.services.amounts import Amount
from modeler.services.screens.amounts import amount_of

EURO = amount_of({"dataFormat": "currency", "dataMask": {"symbol": "€", "code": "EUR", "format": "#.###,##"}})
SHARE = amount_of({"dataFormat": "percentage"})


@pytest.mark.parametrize(
    ("amount", "number", "text", "plain"),
    [
        (EURO, 1234.5, "€ 1.234,50 EUR", "1234,5"),
        (EURO, 1234567, "€ 1.234.567,00 EUR", "1234567"),
        (EURO, -0.125, "€ -0,12 EUR", "-0,125"),
        (SHARE, 12.5, "12.50 %", "12.5"),
        (Amount(thousands="", point="", decimals=0), 1234, "1234", "1234"),
    ],
)
def test_an_amount_is_written_out_or_bare(amount, number, text, plain):
    assert (amount.text(number), amount.plain(number)) == (text, plain)
    assert amount.read(plain) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,50", 1234.5),
        ("€ 1.234,50 EUR", 1234.5),
        ("1234,5", 1234.5),
        ("1234.5", 1234.5),
        ("1.234", 1234),
        ("12345.678", 12345.678),
        ("-1.234.567,8", -1234567.8),
        ("+5", 5),
        ("1.23.4", None),
        ("1,2,3", None),
        ("abc", None),
        ("1_000", None),
        ("nan", None),
        ("", None),
    ],
)
def test_what_people_write_is_read_by_its_separators_or_without(text, number):
    assert EURO.read(text) == number


def test_other_numbers_are_no_amounts():
    assert amount_of({"dataFormat": "int"}) is None
    assert amount_of({}) is None
