"""Names of files that others chose are one harmless part of a path, and never the same one twice."""

from __future__ import annotations

import pytest

from connectors.sdk.safe_names import MOST_BYTES, safe_name, unique_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("order.pdf", "order.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("/", "file"),
        ("..", "file"),
        ("", "file"),
        ("a\x00b\r\nc.txt", "abc.txt"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("CON", "_CON"),
        ("nul.tar.gz", "_nul.tar.gz"),
        ("lpt1 .txt", "_lpt1.txt"),
        (".hidden", "hidden"),
        ("name. . ", "name"),
        ("a:b*c?.md", "a_b_c_.md"),
        ("Gr\u0075\u0308ße.eml", "Grüße.eml"),
        (".pdf", "pdf"),
    ],
)
def test_a_name_is_made_safe(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_is_cut_before_its_ending_and_never_within_a_letter() -> None:
    named = safe_name("ü" * 300 + ".pdf")

    assert named.endswith("ü.pdf")
    assert len(named.encode()) <= MOST_BYTES


def test_a_name_that_is_taken_gets_a_number_also_where_only_letters_differ() -> None:
    assert unique_name("Order.pdf", ["order.pdf", "order (2).PDF"]) == "Order (3).pdf"
    assert unique_name("new", ["order.pdf"]) == "new"
