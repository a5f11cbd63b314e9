"""The types of connectors that the window names; it imports nothing of `connectors` itself."""

from __future__ import annotations

from connectors.sdk.manifest import Manifest
from connectors.sdk.values import Json, JsonObject, JsonPath

__all__ = ["Json", "JsonObject", "JsonPath", "Manifest"]
