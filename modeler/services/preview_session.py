"""One previewed Request as the window drives it: start, run, step, step back, answer, stop; and how it stands.

The methods that let it go on may take a while (connectors run in their processes): call them off the window's thread,
one at a time. `standing` is a value and may be read anywhere.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from connectors.sdk.host import HostError, Hosts
from connectors.sdk.values import JsonObject
from engine.bpmn import Document
from engine.runtime.errors import IncidentError, RequestError
from engine.runtime.request import Request
from modeler.services.catalog import Catalog
from modeler.services.connector_tasks import plain
from modeler.services.preview import Preview, PreviewOptions, start_preview
from modeler.services.standing import Incident, PreviewRefused, Standing


class PreviewSession:
    """Owns the connectors' processes; holds at most one Request."""

    def __init__(self) -> None:
        self._hosts = Hosts()
        self._request: Request | None = None
        self._standing = Standing()
        self._preview: Preview | None = None

    @property
    def standing(self) -> Standing:
        """How the Request stands."""
        return self._standing

    def start(self, document: Document, catalog: Catalog, data: JsonObject, folder: Path | None) -> Standing:
        """A new Request at its start, in place of the one before; call it where the document lives.

        Raises `PreviewRefused`.
        """
        options = PreviewOptions(data=data, workspace=folder)
        try:
            preview = start_preview(document, catalog, self._hosts, options)
        except (RequestError, IncidentError) as error:
            raise PreviewRefused(str(error)) from error
        self._request = preview.request
        self._preview = preview
        return self._look()

    def run(self) -> Standing:
        """Go on until it is completed or waits."""
        self._going().run()
        return self._look()

    def step(self) -> Standing:
        """Go on by one step."""
        self._going().step()
        return self._look()

    def step_back(self) -> Standing:
        """Take the last step back."""
        self._going().step_back()
        return self._look()

    def answer(self, element: str, data: JsonObject) -> Standing:
        """Complete a waiting element with data, or let its event happen. Raises `PreviewRefused`."""
        try:
            self._going().complete(element, data)
        except (RequestError, HostError) as error:
            raise PreviewRefused(str(error)) from error
        return self._look()

    def advance(self) -> Standing:
        """Let time pass to the next timer. Raises `PreviewRefused`."""
        try:
            self._going().advance()
        except RequestError as error:
            raise PreviewRefused(str(error)) from error
        return self._look()

    def stop(self) -> Standing:
        """End the Request now."""
        if self._request is not None and not self._standing.is_over:
            self._request.cancel()
        return self._look()

    def forget(self) -> None:
        """No Request any more."""
        self._request = None
        self._standing = Standing()

    def close(self) -> None:
        """End the connectors' processes."""
        self.forget()
        self._hosts.close()

    def _going(self) -> Request:
        if self._request is None:
            raise PreviewRefused("No Request is running.")
        return self._request

    def _look(self) -> Standing:
        request, preview = self._request, self._preview
        if request is None or preview is None:
            return self._standing
        reasons = request.reasons
        self._standing = Standing(
            status=request.status,
            path=tuple(request.path),
            flows=frozenset(request.flows),
            tokens=Counter(element for element, _ in request.tokens),
            waiting={element: reasons.get(element, "") for element in request.waiting},
            answers=preview.answers,
            data=plain(request.data),
            incidents=tuple(Incident(_text(each.get("element")), str(each.get("message"))) for each in request.errors),
            effects=preview.effects,
        )
        return self._standing


def _text(value: object) -> str | None:
    return str(value) if value is not None else None
