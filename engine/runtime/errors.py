"""What stops a Request: incidents on an element, runaway models, and wrong calls of the engine."""

from __future__ import annotations


class IncidentError(Exception):
    """An element cannot do its work; the Request stops there with this code and message."""

    def __init__(self, code: str, message: str) -> None:
        """`code` is for machines, the message for the designer."""
        super().__init__(message)
        self.code = code


BROKEN_OFF = "BROKEN_OFF"


class BrokenOffError(IncidentError):
    """A person has broken off what an element was doing: no event catches that, and it is not tried again by itself."""

    def __init__(self, name: str) -> None:
        """`name` is what was at work."""
        super().__init__(BROKEN_OFF, f"“{name}” was broken off by you")


class RunawayError(IncidentError):
    """A model runs without end; the message names the loop, `element` is where it was stopped."""

    def __init__(self, message: str, element: str) -> None:
        """Keep the element."""
        super().__init__("RUNAWAY", message)
        self.element = element


class RequestError(Exception):
    """A call that this Request or model does not allow, such as a start event that is not there."""
