"""The grid index: the same answers as looking at everything, whatever lies where."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from modeler.ui.canvas.index import GridIndex, Rect, overlap

coordinate = st.floats(-5000, 5000, allow_nan=False)
size = st.floats(0, 3000, allow_nan=False)
rects = st.tuples(coordinate, coordinate, size, size).map(lambda r: (r[0], r[1], r[0] + r[2], r[1] + r[3]))


@given(st.lists(rects, max_size=30), rects)
def test_a_query_finds_exactly_what_meets_the_rectangle(placed: list[Rect], asked: Rect) -> None:
    index: GridIndex[int] = GridIndex()
    for number, rect in enumerate(placed):
        index.put(number, rect)

    found = index.touching(asked)

    assert sorted(found) == [number for number, rect in enumerate(placed) if overlap(rect, asked)]


@given(st.lists(rects, min_size=1, max_size=20), st.data())
def test_what_was_moved_is_found_at_its_new_place_only(placed: list[Rect], data: st.DataObject) -> None:
    index: GridIndex[int] = GridIndex()
    for number, rect in enumerate(placed):
        index.put(number, rect)
    moved = data.draw(st.integers(0, len(placed) - 1))

    index.put(moved, (90_000, 90_000, 90_100, 90_100))

    assert index.near(90_050, 90_050) == [moved]
    assert moved not in index.touching((-5000, -5000, 8000, 8000))


def test_a_removed_thing_leaves_no_cell_behind() -> None:
    index: GridIndex[str] = GridIndex()
    index.put("pool", (0, 0, 4000, 600))

    index.remove("pool")

    assert len(index) == 0
    assert index.touching((-1e9, -1e9, 1e9, 1e9)) == []
    assert index.bounds() is None


def test_only_what_lies_wholly_inside_is_within() -> None:
    index: GridIndex[str] = GridIndex()
    index.put("inside", (10, 10, 20, 20))
    index.put("cut", (15, 15, 200, 20))

    found = index.within((0, 0, 100, 100))

    assert found == ["inside"]


def test_a_bent_edge_is_not_looked_at_in_the_area_it_goes_around() -> None:
    index: GridIndex[str] = GridIndex()
    corners = ((0, 0, 3000, 1), (3000, 0, 3001, 3000))

    index.put("flow", (0, 0, 3001, 3000), corners)

    assert index.near(1000, 2000) == []
    assert index.near(3000, 2000) == ["flow"]


def test_something_as_large_as_a_country_is_still_found() -> None:
    index: GridIndex[str] = GridIndex()

    index.put("huge", (-1e6, -1e6, 1e6, 1e6))

    assert index.near(123, 456) == ["huge"]
