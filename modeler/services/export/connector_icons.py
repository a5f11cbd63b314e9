"""Icons of connectors for pictures: which element has one, and the icon as text that an SVG can carry."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from connectors.sdk.safe_svg import UnsafeSvgError, check_svg
from engine.bpmn import Element
from modeler.services.catalog import Catalog


class ConnectorIcons:
    """The icons of a catalog's connectors, each read once; what `safe_svg` refuses is left out."""

    def __init__(self, catalog: Catalog, color: str) -> None:
        self._catalog = catalog
        self.color = color
        self._icons: dict[str, str | None] = {}

    def reference(self, element: Element) -> str | None:
        """The connector whose icon an element shows, or None."""
        manifest = self._catalog.connector_of(element)
        if manifest is None or self.data_uri(manifest.id) is None:
            return None
        return manifest.id

    def data_uri(self, reference: str) -> str | None:
        """A connector's icon as a `data:` address, `currentColor` being this picture's color; or None."""
        if reference not in self._icons:
            self._icons[reference] = self._encoded(reference)
        return self._icons[reference]

    def path(self, reference: str) -> Path | None:
        """Where a connector's icon lies, if it may be drawn and lies in the connector's own folder."""
        manifest = self._catalog.get(reference)
        if manifest is None or not manifest.icon:
            return None
        folder = manifest.folder.resolve()
        found = (folder / manifest.icon).resolve()
        return found if found.is_relative_to(folder) and found.is_file() else None

    def _encoded(self, reference: str) -> str | None:
        manifest = self._catalog.get(reference)
        data = manifest.icon_bytes() if manifest is not None and self.path(reference) else None
        if data is None:
            return None
        try:
            check_svg(data)
        except UnsafeSvgError:
            return None
        code = b64encode(data.replace(b"currentColor", self.color.encode())).decode("ascii")
        return f"data:image/svg+xml;base64,{code}"
