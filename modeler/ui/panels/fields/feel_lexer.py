"""FEEL for the highlighter: the lexer that Pygments lacks."""

from __future__ import annotations

from typing import ClassVar

from pygments.lexer import RegexLexer, words
from pygments.token import Comment, Keyword, Name, Number, Operator, Punctuation, String, Whitespace

KEYWORDS = (
    "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "not", "between",
    "instance of", "function", "external", "true", "false", "null",
)  # fmt: skip


class FeelLexer(RegexLexer):
    """Friendly Enough Expression Language, as DMN 1.4 and ProcessMaker write it."""

    name = "FEEL"
    aliases: ClassVar[list[str]] = ["feel"]
    tokens: ClassVar[dict[str, list[tuple[object, ...]]]] = {
        "root": [
            (r"\s+", Whitespace),
            (r"//[^\n]*", Comment.Single),
            (r"/\*[\s\S]*?\*/", Comment.Multiline),
            (r'@?"(?:\\.|[^"\\])*"?', String),
            (r"'(?:\\.|[^'\\])*'?", String),
            (r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", Number),
            (words(KEYWORDS, prefix=r"\b", suffix=r"\b"), Keyword),
            (r"[A-Za-z_$]\w*(?=\s*\()", Name.Function),
            (r"[A-Za-z_$]\w*", Name),
            (r"\*\*|[<>!=]=|\.\.|[-+*/<>=~]", Operator),
            (r"[\[\](){},.:;?]", Punctuation),
        ]
    }
