"""Making connectors: a new package to fill in, entries from an OpenAPI description, entries from element templates."""
