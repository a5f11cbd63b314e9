"""What a person wrote is told from what their mail program quotes and signs, program by program."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from modeler.services.live.reply_text import own_lines, said

HEADS = {
    "Outlook, a colleague without an address": "From: Process Bot\nSent: Monday, November 30, 2026 1:22 PM\nTo: Ann",
    "Outlook in German": "Von: Bot, Prozess\nGesendet: Montag, 30. November 2026 13:22\nAn: Ann",
    "Outlook in French": "De : Bot <bot@example.org>\nEnvoy\u00e9 : lundi 30 novembre",
    "Outlook in Swedish": "Fr\u00e5n: Bot <bot@example.org>\nSkickat: den 30 november 2026",
    "Outlook in Polish": "Od: Bot <bot@example.org>\nWys\u0142ano: poniedzia\u0142ek",
    "Outlook in Japanese": "\u5dee\u51fa\u4eba: Bot <bot@example.org>\n\u5b9b\u5148: Ann",
    "Outlook in plain text": "*From:* Bot <bot@example.org>\n*Sent:* Monday",
    "Outlook on a phone": "Get Outlook for iOS<https://aka.ms/o0ukef>\n____________\nFrom: Bot <bot@example.org>",
    "Gmail in Swedish": "Den m\u00e5n 30 nov. 2026 kl 13:22 skrev Bot <bot@example.org>:\n\n> Order",
    "Gmail in Japanese": "2026\u5e7411\u670830\u65e5(\u6708) 13:22 Bot <bot@example.org>:\n\n> Order",
    "Gmail in Chinese": "Bot <bot@example.org> \u4e8e2026\u5e7411\u670830\u65e5 13:22\u5199\u9053\uff1a\n\n> Order",
    "Gmail in Polish": "pon., 30 lis 2026 o 13:22 Bot <bot@example.org> napisa\u0142(a):\n\n> Order",
    "Gmail, forwarded": "---------- Forwarded message ---------\nFrom: Bot <bot@example.org>",
    "a long name": "On Mon, Nov 30, 2026 at 1:22 PM The Bot of Orders <bot@example.org>\nwrote:\n\n> Order",
    "Apple Mail on a phone": "Sent from my iPhone\n\n> On 30 Nov 2026, at 13:22, Bot <bot@example.org> wrote:",
    "Apple Mail in German": "Von meinem iPhone gesendet\n\n> Am 30.11.2026 um 13:22 schrieb Bot <bot@example.org>:",
    "Proton Mail": "Sent with Proton Mail secure email.\n\nOn Monday, November 30th, 2026 at 13:22, Bot wrote:",
    "Thunderbird": "On 11/30/26 13:22, Bot wrote:\n> Order",
}
PAGES = {
    "Outlook": "<html><head><style><!-- p > a {} --></style></head><body><p class=MsoNormal>Approve<o:p></o:p></p>"
    "<p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Fine<o:p></o:p></p><div><div style='border:none'>"
    "<p class=MsoNormal><b>From:</b> Process Bot <br><b>Sent:</b> Monday<br><b>To:</b> Ann</p></div></div>Order 3",
    "Outlook on the web": '<div class="elementToProof">Approve</div><div><br></div><div>Fine</div>'
    '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Bot<br></div>Order 3',
    "Gmail": '<div dir="ltr">Approve<div><br></div><div>Fine</div></div><br><div class="gmail_quote x">'
    '<div dir="ltr" class="gmail_attr">On Mon, Nov 30, 2026 Bot &lt;bot@example.org&gt; wrote:<br></div>Order 3</div>',
    "Apple Mail": '<body>Approve<div><br></div><div>Fine<br id="lineBreakAtBeginningOfMessage"><div><br>'
    '<blockquote type="cite">On 30 Nov 2026, Bot wrote:<br>Order</blockquote></div></div></body>',
    "Apple Mail on a phone": 'Approve<br id="a"><div>Fine</div><div dir="ltr">Sent from my iPhone</div>'
    '<blockquote type="cite">Order</blockquote>',
}


def written(lines: list[str]) -> str:
    return "\n".join(lines).strip()


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS)
def test_what_a_program_puts_under_a_reply_is_not_part_of_it(head):
    assert written(own_lines(f"Approve\r\n\r\nFine.\r\n\r\n{head}\r\n")) == "Approve\n\nFine."


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_reply_in_html_alone_is_cut_before_what_it_quotes(page):
    message = EmailMessage()
    message.set_content(page, subtype="html")

    assert [line for line in said(message) if line] == ["Approve", "Fine"]


@pytest.mark.parametrize(
    "comment",
    [
        "From: now on, ask me first",
        "On Monday the customer wrote:\nplease hurry",
        "2 of 3 are there:\nthe third comes",
        "Write to <bo@example.org>",
        "1 -- 2 ---- 3",
    ],
)
def test_a_comment_that_only_looks_like_a_quotation_stays(comment):
    assert written(own_lines(f"Approve\n{comment}")) == f"Approve\n{comment}"


def test_letters_that_nobody_sees_do_not_count():
    assert own_lines("\ufeffApprove\u200b") == ["Approve"]


def test_a_mail_whose_plain_text_is_empty_is_read_from_its_html():
    message = EmailMessage()
    message.set_content("\n")
    message.add_alternative("<p>Approve &amp;lt;</p>", subtype="html")

    assert written(said(message)) == "Approve &lt;"


@pytest.mark.parametrize("part", ["<style>", "<!--", "<div ", "<br ", "<head>", "<div class=' ", "On 1 <a@b>", "1<(["])
def test_a_mail_that_is_made_to_be_slow_is_read_all_the_same(part):
    message = EmailMessage()
    message.set_content(part * 20_000, subtype="html")

    assert len(written(said(message))) <= 20_000 * len(part)
