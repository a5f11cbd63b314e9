"""A provider on this machine, and a user with the secrets that it knows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from modeler.services.profile import Profile
from modeler.services.secrets.keyring_store import Secrets
from tests.services.mail_sign_in.provider import CLIENT_SECRET, FIRST_REFRESH, Provider, provider_running


@pytest.fixture
def provider() -> Iterator[Provider]:
    with provider_running() as running:
        yield running


@pytest.fixture
def secrets(tmp_path: Path) -> Secrets:
    kept = Secrets(Profile(tmp_path / "profile"))
    kept.keep("CLIENT", CLIENT_SECRET)
    kept.keep("REFRESH", FIRST_REFRESH)
    return kept
