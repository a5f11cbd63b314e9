"""The types of connectors that the window names, and readers of JSON values, so that it need not import them."""

from __future__ import annotations

from connectors.sdk.manifest import Example, Manifest
from connectors.sdk.values import Json, JsonObject, JsonPath, as_list, as_object, as_text, same

__all__ = ["Example", "Json", "JsonObject", "JsonPath", "Manifest", "as_list", "as_object", "as_text", "same"]
