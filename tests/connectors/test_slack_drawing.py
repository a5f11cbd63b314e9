"""Slack messages as Slack draws them, and Block Kit's limits."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from connectors.sdk.testing import fake_ports
from connectors.slack_notification.blocks import block_problems
from connectors.slack_notification.drawing import message_page
from connectors.slack_notification.mrkdwn import as_html, as_plain, plain
from connectors.slack_notification.run import SlackNotification

MOMENT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


def text(words, kind="mrkdwn"):
    return {"type": kind, "text": words}


def words(count, kind="plain_text"):
    return text("x" * count, kind)


def button(**more):
    return {"type": "button", "text": words(5), **more}


def actions(*elements):
    return {"type": "actions", "elements": list(elements)}


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("*a* _b_ ~c~", "<b>a</b> <i>b</i> <s>c</s>"),
        ("2*3*4 snake_case_name", "2*3*4 snake_case_name"),
        ("*_both_*", "<b><i>both</i></b>"),
        ("a\nb", "a<br>b"),
        ("&lt;b&gt; &amp;", "&lt;b&gt; &amp;"),
        ("<b>", "b"),
        ("<javascript:alert(1)|x>", "x"),
        (":tada: :nope:", "🎉 :nope:"),
    ],
)
def test_formatting_is_drawn(written, drawn):
    assert as_html(written) == drawn


def test_code_keeps_its_signs_and_links_lead_to_the_web_only():
    assert "*x* &lt;y&gt;" in as_html("`*x* &lt;y&gt;`")
    assert 'href="https://example.org/?a=1&amp;b=2"' in as_html("<https://example.org/?a=1&amp;b=2|here>")
    assert "@mia" in as_html("<@U1|mia>")
    assert "@channel" in as_html("<!channel>")
    assert "today" in as_html("<!date^1392734382^{date}|today>")
    assert as_html("```a\n*b*```").count("<b>") == 0
    assert as_html("> one\n> two\nthree").count("<table") == 1


def test_a_plain_text_has_no_formatting():
    assert as_plain("*a* <b>\n:warning:") == "*a* &lt;b&gt;<br>⚠️"
    assert plain("*Hi* <https://x.org|there> &amp; <@U1>") == "Hi there & @U1"


@pytest.mark.parametrize("hostile", ["<img src=x>", "</td></table><script>1</script>", "<a href='javascript:1'>x</a>"])
def test_nothing_in_a_message_becomes_markup(hostile):
    blocks = [
        {"type": "header", "text": text(hostile, "plain_text")},
        {"type": "section", "text": text(hostile), "fields": [text(f"`{hostile}`"), text(f"<{hostile}|{hostile}>")]},
        {"type": "image", "image_url": hostile, "alt_text": hostile, "title": text(hostile, "plain_text")},
        actions(button(text=text(hostile, "plain_text"), url="javascript:1")),
        {"type": "context", "elements": [text(hostile), {"type": "image", "alt_text": hostile}]},
        {"type": hostile},
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": hostile}]}],
        },
    ]

    page = message_page({"blocks": blocks, "thread_ts": hostile}, hostile, hostile, MOMENT)

    assert "<img" not in page
    assert "<script" not in page
    assert "<a " not in page


def test_every_kind_of_block_says_its_words():
    blocks = [
        {"type": "header", "text": text("Head", "plain_text")},
        {"type": "section", "text": text("*Body*"), "fields": [text("One"), text("Two"), text("Three")]},
        {"type": "section", "text": text("Side"), "accessory": button(text=text("Open", "plain_text"))},
        {"type": "divider"},
        actions(button(text=text("Yes", "plain_text"), style="primary", url="https://example.org/yes")),
        {"type": "context", "elements": [text("Small"), {"type": "image", "alt_text": "Logo"}]},
        {"type": "image", "image_url": "https://example.org/a.png", "alt_text": "Chair"},
        {"type": "markdown", "text": "**Strong**"},
        {"type": "input", "label": text("Label", "plain_text"), "element": {"type": "plain_text_input"}},
    ]

    page = message_page({"blocks": blocks}, "#buying", "Robot", MOMENT)

    for shown in ("#buying", "Robot", "09:30", "Head", "<b>Body</b>", "Three", "Open", "Yes", "Small", "Logo", "Chair",
                  "<b>Strong</b>", "Label", 'href="https://example.org/yes"'):  # fmt: skip
        assert shown in page


def test_a_posted_message_carries_its_drawing():
    ports = fake_ports(secrets={"secret:T": "xoxb-1"})

    SlackNotification().run({"channel": "#c", "message": "*Hi* {{who}}", "token": "secret:T"}, {"who": "A & B"}, ports)

    (request,) = ports.http.requests
    assert "<b>Hi</b> A &amp; B" in request.drawing
    assert request.title == "Hi A & B"


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ({"type": "header", "text": words(151)}, "151 characters"),
        ({"type": "header", "text": text("x")}, "must be plain_text"),
        ({"type": "header", "text": "x"}, "must be an object"),
        ({"type": "section", "text": words(3_001, "mrkdwn")}, "3001 characters"),
        ({"type": "section", "text": text("x", "html")}, "plain_text or mrkdwn"),
        ({"type": "section", "text": text("")}, "is empty"),
        ({"type": "section", "fields": [text("x")] * 11}, "11 fields"),
        ({"type": "section", "fields": [words(2_001)]}, "2001 characters"),
        ({"type": "section", "text": text("x"), "accessory": button(url="x" * 3_001)}, "3001 characters"),
        (actions(), "must be elements"),
        (actions(*[button()] * 26), "26 elements"),
        (actions(button(style="blue")), "not “blue”"),
        (actions(button(url="ftp://x")), "no address"),
        (actions(button(action_id="x" * 256)), "256 characters"),
        (actions({"type": "static_select", "options": []}), "must be options"),
        (actions({"type": "overflow", "options": [{"text": words(76), "value": "v"}]}), "76 characters"),
        ({"type": "context", "elements": [button()]}, "not “button”"),
        ({"type": "context", "elements": [text("x")] * 11}, "11 elements"),
        ({"type": "image", "image_url": "https://x.org/a.png"}, "alt_text"),
        ({"type": "image", "alt_text": "x"}, "image_url"),
        ({"type": "input", "label": words(5)}, "needs an element"),
        ({"type": "markdown", "text": "x" * 12_001}, "12001 characters"),
        ({"type": "video"}, "video_url"),
        ({"type": "table", "rows": [[1] * 21]}, "20 columns"),
        ({"type": "divider", "block_id": "x" * 256}, "256 characters"),
    ],
)
def test_a_limit_that_is_broken_is_said_in_words(block, said):
    assert any(said in problem for problem in block_problems([block]))


def test_what_slack_takes_has_no_problem():
    blocks = [
        {"type": "header", "text": words(150)},
        {"type": "section", "text": words(3_000, "mrkdwn"), "fields": [words(2_000, "mrkdwn")] * 10},
        actions(*[button(text=words(75), style="danger", url="https://x.org")] * 25),
        {"type": "context", "elements": [text("x")] * 10},
        {"type": "divider"},
        {"type": "image", "image_url": "https://x.org/{{id}}.png", "alt_text": "x"},
    ]

    assert block_problems(blocks) == []


def test_blocks_are_judged_together():
    assert any("51 blocks" in problem for problem in block_problems([{"type": "divider"}] * 51))
    twice = [{"type": "divider", "block_id": "b"}] * 2
    assert any("must be unique" in problem for problem in block_problems(twice))
    assert SlackNotification().check({"messageType": "blocks", "blocks": json.dumps(twice)})
