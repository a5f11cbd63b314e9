"""The goals of each metric at 1,000 and 10,000 flow nodes, and a table of results beside them.

python -m tests.benchmarks.goals RESULT.json…

Frames are judged by their 95th percentile, all else by the median. Where a file has another number of nodes, its goals
are those of the nearer one of both sizes.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

SIZES = (1_000, 10_000)
FRAMES = ("view.pan", "view.zoom", "drag.one_fit", "drag.one_full", "drag.group")
ENDS = ("_start", "_drop")


class Goal(NamedTuple):
    """What a metric should be at most at 1,000 and at 10,000 flow nodes; None where nothing was set."""

    small: float | None
    large: float | None


_MANY = {
    "move_group": Goal(40, 60),
    "align_group": Goal(40, 60),
    "move_pool": Goal(40, 60),
    "space_tool": Goal(50, 250),
}
"""Commands on a hundred elements or more, and so their undo and redo; the goals of all others are for one element."""

GOALS: tuple[tuple[str, Goal], ...] = (
    ("start.window_ms", Goal(300, None)),
    ("open.total_ms", Goal(180, 900)),
    ("open.first_paint_ms", Goal(130, 700)),
    ("view.pan", Goal(4, 4)),
    ("view.zoom", Goal(8, 16)),
    ("drag.one_fit_drop", Goal(10, 16)),
    ("drag.one_full_drop", Goal(10, 16)),
    ("drag.group_drop", Goal(60, 80)),
    ("drag.one_fit_start", Goal(None, None)),
    ("drag.one_full_start", Goal(None, None)),
    ("drag.group_start", Goal(None, None)),
    ("drag.one", Goal(4, 4)),
    ("drag.group", Goal(12, 16)),
    *((f"edit.{kind}{name}", goal) for name, goal in _MANY.items() for kind in ("", "undo_", "redo_")),
    ("edit.undo", Goal(6, 12)),
    ("edit.redo", Goal(6, 12)),
    ("edit.", Goal(8, 16)),
    ("clipboard.paste_100", Goal(40, 60)),
    ("bulk.select_all", Goal(20, 150)),
    ("bulk.move_all", Goal(120, 1_200)),
    ("save.file_ms", Goal(15, 120)),
    ("save.svg_ms", Goal(30, 300)),
    ("lint.full_ms", Goal(35, 350)),
    ("lint.change_ms", Goal(2, 4)),
    ("layout.full_ms", Goal(400, 6_000)),
    ("memory.open_mb", Goal(220, 400)),
)
"""By the beginning of a metric's name; the first that fits counts."""


def goal_of(metric: str, nodes: int) -> float | None:
    """What a metric should be at most for a file with so many flow nodes."""
    goal = next((goal for beginning, goal in GOALS if metric.startswith(beginning)), Goal(None, None))
    return goal.small if nodes < sum(SIZES) / 2 else goal.large


def judged(metric: str, figures: Mapping[str, float]) -> float:
    """The figure that a goal is about."""
    is_frame = metric.startswith(FRAMES) and not metric.endswith(ENDS) and metric != "view.settle_ms"
    return figures["p95" if is_frame and "p95" in figures else "median"]


def lines(result: Mapping[str, object]) -> Iterator[str]:
    """A result as a table: the judged figure, its goal, the processor time, the best of all samples."""
    nodes, metrics = result["flow_nodes"], result["metrics"]
    assert isinstance(nodes, int)
    assert isinstance(metrics, dict)
    yield f"{result['file']}, {nodes} flow nodes"
    yield f"{'':24}{'figure':>10}{'goal':>8}{'':>6}{'cpu':>10}{'best':>10}"
    for metric, figures in metrics.items():
        figure, goal = judged(metric, figures), goal_of(metric, nodes)
        wanted = "" if goal is None else f"{goal:g}"
        verdict = "" if goal is None else "ok" if figure <= goal else "over"
        more = "".join(f"{figures[key]:10.1f}" if key in figures else f"{'':>10}" for key in ("cpu_median", "min"))
        yield f"{metric:24}{figure:10.1f}{wanted:>8}{verdict:>6}{more}"


def main() -> int:
    """Print the tables of some results."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.goals", description=__doc__)
    parser.add_argument("results", nargs="+", type=Path)
    for path in parser.parse_args().results:
        sys.stdout.write("\n".join(lines(json.loads(path.read_text(encoding="utf-8")))) + "\n\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
