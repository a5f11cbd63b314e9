"""Starts Processwright: `processwright` and `python -m modeler` come here."""

from __future__ import annotations

import sys

from modeler.cli.main import main as run


def main() -> None:
    """Run the command line with the arguments of this process, and end it with the status."""
    sys.exit(run())


if __name__ == "__main__":
    main()
