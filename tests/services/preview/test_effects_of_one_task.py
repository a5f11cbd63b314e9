"""Everything that one task does stays in the outbox, also when the task is done again after a step back."""

from __future__ import annotations

import json
from xml.sax.saxutils import quoteattr

from connectors.sdk.host import Hosts
from modeler.services.catalog import discover
from modeler.services.preview.starting import PreviewOptions, start_preview
from tests.services.connector_processes import SERVICE, connector_task, document


def test_a_sign_in_and_the_call_after_it_are_both_shown(tmp_path):
    place = tmp_path / "data-connectors"
    place.mkdir()
    source = {
        "id": 3, "name": "Shop", "authtype": "OAUTH2_CLIENT_CREDENTIALS",
        "credentials": {"url": "https://shop.test/token", "client_id": "me", "client_secret": "secret:S"},
        "endpoints": {"List": {"method": "GET", "url": "https://shop.test/orders"}},
    }  # fmt: skip
    (place / "shop.json").write_text(json.dumps(source))
    task = connector_task("call", SERVICE, {"dataSource": 3, "endpoint": "List"})
    with Hosts() as hosts:
        preview = start_preview(document(task), discover(), hosts, PreviewOptions(workspace=tmp_path))

        preview.request.run()

        assert [effect.title for effect in preview.effects] == ["Sign in", "Shop: List"]
        while len(preview.effects) == 2:
            preview.request.step_back()
        preview.request.run()
        assert [effect.title for effect in preview.effects] == ["Sign in", "Shop: List"]


def test_two_notifications_of_one_task_are_two_mails_with_names_of_their_own():
    one = {"subject": "First", "type": "text", "textBody": "x", "toRecipients": [{"type": "email", "value": "a@b.c"}]}
    config = json.dumps({"email_notifications": {"notifications": [one, {**one, "subject": "Second"}]}})
    task = f'<bpmn:userTask id="check" name="Check" pm:config={quoteattr(config)}/>'
    with Hosts() as hosts:
        preview = start_preview(document(task), discover(), hosts)

        preview.request.run()

        assert [effect.title for effect in preview.effects] == ["First", "Second"]
        assert len({effect.message()["Message-ID"] for effect in preview.effects}) == 2
