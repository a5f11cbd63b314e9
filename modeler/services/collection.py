"""The cyclic garbage collector while documents open: it would look at each new object again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 10_000


@contextmanager
def paused_collection() -> Iterator[None]:
    """Make many objects that stay: no collection meanwhile, and none of them looked at later."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        if was_on:
            gc.enable()


@contextmanager
def no_collection() -> Iterator[None]:
    """Make many objects, such as a picture or the records of a large edit: no collection meanwhile.

    Where very many stay, none of them is looked at later: going through them takes longer than what made them.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if gc.get_count()[0] > MANY:
            gc.freeze()
        if was_on:
            gc.enable()


def thaw_collection() -> None:
    """A document is closed: let the collector look at what was frozen, so that it can go."""
    gc.unfreeze()


def collect_closed() -> None:
    """Give back the memory of documents that were closed; by itself the collector would wait long for that."""
    gc.collect()
