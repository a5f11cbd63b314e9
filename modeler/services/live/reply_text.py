"""What a person wrote in a reply: without the mail that they reply to, without what their program puts under it.

Programs quote in their own ways and languages. What they have in common is looked for: a line that ends with a colon
and holds an address and a time, a block of header lines that begins with the sender, rules, quotation marks, in HTML
the containers in which the well-known programs put what they quote.
"""

from __future__ import annotations

import re
from email.message import EmailMessage, Message

from connectors.sdk.letters import readable

_LONGEST_TEXT = 200_000
_LONGEST_LINE = 500
_INVISIBLE = re.compile("[\ufeff\u200b\u2060\u00ad]")
_QUOTED_HTML = re.compile(
    r"(?is)<blockquote\b.*"
    r"|<(div|table|span)\b[^>]{0,300}\b(class|id|name)\s*=\s*[\"']?(?:[^\"'>]{0,100}\s)?(gmail_quote|gmail_attr|gmail_signature|"
    r"appendonsend|divRplyFwdMsg|mail-editor-reference-message-container|ms-outlook-mobile-signature|Signature|"
    r"yahoo_quoted|moz-cite-prefix|moz-signature|protonmail_quote|protonmail_signature_block|messageReplySection)\b.*"
)
_OPENING = re.compile(r"(?i)<(?=(div|p|table|tr|ul|ol|li|h[1-6]|hr)\b)")
_RULES = (
    re.compile(r"^\s*>"),
    re.compile(r"^\s*-{2,}\s*(original message|ursprüngliche nachricht|message d'origine|mensaje original)", re.I),
    re.compile(r"^\s*-{4,}\s*\S.*\S\s*-{4,}\s*$"),
    re.compile(r"^\s*_{10,}\s*$"),
    re.compile(r"^-- ?$"),
)
_FROM = re.compile(
    r"^\W*(from|von|de|da|van|från|fra|od|от|kimden|lähettäjä|feladó|发件人|寄件者|差出人|보낸 사람)\W*\s?[:：]\W*\S",
    re.I,
)
_LABELED = re.compile(r"^\W*\w[\w\s-]{1,24}\W*[:：]\W*\S")
_WROTE = re.compile(
    r"^\s*(on|am|le|el|il|op|em)\b.{4,300}\b(wrote|schrieb|écrit|escribió|ha scritto|schreef|escreveu)\b.{0,100}:\s*$",
    re.I,
)
_ADDRESS_AND_TIME = re.compile(r"^(?=.*\d)(?=.*[<(\[][^<>()\[\]\s@]+@[^<>()\[\]\s]+[>)\]]).{8,400}[:：]\s*$")
_BEGINS_HEAD = re.compile(r"^(?=.*\d).*<[^<>\s@]+@[^<>\s]+>\s*$")
_SIGNED = re.compile(
    r"^\s*(sent (from|with|via|using)|get outlook for|gesendet (von|mit)|von meinem .{1,40} gesendet|"
    r"envoyé (de|depuis)|enviado (desde|do|de)|inviato da|verzonden (vanaf|met)|skickat från)\b.{0,120}$",
    re.I,
)


def said(message: EmailMessage) -> list[str]:
    """The lines that the sender of a reply wrote."""
    return own_lines(_body(message))


def own_lines(text: str) -> list[str]:
    """What the person wrote, without the mail that they reply to."""
    lines: list[str] = []
    given = _INVISIBLE.sub("", text).replace("\r\n", "\n").split("\n")
    for line, following in zip(given, [*given[1:], ""], strict=True):
        if _ends(line, following) or (any(lines) and _SIGNED.search(line)):
            break
        lines.append(line.strip())
    while lines and not lines[0]:
        del lines[0]
    return lines


def _ends(line: str, following: str) -> bool:
    """Whether what others wrote begins at a line."""
    if any(rule.search(line) for rule in _RULES):
        return True
    if len(line) > _LONGEST_LINE:
        return False
    if _FROM.search(line):
        return "@" in line or bool(_LABELED.search(following))
    return _is_attribution(line) or (_begins_attribution(line) and _is_attribution(f"{line} {following}"))


def _is_attribution(line: str) -> bool:
    """`On Monday the 30th, Ann wrote:`; without a number in it, it is a sentence of somebody's own."""
    is_worded = _WROTE.search(line) and re.search(r"\d", line)
    return bool(is_worded or _ADDRESS_AND_TIME.search(line))


def _begins_attribution(line: str) -> bool:
    """Whether a line can be the first of such a one that was broken into two."""
    return bool(_BEGINS_HEAD.search(line) or re.match(r"\s*(on|am|le|el|il|op|em)\b.*\d", line, re.I))


def _body(message: EmailMessage) -> str:
    """The text of a mail; its HTML where it has no other text."""
    plain = message.get_body(("plain",))
    text = "" if plain is None else _content(plain)
    page = message.get_body(("html",))
    return text[:_LONGEST_TEXT] if text.strip() or page is None else _unquoted(_content(page)[:_LONGEST_TEXT])


def _content(part: Message) -> str:
    try:
        return str(part.get_content())  # type: ignore[attr-defined]  # a part of an EmailMessage is one
    except (LookupError, UnicodeError, KeyError):
        payload = part.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""


def _unquoted(page: str) -> str:
    """The text of a page up to what it quotes; each block begins on a line of its own."""
    return readable(_OPENING.sub("<br><", _QUOTED_HTML.sub("", page)))
