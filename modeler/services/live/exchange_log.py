"""The debug log of data connectors: one file a day for each, every call with its answer, secrets masked, kept 21 days.

Only live calls of data connectors in debug mode are logged. A log that cannot be written never stops a call.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from connectors.sdk.ports import Http, HttpRequest, HttpResponse, PortError
from connectors.sdk.redaction import Redactor
from connectors.sdk.values import Json, JsonObject, compact
from modeler.services.preview.ports import exchange_record

DAYS = 21
LOGS = "data-connector-logs"
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_NAME = re.compile(r".+-(\d{4}-\d{2}-\d{2})\.log")


@dataclass(frozen=True, slots=True)
class ExchangeLog:
    """The log files in a folder of the profile."""

    folder: Path

    def note(self, name: str, moment: datetime, record: JsonObject) -> None:
        """Add one line of JSON to the file of that day; older days than are kept go."""
        stem = _UNSAFE.sub("_", name).strip("_")[:60] or "data-connector"
        line = compact({"at": moment.isoformat(), **record}).encode("utf-8", "replace") + b"\n"
        with contextlib.suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._forget(moment.date())
            with (self.folder / f"{stem}-{moment.date().isoformat()}.log").open("ab") as file:
                file.write(line)

    def _forget(self, today: date) -> None:
        oldest = (today - timedelta(days=DAYS)).isoformat()
        for path in self.folder.glob("*.log"):
            day = _NAME.fullmatch(path.name)
            if day is not None and day[1] < oldest:
                path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class LoggedHttp:
    """An HTTP port that logs the calls which ask for it."""

    http: Http
    log: ExchangeLog
    now: Callable[[], datetime]
    mask: Redactor

    def send(self, request: HttpRequest) -> HttpResponse:
        """Make the call and note what came of it."""
        if not request.log:
            return self.http.send(request)
        try:
            answer = self.http.send(request)
        except PortError as error:
            self._note(request, HttpResponse(0), error.message)
            raise
        self._note(request, answer, "")
        return answer

    def _note(self, request: HttpRequest, answer: HttpResponse, error: str) -> None:
        record: JsonObject = exchange_record(request, answer, "live")
        masked: Json = self.mask.value({**record, "error": error} if error else record)
        self.log.note(request.log, self.now(), json.loads(json.dumps(masked)))
