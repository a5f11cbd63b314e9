"""Requests run offline: started, stepped, looked back at, with what connectors would do."""
