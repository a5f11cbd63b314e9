"""The names that a package may use: its own, never one of Python's, of Processwright's or of what comes with it."""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections.abc import Iterable, Mapping
from functools import cache

from modeler.services.packages.errors import PackageError

_OURS = frozenset({"connectors", "engine", "modeler", "processwright", "resources", "tests"})
_BESIDE = re.compile(r".+\.(dist-info|data)")
_CODE = re.compile(r"(\.py|\.so|\.pyd|\.(cpython|abi3|cp)[^/]*\.(so|pyd))$")


def require_own_names(contents: Mapping[str, bytes], name: str, modules: Iterable[str]) -> None:
    """Refuse a package that puts other top-level names beside its own. Raises `PackageError`."""
    own = {module.partition(".")[0] for module in modules} | {canonical_module(name)}
    for top in top_names(contents):
        _require_free(top, name)
        if top not in own:
            raise PackageError(f"“{name}” also brings “{top}”, a name that is not its own.")


def require_free_names(contents: Mapping[str, bytes], name: str) -> None:
    """Refuse a library that takes a name of Python, of Processwright or of what comes with it."""
    for top in top_names(contents):
        _require_free(top, name)


def require_own_run(contents: Mapping[str, bytes], folder: str, module: str, run: str) -> None:
    """Refuse code that is not in the package, or that Python would look for elsewhere."""
    inside = run.partition(":")[0]
    path = "/".join([*filter(None, [folder]), *inside.split(".")])
    if not any(f"{path}{end}" in contents for end in (".py", "/__init__.py")):
        raise PackageError(f"The manifest runs “{run}”, but there is no {path}.py in the package.")
    if not module:
        _require_free(inside.partition(".")[0], "The connector")


def top_names(contents: Iterable[str]) -> set[str]:
    """The names that a folder would add to what Python can import."""
    tops = {path.partition("/")[0] for path in contents}
    return {_CODE.sub("", top) for top in tops if not _BESIDE.fullmatch(top)}


def canonical_module(name: str) -> str:
    """The module that a distribution usually holds."""
    return re.sub(r"[-_.]+", "_", name).lower()


def _require_free(top: str, name: str) -> None:
    if top in _OURS or top in sys.stdlib_module_names or top in _installed():
        raise PackageError(f"“{name}” brings a module named “{top}”, which belongs to Python or to Processwright.")


@cache
def _installed() -> frozenset[str]:
    """Top-level names of the libraries that Processwright runs with."""
    return frozenset(importlib.metadata.packages_distributions())
