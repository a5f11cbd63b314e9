"""Icons of connectors on the canvas: which one an element has, and its picture in the theme's color."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QPixmap

from modeler.ui.package_icons import PackageIcons
from modeler.ui.theme import Theme

if TYPE_CHECKING:
    from engine.bpmn import Element
    from modeler.services.catalog import Catalog


class ConnectorIcons:
    """Answers the two questions of the canvas; a reference is the connector's id."""

    def __init__(self, package_icons: PackageIcons, catalog: Callable[[], Catalog], theme: Theme) -> None:
        self._package_icons = package_icons
        self._catalog = catalog
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Draw in another color."""
        self._theme = theme

    def reference(self, element: Element) -> str | None:
        """The connector of an element, if its icon can be drawn now."""
        from engine.bpmn import Activity

        if not isinstance(element, Activity):
            return None
        manifest = self._catalog().connector_of(element)
        return manifest.id if manifest is not None and self.picture(manifest.id) is not None else None

    def picture(self, reference: str) -> QPixmap | None:
        """The picture of a connector's icon."""
        from modeler.ui.forms.entry_pictures import icon_path

        path = icon_path(self._catalog().get(reference))
        return self._package_icons.pixmap(path, self._theme.accent) if path is not None else None
