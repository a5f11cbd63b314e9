"""The long proofs of reliability: `python -m tests.reliability NAME [--count N] [--seed S]`.

saves      kills with signal 9 at random times, most of them inside a save: nothing is missing, torn or stale
edits      kills while editing: every document is back after a restart, at most the last command is lost
hostile    each hostile file in a process of its own: at most 10 seconds and 512 MiB, no effect
packages   kills while a connector package is upgraded and downgraded: one whole version is there each time
requests   kills while waiting Requests are answered and saved: each history is a prefix, each end the uninterrupted one
runs       kills of two processes that record runs in one history: all is whole and readable, nothing stored is lost
sending    kills at system calls of a live run: no mail is sent twice, none is lost, every doubt is asked about
secrets    planted secrets that servers send back in every dress: in no file, record, trace, argument or environment
answers    forged, changed, foreign, expired and used links: none counts
mails      hostile texts in each field of a mail: no header, recipient or file more
pdf        hostile pages and names: no local file inside, no call
models     random models on random paths: invariants after each step, replay, one hash per seed, steps undone
blocks     a session in the real window: no act blocks it longer than 0.5 seconds, 99 of 100 not longer than 0.1
mutations  damaged and rearranged files: each one opens or is refused within 2 seconds

Prints one line of figures and ends with status 1 when a promise is broken.
"""

from __future__ import annotations

import argparse
import sys

from tests.reliability import (
    answers,
    blocks,
    edits,
    hostile_runs,
    models,
    mutations,
    outgoing,
    packages,
    planted,
    requests,
    runs,
    saves,
    sending,
)

PROOFS = {
    "saves": (saves.prove, 300),
    "edits": (edits.prove, 300),
    "hostile": (hostile_runs.prove, 0),
    "packages": (packages.prove, 300),
    "requests": (requests.prove, 300),
    "runs": (runs.prove, 150),
    "sending": (sending.prove, 300),
    "secrets": (planted.prove, 6),
    "answers": (answers.prove, 10_000),
    "mails": (outgoing.prove_mails, 200),
    "pdf": (outgoing.prove_pdf, 50),
    "models": (models.prove, 10_000),
    "blocks": (blocks.prove, 1_500),
    "mutations": (mutations.prove, 20_000),
}


def main() -> int:
    """Run the proof that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("proof", choices=PROOFS)
    parser.add_argument("--count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    prove, usual = PROOFS[options.proof]
    figures = prove(options.count or usual, options.seed)
    sys.stdout.write(f"{options.proof}: {figures}\n")
    return 1 if figures.broken else 0


if __name__ == "__main__":
    sys.exit(main())
