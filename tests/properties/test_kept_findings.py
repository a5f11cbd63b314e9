"""Whatever is edited, undone and done again: the findings that are kept are those of a check from the beginning."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import resources
from engine.bpmn import Document, Problem
from modeler.services.catalog import Catalog, discover
from modeler.services.checks.checker import Checker
from modeler.services.checks.document import check_document
from modeler.services.checks.kept import KeptFindings
from modeler.ui.documents.problem_rows import checkers_of
from tests.properties.rough_edits import RoughEdits, portions

OWN = sorted([*Path(resources.__file__).parent.rglob("*.bpmn"), *Path(__file__).parents[1].rglob("*.bpmn")])
QUICK = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


@QUICK
@given(seed=st.integers(0, 2**32), path=st.sampled_from(OWN))
def test_kept_findings_of_our_own_models_are_those_of_a_new_check(seed: int, path: Path) -> None:
    assert_kept_as_new(path, Random(seed))


@QUICK
@given(seed=st.integers(0, 2**32))
def test_kept_findings_of_published_models_are_those_of_a_new_check(seed: int, published: list[Path]) -> None:
    chance = Random(seed)

    assert_kept_as_new(chance.choice(published), chance)


@QUICK
@given(seed=st.integers(0, 2**32), path=st.sampled_from(OWN))
def test_the_parts_of_a_file_tell_what_the_whole_tells(seed: int, path: Path) -> None:
    chance = Random(seed)
    document = Document.from_bytes(path.read_bytes(), path.name)
    edits = RoughEdits(document, chance)
    for _ in range(6):
        edits.step()
    in_portions = KeptFindings(document, checkers(path))

    while not in_portions.work(portions(chance)):
        pass

    assert in_portions.problems() == check_document(document, checkers(path))


def assert_kept_as_new(path: Path, chance: Random) -> None:
    document = Document.from_bytes(path.read_bytes(), path.name)
    kept = KeptFindings(document, checkers(path))
    kept.follow()
    edits = RoughEdits(document, chance)
    if chance.random() < 0.5:
        kept.work()
    for _ in range(8):
        edits.step()
        kept.work(portions(chance))
        if chance.random() < 0.4:
            assert now(kept) == check_document(document, checkers(path)), path.name
    assert now(kept) == check_document(document, checkers(path)), path.name


def now(kept: KeptFindings) -> list[Problem]:
    kept.work(lambda: True)
    return kept.problems()


def checkers(path: Path) -> list[Checker]:
    return checkers_of(catalog(), path.parent)


@cache
def catalog() -> Catalog:
    return discover()
