"""Files and functions stay small, have a docstring, and no module keeps state that changes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source_tree import ROOT, Module, functions, length, modules

LONGEST_FILE, USUAL_FILE = 600, 350
LONGEST_FUNCTION, USUAL_FUNCTION = 60, 25
NINE_IN_TEN = 0.9
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "base", "manager", "util", "helper"}
MUTATORS = {
    "append",
    "add",
    "update",
    "setdefault",
    "pop",
    "popitem",
    "clear",
    "extend",
    "insert",
    "remove",
    "discard",
}


def test_no_file_is_longer_than_the_limit():
    too_long = [f"{path.relative_to(ROOT)}: {count}" for path, count in line_counts() if count > LONGEST_FILE]

    assert not too_long


def test_nine_files_in_ten_have_the_usual_size():
    counts = [count for _, count in line_counts()]

    assert sum(count <= USUAL_FILE for count in counts) >= NINE_IN_TEN * len(counts)


def line_counts() -> Iterator[tuple[Path, int]]:
    for module in modules().values():
        yield module.path, module.lines
    for path in (ROOT / "tests").rglob("*.py"):
        yield path, path.read_text(encoding="utf-8").count("\n")


def test_no_function_is_longer_than_the_limit():
    too_long = [
        f"{module.place}:{function.lineno} {function.name}: {length(function)}"
        for module in modules().values()
        for function in functions(module)
        if length(function) > LONGEST_FUNCTION
    ]

    assert not too_long


def test_nine_functions_in_ten_have_the_usual_size():
    lengths = [length(function) for module in modules().values() for function in functions(module)]

    assert sum(count <= USUAL_FUNCTION for count in lengths) >= NINE_IN_TEN * len(lengths)


def test_every_module_public_class_and_public_function_says_what_it_is_for():
    silent = [
        f"{module.place}: {name}"
        for module in modules().values()
        for name, node in documented(module)
        if not said(node)
    ]

    assert not silent


def documented(module: Module) -> Iterator[tuple[str, ast.Module | ast.ClassDef | ast.FunctionDef]]:
    if module.tree.body:
        yield "the module", module.tree
    for node in module.tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            yield node.name, node


def said(node: ast.Module | ast.ClassDef | ast.FunctionDef) -> bool:
    overload = not isinstance(node, ast.Module) and any(ast.unparse(mark) == "overload" for mark in node.decorator_list)
    return overload or bool(ast.get_docstring(node))


def test_module_names_say_what_a_file_is_about():
    vague = [module.place for module in modules().values() if FORBIDDEN_NAMES & set(module.name.split("."))]

    assert not vague


def test_no_function_changes_a_module_level_name():
    changed = [
        f"{module.place}:{line} {name}"
        for module in modules().values()
        for function in functions(module)
        for name, line in changes(function)
        if name in module_names(module) and name not in local_names(function)
    ]

    assert not changed


def module_names(module: Module) -> set[str]:
    targets = [target for node in module.tree.body if isinstance(node, ast.Assign) for target in node.targets]
    targets += [node.target for node in module.tree.body if isinstance(node, ast.AnnAssign)]
    return {target.id for target in targets if isinstance(target, ast.Name)}


def local_names(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    arguments = {each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)}
    stores = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return arguments | stores


def changes(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, int]]:
    for node in ast.walk(function):
        if isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load) and isinstance(node.value, ast.Name):
            yield node.value.id, node.lineno
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in MUTATORS:
            yield ast.unparse(node.func.value), node.lineno


def test_no_function_rebinds_a_global():
    found = [
        f"{module.place}:{node.lineno}"
        for module in modules().values()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Global)
    ]

    assert not found


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "NotImplementedError"])
def test_nothing_is_left_for_later(word):
    found = [module.place for module in modules().values() if word in module.path.read_text(encoding="utf-8")]

    assert not found
