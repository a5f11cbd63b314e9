"""Names for files as the connectors make them, for the window: one harmless part of a path."""

from connectors.sdk.safe_names import MOST_BYTES, safe_name, unique_name

__all__ = ["MOST_BYTES", "safe_name", "unique_name"]
