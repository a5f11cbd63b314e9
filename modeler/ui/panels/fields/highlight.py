"""Colors of code in a text block: words, strings, numbers and comments, and `{{variables}}` in any language."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

if TYPE_CHECKING:
    from pygments.lexer import Lexer

MAXIMUM = 60_000
LANGUAGES = {
    "javascript": "js",
    "js": "js",
    "python": "python",
    "html": "html",
    "json": "json",
    "xml": "xml",
    "sql": "sql",
}
LANGUAGES |= {"css": "css", "yaml": "yaml", "markdown": "markdown", "php": "php", "lua": "lua", "groovy": "groovy"}
EXPRESSIONS = frozenset(("feel", "processmaker", "juel", "expression"))
VARIABLE = re.compile(r"\{\{\{?.*?\}\}\}?", re.DOTALL)
LIGHT_COLORS = {"keyword": "#8250df", "string": "#0a6b3d", "number": "#b3410e", "comment": "#66707f", "name": "#0b5cad"}
DARK_COLORS = {"keyword": "#c99bff", "string": "#7fd8a4", "number": "#ffab70", "comment": "#94a0b0", "name": "#7cb7ff"}
ACCENT = {False: "#1a5ac4", True: "#86b7ff"}
HALF = 128


class Highlighter(QSyntaxHighlighter):
    """Lexes the whole text once per change, so that strings over several lines are right, and colors line by line."""

    def __init__(self, document: QTextDocument, language: str) -> None:
        super().__init__(document)
        self._language = language
        self._revision = -1
        self._starts: list[int] = []
        self._parts: list[tuple[int, int, str]] = []
        self._formats: dict[str, QTextCharFormat] = {}

    def set_dark(self, is_dark: bool) -> None:
        """Use the colors of another theme."""
        colors = DARK_COLORS if is_dark else LIGHT_COLORS
        self._formats = {role: _format(color) for role, color in colors.items()}
        self._formats["variable"] = _format(ACCENT[is_dark], is_bold=True)
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        """Color one line; its state tells Qt whether the next line must be colored again."""
        self._refresh()
        start = self.currentBlock().position()
        end = start + len(text)
        index = max(0, bisect_right(self._starts, start) - 1)
        last = ""
        while index < len(self._parts) and self._parts[index][0] <= end:
            begins, ends, role = self._parts[index]
            if ends > start and role in self._formats:
                self.setFormat(max(begins, start) - start, min(ends, end) - max(begins, start), self._formats[role])
            last = role if ends > end else ""
            index += 1
        for match in VARIABLE.finditer(text):
            self.setFormat(match.start(), match.end() - match.start(), self._formats.get("variable", QTextCharFormat()))
        self.setCurrentBlockState(len(last))

    def _refresh(self) -> None:
        document = self.document()
        if document.revision() == self._revision:
            return
        self._revision = document.revision()
        text = document.toPlainText()
        self._parts = parts_of(text, self._language) if len(text) <= MAXIMUM else []
        self._starts = [start for start, _, _ in self._parts]


def parts_of(text: str, language: str) -> list[tuple[int, int, str]]:
    """The parts of a code that have a color of their own: start, end and role."""
    lexer = _lexer(language, text)
    if lexer is None:
        return []
    parts = []
    for start, token, word in lexer.get_tokens_unprocessed(text):
        role = _role(str(token))
        if role and word.strip():
            parts.append((start, start + len(word), role))
    return parts


def guessed(language: str, text: str) -> str:
    """The language of a code: the one that is declared, else what its first letter says."""
    known = language.casefold().removeprefix("text/").removeprefix("application/")
    if known in EXPRESSIONS:
        return "feel"
    if known in LANGUAGES:
        return known
    first = text.lstrip()[:1]
    return {"{": "json", "[": "json", "<": "html"}.get(first, known)


def _lexer(language: str, text: str) -> Lexer | None:
    name = guessed(language, text)
    if name == "feel":
        from modeler.ui.panels.fields.feel_lexer import FeelLexer

        return FeelLexer()
    if name not in LANGUAGES:
        return None
    from pygments.lexers import get_lexer_by_name

    return get_lexer_by_name(LANGUAGES[name])


def _role(token: str) -> str:
    kinds = {
        "Token.Keyword": "keyword", "Token.Literal.String": "string", "Token.Literal.Number": "number",
        "Token.Comment": "comment", "Token.Name.Tag": "name", "Token.Name.Attribute": "name",
        "Token.Name.Function": "name", "Token.Name.Builtin": "name", "Token.Name.Class": "name",
    }  # fmt: skip
    return next((role for prefix, role in kinds.items() if token.startswith(prefix)), "")


def _format(color: str, is_bold: bool = False) -> QTextCharFormat:
    format = QTextCharFormat()
    format.setForeground(QColor(color))
    if is_bold:
        format.setFontWeight(QFont.Weight.DemiBold)
    return format
