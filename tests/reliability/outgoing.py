"""What leaves the program is only what was chosen: mails into a real server's hands, and PDF files."""

from __future__ import annotations

import email
import random
import tempfile
from email import policy
from pathlib import Path

from connectors.pdf_generator.run import PdfGenerator
from connectors.sdk.connector import ConnectorError
from connectors.sdk.live import LiveMail, MailServer
from connectors.sdk.ports import File, Person, PortError, Ports
from connectors.sdk.testing import fake_ports
from connectors.send_email.run import SendEmail
from tests.connectors.local_http import serving
from tests.live.kit import SENDER, Mailer, mail_sink
from tests.reliability.figures import Figures

FIELDS = ("subject", "body", "name", "to", "file", "sender")
HEADERS = ["From", "Subject", "Date", "Message-ID", "Auto-Submitted", "To", "MIME-Version", "Content-Type"]
PIECES = (
    "a", "Bcc: eve@example.org", "\r\n", "\n", "\r", "\r\n\r\n", "\r\n.\r\n", "\x00", "\x0b", "\x85", "\u2028", ", ",
    ";", "<eve@example.org>", '"', "\\", "=?utf-8?q?=0D=0ABcc:_eve@example.org?=", "?=", "é", "\U0001f600", "--=_",
    "Content-Type: text/html", "/etc/hostname", "file:///etc/hostname", "\t", " ", "@", "eve@example.org", "%0d%0a",
)  # fmt: skip
CONFIG = {
    "type": "text", "subject": "{{subject}}", "textBody": "{{body}}",
    "toRecipients": [{"type": "requester", "value": None}, {"type": "email", "value": "{{to}}"}],
    "attachments": [{"source": "variable", "value": "attached"}],
}  # fmt: skip
BAIT = "bait-4711-local-file"


def prove_mails(count: int, seed: int) -> Figures:
    """`count` strings in each of six fields, through yagmail into an SMTP server that looks at what arrived."""
    figures, chance = Figures(), random.Random(seed)
    with mail_sink() as mailer:
        for text in strings(count, chance):
            for field in FIELDS:
                one_mail(field, text, mailer, figures)
    return figures


def strings(count: int, chance: random.Random) -> list[str]:
    """Texts of a few hostile pieces each; every piece alone first."""
    found = list(PIECES)
    while len(found) < count:
        found.append("".join(chance.choices(PIECES, k=chance.randint(1, 5))))
    return found[:count]


def one_mail(field: str, text: str, mailer: Mailer, figures: Figures) -> None:
    """One mail with a hostile text in one field."""
    values = dict.fromkeys(FIELDS, "ok") | {"to": "bo@example.org", field: text}
    people = {"requester": [Person(values["name"], "ann@example.org")]}
    ports = fake_ports(people=people, files={"1": File(values["file"], "text/plain", b"x")})
    server = MailServer("", "127.0.0.1", mailer.port, "none", Person(values["sender"], SENDER))
    live = Ports(**{each: getattr(ports, each) for each in Ports.__slots__} | {"mail": LiveMail({"": server}, str)})
    mailer.sink.envelopes.clear()
    figures.count("mails")
    data = {"subject": values["subject"], "body": values["body"], "to": values["to"], "attached": 1}
    try:
        SendEmail().run(CONFIG, data, live)
    except (ConnectorError, PortError):
        figures.count("refused")
        figures.check(not mailer.sink.envelopes, f"{field} {text!r}: refused, and sent all the same")
        return
    (envelope,) = mailer.sink.envelopes
    message = email.message_from_bytes(envelope.content, policy=policy.default)
    wanted = {"ann@example.org", *(part for part in envelope.rcpt_tos if field == "to" and part in text)}
    wanted |= {"bo@example.org"} if field != "to" else set()
    figures.check(message.keys() == HEADERS, f"{field} {text!r}: headers {message.keys()}")
    figures.check(set(envelope.rcpt_tos) == wanted, f"{field} {text!r}: recipients {envelope.rcpt_tos}")
    figures.check(len(list(message.iter_attachments())) == 1, f"{field} {text!r}: attachments")


def prove_pdf(count: int, seed: int) -> Figures:
    """Hostile templates and names: no local file inside, no call, no file outside the folder."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as name, serving() as server:
        bait = Path(name) / "bait.txt"
        bait.write_text(BAIT)
        for page in pages(bait, server.port)[:count]:
            one_pdf(page, figures)
        figures.check(not server.seen, f"{len(server.seen)} calls were made")
    return figures


def pages(bait: Path, port: int) -> list[str]:
    """Ways to name a file or an address in a page."""
    found = []
    for url in (bait.as_uri(), f"http://127.0.0.1:{port}/x", str(bait), f"//127.0.0.1:{port}/x", f"FILE://{bait}"):
        found += [
            f'<img src="{url}">',
            f'<link rel="attachment" href="{url}">',
            f'<a rel="attachment" href="{url}">x</a>',
            f'<link rel="stylesheet" href="{url}">',
            f"<style>@import url('{url}'); body {{ background: url('{url}') }}</style>",
            f"<style>@font-face {{ font-family: x; src: url('{url}') }} p {{ font-family: x }}</style><p>x</p>",
            f'<object data="{url}"></object><embed src="{url}"><iframe src="{url}"></iframe>',
            f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
            f'<image href="{url}"/><image xlink:href="{url}"/><use href="{url}#a"/></svg>',
            f'<p style="background-image: url({url}); content: url({url})">x</p>',
            f'<base href="{url}"><img src="x"><img srcset="{url} 1x">',
        ]
    return found


def one_pdf(page: str, figures: Figures) -> None:
    """One page as a screen, as text in a screen, and as the name of the file."""
    from pypdf import PdfReader

    for config, data, html in (
        ({"screenRef": 7, "fileName": "x"}, {}, f"<html><body>{page}</body></html>"),
        ({"screenRef": 7, "fileName": page[:80]}, {"x": page}, "<p>{{x}}</p>"),
    ):
        ports = fake_ports(pages={"7": html})
        figures.count("PDF files")
        try:
            PdfGenerator().run(config, data, ports)
        except (ConnectorError, PortError):
            figures.count("refused")
            continue
        for file in ports.files.files.values():
            figures.check("/" not in file.name and "\\" not in file.name, f"{page!r}: the file is called {file.name}")
            figures.check(BAIT.encode() not in file.content, f"{page!r}: the local file is inside")
            with tempfile.TemporaryFile() as kept:
                kept.write(file.content)
                reader = PdfReader(kept)
                text = "".join(each.extract_text() for each in reader.pages)
                figures.check(BAIT not in text, f"{page!r}: the local file is shown")
                figures.check(not reader.attachments, f"{page!r}: something is attached")
