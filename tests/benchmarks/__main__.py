"""The benchmark command, protocol 1: one call, one process, one group, one file.

python -m tests.benchmarks --protocol 1 --group GROUP --file FILE.bpmn --out OUT.json
python -m tests.benchmarks --protocol 1 --list

`python -m tests.benchmarks.goals OUT.json` shows results beside their goals. Group `layout` measures nothing: the
product lays out connections (group `route`) and places new elements, but has no automatic layout of whole diagrams.
Group `lint` measures the product's own rules; it checks all of a document after each change.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

from modeler.cli.open import has_display
from tests.benchmarks.bench import Bench
from tests.benchmarks.measuring import Meter

GROUPS = (
    "start",
    "open",
    "view",
    "drag",
    "edit",
    "bulk",
    "clipboard",
    "save",
    "lint",
    "route",
    "run",
    "memory",
    "scenarios",
)
NOT_THERE = {"layout": "the product has no automatic layout of whole diagrams"}
OWN_PROCESS = ("start", "memory")
RAW = argparse.RawDescriptionHelpFormatter
USUAL_REPEAT, USUAL_SECONDS = 30, 4.0


def main() -> int:
    """Measure as the arguments say; returns the exit status."""
    options = arguments()
    if options.list:
        names = [name for group in GROUPS for name in module(group).NAMES]
        sys.stdout.write("\n".join(names) + "\n")
        return 0
    if options.group in NOT_THERE:
        sys.stderr.write(f"benchmarks: {options.group}: {NOT_THERE[options.group]}; nothing is measured\n")
        return 3
    if options.file is None or options.out is None or options.group is None:
        return failed("--group, --file and --out are needed", 2)
    if not options.out.absolute().parent.is_dir():
        return failed(f"there is no folder {options.out.absolute().parent} for {options.out.name}", 2)
    try:
        measured(options)
    except Exception as error:
        return failed(f"{options.group} of {options.file}: {type(error).__name__}: {reason(error)}", 1)
    return 0


def failed(line: str, status: int) -> int:
    """Say in one line why there are no figures; returns the exit status."""
    sys.stderr.write(f"benchmarks: {' '.join(line.split())}\n")
    return status


def reason(error: Exception) -> str:
    """What went wrong, and of another process the last that it said."""
    said = str(getattr(error, "stderr", "") or "").strip().splitlines()
    return f"{error} {said[-1]}" if said else str(error)


def measured(options: argparse.Namespace) -> None:
    """Run the groups and write their figures; where there is no display, without one."""
    if not has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["PROCESSWRIGHT_PROFILE"] = str(Path(scratch) / "profile")
        bench = made(options, Path(scratch))
        groups = [name for name in GROUPS if name not in OWN_PROCESS] if options.group == "all" else [options.group]
        for group in groups:
            module(group).run(bench)
    options.out.write_text(json.dumps(result(options, bench), indent=1), encoding="utf-8")


def arguments() -> argparse.Namespace:
    """The command line of protocol 1."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__, formatter_class=RAW)
    parser.add_argument("--protocol", type=int, choices=[1], required=True)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--group", choices=[*GROUPS, *NOT_THERE, "all"])
    parser.add_argument("--file", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--repeat", type=int, default=USUAL_REPEAT)
    parser.add_argument("--seconds", type=float, default=USUAL_SECONDS)
    parser.add_argument("--viewport", type=size, default=(1600, 900))
    parser.add_argument("--shots", type=Path)
    return parser.parse_args()


def size(text: str) -> tuple[int, int]:
    """A size written as `1600x900`."""
    width, _, height = text.partition("x")
    return int(width), int(height)


def module(group: str) -> ModuleType:
    """The module that measures a group; loaded when it is needed."""
    return importlib.import_module(f"tests.benchmarks.groups.{group}")


def made(options: argparse.Namespace, scratch: Path) -> Bench:
    """What the groups work with."""
    meter = Meter(options.repeat, options.seconds)
    file = options.file.resolve()
    return Bench(file, file.read_bytes(), meter, options.viewport, options.shots, scratch)


def result(options: argparse.Namespace, bench: Bench) -> dict[str, object]:
    """The JSON of protocol 1."""
    from engine.bpmn import Document, FlowNode

    document = Document.from_bytes(bench.data)
    bench.meter.checks.setdefault("roundtrip_equal", document.to_bytes() == bench.data)
    return {
        "protocol": 1,
        "product": "Processwright",
        "version": version("processwright"),
        "environment": environment(options),
        "file": bench.file.name,
        "flow_nodes": sum(1 for _ in document.elements(FlowNode)),
        "elements": sum(1 for element in document.elements() if element.id and not element.kind.startswith("bpmndi")),
        "warnings": len(document.problems),
        "metrics": bench.meter.as_json(),
        "checks": bench.meter.checks,
    }


def environment(options: argparse.Namespace) -> dict[str, object]:
    """Where the figures come from."""
    return {
        "python": platform.python_version(),
        "pyside": version("PySide6-Essentials"),
        "lxml": version("lxml"),
        "platform": os.environ.get("QT_QPA_PLATFORM", ""),
        "cpus": os.cpu_count(),
        "load1": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "viewport": list(options.viewport),
        "dpr": 1.0,
    }


if __name__ == "__main__":
    sys.exit(main())
