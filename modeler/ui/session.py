"""What a window works with: the services of one user, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from modeler.services.profile import Profile
from modeler.services.settings import Settings
from modeler.services.workspace.recent import Workspace
from modeler.ui.welcome import Sample

if TYPE_CHECKING:
    from modeler.services.catalog import Catalog
    from modeler.services.secrets.keyring_store import Secrets
    from modeler.services.storage.files import Files


@dataclass(frozen=True)
class Session:
    """Services and facts of this start. What loads much code is made late: the window shows before it."""

    profile: Profile
    settings: Settings
    workspace: Workspace
    make_files: Callable[[], Files]
    find_catalog: Callable[[], Catalog]
    samples: Sequence[Sample] = ()

    @cached_property
    def files(self) -> Files:
        """Opens and saves documents."""
        return self.make_files()

    @cached_property
    def secrets(self) -> Secrets:
        """Values that stay in the keyring, or in this session where there is none."""
        from modeler.services.secrets.keyring_store import Secrets

        return Secrets(self.profile)

    def forget_catalog(self) -> None:
        """Look for connectors anew when they are next asked for."""
        self.__dict__.pop("_found", None)

    @property
    def catalog(self) -> Catalog:
        """The connectors that are installed."""
        return self._found[1]

    @property
    def is_catalog_old(self) -> bool:
        """Whether something has been installed, removed or switched since the connectors were looked for."""
        return "_found" in self.__dict__ and self._found[0] != self._stamp

    @cached_property
    def _found(self) -> tuple[tuple[int, int], Catalog]:
        return self._stamp, self.find_catalog()

    @property
    def _stamp(self) -> tuple[int, int]:
        from modeler.services.packages.installed import registry_stamp

        return registry_stamp(self.profile)
