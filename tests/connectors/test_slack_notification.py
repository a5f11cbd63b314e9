"""Slack Notification: what is posted, how answers are explained, and that data cannot speak for the designer."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from connectors.sdk.connector import Choice, ConnectorError
from connectors.sdk.host import Hosts
from connectors.sdk.manifest import read_manifest
from connectors.sdk.ports import HttpResponse
from connectors.sdk.testing import fake_ports
from connectors.slack_notification import run
from connectors.slack_notification.run import SlackNotification

BASE = {"delivery": "bot", "channel": "#buying", "messageType": "text", "message": "Hi {{name}}", "token": "secret:T",
        "webhook": "secret:W"}  # fmt: skip
SECRETS = {"secret:T": "xoxb-1", "secret:W": "https://hooks.slack.com/services/T/B/x"}


def post(data=None, answer=None, **config):
    ports = fake_ports(secrets=SECRETS, answer=answer)
    outcome = SlackNotification().run({**BASE, **config}, data or {}, ports)
    request = ports.http.requests[-1]
    return outcome.data, request, json.loads(request.body)


def answered(status=200, headers=(), **reply):
    return HttpResponse(status, headers, json.dumps(reply).encode())


def test_a_text_goes_to_the_channel_with_the_bot_token():
    data, request, payload = post({"name": "Ann"})

    assert (request.method, request.url) == ("POST", "https://slack.com/api/chat.postMessage")
    assert ("Authorization", "Bearer xoxb-1") in request.headers
    assert payload == {"channel": "#buying", "text": "Hi Ann"}
    assert data == {}


def test_values_cannot_mention_people_or_make_links_but_the_designer_can():
    _, _, payload = post({"name": "<!channel> & <https://evil.example|x>"}, message="<@U1> {{name}}")

    assert payload["text"] == "<@U1> &lt;!channel&gt; &amp; &lt;https://evil.example|x&gt;"


def test_blocks_are_filled_in_text_by_text():
    blocks = json.dumps([{"type": "section", "text": {"type": "mrkdwn", "text": "*{{name}}*"}}])

    _, _, payload = post({"name": 'A"}, {"type": "x'}, messageType="blocks", blocks=blocks)

    assert payload["blocks"] == [{"type": "section", "text": {"type": "mrkdwn", "text": '*A"}, {"type": "x*'}}]


def test_a_message_can_be_stored_and_answered_in_its_thread():
    data, _, _ = post(outputVariable="first")
    _, _, payload = post({"first": data["first"]}, thread="{{first.ts}}")

    assert data["first"]["channel"] == "#buying"
    assert payload["thread_ts"] == data["first"]["ts"]
    assert post(outputVariable="first")[0] == data


def test_a_webhook_posts_without_channel_and_token():
    _, request, payload = post({"name": "Ann"}, delivery="webhook")

    assert request.url == "https://hooks.slack.com/services/T/B/x"
    assert payload == {"text": "Hi Ann"}
    assert not any(name == "Authorization" for name, _ in request.headers)


@pytest.mark.parametrize(
    ("answer", "code", "words"),
    [
        (answered(ok=False, error="channel_not_found"), "slack.channel_not_found", "no channel “#buying”"),
        (answered(ok=False, error="invalid_auth"), "slack.invalid_auth", "does not accept the bot token"),
        (answered(ok=False, error="missing_scope", needed="files:read"), "slack.missing_scope", "files:read"),
        (answered(ok=False, error="new_{code}"), "slack.new_{code}", "refused the message: new_code"),
        (answered(429, (("retry-after", "30"),)), "slack.ratelimited", "wait 30 seconds"),
        (answered(503), "slack.unavailable", "status 503"),
        (HttpResponse(200, (), b"<html>"), "slack.answer", "not JSON"),
    ],
)  # fmt: skip
def test_a_refusal_is_explained(answer, code, words):
    with pytest.raises(ConnectorError, match=words) as caught:
        post(answer=answer)

    assert caught.value.code == code


def test_too_many_messages_are_tried_again_when_slack_takes_some():
    for answer, wait in [(answered(429, (("Retry-After", "7"),)), 7), (answered(ok=False, error="ratelimited"), 30)]:
        with pytest.raises(ConnectorError) as caught:
            post(answer=answer)

        assert (caught.value.code, caught.value.retries, caught.value.wait) == ("slack.ratelimited", 3, wait)


def test_what_slack_says_of_the_blocks_is_told():
    said = ["[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]"]

    with pytest.raises(ConnectorError, match=r"does not accept the blocks. Slack says: .*json-pointer:/blocks/0"):
        post(answer=answered(ok=False, error="invalid_blocks", response_metadata={"messages": said}))


def test_a_page_in_place_of_an_answer_of_a_webhook_is_no_code():
    with pytest.raises(ConnectorError) as caught:
        post(answer=HttpResponse(404, (), b"<html>Not found</html>"), delivery="webhook")

    assert caught.value.code == "slack.unknown_error"


def test_a_kind_of_block_that_is_mistyped_is_told_with_the_one_that_is_meant():
    with pytest.raises(ConnectorError, match=r"“sectoin” is not a kind of block; did you mean “section”\?"):
        post(messageType="blocks", blocks='[{"type": "sectoin"}]')


def test_the_channel_of_a_webhook_is_spoken_of_as_one():
    with pytest.raises(ConnectorError, match=r"^The channel of the webhook is archived\.$"):
        post(answer=HttpResponse(410, (), b"channel_is_archived"), delivery="webhook")


def test_a_webhook_that_was_removed_is_explained():
    with pytest.raises(ConnectorError, match="was removed"):
        post(answer=HttpResponse(404, (), b"no_service"), delivery="webhook")


@pytest.mark.parametrize(
    ("config", "words"),
    [
        ({"channel": ""}, "channel is empty"),
        ({"channel": "a b"}, "has spaces"),
        ({"message": " "}, "message is empty"),
        ({"token": ""}, "No bot token"),
        ({"delivery": "webhook", "webhook": ""}, "No webhook address"),
        ({"messageType": "blocks", "blocks": "["}, "not JSON"),
        ({"messageType": "blocks", "blocks": '{"a": 1}'}, "JSON list"),
        ({"messageType": "blocks", "blocks": '[{"type": "nonsense"}]'}, "not a kind of block"),
    ],
)
def test_settings_that_cannot_be_sent_are_named(config, words):
    with pytest.raises(ConnectorError, match=words):
        post(**config)


def test_limits_of_block_kit_are_checked_before_anything_is_sent():
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 151}},
        {"type": "actions", "elements": [{"type": "button", "text": {"type": "plain_text", "text": "y" * 76}}]},
        {"type": "section"},
        {},
    ]

    found = SlackNotification().check({"messageType": "blocks", "blocks": json.dumps(blocks)})

    assert [finding.message.partition(":")[0] for finding in found] == ["Block 1", "Block 2", "Block 3", "Block 4"]
    assert "75" in found[1].message
    assert SlackNotification().check({"messageType": "blocks", "blocks": "["})[0].severity == "error"


def test_a_person_may_be_named_by_an_address():
    _, request, payload = post(channel="ann@example.org")

    assert payload["channel"].startswith("U")
    assert post(channel="ann@example.org")[2] == payload
    assert request.url.endswith("chat.postMessage")


def test_an_address_that_nobody_has_is_explained():
    with pytest.raises(ConnectorError, match="Nobody in the Slack workspace has the address"):
        post(channel="ann@example.org", answer=answered(ok=False, error="users_not_found"))


def test_a_message_that_is_too_long_is_not_sent():
    with pytest.raises(ConnectorError, match="40001 characters"):
        post(message="x" * 40_001)


class Pages:
    """Answers one page after the other."""

    def __init__(self, *answers):
        self.answers, self.requests = list(answers), []

    def send(self, request):
        self.requests.append(request)
        return self.answers.pop(0)


def test_the_channels_are_offered_page_by_page():
    first = {"channels": [{"id": "C1", "name": "buying"}], "response_metadata": {"next_cursor": "n="}}
    people = [
        {"id": "U1", "name": "ann", "real_name": "Ann Lee"},
        {"id": "U2", "name": "old", "deleted": True},
        {"id": "U3", "name": "app", "is_bot": True},
    ]
    http = Pages(
        answered(ok=True, **first),
        answered(ok=True, channels=[{"id": "G2", "name": "hr", "is_private": True}]),
        answered(ok=True, members=people),
    )

    found = SlackNotification().choices("channel", BASE, replace(fake_ports(secrets=SECRETS), http=http))

    assert [(each.value, each.label) for each in found] == [
        ("C1", "#buying"),
        ("G2", "#hr (private)"),
        ("U1", "@ann (Ann Lee)"),
    ]
    assert "cursor=n%3D" in http.requests[1].url
    assert ("Authorization", "Bearer xoxb-1") in http.requests[0].headers
    assert SlackNotification().choices("thread", BASE, fake_ports()) == []


def test_where_the_directory_is_closed_the_channels_are_offered_alone():
    http = Pages(
        answered(ok=True, channels=[{"id": "C1", "name": "buying"}]),
        answered(ok=False, error="missing_scope", needed="users:read"),
    )

    found = SlackNotification().choices("channel", BASE, replace(fake_ports(secrets=SECRETS), http=http))

    assert found == [Choice("C1", "#buying")]


def test_channels_that_cannot_be_had_are_explained():
    http = Pages(answered(ok=False, error="missing_scope", needed="channels:read"))

    with pytest.raises(ConnectorError, match="channels:read"):
        SlackNotification().choices("channel", BASE, replace(fake_ports(secrets=SECRETS), http=http))


def test_the_process_of_the_connector_offers_channels_too():
    manifest = read_manifest(Path(run.__file__).parent, "connectors.slack_notification").manifest
    answer = answered(ok=True, channels=[{"id": "C1", "name": "buying"}])

    with Hosts() as hosts:
        found = hosts.host(manifest).choices(manifest, "channel", BASE, fake_ports(secrets=SECRETS, answer=answer))

    assert found == [Choice("C1", "#buying")]
