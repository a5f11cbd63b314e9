"""Each kind of block and control is drawn with what it says, and no text of it becomes a tag."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from connectors.slack_notification.drawing import message_page

MOMENT = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
EVIL = "<img src=x>"


def drawn(*blocks: dict[str, Any]) -> str:
    return message_page({"blocks": list(blocks)}, "#x", "P", MOMENT)


def plain(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": words}


def control(kind: str, **more: Any) -> dict[str, Any]:
    return {"type": "actions", "elements": [{"type": kind, **more}]}


def rich(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text", "elements": list(parts)}


def section(*runs: dict[str, Any]) -> dict[str, Any]:
    return {"type": "rich_text_section", "elements": list(runs)}


R1, R2 = ({"text": plain(name), "value": name} for name in ("one", "two"))


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ({"type": "table", "rows": [[{"type": "raw_text", "text": "Head"}], [{"text": "cell"}]]}, ["<th", "cell"]),
        ({"type": "table", "rows": [[rich(section({"type": "text", "text": "b"}))]]}, [">b</p>"]),
        (
            {"type": "video", "title": plain("Film"), "alt_text": "a dog", "author_name": "Ann"},
            ["Film", "a dog", "Ann"],
        ),
        ({"type": "file", "external_id": "plan.pdf"}, ["plan.pdf"]),
        (
            {"type": "context_actions", "elements": [{"type": "x", "positive_button": {"text": plain("Good")}}]},
            ["Good"],
        ),
        (
            {"type": "input", "label": plain("Name"), "element": {"type": "plain_text_input"}, "hint": plain("all")},
            ["all"],
        ),
        (control("radio_buttons", options=[R1, R2], initial_option=R2), ["○ one", "◉ two"]),
        (control("checkboxes", options=[R1, R2], initial_options=[R1]), ["☑ one", "☐ two"]),
        (control("multi_static_select", options=[R1, R2], initial_options=[R1, R2]), ["one, two ▾"]),
        (control("datepicker", initial_date="2026-02-03"), ["2026-02-03"]),
        (control("timepicker"), ["Pick a time"]),
        (control("overflow", options=[R1]), ["⋯"]),
        (rich({"type": "rich_text_quote", "elements": [{"type": "text", "text": "said"}]}), ["<td>said</td>"]),
        (
            rich({"type": "rich_text_list", "style": "ordered", "offset": 2, "indent": 1, "elements": [section()]}),
            ['<ol start="3" style="margin-left: 24px">'],
        ),
        (
            rich(section({"type": "channel", "channel_id": "C1"}, {"type": "broadcast", "range": "here"})),
            ["#C1", "@here"],
        ),
        (
            rich(section({"type": "date", "timestamp": 1767571200}, {"type": "color", "value": "#F00"})),
            ["2026-01-05", "#F00"],
        ),
        (rich(section({"type": "link", "url": "javascript:x", "text": "l", "style": {"bold": True}})), ["<b>l</b>"]),
    ],
)
def test_a_block_is_drawn_with_what_it_says(block, said):
    page = drawn(block)

    assert [words for words in said if words not in page] == []
    assert "javascript:" not in page


@pytest.mark.parametrize(
    "block",
    [
        {"type": "table", "rows": [[{"type": "raw_text", "text": EVIL}]]},
        {"type": "video", "title": plain(EVIL), "alt_text": EVIL, "description": plain(EVIL), "provider_name": EVIL},
        {"type": "file", "external_id": EVIL},
        {"type": "call", "title": EVIL},
        control("datepicker", initial_date=EVIL),
        control("radio_buttons", options=[{"text": plain(EVIL), "value": EVIL}]),
        control("plain_text_input", initial_value=EVIL),
        control(EVIL),
        rich(section({"type": "date", "fallback": EVIL}, {"type": "user", "user_id": EVIL})),
    ],
)
def test_no_text_of_a_block_becomes_a_tag(block):
    assert "<img" not in drawn(block)
