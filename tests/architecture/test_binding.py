"""Qt's binding keeps the count of `None`; 6.12.0 on Python 3.11 does not, and dies of it."""

from __future__ import annotations

import sys

CALLS = 2_000


def test_qt_calls_that_return_nothing_leave_the_count_of_none_alone():
    from PySide6.QtCore import QObject

    item = QObject()
    before = sys.getrefcount(None)

    for _ in range(CALLS):
        item.setObjectName("name")

    assert abs(sys.getrefcount(None) - before) < CALLS / 20
