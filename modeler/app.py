"""The composition root: makes the services of one user and the window that works with them."""

from __future__ import annotations

import faulthandler
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from modeler.services.collection import paused_collection
from modeler.services.profile import Profile

if TYPE_CHECKING:
    from modeler.services.catalog import Catalog
    from modeler.services.storage.files import Files
    from modeler.ui.main_window import MainWindow
    from modeler.ui.session import Session
    from modeler.ui.theme import Mode

NAME = "Processwright"
CRASH_LOG = "crash.log"


def run(paths: Sequence[Path]) -> int:
    """Open the window with these files; returns the exit status when it is closed."""
    from modeler.ui.crash import CrashGuard
    from modeler.ui.icons import application_icon
    from modeler.ui.window_collection import WindowCollection

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication([NAME])
    application.setApplicationName(NAME)
    application.setApplicationDisplayName(NAME)
    application.setDesktopFileName("processwright")
    window = build_window(application)
    application.setWindowIcon(application_icon())
    guard = CrashGuard(window)
    guard.install()
    collection = WindowCollection(window)
    with hard_crashes_kept(window.session.profile):
        window.show()
        window.start(paths)
        status = application.exec()
    collection.stop()
    guard.remove()
    return status


@contextmanager
def hard_crashes_kept(profile: Profile) -> Iterator[None]:
    """Where the interpreter itself crashes, its last words go to a file of the profile."""
    try:
        profile.folder.mkdir(parents=True, exist_ok=True)
        log = (profile.folder / CRASH_LOG).open("a", encoding="utf-8")
    except OSError:
        yield
        return
    with log:
        faulthandler.enable(log)
        yield
        faulthandler.disable()


def build_window(application: QApplication, profile: Profile | None = None) -> MainWindow:
    """A window on the services of a user's profile; what it imports and makes stays, so nothing is collected."""
    with paused_collection():
        return _window(application, profile if profile is not None else Profile.of_user())


def _window(application: QApplication, profile: Profile) -> MainWindow:
    from modeler.ui.commands import bind_commands
    from modeler.ui.main_window import MainWindow
    from modeler.ui.theme import Appearance

    session = build_session(profile)
    appearance = Appearance(application, _mode(session.settings.get("theme", "system")), is_dressed=False)
    window = MainWindow(session, appearance)
    bind_commands(window)
    appearance.dress()
    return window


def build_session(profile: Profile) -> Session:
    """The services on a profile folder."""
    from modeler.services.settings import Settings
    from modeler.services.workspace.recent import Workspace
    from modeler.ui.samples import samples
    from modeler.ui.session import Session

    made = Session(
        profile=profile,
        settings=Settings(profile),
        workspace=Workspace(profile),
        make_files=lambda: _files(profile, lambda: made.catalog),
        find_catalog=lambda: _catalog(profile),
        samples=samples(),
    )
    return made


def _files(profile: Profile, catalog: Callable[[], Catalog]) -> Files:
    from modeler.editing import behaviors
    from modeler.editing.behaviors.default_connectors import default_connectors
    from modeler.services.storage.files import Files

    return Files(profile, behaviors=(*behaviors.ALL, default_connectors(lambda: catalog().connectors)))


def _catalog(profile: Profile) -> Catalog:
    from modeler.services.packages.installed import installed_catalog

    return installed_catalog(profile, remember=True)


def _mode(name: str) -> Mode:
    from modeler.ui.theme import MODES

    return next((mode for mode in MODES if mode == name), "system")


def main() -> None:
    """Open the window with the files named on the command line."""
    sys.exit(run([Path(name) for name in sys.argv[1:]]))


if __name__ == "__main__":
    main()
