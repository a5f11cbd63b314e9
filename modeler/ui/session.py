"""What a window works with: the services of one user, made once by the composition root."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from modeler.services.files import Files
from modeler.services.profile import Profile
from modeler.services.settings import Settings
from modeler.services.workspace import Workspace
from modeler.ui.welcome import Sample


@dataclass(frozen=True, slots=True)
class Session:
    """Services and facts of this start."""

    profile: Profile
    files: Files
    settings: Settings
    workspace: Workspace
    samples: Sequence[Sample] = ()
