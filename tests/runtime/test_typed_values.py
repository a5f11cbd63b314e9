"""What JSON lacks comes back from a trace and from the store as what it was."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from engine.runtime import ManualHandler, Request, RequestError, RequestStore, json_lines, read_trace, start
from engine.runtime.store import TIME, VERSION, decode
from tests.runtime.builder import model

VALUES = {
    "moment": datetime(2026, 3, 1, 12, 30, 0, 5, UTC),
    "local": datetime(2026, 3, 1),
    "day": date(2026, 3, 1),
    "hour": time(12, 30),
    "span": timedelta(days=-1, microseconds=7),
    "price": Decimal("0.10"),
    "file": b"\x00\xff",
    "tags": {"b", "a"},
    "pairs": frozenset({(1, "x")}),
    "deep": [{"day": date(2026, 3, 1)}],
    "looks like a tag": {"$type": "date", "value": "2026-03-01"},
    "and this one": {"$type": {"$type": "set"}, "$time": "never"},
    "none": None,
    "number": 1.5,
}


def waiting() -> Request:
    return start(model("start > A > end", A="serviceTask"), VALUES, handlers={"A": ManualHandler()}).run()


@pytest.mark.parametrize("name", VALUES)
def test_a_trace_gives_back_a_value_with_its_type(name: str) -> None:
    request = waiting()

    again = read_trace(request.graph, json_lines(request.trace))

    assert again.data[name] == VALUES[name]
    assert type(again.data[name]) is type(VALUES[name])


def test_a_trace_is_read_written_and_read_as_the_same_state() -> None:
    request = waiting()
    lines = json_lines(request.trace)

    again = read_trace(request.graph, lines)

    assert (again.state == request.state, json_lines(again.trace) == lines) == (True, True)


def test_a_stored_request_has_its_values_again(tmp_path: Path) -> None:
    request = waiting()
    store = RequestStore(tmp_path / "requests.sqlite")

    store.save("r", request)

    assert store.load("r", request.graph).data == VALUES


def test_each_line_is_plain_json_and_says_the_type() -> None:
    first = json.loads(json_lines(waiting().trace).splitlines()[0])

    assert first["version"] == 4
    assert first["data"]["day"] == {"$type": "date", "value": "2026-03-01"}


def test_a_value_that_nobody_knows_is_text_in_a_trace_and_refused_by_the_store(tmp_path: Path) -> None:
    request = start(model("start > A > end", A="userTask"), {"odd": Path("a")}).run()

    assert read_trace(request.graph, json_lines(request.trace)).data == {"odd": "a"}
    with pytest.raises(TypeError, match="is no JSON value"):
        RequestStore(tmp_path / "requests.sqlite").save("r", request)


def test_a_value_that_does_not_fit_its_type_names_the_line() -> None:
    request = waiting()
    broken = json_lines(request.trace).replace('"value": "12:30:00"', '"value": "noon"', 1)

    with pytest.raises(RequestError, match="line 1 of the trace cannot be replayed"):
        read_trace(request.graph, broken)


def test_what_version_1_stored_is_read_as_it_was_meant() -> None:
    body = f'["written",1,{{"at":{{"{TIME}":"2026-03-01T12:00:00"}},"tag":{{"$type":"date","value":"soon"}}}}]'

    assert VERSION == 2
    assert decode(body, 1)[2] == {"at": datetime(2026, 3, 1, 12), "tag": {"$type": "date", "value": "soon"}}


def test_a_recorded_trace_with_types_stays_readable_and_is_still_written_so() -> None:
    text = (Path(__file__).parent / "recorded" / "values.jsonl").read_text(encoding="utf-8")

    assert read_trace(waiting().graph, text).data == VALUES
    assert json_lines(waiting().trace) == text.replace('"version": 2', '"version": 4', 1)
