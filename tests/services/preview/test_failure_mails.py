"""A task that fails for good: the process manager gets a mail, where the error handling of the task says so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from connectors.sdk.host import Hosts
from modeler.services.catalog import discover
from modeler.services.live.plan import live_plan
from modeler.services.live.runs import LiveChoice
from modeler.services.preview.starting import Preview, PreviewOptions, start_preview
from modeler.services.workspace.directory import read_people
from tests.services.connector_processes import MAIL, connector_task, document

BOTH = {"email_notification": "true", "inapp_notification": True, "retry_attempts": 1}
NO_RECIPIENT = {"type": "text", "subject": "x", "textBody": "y", "toRecipients": []}


@pytest.fixture(scope="module")
def hosts() -> Iterator[Hosts]:
    with Hosts() as made:
        yield made


def failing(handling: object = BOTH, node: str | None = None) -> str:
    node = node or connector_task("mail", MAIL, NO_RECIPIENT)
    return node.replace(' id="', f' pm:errorHandling={quoteattr(json.dumps(handling))} id="', 1)


def run(hosts: Hosts, node: str, workspace: Path | None = None, **more: object) -> Preview:
    options = PreviewOptions(workspace=workspace, **more)  # type: ignore[arg-type]
    preview = start_preview(document(node), discover(), hosts, options)
    preview.request.run()
    return preview


def people(folder: Path, *users: object) -> Path:
    (folder / "users.json").write_text(json.dumps(users), encoding="utf-8")
    return folder


def mails(preview: Preview) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(effect.element, effect.title, effect.recipients) for effect in preview.effects]


def told(preview: Preview) -> list[dict[str, object]]:
    return [dict(event.details) for event in preview.request.trace if event.kind == "notified"]


def test_a_connector_that_fails_for_good_writes_to_the_process_manager_once(hosts: Hosts, tmp_path: Path) -> None:
    folder = people(tmp_path, {"id": 7, "fullname": "Mo Gul", "email": "mo@example.org", "manages": ["P"]})

    preview = run(hosts, failing(), folder)

    assert preview.request.status == "error"
    assert mails(preview) == [("mail", "mail has failed", ("mo@example.org",))]
    text = preview.effects[0].message().get_body(("plain",))
    assert text is not None
    assert "in the Request Order has failed: failed after 2 attempts: The mail has no recipient." in text.get_content()
    assert [event["by"] for event in told(preview)] == [["in-app", "e-mail"]]
    assert "note" not in told(preview)[0]


def test_a_manager_whom_nobody_knows_is_somebody_made_up_in_a_preview(hosts: Hosts) -> None:
    assert mails(run(hosts, failing())) == [("mail", "mail has failed", ("manager@preview.invalid",))]


@pytest.mark.parametrize("handling", [{"inapp_notification": True}, {"email_notification": False}, {}])
def test_no_mail_is_sent_where_the_file_wants_none(hosts: Hosts, handling: object) -> None:
    assert mails(run(hosts, failing(handling))) == []


def test_a_script_that_fails_writes_too(hosts: Hosts) -> None:
    script = '<bpmn:scriptTask id="sum" name="Sum up" scriptFormat="python"><bpmn:script>1 // 0</bpmn:script>'

    preview = run(hosts, failing({"email_notification": True}, script + "</bpmn:scriptTask>"))

    assert preview.request.status == "error"
    assert mails(preview) == [("sum", "Sum up has failed", ("manager@preview.invalid",))]


def test_after_a_step_back_the_mail_is_not_there_yet_and_comes_again(hosts: Hosts) -> None:
    preview = run(hosts, failing())

    while preview.request.step_back():
        pass
    assert preview.effects == ()
    preview.request.run()
    assert len(preview.effects) == 1


def test_a_mail_that_cannot_be_sent_is_told_in_the_trace_and_the_task_fails_all_the_same(
    hosts: Hosts, tmp_path: Path
) -> None:
    folder = people(tmp_path, {"id": 7, "fullname": "Mo", "email": "not an address", "manages": True})

    preview = run(hosts, failing(), folder)

    assert preview.effects == ()
    assert "its mail was not sent: " in str(told(preview)[0]["note"])
    assert preview.request.errors[-1]["element"] == "mail"


def test_who_names_the_process_goes_before_who_manages_all(tmp_path: Path) -> None:
    found = read_people(people(tmp_path, {"id": 1, "manages": True}, {"id": 2, "manages": ["P", "Q"]}, {"id": 3}))

    assert (found.manager_of("P"), found.manager_of("Q"), found.manager_of("other")) == (2, 2, 1)
    assert read_people(None).manager_of("P") is None


def test_the_process_manager_gets_the_tasks_that_are_for_the_process_manager(hosts: Hosts, tmp_path: Path) -> None:
    folder = people(tmp_path, {"id": 7, "fullname": "Mo Gul", "email": "mo@example.org", "manages": ["P"]})
    task = '<bpmn:userTask id="decide" name="Decide" pm:assignment="process_manager"/>'

    preview = run(hosts, task, folder)

    assert preview.request.history.assignments("decide")[0].assignee == 7


def test_a_live_run_says_that_it_may_write_to_the_manager_and_through_which_server(tmp_path: Path) -> None:
    people(tmp_path, {"id": 7, "fullname": "Mo Gul", "email": "mo@example.org", "manages": ["P"]})

    plan = live_plan(document(failing()), discover(), LiveChoice(workspace=tmp_path))

    reached = [(each.element, each.connector, each.recipients, each.is_reached) for each in plan.reaches]
    assert reached == [
        ("mail", "Send Email", (), True),
        ("mail", "Email notifications", ("mo@example.org",), True),
    ]
    assert "There is no mail server" in plan.reaches[1].problems[0]


def test_the_mail_of_a_failure_that_does_not_happen_is_listed_as_not_reached() -> None:
    script = '<bpmn:scriptTask id="sum" name="Sum up" scriptFormat="python"><bpmn:script>1</bpmn:script>'
    node = failing({"email_notification": True}, script + "</bpmn:scriptTask>")

    plan = live_plan(document(node), discover(), LiveChoice())

    assert [(each.element, each.is_reached) for each in plan.reaches] == [("sum", False)]
