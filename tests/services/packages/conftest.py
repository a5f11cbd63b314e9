"""The packages of a profile of the test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from modeler.services.packages.store import Packages
from modeler.services.profile import Profile
from tests.services.storage.faults import UnhurriedSystem


@pytest.fixture
def profile(profile_folder: Path) -> Profile:
    return Profile(profile_folder)


@pytest.fixture
def packages(profile: Profile) -> Packages:
    return Packages(profile, UnhurriedSystem())
