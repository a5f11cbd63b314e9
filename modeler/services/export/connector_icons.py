"""Icons of connectors for pictures: which element has one, and the icon as text that an SVG can carry."""

from __future__ import annotations

from base64 import b64encode

from engine.bpmn import Element
from modeler.services.catalog import Catalog


class ConnectorIcons:
    """The icons of a catalog's connectors, each read once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._icons: dict[str, str | None] = {}

    def reference(self, element: Element) -> str | None:
        """The connector whose icon an element shows, or None."""
        manifest = self._catalog.connector_of(element)
        if manifest is None or self.data_uri(manifest.id) is None:
            return None
        return manifest.id

    def data_uri(self, reference: str) -> str | None:
        """A connector's icon as a `data:` address, or None."""
        if reference not in self._icons:
            manifest = self._catalog.get(reference)
            data = manifest.icon_bytes() if manifest is not None else None
            code = b64encode(data).decode("ascii") if data else None
            self._icons[reference] = f"data:image/svg+xml;base64,{code}" if code else None
        return self._icons[reference]
