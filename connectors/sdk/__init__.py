"""What a connector needs: `from connectors.sdk import Outcome, Ports`; proofs for authors are in `sdk.testing`."""

from connectors.sdk.connector import Answer, Choice, Connector, ConnectorError, Finding, Outcome
from connectors.sdk.ports import File, HttpRequest, HttpResponse, Person, PortError, Ports, TaskInfo
from connectors.sdk.values import Json, JsonObject, JsonPath

__all__ = [
    "Answer",
    "Choice",
    "Connector",
    "ConnectorError",
    "File",
    "Finding",
    "HttpRequest",
    "HttpResponse",
    "Json",
    "JsonObject",
    "JsonPath",
    "Outcome",
    "Person",
    "PortError",
    "Ports",
    "TaskInfo",
]
