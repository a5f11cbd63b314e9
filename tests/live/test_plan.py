"""Before a live run somebody sees whom and what it would reach; asking reaches nothing."""

from __future__ import annotations

import json
from xml.sax.saxutils import quoteattr

from modeler.services.catalog import discover
from modeler.services.live.plan import live_plan
from modeler.services.live.runs import LiveChoice
from tests.live.kit import mail_settings, workspace
from tests.services.connector_processes import MAIL, SERVICE, SLACK, connector_task, document, mail_task

USER = '<bpmn:userTask id="check" name="Check"/>'
BOT = {"delivery": "bot", "channel": "#x", "message": "m", "token": "secret:BOT"}


def plan(folder, *nodes, known=(), **data):
    return live_plan(document(*nodes), discover(), LiveChoice(data, workspace=folder), lambda name: name in known)


def test_recipients_servers_and_secrets_are_listed_for_each_element(tmp_path):
    folder = workspace(tmp_path / "w", 2525, password="secret:BOX")

    mail, slack = plan(
        folder, connector_task("mail", MAIL, mail_settings()), connector_task("slack", SLACK, BOT), n=1, who="A"
    ).reaches

    assert (mail.recipients, mail.hosts, mail.secrets) == (("ann@example.org",), ("127.0.0.1:2525",), ("BOX",))
    assert (slack.hosts, slack.secrets) == (("slack.com",), ("BOT",))
    assert (mail.problems, slack.problems) == (
        ("The secret “BOX” is not set.",), ("The secret “BOT” is not set.",),
    )  # fmt: skip


def test_what_the_dry_pass_does_not_come_to_is_listed_with_what_it_may_do(tmp_path):
    (late,) = plan(workspace(tmp_path / "w", 25), USER, connector_task("mail", MAIL, mail_settings())).reaches

    assert not late.is_reached
    assert "Sends e-mail" in late.may
    assert late.hosts == ("127.0.0.1:25",)


def test_people_without_an_address_and_missing_servers_are_problems(tmp_path):
    (mail,) = plan(tmp_path, mail_task(), n=1, who="A").reaches

    assert mail.problems[0] == "There is no mail server in mail-servers.json beside the process."
    assert "requester is nobody whose address is known" in mail.problems[1]


def test_files_of_the_folder_that_a_mail_takes_along_are_listed(tmp_path):
    folder = workspace(tmp_path / "w", 25)
    (folder / "terms.pdf").write_bytes(b"%PDF-1")
    rows = [{"source": "workspace", "value": "terms.pdf", "variableInArray": ""}]

    (mail,) = plan(folder, connector_task("mail", MAIL, mail_settings(attachments=rows)), n=1, who="A").reaches

    assert mail.files == ("terms.pdf, attached",)


def test_mails_of_tasks_are_part_of_it(tmp_path):
    one = {"subject": "Do it", "type": "text", "textBody": "x", "toRecipients": [{"type": "email", "value": "bo@b.c"}]}
    config = json.dumps({"email_notifications": {"notifications": [one]}})
    task = f'<bpmn:userTask id="check" name="Check" pm:config={quoteattr(config)}/>'

    (reach,) = plan(workspace(tmp_path / "w", 25), task).reaches

    assert (reach.element, reach.recipients) == ("check", ("bo@b.c",))


def test_a_part_of_it_can_be_chosen_and_sums_up(tmp_path):
    folder = workspace(tmp_path / "w", 25)
    whole = plan(folder, connector_task("a", MAIL, mail_settings()), connector_task("s", SLACK, BOT), n=1, who="A")

    part = whole.chosen(["s"])

    assert (whole.recipients, whole.hosts) == (["ann@example.org"], ["127.0.0.1:25", "slack.com"])
    assert (part.recipients, part.hosts) == ([], ["slack.com"])


def test_credentials_in_a_file_are_a_problem(tmp_path):
    place = tmp_path / "data-connectors"
    place.mkdir()
    described = {
        "id": 3, "name": "Shop", "authtype": "OAUTH2_BEARER", "credentials": {"token": "t0ken-in-clear"},
        "endpoints": {"List": {"method": "GET", "url": "https://shop.test/orders"}},
    }  # fmt: skip
    (place / "shop.json").write_text(json.dumps(described))

    (call,) = plan(tmp_path, connector_task("call", SERVICE, {"dataSource": 3, "endpoint": "List"})).reaches

    assert call.problems == ("The token of the data connector stands in its file; set a secret instead.",)
    assert call.hosts == ("shop.test",)


def test_a_data_connector_or_resource_that_the_workspace_lacks_is_a_problem_before_anything_happens(tmp_path):
    (tmp_path / "data-connectors").mkdir()
    shop = {"id": 3, "name": "Shop", "endpoints": {"List": {"method": "GET", "url": "https://shop.example"}}}
    (tmp_path / "data-connectors" / "shop.json").write_text(json.dumps(shop))

    there, no_resource, nowhere = plan(
        tmp_path,
        connector_task("a", SERVICE, {"dataSource": 3, "endpoint": "List"}),
        connector_task("b", SERVICE, {"dataSource": 3, "endpoint": "Refund"}),
        connector_task("c", SERVICE, {"dataSource": 9, "endpoint": "List"}),
    ).reaches

    assert there.problems == ()
    assert "has no resource “Refund”" in no_resource.problems[0]
    assert "no data connector “9”" in nowhere.problems[0]


def test_a_file_that_is_to_be_attached_and_is_missing_is_told_before_anything_happens(tmp_path):
    folder = workspace(tmp_path / "w", 2525)
    attached = mail_settings(attachments=[{"source": "workspace", "value": "terms.pdf"}])

    (before,) = plan(folder, connector_task("mail", MAIL, attached)).reaches
    (folder / "terms.pdf").write_bytes(b"x")
    (after,) = plan(folder, connector_task("mail", MAIL, attached)).reaches

    told = "There is no file “terms.pdf” in the folder of the process."
    assert told in before.problems
    assert told not in after.problems
