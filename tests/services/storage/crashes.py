"""What a killed program leaves: journals whose process is gone."""

from __future__ import annotations

import json

from modeler.services.profile import Profile
from modeler.services.storage.journal import ABOUT


def kill(profile: Profile) -> None:
    """Make every journal look as if its process were gone."""
    for about in profile.journals.glob("*/" + ABOUT):
        facts = json.loads(about.read_bytes())
        facts["owner"]["pid"] = 1 << 30
        about.write_text(json.dumps(facts))
