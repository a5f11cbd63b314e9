"""A package exports its public names in its `__init__`, and each of them is there."""

from __future__ import annotations

import ast
import importlib

import pytest

from tests.architecture.source_tree import Module, modules

PACKAGES = [module for module in modules().values() if module.is_package and not module.name.startswith("modeler.ui")]


def exported(module: Module) -> list[str]:
    for node in module.tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return list(ast.literal_eval(node.value))
    return []


@pytest.mark.parametrize("module", PACKAGES, ids=lambda module: module.name)
def test_every_exported_name_is_there_once(module):
    names = exported(module)

    package = importlib.import_module(module.name) if names else None

    assert len(set(names)) == len(names)
    assert not [name for name in names if not hasattr(package, name)]
