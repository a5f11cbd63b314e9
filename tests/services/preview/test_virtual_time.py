"""Moments of virtual time as designers write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from modeler.services.preview.virtual_time import moment_of

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-09 14:00", datetime(2026, 1, 9, 14, 0, tzinfo=UTC)),
        (" 2026-01-09 ", datetime(2026, 1, 9, tzinfo=UTC)),
        ("3 d", datetime(2026, 1, 8, 9, 0, tzinfo=UTC)),
        ("+2 h 30 min", datetime(2026, 1, 5, 11, 30, tzinfo=UTC)),
        ("1w", datetime(2026, 1, 12, 9, 0, tzinfo=UTC)),
        ("P1M", datetime(2026, 2, 5, 9, 0, tzinfo=UTC)),
    ],
)
def test_a_moment_is_a_date_or_a_stretch_from_now(text: str, moment: datetime) -> None:
    assert moment_of(text, NOW) == moment


@pytest.mark.parametrize("text", ["", "soon", "3 x", "P", "99999999999 d", "2026-13-01"])
def test_what_is_no_time_is_told_how_to_write_one(text: str) -> None:
    with pytest.raises(ValueError, match="write 2026-01-09"):
        moment_of(text, NOW)
