"""Expressions and templates over Request data: text in, a compiled closure out. Never Python's own evaluation.

Use it as `compile_expression("amount > 1000", "processmaker").evaluate({"amount": 1200})`, and
`render("Hello {{name}}", {"name": "Ada"})` for texts.
"""

from engine.expressions.errors import ExpressionError
from engine.expressions.front import Dialect, Expression, compile_condition, compile_expression, dialect_of
from engine.expressions.mustache import Template, compile_template, html_text, php_text, plain_text, render

__all__ = [
    "Dialect",
    "Expression",
    "ExpressionError",
    "Template",
    "compile_condition",
    "compile_expression",
    "compile_template",
    "dialect_of",
    "html_text",
    "php_text",
    "plain_text",
    "render",
]
