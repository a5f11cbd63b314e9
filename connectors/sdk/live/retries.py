"""When a call is made again: three times, after 1, 4 and 16 seconds, and only where a repetition does no harm."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from connectors.sdk.ports import Http, HttpRequest, HttpResponse, PortError

PAUSES = (1.0, 4.0, 16.0)
JITTER = 0.25
LONGEST_PAUSE = 60.0
_REPEATABLE = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})
_PASSING_FAILURES = frozenset({"http.unreachable", "http.timeout", "http.in-doubt"})


def is_repeatable(request: HttpRequest) -> bool:
    """Whether making the call twice does what making it once does: by its method, or because its maker says so."""
    keyed = any(name.lower() == "idempotency-key" for name, _ in request.headers)
    return request.method.upper() in _REPEATABLE or keyed or request.repeatable


@dataclass
class Retrying:
    """An HTTP port that tries again; the pauses vary by the seed, so that many callers do not come back at once."""

    http: Http
    seed: str
    pause: Callable[[float], object]

    def send(self, request: HttpRequest) -> HttpResponse:
        """The first answer that is final, or the last one."""
        chance = random.Random(self.seed)
        pauses = [base * (1 + JITTER * chance.random()) for base in PAUSES] if is_repeatable(request) else []
        for wanted in pauses:
            try:
                answer = self.http.send(request)
            except PortError as error:
                if error.code not in _PASSING_FAILURES:
                    raise
                self.pause(wanted)
                continue
            asked = _asked_pause(answer)
            if answer.status not in _PASSING or asked > LONGEST_PAUSE:
                return answer
            self.pause(max(wanted, asked))
        return self.http.send(request)


def _asked_pause(answer: HttpResponse) -> float:
    """The seconds that `Retry-After` asks for, as a number or as a date beside the answer's own."""
    text = answer.header("Retry-After").strip()
    if text.isdigit():
        return float(text)
    try:
        until, now = parsedate_to_datetime(text), parsedate_to_datetime(answer.header("Date"))
        return max(0.0, (until - now).total_seconds())
    except (TypeError, ValueError):
        return 0.0
