"""The mail of a task that is answered by mail: a screen with a link, sent to the person to whom it is assigned."""

from __future__ import annotations

from collections.abc import Sequence
from email.headerregistry import Address

from connectors.sdk.addresses import checked
from connectors.sdk.connector import ConnectorError, Finding, Outcome
from connectors.sdk.letters import Letter, readable, send_letter
from connectors.sdk.ports import Person, Ports, TaskLink
from connectors.sdk.values import JsonObject, as_text

PLACE = "/tasks/update_variable"


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
        people = [checked(person) for person in ports.directory.find("assignedUser")]
        shown = {**data, **_link(people, config, ports)}
        page = ports.screens.render(screen, shown)
        subject = ports.templates.render(as_text(config.get("subject")), shown)
        server = as_text(config.get("emailServer"))
        send_letter(Letter(subject, people, readable(page), page, server=server), ports)
        return Outcome()


def _link(people: Sequence[Address], config: JsonObject, ports: Ports) -> JsonObject:
    """What ProcessMaker adds to the data of such a mail: the address of the server, and a token for this task."""
    first = people[0] if people else Address()
    person = Person(first.display_name, first.addr_spec if people else "")
    server, done = as_text(config.get("emailServer")), config.get("screenCompleteRef")
    link = TaskLink(person, config.get("requireLogin") is True, done if done != "" else None, server)
    address, _, token = ports.links.task(link).rpartition("/")
    return {"abe_uri": address.removesuffix(PLACE), "token_abe": token}
