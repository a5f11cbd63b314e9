"""The cyclic garbage collector while documents open: it would look at each new object again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
    """Make many objects that are soon gone, such as a picture: no collection meanwhile."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def thaw_collection() -> None:
    """A document is closed: let the collector look at what was frozen, so that it can go."""
    gc.unfreeze()


def collect_closed() -> None:
    """Give back the memory of documents that were closed; by itself the collector would wait long for that."""
    gc.collect()
