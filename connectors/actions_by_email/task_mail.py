"""The mail of a task that is answered by mail: a screen with a link, sent to the person to whom it is assigned."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from urllib.parse import urlsplit

from connectors.sdk.addresses import checked
from connectors.sdk.connector import ConnectorError, Finding, Outcome
from connectors.sdk.letters import Letter, readable, send_letter
from connectors.sdk.ports import Ports
from connectors.sdk.values import JsonObject, as_text


class TaskMail:
    """The companion named by the manifest."""

    def check(self, config: JsonObject) -> Sequence[Finding]:
        """Nothing beyond the schema."""
        return []

    def run(self, config: JsonObject, data: JsonObject, ports: Ports) -> Outcome:
        """Send the mail; the task itself is answered like any other."""
        screen = config.get("screenEmailRef")
        if screen is None or screen == "":
            raise ConnectorError("mail.screen", "No screen is chosen for the mail of the task.")
        shown = {**data, **_link(ports)}
        page = ports.screens.render(screen, shown)
        subject = ports.templates.render(as_text(config.get("subject")), shown)
        people = [checked(person) for person in ports.directory.find("assignedUser")]
        server = as_text(config.get("emailServer"))
        send_letter(Letter(subject, people, readable(page), page, server=server), ports)
        return Outcome()


def _link(ports: Ports) -> JsonObject:
    """What ProcessMaker adds to the data of such a mail: the address of the server, and a token for this task."""
    address = ports.links.answer(1)
    parts = urlsplit(address)
    return {"abe_uri": f"{parts.scheme}://{parts.netloc}", "token_abe": str(uuid.uuid5(uuid.NAMESPACE_URL, address))}
