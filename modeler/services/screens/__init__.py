"""ProcessMaker's screens, and plain HTML ones, rendered with Request data to HTML for mails, PDF files and previews."""

from modeler.services.screens.folder import FolderScreens
from modeler.services.screens.page import PageOptions, render_screen
from modeler.services.screens.screen import Screen, ScreenError, read_screens

__all__ = ["FolderScreens", "PageOptions", "Screen", "ScreenError", "read_screens", "render_screen"]
