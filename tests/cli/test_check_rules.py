"""Every rule that `check` and `export` can name is explained in `docs/check.md`, and nothing else is."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
WHERE = ("engine/bpmn", "engine/runtime/compiling", "modeler/services/checks")
MAKERS = ("Problem", "Finding", "problem", "failing")
CONSTANT = re.compile(r"^(?:RULE|TYPE|SECRET|UNKNOWN|VERSION|UNREAD|LANGUAGE|FILES|UNREADABLE|UNLISTED|UNDRAWN)$")
SPELLED = re.compile(r"[a-z]+(?:-[a-z]+)*")
OTHER_WORDS = {"error", "warning", "info"}
IN_WORDS = {"hostile-file", "not-bpmn"}


def spelled(node: ast.AST) -> set[str]:
    """The rules that a piece of code names."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        values: list[ast.expr] = node.args if name in MAKERS else []
    elif isinstance(node, ast.Assign | ast.AnnAssign):
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        values = [node.value] if isinstance(target, ast.Name) and CONSTANT.match(target.id) and node.value else []
    elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
        values = node.value.elts[:1]
    else:
        values = []
    texts = (each.value for each in values if isinstance(each, ast.Constant) and isinstance(each.value, str))
    return {text for text in texts if SPELLED.fullmatch(text)} - OTHER_WORDS


def known_rules() -> set[str]:
    files = [*(file for folder in WHERE for file in (ROOT / folder).glob("*.py")), ROOT / "modeler/cli/check.py"]
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in files]
    return {rule for tree in trees for node in ast.walk(tree) for rule in spelled(node)} | IN_WORDS


def test_every_rule_is_explained():
    text = (ROOT / "docs" / "check.md").read_text(encoding="utf-8")
    rows = [line.partition("|")[2].partition("|")[0] for line in text.splitlines() if line.startswith("| `")]

    explained = {rule for row in rows for rule in re.findall(r"`([a-z-]+)`", row)}

    assert explained == known_rules()
